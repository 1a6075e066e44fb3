"""The diagnostic format of reviewdog, which posts findings to code reviews of many platforms.

Its columns count UTF-8 bytes, and each suggestion is offered by itself, so that a fix of several edits becomes one.
"""

from __future__ import annotations

import json

from promptlint.rules.support.pages import HOME, finding_url

from .json import write_items
from .redaction import printed
from .replacements import Replacement, replacements
from .wording import described, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TextIO

    from promptlint.findings import Finding, Totals
    from promptlint.sources.source_map import PromptText

    from . import RenderOptions

__all__ = ["render"]

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(findings: Iterator[Finding], _totals: Callable[[], Totals], out: TextIO, _options: RenderOptions) -> None:
    """Write one DiagnosticResult."""
    out.write(f'{{"source": {json.dumps({"name": "promptlint", "url": HOME})}, "diagnostics": [')
    write_items((json.dumps(_diagnostic(finding)) for finding in findings), out)
    out.write("]}\n")


def _diagnostic(finding: Finding) -> dict[str, Any]:
    diagnostic = finding.diagnostic
    source = finding.prompt.source if finding.prompt else None
    span = _range((finding.line, finding.column), (finding.end_line, finding.end_column), source)
    suggestion = _joined(replacements(finding), source)
    if suggestion is not None and finding.prompt is not None and printed(finding.prompt, suggestion.text) != suggestion.text:
        suggestion = None  # a secret of a link lies between its edits
    result: dict[str, Any] = {
        "message": described(diagnostic),
        # As printed: reviewdog reads relative paths from the directory it runs in.
        "location": {"path": visible(finding.path), "range": span},
        "severity": SEVERITIES[diagnostic.severity],
        "code": {"value": diagnostic.code, "url": finding_url(diagnostic.code, diagnostic.name)},
    }
    if suggestion is not None:
        result["suggestions"] = [{"range": _range(suggestion.start, suggestion.end, source), "text": suggestion.text}]
    return result


def _range(start: tuple[int, int], end: tuple[int, int], source: PromptText | None) -> dict[str, Any]:
    return {"start": _position(start, source), "end": _position(end, source)}


def _position(place: tuple[int, int], source: PromptText | None) -> dict[str, int]:
    line, column = place
    if source is None:
        return {"line": line, "column": column}
    before = source.source_line(line)[: column - 1]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}


def _joined(made: tuple[Replacement, ...], source: PromptText | None) -> Replacement | None:
    """One replacement that does the work of all, including the text between them; None if they are on several lines."""
    if not made or source is None:
        return None
    if len(made) == 1:
        return made[0]
    first, last = made[0], made[-1]
    if any(place.line != first.start.line for one in made for place in (one.start, one.end)):
        return None
    line = source.source_line(first.start.line)
    text, at = "", first.start.column
    for one in made:
        text += line[at - 1 : one.start.column - 1] + one.text
        at = one.end.column
    return Replacement(first.start, last.end, text)
