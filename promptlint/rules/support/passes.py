"""Choose the fixes that are made in one pass over a text."""

from __future__ import annotations

from bisect import bisect_left, insort

from promptlint.rules.selection import codes_where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from promptlint.diagnostics import Diagnostic, Edit, Fix

__all__ = ["edits_of", "fixes_of"]

_SLIPS = codes_where(lambda rule: rule.about_form)
"""The rules about form: each fix edits its own token only, so the fixes of adjacent mistakes may touch."""


def edits_of(diagnostics: Iterable[Diagnostic], *, unsafe: bool) -> list[Edit]:
    """Return the edits of the fixes that are made in one pass."""
    return [edit for fix in fixes_of(diagnostics, unsafe=unsafe) for edit in fix.edits]


def fixes_of(diagnostics: Iterable[Diagnostic], *, unsafe: bool) -> list[Fix]:
    """Return the fixes that are made in one pass: those that do not touch each other, or touch as those of form may.

    The others wait for the next pass, where they are checked again.
    """
    chosen: list[Fix] = []
    taken: list[tuple[int, int, bool]] = []  # in order, without overlaps; True for a fix of form
    for each in diagnostics:
        if each.fix is None or not (unsafe or each.fix.safe):
            continue
        slip = each.code in _SLIPS
        spans = [(edit.start, edit.end, slip) for edit in each.fix.edits]
        if any(_meets(taken, span) for span in spans):
            continue
        for span in spans:
            insort(taken, span)
        chosen.append(each.fix)
    return chosen


def _meets(taken: list[tuple[int, int, bool]], span: tuple[int, int, bool]) -> bool:
    """Return whether an edit overlaps or touches one that is taken; those of form may touch, unless both write at one position."""
    at = bisect_left(taken, span)
    return any(_clash(other, span) for other in taken[max(at - 1, 0) : at + 1])


def _clash(one: tuple[int, int, bool], other: tuple[int, int, bool]) -> bool:
    if one[1] < other[0] or other[1] < one[0]:
        return False
    if not (one[2] and other[2]) or one[:2] == other[:2]:
        return True
    return one[1] > other[0] and other[1] > one[0]
