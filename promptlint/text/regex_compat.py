"""Patterns that are compiled when they are first used, and possessive groups for interpreters that get them wrong.

Python 3.11.0 to 3.11.4 do not take back what a possessive group such as `(?:-(?!-))*+` has read when a look-ahead in it fails
(CPython issue 106052). An atomic group means the same and is right there, but slower, so it is written only for them.
"""

from __future__ import annotations

import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["LazyPattern", "compile_pattern", "lazy_pattern", "rewritten"]

_WRONG = sys.version_info < (3, 11, 5)


class LazyPattern:
    """A pattern that has been used: its methods are attributes, which are found at once."""


class _Unused(LazyPattern):
    """A pattern that is compiled when it is first used."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = compile_pattern(self.pattern, self._flags)
        self.__dict__.update((each, getattr(compiled, each)) for each in _PUBLIC)
        self.__class__ = LazyPattern  # type: ignore[assignment]  # a class with `__getattr__` makes each look-up of a method slower
        return getattr(compiled, name)


_PUBLIC = [name for name in dir(re.Pattern) if not name.startswith("_")]


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, not compiled yet: a set with characters beyond Latin-1 takes 0.1 to 4 ms, and most runs use few patterns."""
    return _Unused(pattern, flags)  # type: ignore[return-value]  # it has the methods of one


def compile_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern that has possessive groups with look-arounds in them."""
    return re.compile(rewritten(pattern) if _WRONG else pattern, flags)


def rewritten(pattern: str) -> str:
    """The pattern with each possessive group as an atomic one: `(?:…)*+` becomes `(?>(?:…)*)`."""
    possessive = re.compile(r"([?*+]|\{\d*,?\d*\})\+")  # `compile_pattern` would come back here
    pieces: list[str] = []
    opened: list[int] = []
    at = 0
    while at < len(pattern):
        end = _piece_end(pattern, at)
        piece = pattern[at:end]
        if piece == "(":
            opened.append(len(pieces))
        elif piece == ")":
            begin = opened.pop()
            quantifier = possessive.match(pattern, end)
            if quantifier:
                pieces[begin] = "(?>" + pieces[begin]
                piece, end = f"){quantifier[1]})", quantifier.end()
        pieces.append(piece)
        at = end
    return "".join(pieces)


def _piece_end(pattern: str, at: int) -> int:
    """The end of the character, the escape or the set that begins here."""
    if pattern[at] == "\\":
        return at + 2
    if pattern[at] != "[":
        return at + 1
    at += 2 if pattern.startswith("[^", at) else 1
    at += pattern.startswith("]", at)
    while pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1
