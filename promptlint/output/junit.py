"""JUnit XML, for the test reports of CI systems: a suite for each file, a case for each finding.

An error is a failed case. A warning or an information is a passed case with its text as output: the job that this run
speaks for does not fail on it. A run without findings is one passed case, because readers treat a document without
cases as a broken one.
"""

from __future__ import annotations

from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from promptlint.text.joining import counted

from .places import Places
from .wording import described, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from promptlint.findings import Finding, Totals

    from . import RenderOptions

__all__ = ["render"]


def render(findings: Iterator[Finding], totals: Callable[[], Totals], out: TextIO, options: RenderOptions) -> None:
    """Write one XML document; only the findings of one file are held in memory at a time."""
    places = Places(options.directory)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="promptlint">\n')
    empty = True
    for path, group in groupby(findings, key=lambda finding: finding.path):
        empty = False
        _suite(places.path(path), tuple(group), out)
    if empty:
        _clean(totals(), out)
    out.write("</testsuites>\n")


def _suite(path: str, findings: tuple[Finding, ...], out: TextIO) -> None:
    failures = sum(finding.diagnostic.severity == "error" for finding in findings)
    out.write(f'  <testsuite name={quoteattr(path)} tests="{len(findings)}" failures="{failures}" errors="0" skipped="0">\n')
    for finding in findings:
        _case(path, finding, out)
    out.write("  </testsuite>\n")


def _case(path: str, finding: Finding, out: TextIO) -> None:
    diagnostic = finding.diagnostic
    title, text = diagnostic.title, described(diagnostic)
    body = escape(f"{visible(finding.path)}:{finding.line}:{finding.column}: {diagnostic.severity} {title}: {text}")
    name = quoteattr(f"{title} at {finding.line}:{finding.column}")
    out.write(f'    <testcase classname={quoteattr(path)} name={name} file={quoteattr(path)} line="{finding.line}">\n')
    if diagnostic.severity == "error":
        out.write(f"      <failure type={quoteattr(diagnostic.code)} message={quoteattr(text)}>{body}</failure>\n")
    else:
        out.write(f"      <system-out>{body}</system-out>\n")
    out.write("    </testcase>\n")


def _clean(totals: Totals, out: TextIO) -> None:
    out.write('  <testsuite name="promptlint" tests="1" failures="0" errors="0" skipped="0">\n')
    name = f"no findings in {counted(totals.prompts, 'prompt')}"
    out.write(f'    <testcase classname="promptlint" name="{name}"/>\n  </testsuite>\n')
