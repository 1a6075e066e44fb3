"""Apply the fixes of a unit, pass by pass, to the text it stands in."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from .diagnostics import Edit, apply_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .runner import Judged, UnitRun
    from .units import Unit

__all__ = ["MAX_PASSES", "fixed"]

MAX_PASSES = 10


def fixed(unit: Unit, text: str, run: Callable[[Unit], UnitRun], *, unsafe: bool) -> tuple[str, int]:
    """The text of a unit with its fixes applied, and how many were.

    `text` is what edits of its prompts count in. `run` makes the run of a unit. Edits that meet wait for the next pass;
    after `MAX_PASSES` the rest is left. Raises what reading the unit raises: a file that is not understood is not
    touched.
    """
    count = 0
    for _ in range(MAX_PASSES):
        edits, applied = _edits(run(_with_text(unit, text)).judged(), unsafe=False)
        if not edits and unsafe:  # what is certain first: it may make a guess needless
            edits, applied = _edits(run(_with_text(unit, text)).judged(), unsafe=True)
        if not edits:
            break
        text = apply_edits(text, edits)
        count += applied
    return text, count


def _with_text(unit: Unit, text: str) -> Unit:
    if unit.text is not None:
        return unit._replace(text=text)
    return unit._replace(data=text.encode("utf-8"))


def _edits(judged: Iterable[Judged], *, unsafe: bool) -> tuple[list[Edit], int]:
    """The edits of one pass, in code points of the host, and the number of fixes they make up."""
    taken: list[Edit] = []
    count = 0
    for prompt in judged:
        for diagnostic in prompt.diagnostics:
            if diagnostic.fix is None or not (diagnostic.fix.safe or unsafe):
                continue
            edits = prompt.source.host_edits(diagnostic.fix.edits)
            if not edits or any(_meets(edit, taken) for edit in edits):
                continue
            for edit in edits:
                insort(taken, edit)
            count += 1
    return taken, count


def _meets(edit: Edit, taken: list[Edit]) -> bool:
    """Whether an edit overlaps one of the sorted `taken`, or inserts where another ends or begins."""
    at = bisect_left(taken, edit)
    before = taken[at - 1] if at else None
    after = taken[at] if at < len(taken) else None
    if before is not None and (before.end > edit.start or (before.end == edit.start and edit.start in (edit.end, before.start))):
        return True
    return after is not None and (after.start < edit.end or after.start == edit.start)
