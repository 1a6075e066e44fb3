"""The block of a finding: the message, the line with the text marked, and the fix."""

from __future__ import annotations

from promptlint.diagnostics import Edit, apply_edits
from promptlint.text.joining import and_list, or_list
from promptlint.text.namedtuple import NamedTuple

from .excerpt import excerpt, shown
from .redaction import printed
from .terminal import Paint
from .wording import visible
from .wrapping import wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.diagnostics import Diagnostic
    from promptlint.findings import Finding

__all__ = ["Block"]

_MAX_POSITIONS = 12  # positions of folded findings that are listed
_DASHES = "-–—"
_OPENING, _CLOSING = "([{<（【「『\"'`“‘*_", ")]}>）】」』\"'`”’*_"
_MAX_FIX = 100  # characters of a fix that are shown within a line
_MAX_LINE = 1000  # characters of a whole line that a fix changes


class Block(NamedTuple):
    """How a block is written: with colors or without, and how many columns wide."""

    paint: Paint
    width: int

    def text(self, group: list[Finding]) -> str:
        """Return the block of a finding, an empty line after it; `group` has those of other prompts that say the same after it."""
        finding, others = group[0], group[1:]
        lines = [self._title(finding), *wrapped(visible(_message(finding)), self.width, "  ")]
        lines += self._excerpt(finding)
        lines += self._advice(finding)
        if others:
            lines += self._labelled("also", _positions(others))
        return "\n".join(lines) + "\n\n"

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
        """Return the fix or the help. Help that already contains the fixed text needs no separate line for the fix."""
        advice, fix = finding.diagnostic.help, finding.diagnostic.fix
        if fix is None:
            return self._labelled("help", advice) if advice else []
        label = "fix" if fix.safe else "unsafe fix"
        text = _inline(finding)
        if advice and text and _says(advice, text, _marked_after(finding)):
            return self._labelled(label, advice)
        lines = self._labelled("help", advice) if advice else []
        if text:
            return [*lines, f"  {self.paint(f'{label}:', 'help')} {text}"]
        return [*lines, f"  {self.paint(f'{label}:', 'help')}", *self._changed_lines(finding)]

    def _changed_lines(self, finding: Finding) -> list[str]:
        """Return the lines that the fix changes, as they are (`-`) and as they become (`+`)."""
        removed, added = _changed(finding)
        return [
            *(self.paint(f"    - {line}", "removed") for line in removed),
            *(self.paint(f"    + {line}", "added") for line in added),
        ]

    def _labelled(self, label: str, text: str) -> list[str]:
        lines = wrapped(visible(text), self.width, " " * (len(label) + 4))
        return [f"  {self.paint(label + ':', 'help')} {lines[0].lstrip()}", *lines[1:]]


def _message(finding: Finding) -> str:
    models = finding.diagnostic.models
    return finding.diagnostic.message + (f" (With the model {or_list(models)}.)" if models else "")


def _positions(others: list[Finding]) -> str:
    """Return the positions of the same finding in other prompts."""
    positions = [f"{finding.line}:{finding.column}" for finding in others]
    more = len(positions) - _MAX_POSITIONS
    listed = ", ".join(positions[:_MAX_POSITIONS]) + (f" and {more} more" if more > 0 else "")
    return f"in {len(others)} more prompts of this file, at {listed}"


_REMOVES = "remove "


def _inline(finding: Finding) -> str:
    """Return a fix as a few words: the new form of the marked text, or what to remove; empty if that would look cut off."""
    fix, prompt = finding.diagnostic.fix, finding.prompt
    if fix is None or prompt is None:
        return ""
    text = prompt.text
    if not any(edit.text for edit in fix.edits):
        removed = [_short(printed(prompt, text)[edit.start : edit.end].strip()) for edit in fix.edits]
        return f"{_REMOVES}{and_list(f'`{each}`' for each in removed)}" if all(removed) else ""
    start, end = _widened(text, min(edit.start for edit in fix.edits), max(edit.end for edit in fix.edits))
    adds_parameter = any(edit.start >= finding.diagnostic.end and "--" in edit.text for edit in fix.edits)
    if adds_parameter or not _is_marked(finding.diagnostic, text, start, end):
        return ""
    fixed = apply_edits(text[start:end], [Edit(edit.start - start, edit.end - start, edit.text) for edit in fix.edits])
    return _short(printed(prompt, fixed).strip())


