"""Recognize plain text without findings: most prompts are words, then parameters that are already cached.

A plain text contains no character that is part of a link, a weight, braces, a slot or a mistake; its pattern is the grammar's.
After it, a parameter means the same whatever the words are, which `cache` relies on. A test compares it with the full parser.
"""

from __future__ import annotations

from .lalr import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.vocabulary import Vocabulary

__all__ = ["plain_end"]

_PUNCTUATION = ",.; "


def plain_end(source: str, vocabulary: Vocabulary) -> int:
    """The end of a plain text, before the first ` --`; -1 if the text is not plain.

    Words that may be a parameter without its dashes (`… v6`, `… style raw`) are not plain.
    """
    end = source.find(" --")
    if end < 0:
        end = len(source)
    if pattern("PLAIN").fullmatch(source, 0, end) is None or source.find("__", 0, end) >= 0:
        return -1
    last = end
    while source[last - 1] in _PUNCTUATION:
        last -= 1
    if source.endswith(vocabulary.live_words, 0, last):
        return -1
    return end if source[last - 1].isalpha() or _ends_in_a_plain_number(source, last, vocabulary) else -1


def _ends_in_a_plain_number(source: str, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether the last word ends in a digit and cannot be a value without its name: `35mm, f/1.8`, `unreal engine 5`."""
    begin = source.rfind(" ", 0, end) + 1
    word = source[begin:end]
    if not word[-1:].isdigit() or "," in word:
        return False
    before = source[source.rfind(" ", 0, begin - 1) + 1 : begin - 1] if begin > 1 else ""
    if before.lower() in vocabulary.undashed:
        return False
    if not word[0].isdigit():
        return word[0].isalpha() and word[0] not in vocabulary.undashed_initials
    return before.isalpha()
