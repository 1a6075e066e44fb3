"""A LINK token → `ImageLink`: the URL, and around it the brackets and punctuation that are glued to it."""

from __future__ import annotations

from promptlint.model import ImageLink

from .lalr import pattern

__all__ = ["JOINERS", "image_link"]

JOINERS = ",;|+，、；。"
"""Signs that people write between two links, or between a code and a link."""

_PREFIX = "<([{\"'“‘`*_" + JOINERS
_SUFFIX = ")>]}\"'”’`,;.!*_|，、；。"
_OPENERS = {")": "(", "]": "[", "}": "{", "”": "“", "’": "‘"}
_GLUED = '",;)]>，、；。'
_SCHEMES = ("http", "HTTP", "Http")
_MOST_SIGNS = 3
"""Maximum number of characters between two links that are joined."""


def image_link(text: str, start: int, end: int, slot: str, limit: int | None = None) -> ImageLink:
    r"""The link that is the token between `start` and `end`, for the parameter `slot` (`image` in the text).

    Text attached to it may extend beyond `end`. In an alternative of a permutation it may not extend beyond its `limit`, and a
    comma of the address is written `\,`.
    """
    left = _scheme_at(text, start, end)
    right = end
    last = len(text) if limit is None else limit
    joined = text.startswith(_SCHEMES, end, last) and pattern("LINK_JOINED").search(text, max(left, end - _MOST_SIGNS), last)
    if joined and joined.end() == end:
        right = joined.start()
    right = _end_of_address(text, left, right)
    stop = end
    while stop < last and text[stop] in _GLUED:
        stop += 1
    first = left if text[start] in JOINERS else start
    if first == left and left and text[left - 1] in "(\"'[<" and stop > right:
        first = left - 1
    url = text[left:right] if limit is None else text[left:right].replace("\\,", ",")
    return ImageLink(url, left, right, text[first:stop], first, slot)


def _end_of_address(text: str, left: int, right: int) -> int:
    """The end of the URL before brackets, quotes and punctuation; a bracket that it opens itself is a part of it."""
    unopened: dict[str, int] = {}
    while (sign := text[right - 1]) in _SUFFIX:
        if sign in _OPENERS:
            if sign not in unopened:
                unopened[sign] = text.count(sign, left, right) - text.count(_OPENERS[sign], left, right)
            if unopened[sign] <= 0:
                break
            unopened[sign] -= 1
        right -= 1
    return right


def _scheme_at(text: str, start: int, end: int) -> int:
    """The start of the URL after brackets, quotes and anything else attached to its front."""
    left = start
    while text[left] in _PREFIX:
        left += 1
    if pattern("LINK_START").match(text, left, end):
        return left
    left = text.index("://", left, end)
    while left > start and (text[left - 1].isalnum() or text[left - 1] in "+.") and text[left - 1].isascii():
        left -= 1
    return left
