"""Words in a sentence."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["and_list", "counted", "or_list"]


def or_list(words: Iterable[str]) -> str:
    """Return `6, 6.1 or niji 6`; of no words the empty text."""
    return _joined(words, " or ")


def and_list(words: Iterable[str]) -> str:
    """Return `6, 6.1 and niji 6`; of no words the empty text."""
    return _joined(words, " and ")


def counted(number: int, noun: str) -> str:
    """Return `1 finding`, `2 findings`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _joined(words: Iterable[str], last: str) -> str:
    every = list(words)
    return last.join(filter(None, (", ".join(every[:-1]), *every[-1:])))
