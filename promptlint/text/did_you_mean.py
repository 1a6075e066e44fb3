"""Find the intended name for a misspelled one: the only candidate that is near, or none."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["distance", "hint", "nearest"]

_MAX_LENGTH = 40
"""Longer words are not typing errors; it also bounds the work for any input."""


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` was intended to be, or None if none is near or two are equally near.

    Near means one typing error (a letter too many, too few, another, or two swapped), from six letters on two, if the first
    letter is right; a word of one or two letters allows only the swap. Otherwise, three or more letters that begin exactly one
    candidate are enough. Case does not matter.
    """
    word = word.lower()
    if not word or len(word) > _MAX_LENGTH:
        return None
    names = list(dict.fromkeys(candidates))
    near = [(slips, name) for name in names if (slips := _slips(word, name.lower())) is not None]
    fewest = min(near)[0] if near else 0
    meant = {name for slips, name in near if slips == fewest}
    if near and not fewest:
        return meant.pop() if len(meant) == 1 else None
    if len(word) >= 3:
        meant.update(name for name in names if name.lower().startswith(word))
    return meant.pop() if len(meant) == 1 else None


def hint(word: str, candidates: Iterable[str], more: str = "") -> str:
    """A clause that ends a message about an unknown name: the nearest one, all if they are few, or `more`."""
    names = list(candidates)
    close = nearest(word, names)
    if close is not None:
        return f"; did you mean `{close}`?"
    if 0 < len(names) <= 24:
        return "; expected one of " + ", ".join(f"`{name}`" for name in names)
    return f"; {more}" if more else ""


def _slips(word: str, name: str) -> int | None:
    """Number of typing errors between the two, or None if they are too many to be sure."""
    if word == name:
        return 0
    if len(word) <= 2:
        return 1 if word[::-1] == name else None
    allowed = 2 if len(word) >= 6 and word[0] == name[:1] else 1
    slips = distance(word, name, allowed)
    return slips if slips <= allowed else None


def distance(left: str, right: str, limit: int) -> int:
    """The number of insertions, deletions, replacements and swaps of adjacent letters between two words, `limit + 1` if more.

    Each position takes part in one swap at most (optimal string alignment).
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, letter in enumerate(left, 1):
        line = [row]
        for column, other in enumerate(right, 1):
            cost = min(above[column] + 1, line[column - 1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > limit:
            return limit + 1
        before, above = above, line
    return above[-1]