def _says(advice: str, text: str, fixed: str) -> bool:
    """Return whether the help already says what the fix does: its text, what it removes, or what the marked text becomes."""
    if text.startswith(_REMOVES) and advice.startswith(_REMOVES.capitalize()) and "," not in advice:
        return True
    said = _squeezed(advice)
    return advice.casefold().startswith(text.casefold()) or any(f"`{_squeezed(each)}`" in said for each in (text, fixed) if each)


def _squeezed(text: str) -> str:
    """Return a text without white space, and with two hyphens for a long dash: another fix of the same pass may write these."""
    return "".join(text.split()).replace("—", "--").replace("–", "--").casefold()


def _marked_after(finding: Finding) -> str:
    """Return the marked text after the fix, or an empty string if the fix changes text around it."""
    diagnostic, prompt = finding.diagnostic, finding.prompt
    if diagnostic.fix is None or prompt is None:
        return ""
    start, end = diagnostic.start, diagnostic.end
    if any(edit.start < start or edit.end > end for edit in diagnostic.fix.edits):
        return ""
    edits = [Edit(edit.start - start, edit.end - start, edit.text) for edit in diagnostic.fix.edits]
    return printed(prompt, apply_edits(prompt.text[start:end], edits)).strip()


def _is_marked(diagnostic: Diagnostic, text: str, start: int, end: int) -> bool:
    """Return whether `start:end` is the marked text, but for the name before a value and the rest of its last word."""
    before, after = text[start : diagnostic.start], text[diagnostic.end : end]
    is_name = before.startswith(tuple(_DASHES)) and len(before.split()) == 1
    return start <= diagnostic.start and diagnostic.end <= end and (not before or is_name) and not any(map(str.isspace, after.strip()))


def _changed(finding: Finding) -> tuple[list[str], list[str]]:
    """Return the lines of the prompt that the fix changes, before and after."""
    fix, prompt = finding.diagnostic.fix, finding.prompt
    if fix is None or prompt is None:
        return [], []
    before, after = (printed(prompt, text).split("\n") for text in (prompt.text, apply_edits(prompt.text, fix.edits)))
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return [_short(line, _MAX_LINE) for line in before], [_short(line, _MAX_LINE) for line in after]


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span, widened to whole words; to the parameter where it is a value, to the word before where it is empty."""
    far = min(len(text), end + _MAX_LINE)
    while end < far and not text[end].isspace() and text[end] not in _CLOSING:
        end += 1
    start = _word_start(text, start)
    before = _word_start(text, len(text[:start].rstrip()))
    while before < start and text[before] in _OPENING:
        before += 1
    if start == end or (text[before] in _DASHES and not _is_flag(text[start : start + 2])):
        return before, end
    return start, end


def _is_flag(word: str) -> bool:
    """Return whether a word is dashes and a name; a minus and a number are a value."""
    return word[:1] in _DASHES and not word[1:2].isdigit()


def _word_start(text: str, at: int) -> int:
    """Return where the word that ends at a position begins; of one that is longer than a line, only its end counts."""
    far = max(0, at - _MAX_LINE)
    while at > far and not text[at - 1].isspace():
        at -= 1
    return at


def _short(text: str, most: int = _MAX_FIX) -> str:
    if len(text) > most:
        return f"{shown(text[: most // 2])} … {shown(text[-most // 2 :])}"
    return shown(text)
