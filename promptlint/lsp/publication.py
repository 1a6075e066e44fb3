"""Findings as an editor gets them: as JSON, written once for each, so that a long list costs little to publish again."""

from __future__ import annotations

import json

from promptlint.output.wording import visible
from promptlint.rules.support.pages import finding_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from promptlint.diagnostics import Diagnostic
    from promptlint.findings import Finding

    from .positions import Lines

__all__ = ["Shown", "fields", "message_of", "publication", "shown"]

_SEVERITY = {"error": 1, "warning": 2, "info": 3}


Shown = tuple[str, int, int]
"""A finding for the editor: JSON in which `%d` are the rows of its start and its end, and these, counted from 0."""


def shown(finding: Finding, lines: Lines) -> Shown:
    """Return a finding of a text for the editor."""
    row, start = lines.position(finding.line, finding.column)
    end_row, end = lines.position(finding.end_line, finding.end_column)
    about = json.dumps(fields(finding.diagnostic))[1:].replace("%", "%%")
    span = f'{{"range":{{"start":{{"line":%d,"character":{start}}},"end":{{"line":%d,"character":{end}}}}},'
    return span + about, row, end_row


def fields(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic of the protocol without its range."""
    return {
        "message": message_of(diagnostic),
        "severity": _SEVERITY[diagnostic.severity],
        "code": diagnostic.code,
        "codeDescription": {"href": finding_url(diagnostic.code, diagnostic.name)},
        "source": "promptlint",
    }


def message_of(diagnostic: Diagnostic) -> str:
    """Return the message and the help, as sentences."""
    sentences = (each if each.endswith(".") else each + "." for each in (diagnostic.message, diagnostic.help) if each)
    return visible(" ".join(sentences))


def publication(uri: str, version: int | None, findings: Iterable[Shown]) -> bytes:
    """Return the notification that replaces the findings of a document in the editor, as it goes over the wire."""
    written = ",".join([each % (row, end_row) for each, row, end_row in findings])
    about = f'"uri":{json.dumps(uri)},' + ("" if version is None else f'"version":{version},')
    body = f'{{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{{{about}"diagnostics":[{written}]}}}}'
    return f"Content-Length: {len(body)}\r\n\r\n{body}".encode("ascii")
