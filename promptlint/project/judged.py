"""A prompt with its findings, which offer only fixes that their file has a way to write."""

from __future__ import annotations

from promptlint.diagnostics import Diagnostic, Report
from promptlint.sources.source_map import PromptText
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from promptlint.diagnostics import Edit, Fix

    from .proof import Change

__all__ = ["Judged", "without_fixes", "without_unwritable"]


class Judged(NamedTuple):
    """A prompt, its report, and the findings that are left of it."""

    source: PromptText
    report: Report
    diagnostics: tuple[Diagnostic, ...]


def without_fixes(judged: Judged) -> Judged:
    """The prompt, its findings without their fixes."""
    found = tuple(each if each.fix is None else each._replace(fix=None) for each in judged.diagnostics)
    return Judged(judged.source, judged.report, found)


def without_unwritable(judged: Iterable[Judged]) -> Iterator[Judged]:
    """The prompts of a file, their findings without the fixes that cannot be written there.

    A fix in parameters of several prompts is one only if every one of these prompts has it.
    """
    held: list[Judged] = []
    try:
        for each in judged:
            if held and each.source.host is not held[0].source.host:
                yield from _writable(held)
                held = []
            if held or len(each.source.cells) > 1:
                held.append(each)
            else:
                yield _writable_alone(each)
    except (OSError, ValueError):  # the file cannot be read on; what was found before stays good
        yield from _writable(held)
        raise
    yield from _writable(held)


def _writable_alone(judged: Judged) -> Judged:
    """A prompt that shares nothing with others, with the fixes that can be written. Whether a fix is safe is not asked."""
    diagnostics = judged.diagnostics
    if not any(diagnostic.fix for diagnostic in diagnostics):
        return judged
    from .proof import change_of

    found = tuple(
        each if each.fix is None or change_of(judged.source, 0, each.fix.edits) is not None else each._replace(fix=None)
        for each in diagnostics
    )
    return judged._replace(diagnostics=found)


def _writable(judged: list[Judged]) -> Iterator[Judged]:
    """Prompts of one file, or of one record of it, with the fixes that can be written."""
    if not any(diagnostic.fix for each in judged for diagnostic in each.diagnostics):
        yield from judged
        return
    from .proof import SharedCells, cells_of, change_of

    shared = SharedCells(cells_of(each.source) for each in judged)
    wanted: dict[tuple[bool, tuple[Edit, ...]], list[Change]] = {}
    changes: dict[tuple[int, Fix], Change] = {}
    for index, each in enumerate(judged):
        for fix in {diagnostic.fix for diagnostic in each.diagnostics if diagnostic.fix is not None}:
            change = change_of(each.source, index, fix.edits)
            if change is None:
                continue
            changes[index, fix] = change
            if edits := shared.edits(change):
                wanted.setdefault((fix.safe, edits), []).append(change)
    unwanted = {id(change) for together in wanted.values() for change in shared.groups(together)[1]}
    for index, each in enumerate(judged):
        yield each._replace(diagnostics=tuple(_offered(diagnostic, changes, index, unwanted) for diagnostic in each.diagnostics))


def _offered(diagnostic: Diagnostic, changes: dict[tuple[int, Fix], Change], index: int, unwanted: set[int]) -> Diagnostic:
    if diagnostic.fix is None:
        return diagnostic
    change = changes.get((index, diagnostic.fix))
    return diagnostic._replace(fix=None) if change is None or id(change) in unwanted else diagnostic
