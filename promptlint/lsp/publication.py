"""Findings as an editor gets them: as JSON, written once for each, so that a long list costs little to publish again."""

from __future__ import annotations

import json

from promptlint.output.wording import visible
from promptlint.rules.support.pages import finding_url
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from promptlint.diagnostics import Diagnostic
    from promptlint.findings import Finding

    from .positions import Lines

__all__ = ["Shown", "fields", "message_of", "moved", "publication", "shown"]

_SEVERITY = {"error": 1, "warning": 2, "info": 3}


class Shown(NamedTuple):
    """A finding for the editor: its JSON, and the one with `%d` for the rows of its start and its end, which count from 0."""

    written: str
    template: str
    row: int
    end_row: int


def shown(finding: Finding, lines: Lines) -> Shown:
    """Return a finding of a text for the editor."""
    row, start = lines.position(finding.line, finding.column)
    end_row, end = lines.position(finding.end_line, finding.end_column)
    about = json.dumps(fields(finding.diagnostic))[1:].replace("%", "%%")
    span = f'{{"range":{{"start":{{"line":%d,"character":{start}}},"end":{{"line":%d,"character":{end}}}}},'
    return _at(span + about, row, end_row)


def moved(finding: Shown, rows: int) -> Shown:
    """Return a finding so many rows further down."""
    return _at(finding.template, finding.row + rows, finding.end_row + rows) if rows else finding


def _at(template: str, row: int, end_row: int) -> Shown:
    return Shown(template % (row, end_row), template, row, end_row)


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
    written = ",".join([each.written for each in findings])
    about = f'"uri":{json.dumps(uri)},' + ("" if version is None else f'"version":{version},')
    body = f'{{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{{{about}"diagnostics":[{written}]}}}}'
    return f"Content-Length: {len(body)}\r\n\r\n{body}".encode("ascii")
