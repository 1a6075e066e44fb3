"""GitLab's Code Quality report: an array with one object for each finding.

GitLab shows the description only and identifies findings by the fingerprint alone. Therefore the description contains the rule,
and the fingerprint is unique and does not depend on the line.
"""

from __future__ import annotations

import json

from .fingerprints import Fingerprints
from .json import write_items
from .places import Places
from .wording import described

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TextIO

    from promptlint.findings import Finding, Totals

    from . import RenderOptions

__all__ = ["render"]

# Of info, minor, major, critical and blocker; an error is a job that fails.
SEVERITIES = {"error": "critical", "warning": "minor", "info": "info"}


def render(findings: Iterator[Finding], _totals: Callable[[], Totals], out: TextIO, options: RenderOptions) -> None:
    """Write one JSON array."""
    places, fingerprints = Places(options.directory), Fingerprints()
    out.write("[")
    write_items((json.dumps(_issue(finding, places, fingerprints)) for finding in findings), out)
    out.write("]\n")


def _issue(finding: Finding, places: Places, fingerprints: Fingerprints) -> dict[str, Any]:
    diagnostic = finding.diagnostic
    path = places.path(finding.path)
    return {
        "type": "issue",
        "check_name": diagnostic.code,
        "description": f"{diagnostic.title}: {described(diagnostic)}",
        "categories": ["Bug Risk"],
        "severity": SEVERITIES[diagnostic.severity],
        "fingerprint": fingerprints.of(finding, path).digest,
        "location": {"path": path, "lines": {"begin": finding.line, "end": finding.end_line}},
    }
