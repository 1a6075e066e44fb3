"""Shared by all tests: the profiles of Hypothesis, and the last line of a run, which lists what was skipped."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import settings

# The same examples in each run, so that what fails is what changed, and no deadline, as other programs run meanwhile. A search for
# more (`PROMPTLINT_EXAMPLES`) looks elsewhere each time.
settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.register_profile("random", derandomize=False, deadline=None)
settings.load_profile("random" if "PROMPTLINT_EXAMPLES" in os.environ else "repeatable")


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
