"""Words in a sentence."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["or_list"]


def or_list(words: Iterable[str]) -> str:
    """Return `6, 6.1 or niji 6`; of no words the empty text."""
    every = list(words)
    return " or ".join(filter(None, (", ".join(every[:-1]), *every[-1:])))
