"""Workflow commands of GitHub Actions, which become annotations of a pull request.

A run without findings prints nothing.
"""

from __future__ import annotations

from .places import Places
from .wording import described, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from promptlint.findings import Finding, Totals

    from . import RenderOptions

__all__ = ["render"]

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}

# The runner undoes these in the message, and two more in a property, where `:` and `,` separate.
_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(findings: Iterator[Finding], _totals: Callable[[], Totals], out: TextIO, options: RenderOptions) -> None:
    """Write one command a line for each finding."""
    places = Places(options.directory)
    for finding in findings:
        out.write(f"::{COMMANDS[finding.diagnostic.severity]} {_properties(finding, places)}::{_message(finding)}\n")


def _properties(finding: Finding, places: Places) -> str:
    properties = {
        "title": f"promptlint {finding.diagnostic.title}",
        "file": places.path(finding.path),
        "line": finding.line,
        "endLine": finding.end_line,
    }
    if finding.line == finding.end_line:  # GitHub drops an annotation that has columns on different lines
        properties |= {"col": finding.column, "endColumn": finding.end_column}
    return ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in properties.items())


def _message(finding: Finding) -> str:
    # The position again, because the log shows the message without the properties.
    place = f"{finding.path}:{finding.line}:{finding.column}"
    return f"{visible(place)}: {finding.diagnostic.title}: {described(finding.diagnostic)}".translate(_MESSAGE)
