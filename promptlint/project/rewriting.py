"""Rewrite every prompt of a unit in place, for the commands that do more than mend: format and migrate."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

from .fixing import FixedInput, file_text
from .pipeline import Scope, judge_input
from .writing import fixed_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from promptlint.diagnostics import Edit
    from promptlint.settings_file.reading import Settings
    from promptlint.sources.source_map import Position

    from .inputs import LintInput
    from .pipeline import Judged

__all__ = ["Left", "Rewritten", "account_model", "edits_in_file", "rewrite"]

INEXACT = "the change cannot be written there exactly"
SPREAD = "its parameters are in more than one cell or key"


class Left(NamedTuple):
    """A prompt that would change and stays as it is: its position in the file, and why."""

    position: Position
    why: str

    def __str__(self) -> str:
        """Return `3:5: the prompt stays as it is: …`, to follow the path of the file."""
        return f"{self.position.line}:{self.position.column}: the prompt stays as it is: {self.why}"


class Rewritten(NamedTuple):
    """A unit with its new text, and the prompts that stay as they are."""

    fixed: FixedInput
    left: tuple[Left, ...]


def rewrite(unit: LintInput, settings: Settings, edits_of: Callable[[Judged], Sequence[Edit]]) -> Rewritten:
    """Make the edits that `edits_of` wants for each prompt, without writing anything yet.

    Raises OSError or SourceError where the unit cannot be read to its end: what is not understood is not touched.
    """
    before = file_text(unit)
    # Lint what was read and not the file, which may change meanwhile.
    fixed = unit if unit.text is not None else unit._replace(data=before.data)
    edits: list[Edit] = []
    left: list[Left] = []
    made = 0
    for judged in judge_input(Scope(fixed, settings)):
        wanted = edits_of(judged)
        if not wanted:
            continue
        written = edits_in_file(judged, wanted)
        if isinstance(written, Left):
            left.append(written)
            continue
        edits += written
        made += 1
    return Rewritten(FixedInput(unit, before, fixed_text(before.text, edits), made), tuple(left))


def edits_in_file(judged: Judged, wanted: Sequence[Edit]) -> tuple[Edit, ...] | Left:
    """Return the edits in code points of the file, or why the prompt stays as it is.

    Reordering moves text from one piece of a prompt to another, and a cell or key of parameters may belong to several
    prompts: a prompt in more than one is not edited.
    """
    if judged.source.spread:
        return Left(judged.source.position(0), SPREAD)
    written = judged.source.host_edits(wanted)
    return Left(judged.source.position(0), INEXACT) if written is None else written


def account_model(judged: Judged) -> str | None:
    """The account's default model for a prompt, from the command line, the file or the settings; None where it names its own."""
    return None if judged.report.model_from == "prompt" else judged.report.model
