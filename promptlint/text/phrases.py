"""Find many phrases in a text at once: whole words, in any case, and in scripts that write no spaces between words.

The phrases become a tree of words, walked once from each word of the text, so the time grows with the text and never
with the number of phrases. A word is a run of letters and digits, joined by hyphens and apostrophes (`cutting-edge` is
one word and not a hit for `cutting`); each Chinese, Japanese, Korean or Thai character is a word of its own.
"""

from __future__ import annotations

from functools import lru_cache

from promptlint.text.namedtuple import NamedTuple

from .regex_compat import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["MAX_LENGTH", "Hit", "Phrases", "compiled"]

MAX_LENGTH = 200
"""Characters of a phrase in settings: one that repeats a word is compared from each word of the text, to its end."""

_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = compile_pattern(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[^\W_])++(?:['’\-‐‑](?:(?![{_UNSPACED}])[^\W_])++)*+")
_END: Any = None  # the key under which a node has the phrase that ends there; words are never None


class Hit(NamedTuple):
    """A phrase that was found, as its list has it, and where."""

    start: int
    end: int
    phrase: str


class Phrases:
    """A list of phrases, ready to be searched for."""

    def __init__(self, phrases: tuple[str, ...]) -> None:
        """Build the tree. A phrase without a letter or digit can never be found and is left out."""
        self._root: dict[Any, Any] = {}
        for phrase in phrases:
            node = self._root
            for match in _WORD.finditer(phrase):
                node = node.setdefault(_folded(match[0]), {})
            if node is not self._root:
                node.setdefault(_END, phrase)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """The hits in `text[start:end]`, left to right; where several begin at one word, the longest."""
        words = [
            (match.start(), match.end(), _folded(match[0])) for match in _WORD.finditer(text, start, len(text) if end is None else end)
        ]
        index = 0
        while index < len(words):
            length, phrase = self._longest(text, words, index)
            if length:
                yield Hit(words[index][0], words[index + length - 1][1], phrase)
            index += length or 1

    def _longest(self, text: str, words: list[tuple[int, int, str]], index: int) -> tuple[int, str]:
        """Number of words of the longest phrase from here, and the phrase; 0 if none begins here."""
        found, phrase = 0, ""
        node: dict[Any, Any] = self._root
        at = index
        while at < len(words) and words[at][2] in node:
            if at > index and text[words[at - 1][1] : words[at][0]].strip():
                break  # a comma or another mark parts the words
            node = node[words[at][2]]
            at += 1
            if _END in node:
                found, phrase = at - index, node[_END]
        return found, phrase


def _folded(word: str) -> str:
    """A word with its case and its typographic variants taken away."""
    if word.isascii():
        return word.lower()
    from unicodedata import normalize

    return normalize("NFKC", word).casefold().replace("’", "'").replace("‐", "-").replace("‑", "-")


@lru_cache(maxsize=8)
def compiled(phrases: tuple[str, ...]) -> Phrases:
    """The tree of a list of phrases, built once."""
    return Phrases(phrases)
