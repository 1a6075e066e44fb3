"""Apply the fixes of an input, pass by pass, each proven before it counts."""

from __future__ import annotations

from promptlint.diagnostics import apply_passes
from promptlint.errors import ConfigError, SourceError
from promptlint.rules.support.passes import fixes_of
from promptlint.text.namedtuple import NamedTuple

from .inputs import prompts_of
from .proof import Change, Placed, Proven, change_of, placed, prove
from .writing import FileText, remove_leftovers, unified_diff

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TextIO

    from promptlint.config import Config
    from promptlint.sources.source_map import Position

    from .inputs import LintInput
    from .judged import Judged

__all__ = ["FixedInput", "Unchanged", "file_text", "fix_input", "proven_edits", "with_text"]

UNPROVEN = "reading the file again would not give the intended prompt"


class Unchanged(NamedTuple):
    """A prompt that would change and stays as it is: its position in the file, and why."""

    position: Position
    why: str

    def __str__(self) -> str:
        """Return `3:5: the prompt stays as it is: …`, to follow the path of the file."""
        return f"{self.position.line}:{self.position.column}: prompt not changed: {self.why}"


class FixedInput(NamedTuple):
    """An input and its text after `made` fixes.

    `before` is the text that was read, `None` if it could not be read. `unchanged` are the prompts with a fix that could not be
    proven.
    """

    unit: LintInput
    before: FileText | None
    after: str
    made: int
    unchanged: tuple[Unchanged, ...] = ()

    @property
    def fixed(self) -> LintInput:
        """The unit with the new text, as if it had been written."""
        return self.unit if self.before is None or not self.made else with_text(self.unit, self.after)

    def diff(self) -> str:
        """The change as a unified diff; empty without changes."""
        if self.before is None:
            return ""
        end = "" if self.unit.text is None else "\n"  # the end of a prompt is not that of a file
        return unified_diff(self.unit.path, self.before.text + end, self.after + end)

    def write(self, out: TextIO) -> None:
        """Write the file if it changed; a prompt or standard input goes to `out`, also unchanged.

        Raises OSError or UnicodeEncodeError if the file cannot be written; it is then unchanged.
        """
        if self.unit.text is not None:
            _emit(out, self.after + "\n")
        elif self.unit.data is not None and self.before is None:
            _emit(out, self.unit.data.decode("utf-8", "surrogateescape"))
        elif self.unit.data is not None and self.before is not None:
            _emit(out, self.after, self.before.encoding, self.before.mark)
        elif self.before is not None:
            remove_leftovers(_directory(self.unit.name))
            if self.made:
                self.before.write(self.after, self.unit.folder)


def fix_input(unit: LintInput, judge: Callable[[LintInput], Iterable[Judged]], config: Config, *, unsafe: bool) -> FixedInput:
    """Apply as many fixes to an input as possible, without writing it. `judge` yields the linted prompts of an input.

    An input that cannot be read completely is not changed; linting it reports the reason.
    """
    try:
        before = file_text(unit)
        passes = _Passes(unit, judge, config)
        after, made = passes.fixed(before.text, unsafe=unsafe)
    except (OSError, SourceError, ConfigError):
        return FixedInput(unit, None, unit.text or "", 0)
    return FixedInput(unit, before, after, made, tuple(passes.unchanged))


def proven_edits(unit: LintInput, config: Config, text: str, prompts: Sequence[Placed], changes: Iterable[Change]) -> Proven:
    """Make those changes of prompts in `text`, the text of the input, that can be proven."""
    return prove(prompts, text, changes, unit.name, lambda after: prompts_of(with_text(unit, after), config))


def file_text(unit: LintInput) -> FileText:
    """The text of an input, with what is needed to write it back. Raises OSError and SourceError if it cannot be read."""
    if unit.text is not None:
        return FileText(unit.path, unit.text, "utf-8", b"")
    if unit.data is None:
        return FileText.read(unit.name)
    from promptlint.sources.decoding import decode, encoding_of

    encoding, mark = encoding_of(unit.data)
    return FileText(unit.path, decode(unit.data), encoding, mark)


def _emit(out: TextIO, text: str, encoding: str = "utf-8", mark: bytes = b"") -> None:
    """Write to a stream to the letter, whatever the encoding of the terminal: the text is to be used, not only read."""
    binary = getattr(out, "buffer", None)
    if binary is None:
        out.write(mark.decode(encoding) + text)
        return
    out.flush()
    try:
        data = text.encode(encoding, "surrogateescape")  # invalid UTF-8 on the command line comes back unchanged
    except UnicodeEncodeError:
        data = text.encode(encoding, "surrogatepass")
    binary.write(mark + data)
    binary.flush()


class _Passes:
    """The passes over one input. `unchanged` are the prompts with a fix that the last pass could not prove."""

    def __init__(self, unit: LintInput, judge: Callable[[LintInput], Iterable[Judged]], config: Config) -> None:
        self.unchanged: list[Unchanged] = []
        self.made = 0
        self._unit = unit
        self._judge = judge
        self._config = config

    def fixed(self, text: str, *, unsafe: bool) -> tuple[str, int]:
        """The text with its fixes, and their number.

        Raises the errors of reading the input: a file that is not understood is not changed.
        """
        return apply_passes(text, self._pass, unsafe=unsafe), self.made

    def _pass(self, text: str, *, unsafe: bool) -> str:
        """The fixes that can be made at once. Rejected ones are tried again in the next pass, as others may have to come first."""
        prompts: list[Placed] = []
        changes: list[Change] = []
        positions: dict[int, Position] = {}
        for judged in self._judge(with_text(self._unit, text)):  # reports and prompts are large: none is kept
            index = len(prompts)
            if wanted := list(_changes(judged, index, unsafe=unsafe)):
                changes += wanted
                positions[index] = judged.source.position(0)
            prompts.append(placed(judged.source, text))
        proven = proven_edits(self._unit, self._config, text, prompts, changes)
        refused = sorted({change.prompt for change in proven.refused})
        self.unchanged = [Unchanged(positions[index], UNPROVEN) for index in refused]
        self.made += len(proven.made)
        return proven.text


def _changes(judged: Judged, index: int, *, unsafe: bool) -> Iterator[Change]:
    """A change for each fix of a prompt that is made in this pass; the same fixes as in a prompt of the library."""
    for fix in fixes_of(judged.diagnostics, unsafe=unsafe):
        change = change_of(judged.source, index, fix.edits)
        if change is not None and change.written:
            yield change


def _directory(path: str) -> str:
    import os

    return os.path.dirname(os.path.realpath(path))


def with_text(unit: LintInput, text: str) -> LintInput:
    """The unit with another text, as if that had been read."""
    if unit.text is not None:
        return unit._replace(text=text)
    mark = b"\xef\xbb\xbf" if text.startswith("\ufeff") else b""  # a second one is text: it must not be read as the file's mark
    return unit._replace(data=mark + text.encode("utf-8"))
