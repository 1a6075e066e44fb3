"""The last line of a test run: what was skipped, and what would run it."""

from __future__ import annotations

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write one line that a stranger can act on; silent where nothing was skipped."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", ()):
        where = report.longrepr
        reason = where[2] if isinstance(where, tuple) else str(where)
        reasons[reason.removeprefix("Skipped: ")] += 1
    if reasons:
        told = "; ".join(f"{count} × {reason}" for reason, count in sorted(reasons.items()))
        tools = "what a tool is missing for runs after `bash tools/ci-site.sh && sh tools/ci-editors.sh`"
        terminalreporter.write_line(f"skipped: {told} ({tools})")
