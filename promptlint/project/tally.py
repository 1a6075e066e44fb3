"""Count the findings of a run."""

from __future__ import annotations

from promptlint.diagnostics import at_least
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
        self.totals = Totals()
        self.failed = False
        self.safe_fixes = 0
        self.unsafe_fixes = 0

    def counted(self, findings: Iterable[Finding], run: InputRun) -> Iterator[Finding]:
        """The findings of `run`, each counted before it is passed on; `totals` always has the counts so far."""
        files, prompts = self.totals.files + (run.unit.text is None), self.totals.prompts
        for finding in findings:
            self._count(finding, run.config.fail_on)
            self.totals = self.totals._replace(files=files, prompts=prompts + run.prompts)
            yield finding
        self.totals = self.totals._replace(files=files, prompts=prompts + run.prompts, unread=self.totals.unread + run.unread)

    def _count(self, finding: Finding, fail_on: str) -> None:
        severity = finding.diagnostic.severity
        fix = finding.diagnostic.fix
        self.totals = self.totals._replace(**{severity + "s": getattr(self.totals, severity + "s") + 1})
        self.failed = self.failed or at_least(severity, fail_on)
        self.safe_fixes += fix is not None and fix.safe
        self.unsafe_fixes += fix is not None and not fix.safe
