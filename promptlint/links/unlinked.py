"""Find text that was intended as a link, or as the rest of one, but is not: Midjourney reads it as text."""

from __future__ import annotations

from promptlint.parsing.lalr import pattern
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.model import ImageLink, Prompt

__all__ = ["Unlinked", "may_be_unlinked", "rest_of_link", "unlinked", "unlinked_at"]

_KINDS = (("BARE_ADDRESS", "bare-address"), ("ODD_COLON", "odd-colon"), ("FILE_PATH", "file-path"))
_BETWEEN = " \t\r\n,;<\"'"
_WORD = lazy_pattern(r" [^\s:/?-]++")
_MAX_WORDS = 4
"""Words that may be the rest of a file's name; more are a text that ends in one."""


class Unlinked(NamedTuple):
    """A text that was intended as a link. `kind` is `bare-address`, `odd-colon` or `file-path`."""

    start: int
    end: int
    kind: str


def may_be_unlinked(source: str, end: int) -> bool:
    """Return whether the first word up to `end` has a character that every such text has."""
    if source.find("/", 0, end) < 0 and source.find("\\", 0, end) < 0:
        return False
    words = source[:end].split(None, 2)[:2]
    return bool(words) and any("/" in word or "\\" in word for word in (words if words[0].lower().startswith("http") else words[:1]))


def unlinked(prompt: Prompt) -> Iterator[Unlinked]:
    """Yield those in front of the text, links among them passed over."""
    at = prompt.text_start
    images = {image.written_start: image.written_start + len(image.written) for image in prompt.images}
    while at < prompt.text_end:
        if at in images:
            at = images[at]
        elif prompt.source[at] in _BETWEEN:
            at += 1
        else:
            found = unlinked_at(prompt.source, at, prompt.text_end)
            if found is None:
                return
            yield found
            at = found.end


def unlinked_at(text: str, start: int, end: int) -> Unlinked | None:
    """The text at this position that was intended as a link, or None."""
    for name, kind in _KINDS:
        match = pattern(name).match(text, start, end)
        if match:
            return Unlinked(start, match.end(), kind)
    return None


def rest_of_link(prompt: Prompt, link: ImageLink) -> str:
    """The text after a link up to the extension of an image, if a space within its name cut it off; else empty."""
    end = link.end
    stop = prompt.text_end if end <= prompt.text_end else len(prompt.source)
    for _ in range(_MAX_WORDS):
        word = _WORD.match(prompt.source, end, stop)
        if word is None:
            return ""
        end = word.end()
        extension = pattern("IMAGE_FILE").search(prompt.source, word.start(), end)
        if extension:
            return prompt.source[link.end : extension.end()]
    return ""
