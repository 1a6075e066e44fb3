"""Rules about a whole file: each sees the prompts in order and keeps its own state.

Such a rule is a module in `rules/` with a class `FileCheck`; its trigger in the registry is `file`.
"""

from __future__ import annotations

from functools import lru_cache

from promptlint.rules.registry import RULES
from promptlint.rules.running import check_of, diagnostic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    from promptlint.diagnostics import Diagnostic, Report
    from promptlint.rules.registry import Rule
    from promptlint.rules.support.base import Problem
    from promptlint.sources.source_map import PromptText

    class _FileCheck(Protocol):
        def check(self, source: PromptText, report: Report) -> Iterator[Problem]:
            """Yield the problems of the next prompt, in the light of those before it."""


__all__ = ["FileRules"]


@lru_cache(maxsize=256)
def _about_files(enabled: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if "file" in rule.on and rule.code in enabled)


class FileRules:
    """The rules about a whole file among those that are on, for one file."""

    def __init__(self, enabled: frozenset[str]) -> None:
        """Begin a file; `enabled` are the codes of the rules that run."""
        self._checks: list[tuple[Rule, _FileCheck]] = [(rule, check_of(rule, "FileCheck")()) for rule in _about_files(enabled)]

    def check(self, source: PromptText, report: Report) -> tuple[Diagnostic, ...]:
        """Their findings for the next prompt."""
        if not self._checks:
            return ()
        return tuple(diagnostic(rule, problem) for rule, each in self._checks for problem in each.check(source, report))
