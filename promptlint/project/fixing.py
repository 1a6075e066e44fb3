"""Apply the fixes of a unit, pass by pass, to the text it stands in."""

from __future__ import annotations

from bisect import bisect_left, insort

from promptlint.diagnostics import Edit, apply_passes
from promptlint.errors import ConfigError, SourceError
from promptlint.text.namedtuple import NamedTuple

from .writing import FileText, unified_diff

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO

    from .inputs import LintInput
    from .pipeline import Judged

__all__ = ["FixedInput", "file_text", "fix_input"]


class FixedInput(NamedTuple):
    """A unit and its text after `made` fixes. `before` is what it was read as, None where it could not be read."""

    unit: LintInput
    before: FileText | None
    after: str
    made: int

    @property
    def fixed(self) -> LintInput:
        """The unit with the new text, as if it had been written."""
        return self.unit if self.before is None or not self.made else _with_text(self.unit, self.after)

    def diff(self) -> str:
        """The change as a unified diff, empty where there is none."""
        return "" if self.before is None else unified_diff(self.unit.path, self.before.text, self.after)

    def write(self, out: TextIO) -> None:
        """Write the file, if it changed; a prompt or standard input goes to `out`, also unchanged.

        Raises OSError or UnicodeEncodeError where the file cannot be written; then it is as it was.
        """
        if self.unit.text is not None:
            _emit(out, self.after + "\n")
        elif self.unit.data is not None and self.before is None:
            _emit(out, self.unit.data.decode("utf-8", "surrogateescape"))
        elif self.unit.data is not None and self.before is not None:
            _emit(out, self.after, self.before.encoding, self.before.mark)
        elif self.before is not None and self.made:
            self.before.write(self.after)


def fix_input(unit: LintInput, judge: Callable[[LintInput], Iterable[Judged]], *, unsafe: bool) -> FixedInput:
    """Fix an input as far as it goes, without writing it. `judge` yields the judged prompts of an input.

    A unit that cannot be read, or not to its end, stays as it is; linting it tells why.
    """
    try:
        before = file_text(unit)
        return FixedInput(unit, before, *_fixed(unit, before.text, judge, unsafe=unsafe))
    except (OSError, SourceError, ConfigError):
        return FixedInput(unit, None, unit.text or "", 0)


def file_text(unit: LintInput) -> FileText:
    """The text of a unit with what is needed to write it back. Raises OSError and SourceError where it cannot be read."""
    if unit.text is not None:
        return FileText(unit.path, unit.text, b"", "utf-8", b"")
    if unit.data is None:
        return FileText.read(unit.name)
    from promptlint.sources.decoding import decode, encoding_of

    encoding, mark = encoding_of(unit.data)
    return FileText(unit.path, decode(unit.data), unit.data, encoding, mark)


def _emit(out: TextIO, text: str, encoding: str = "utf-8", mark: bytes = b"") -> None:
    """Write to a stream to the letter, whatever the encoding of the terminal: the text is to be used, not only read."""
    binary = getattr(out, "buffer", None)
    if binary is None:
        out.write(mark.decode(encoding) + text)
        return
    out.flush()
    try:
        data = text.encode(encoding, "surrogateescape")  # bytes of the command line that are no UTF-8 come back as they were
    except UnicodeEncodeError:
        data = text.encode(encoding, "surrogatepass")
    binary.write(mark + data)
    binary.flush()


def _fixed(unit: LintInput, text: str, judge: Callable[[LintInput], Iterable[Judged]], *, unsafe: bool) -> tuple[str, int]:
    """The text of a unit with its fixes applied, and how many were.

    `text` is what edits of its prompts count in. `judge` yields its judged prompts. Edits that meet wait for the next pass;
    after `diagnostics.MAX_PASSES` the rest is left. Raises what reading the unit raises: a file that is not understood is not
    touched.
    """
    made: list[int] = []

    def edits(text: str, *, unsafe: bool) -> list[Edit]:
        found, count = _edits(judge(_with_text(unit, text)), unsafe=unsafe)
        made.append(count)
        return found

    return apply_passes(text, edits, unsafe=unsafe), sum(made)


def _with_text(unit: LintInput, text: str) -> LintInput:
    if unit.text is not None:
        return unit._replace(text=text)
    mark = b"\xef\xbb\xbf" if text.startswith("\ufeff") else b""  # a second one is text: it must not be read as the file's mark
    return unit._replace(data=mark + text.encode("utf-8"))


def _edits(judged: Iterable[Judged], *, unsafe: bool) -> tuple[list[Edit], int]:
    """The edits of one pass, in code points of the host, and the number of fixes they make up."""
    taken: list[Edit] = []
    count = 0
    for prompt in judged:
        for diagnostic in prompt.diagnostics:
            if diagnostic.fix is None or not (diagnostic.fix.safe or unsafe):
                continue
            edits = prompt.source.host_edits(diagnostic.fix.edits)
            if not edits or any(_meets(edit, taken) for edit in edits):
                continue
            for edit in edits:
                insort(taken, edit)
            count += 1
    return taken, count


def _meets(edit: Edit, taken: list[Edit]) -> bool:
    """Whether an edit overlaps one of the sorted `taken`, or inserts where another ends or begins."""
    at = bisect_left(taken, edit)
    before = taken[at - 1] if at else None
    after = taken[at] if at < len(taken) else None
    if before is not None and (before.end > edit.start or (before.end == edit.start and edit.start in (edit.end, before.start))):
        return True
    return after is not None and (after.start < edit.end or after.start == edit.start)
