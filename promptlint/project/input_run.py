"""The run of one input, by the quickest reader of its format."""

from __future__ import annotations

from promptlint.sources.hosts import HOSTS, extension

from .pipeline import lint_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .scope import InputRun, Scope

__all__ = ["LINES", "run_of"]

LINES = frozenset(each for each, host in HOSTS.items() if host.module == "jsonlines")
"""The extensions of JSON Lines files."""


def run_of(scope: Scope) -> InputRun:
    """Lint an input: all six steps. Nothing is read before the first finding is consumed."""
    if extension(scope.unit.name) not in LINES:
        return lint_input(scope)
    from .line_ranges import judge_lines

    return lint_input(scope, judge_lines)
