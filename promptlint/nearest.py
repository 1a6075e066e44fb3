"""The name a person probably meant, for messages about the linter's own names: options, rules, keys, models, targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["hint", "nearest"]


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that is most like `name`, whatever its case; None where none is close."""
    from difflib import get_close_matches  # only a wrong name pays for it

    spelled = {each.lower(): each for each in names}
    # Nobody mistypes a name of this length; comparing a longer one would only cost time.
    close = get_close_matches(name.lower()[:64], spelled, n=1, cutoff=0.6)
    return spelled[close[0]] if close else None


def hint(name: str, names: Iterable[str]) -> str:
    """A clause that ends a message: the nearest name, or all where they are few, or nothing."""
    known = list(names)
    close = nearest(name, known)
    if close is not None:
        return f"; the nearest is `{close}`"
    if 0 < len(known) <= 16:
        return "; there are " + ", ".join(f"`{each}`" for each in known)
    return ""
