"""`--output-format concise`: one line for each finding, `path:line:column: severity code message`."""

from __future__ import annotations

from .wording import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from promptlint.findings import Finding, Totals

    from . import RenderOptions

__all__ = ["render"]


def render(findings: Iterator[Finding], _totals: Callable[[], Totals], out: TextIO, _options: RenderOptions) -> None:
    """Write each finding as it comes."""
    for finding in findings:
        out.write(_line(finding) + "\n")


def _line(finding: Finding) -> str:
    diagnostic = finding.diagnostic
    models = f" (with {', '.join(diagnostic.models)})" if diagnostic.models else ""
    text = f"{finding.path}:{finding.line}:{finding.column}: {diagnostic.severity} {diagnostic.code} {diagnostic.message}{models}"
    return visible(text.replace("\n", " ").replace("\r", " ")).replace("\t", " ")
