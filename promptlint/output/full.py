"""`--output-format full`, for people: what is wrong, the line with the place marked, and what to write instead.

Findings that several prompts of a file share are shown once, with the places of the others.
"""

from __future__ import annotations

from promptlint.diagnostics import Edit, apply_edits
from promptlint.text.namedtuple import NamedTuple

from .excerpt import excerpt, shown
from .redaction import printed
from .terminal import Paint
from .wording import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

    from promptlint.findings import Finding, Totals

    from . import RenderOptions

__all__ = ["render"]

_FOLD = 3  # from so many prompts on, the same finding is shown once
_PLACES = 12  # places of folded findings that are listed
_BUFFER = 2000  # findings of one file that are held to fold them; a file with more is folded in pieces
_WIDTH = 120  # of an excerpt where the output has no width of its own
_DASHES = "-–—"
_FIX = 100  # characters of a fix that are shown


def render(findings: Iterator[Finding], _totals: Callable[[], Totals], out: TextIO, options: RenderOptions) -> None:
    """Write the findings file by file."""
    writer = _Writer(out, Paint(options.color), options.width or _WIDTH)
    for file in _files(findings):
        for group in _folded(file):
            writer.write(group)


def _files(findings: Iterator[Finding]) -> Iterator[list[Finding]]:
    """Runs of findings of the same file; each `-p` is a file of its own."""
    file: list[Finding] = []
    for finding in findings:
        if file and (finding.path != file[0].path or len(file) >= _BUFFER):
            yield file
            file = []
        file.append(finding)
    if file:
        yield file


def _folded(file: list[Finding]) -> Iterable[list[Finding]]:
    """The findings of a file in order, those that read the same in several prompts together at the place of the first."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in file:
        diagnostic = finding.diagnostic
        groups.setdefault((diagnostic.code, diagnostic.severity, diagnostic.message, diagnostic.help, diagnostic.models), []).append(
            finding
        )
    made: list[list[Finding]] = []
    for group in groups.values():
        made += [group] if len({id(finding.prompt) for finding in group}) >= _FOLD else [[finding] for finding in group]
    # The order of the file, by the first of each group.
    order = {id(finding): index for index, finding in enumerate(file)}
    return sorted(made, key=lambda group: order[id(group[0])])


class _Writer(NamedTuple):
    """Writes findings to a stream, in colour or not."""

    out: TextIO
    paint: Paint
    width: int

    def write(self, group: list[Finding]) -> None:
        """One block and an empty line behind it."""
        finding, others = group[0], group[1:]
        lines = [self._title(finding), *self._wrapped(_message(finding), "  ")]
        lines += self._excerpt(finding)
        lines += self._advice(finding)
        if others:
            lines += self._labelled("also", _places(others))
        self.out.write("\n".join(lines) + "\n\n")

    def _title(self, finding: Finding) -> str:
        diagnostic = finding.diagnostic
        place = self.paint(shown(f"{finding.path}:{finding.line}:{finding.column}:"), "place")
        return f"{place} {self.paint(diagnostic.severity, diagnostic.severity)} {diagnostic.title}"

    def _excerpt(self, finding: Finding) -> list[str]:
        if finding.prompt is None:
            return []
        number = str(finding.line)
        bar = self.paint("|", "faint")
        line = printed(finding.prompt, finding.prompt.source.source_line(finding.line))
        several = finding.end_line > finding.line
        end = len(line) if several else finding.end_column - 1
        cut = excerpt(line, finding.column - 1, end, max(20, self.width - len(number) - 5))
        marks = self.paint(cut.marks, finding.diagnostic.severity) + (f" to line {finding.end_line}" if several else "")
        margin = " " * len(number)
        return [
            f"  {margin} {bar}",
            f"  {self.paint(number, 'faint')} {bar} {cut.line}",
            f"  {margin} {bar} {' ' * cut.indent}{marks}",
        ]

    def _advice(self, finding: Finding) -> list[str]:
        """What to write. Advice that already holds the fixed text needs no line of its own for the fix."""
        advice, fix = finding.diagnostic.help, finding.diagnostic.fix
        if fix is None:
            return self._labelled("help", advice) if advice else []
        label = "fix" if fix.safe else "unsafe fix"
        text = _fix(finding)
        if advice and f"`{text}`" in advice:
            return self._labelled(label, advice)
        return [*(self._labelled("help", advice) if advice else []), f"  {self.paint(f'{label}:', 'help')} {text}"]

    def _labelled(self, label: str, text: str) -> list[str]:
        lines = self._wrapped(text, " " * (len(label) + 4))
        return [f"  {self.paint(label + ':', 'help')} {lines[0].lstrip()}", *lines[1:]]

    def _wrapped(self, text: str, indent: str) -> list[str]:
        """The text in lines of the terminal's width. A word is never cut: it may be a URL."""
        lines: list[str] = []
        line = indent
        for word in visible(text).split():
            if len(line) + len(word) >= self.width and line.strip():
                lines.append(line.rstrip())
                line = indent
            line += word + " "
        return [*lines, line.rstrip()]


def _message(finding: Finding) -> str:
    models = finding.diagnostic.models
    return finding.diagnostic.message + (f" (With the model {' or '.join(models)}.)" if models else "")


def _places(others: list[Finding]) -> str:
    """Where else the same is found."""
    places = [f"{finding.line}:{finding.column}" for finding in others]
    more = len(places) - _PLACES
    listed = ", ".join(places[:_PLACES]) + (f" and {more} more" if more > 0 else "")
    return f"in {len(others)} more prompts of this file, at {listed}"


def _fix(finding: Finding) -> str:
    """What the words around the edits become, or which are left out."""
    fix, prompt = finding.diagnostic.fix, finding.prompt
    if fix is None or prompt is None:
        return ""
    text = prompt.text
    if not any(edit.text for edit in fix.edits):
        text = printed(prompt, text)
        return "leave out " + " and ".join(f"`{_short(text[edit.start : edit.end].strip())}`" for edit in fix.edits)
    start, end = _widened(text, min(edit.start for edit in fix.edits), max(edit.end for edit in fix.edits))
    mended = apply_edits(text[start:end], [Edit(edit.start - start, edit.end - start, edit.text) for edit in fix.edits])
    return _short(printed(prompt, mended).strip())


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The span, widened to whole words; to the parameter where it is a value, to the word before where it is empty."""
    while end < len(text) and not text[end].isspace():
        end += 1
    start = _word_start(text, start)
    before = _word_start(text, len(text[:start].rstrip()))
    if start == end or (text[before] in _DASHES and text[start] not in _DASHES):
        return before, end
    return start, end


def _word_start(text: str, at: int) -> int:
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _short(text: str) -> str:
    if len(text) > _FIX:
        text = text[: _FIX // 2] + " … " + text[-_FIX // 2 :]
    return shown(text)
