"""`--output-format json`: one document with the findings, the prompts that have some, and the counts.

The findings are written as they come. Everything outside ASCII is escaped, so that no control or bidi character of a
prompt reaches a terminal and a lone surrogate cannot break the encoding.
"""

from __future__ import annotations

import json

from .redaction import printed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TextIO

    from promptlint.findings import Finding, LintedPrompt, Totals

    from . import RenderOptions

__all__ = ["as_object", "render", "write_items"]

VERSION = 1


def as_object(finding: Finding, prompt: int | None) -> dict[str, Any]:
    """A finding as the JSON object of the contract; `prompt` is its index into the document's prompts."""
    diagnostic = finding.diagnostic
    made: dict[str, Any] = {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "prompt": prompt,
        "start": diagnostic.start,
        "end": diagnostic.end,
        "pointer": diagnostic.pointer,
        "help": diagnostic.help,
        "fix": _fix(finding),
    }
    if diagnostic.models:  # only a run under several models has them
        made["models"] = list(diagnostic.models)
    return made


def render(findings: Iterator[Finding], totals: Callable[[], Totals], out: TextIO, _options: RenderOptions) -> None:
    """Write the document, a finding or prompt a line."""
    prompts = _Prompts()
    out.write(f'{{"version": {VERSION}, "diagnostics": [')
    write_items((json.dumps(as_object(finding, prompts.index(finding.prompt))) for finding in findings), out)
    out.write('], "prompts": [')
    write_items((json.dumps(_prompt(prompt)) for prompt in prompts.seen), out)
    counts = totals()
    summary = {name: getattr(counts, name) for name in ("files", "prompts", "errors", "warnings", "infos", "unread")}
    out.write(f'], "summary": {json.dumps(summary)}}}\n')


class _Prompts:
    """Numbers the prompts in the order in which they are first seen; two of the same text are two prompts."""

    def __init__(self) -> None:
        self.seen: list[LintedPrompt] = []
        self._index: dict[int, int] = {}

    def index(self, prompt: LintedPrompt | None) -> int | None:
        if prompt is None:
            return None
        index = self._index.setdefault(id(prompt), len(self.seen))
        if index == len(self.seen):
            self.seen.append(prompt)
        return index


def write_items(items: Iterable[str], out: TextIO) -> None:
    """Write the items of an array one per line, as they come; nothing if there is none."""
    separator = "\n"
    for item in items:
        out.write(separator + item)
        separator = ",\n"
    if separator != "\n":
        out.write("\n")


def _prompt(prompt: LintedPrompt) -> dict[str, Any]:
    assert prompt.fixed is not None, "a run with this output makes it"
    made = {name: getattr(prompt, name) for name in ("path", "line", "end_line", "text", "fixed", "model", "model_from")}
    return made | {"text": printed(prompt, prompt.text), "fixed": printed(prompt, prompt.fixed)}


def _fix(finding: Finding) -> dict[str, Any] | None:
    """The fix, unless it contains a secret of a link: redacted, it would break the link."""
    fix, prompt = finding.diagnostic.fix, finding.prompt
    if fix is None or (prompt is not None and any(printed(prompt, edit.text) != edit.text for edit in fix.edits)):
        return None
    return {"safe": fix.safe, "edits": [edit._asdict() for edit in fix.edits]}
