"""Count the findings of a run."""

from __future__ import annotations

from promptlint.diagnostics import SEVERITIES, at_least
from promptlint.findings import Totals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from promptlint.findings import Finding

    from .scope import InputRun

__all__ = ["Tally"]


class Tally:
    """Counts the findings of a run and their fixes. `failed` means that one is at or above `fail_on` of its input."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.failed = False
        self.safe_fixes = 0
        self.unsafe_fixes = 0
        self._files = self._prompts = self._unread = 0
        self._severities = dict.fromkeys(SEVERITIES, 0)

    @property
    def totals(self) -> Totals:
        """The counts so far."""
        errors, warnings, infos = self._severities.values()
        return Totals(self._files, self._prompts, errors, warnings, infos, self._unread)

    def counted(self, findings: Iterable[Finding], run: InputRun) -> Iterator[Finding]:
        """The findings of `run`, each counted before it is passed on."""
        files, prompts = self._files + (run.unit.text is None), self._prompts
        fixes = self.safe_fixes, self.unsafe_fixes
        for finding in findings:
            self._count(finding, run.config.fail_on)
            self._files, self._prompts = files, prompts + run.prompts
            yield finding
        self._files, self._prompts, self._unread = files, prompts + run.prompts, self._unread + run.unread
        if not run.can_be_fixed:
            self.safe_fixes, self.unsafe_fixes = fixes

    def _count(self, finding: Finding, fail_on: str) -> None:
        severity, fix = finding.diagnostic.severity, finding.diagnostic.fix
        self._severities[severity] += 1
        self.failed = self.failed or at_least(severity, fail_on)
        if fix is not None:
            self.safe_fixes += fix.safe
            self.unsafe_fixes += not fix.safe
