"""Words in a sentence."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["and_list", "or_list"]


def or_list(words: Iterable[str]) -> str:
    """Return `6, 6.1 or niji 6`; of no words the empty text."""
    return _joined(words, " or ")


def and_list(words: Iterable[str]) -> str:
    """Return `6, 6.1 and niji 6`; of no words the empty text."""
    return _joined(words, " and ")


def _joined(words: Iterable[str], last: str) -> str:
    every = list(words)
    return last.join(filter(None, (", ".join(every[:-1]), *every[-1:])))
