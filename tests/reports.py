"""Findings for the tests of the output formats: a few by hand, any number at random."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from itertools import accumulate

from hypothesis import strategies as st

from promptlint.diagnostics import SEVERITIES, Diagnostic, Edit, Fix
from promptlint.findings import Finding, LintedPrompt, Totals
from promptlint.output import RenderOptions
from promptlint.sources.source_map import Mapping, PromptText, SourceText


def prompt(text: str, path: str = "prompts.txt", line: int = 1, *, editable: bool = True) -> LintedPrompt:
    """A prompt that is a whole file, which begins at the line `line` of another."""
    whole = Mapping(0, 0, len(text), "plain", "line" if editable else "")
    source = PromptText(text, "line", SourceText(text, line=line), (whole,), (0, len(text)))
    return LintedPrompt(path, text, text, "8.2", "default", source)


def finding(linted: LintedPrompt, words: str, **fields) -> Finding:
    """A finding at the first occurrence of `words` in the prompt."""
    start = linted.text.index(words)
    defaults = {"code": "MJ301", "name": "unsupported-by-model", "severity": "error", "message": "It is refused."}
    diagnostic = Diagnostic(**(defaults | {"start": start, "end": start + len(words)} | fields))
    return place(linted, diagnostic)


def place(linted: LintedPrompt, diagnostic: Diagnostic) -> Finding:
    begin, end = linted.source.position(diagnostic.start), linted.source.position(diagnostic.end)
    return Finding(diagnostic, linted.path, *begin, *end, linted)


def about_file(path: str, message: str = "The file cannot be read.") -> Finding:
    return Finding(Diagnostic("MJ910", "unreadable-file", "error", message, 0, 0), path, 3, 1, 3, 1)


def written(render: Callable[..., None], findings: list[Finding], directory: str = "/", totals: Totals | None = None) -> str:
    """The document that a format makes of these findings."""
    out = StringIO()
    render(iter(findings), lambda: totals or Totals(), out, RenderOptions(directory=directory))
    return out.getvalue()


# Every code point, lone surrogates too, and often those that break out of a document.
texts = st.text(st.characters() | st.sampled_from("\n\r\t\x00\x1b\u202e\ud800<>&\"'%:,]"), max_size=40)
rules = st.sampled_from((("MJ301", "unsupported-by-model"), ("MJ001", "missing-dashes"), ("MJ202", "value-out-of-range")))


@st.composite
def reports(draw: st.DrawFn) -> list[Finding]:
    """Findings of a random run."""
    return [*draw(st.lists(_of_prompts(), max_size=4).map(lambda groups: [one for group in groups for one in group]))]


@st.composite
def _of_prompts(draw: st.DrawFn) -> list[Finding]:
    linted = prompt(draw(texts), draw(st.sampled_from(("a b.txt", "ü/p.md", "-", "<prompt 1>", "../out.txt", "x:y,%.txt"))))
    return [place(linted, draw(_diagnostics(linted.text))) for _ in range(draw(st.integers(0, 3)))]


@st.composite
def _diagnostics(draw: st.DrawFn, text: str) -> Diagnostic:
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    code, name = draw(rules)
    fix = draw(st.none() | st.builds(Fix, st.booleans(), _edits(len(text))))
    severity = draw(st.sampled_from(SEVERITIES))
    models = draw(st.sampled_from(((), ("7", "8.1"))))
    return Diagnostic(code, name, severity, draw(texts), start, end, draw(texts), fix, draw(st.sampled_from((None, "/prompt"))), models)


@st.composite
def _edits(draw: st.DrawFn, length: int) -> tuple[Edit, ...]:
    """Up to three edits that do not overlap."""
    steps = draw(st.lists(st.integers(0, max(1, length)), min_size=2, max_size=6).filter(lambda steps: len(steps) % 2 == 0))
    bounds: Iterator[int] = iter([min(length, at) for at in accumulate(steps)])
    return tuple(Edit(start, end, draw(texts)) for start, end in zip(bounds, bounds, strict=True))
