"""Report what was not read: prompts that the syntax of their file cuts off, and locations with parameters outside prompts."""

from __future__ import annotations

from promptlint.findings import Finding
from promptlint.rules.registry import code_of
from promptlint.rules.running import run_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from promptlint.sources.hosts import Found
    from promptlint.sources.unread import CutOff, Unread

    from .suppressions import Suppressions

__all__ = ["findings_of", "not_read"]

_CUT_OFF, _UNREAD = code_of("cut-off-prompt"), code_of("unread-parameters")


def not_read(found: Found, suppressions: Suppressions | None, enabled: frozenset[str]) -> tuple[list[CutOff], list[Unread]]:
    """The cut-off prompts and the unread locations of a file that no comment or setting ignores.

    A cut-off prompt counts as an unread location if its rule does not run.
    """
    if _CUT_OFF in enabled:
        cuts, places = found.cut_off, found.unread
    else:
        cuts, places = [], sorted([*found.unread, *(cut.as_unread() for cut in found.cut_off)])
    if suppressions is None:
        return cuts, places

    def left_out(code: str, line: int, end_line: int) -> bool:
        near = [each for each in found.ignores if each.scope == "prompt" and line - 1 <= each.line <= end_line]
        return suppressions.hides(code, range(line, end_line + 1), near)

    return (
        [cut for cut in cuts if not left_out(_CUT_OFF, cut.line, cut.end_line)],
        [place for place in places if not left_out(_UNREAD, place.line, place.end_line)],
    )


def findings_of(path: str, cuts: Sequence[CutOff], places: Sequence[Unread], enabled: frozenset[str]) -> Iterator[Finding]:
    """The findings on them, those that were cut off first."""
    for cut in cuts:
        for diagnostic in run_rule("cut-off-prompt", cut.kind, cut.text, enabled=enabled):
            yield Finding(diagnostic, path, cut.line, cut.column, cut.end_line, cut.end_column)
    for place in places:
        one_line = place.end_line == place.line
        end = (place.line, place.column + len(place.text)) if one_line else (place.end_line + 1, 1)
        for diagnostic in run_rule("unread-parameters", place.text, place.reason, enabled=enabled):
            yield Finding(diagnostic, path, place.line, place.column, *end)
