"""Rewrite every prompt of a unit in place, for the commands that do more than mend: format and migrate."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .fixing import FixedInput, file_text
from .options import RunOptions
from .pipeline import UnitRun
from .writing import fixed_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from promptlint.diagnostics import Edit
    from promptlint.settings_file.reading import Settings
    from promptlint.sources.source_map import Position

    from .inputs import LintInput
    from .pipeline import Judged

__all__ = ["Rewritten", "account_model", "rewrite"]


class Rewritten(NamedTuple):
    """A unit with its new text. `left` are the places of prompts whose file has no exact way to write the change."""

    fixed: FixedInput
    left: tuple[Position, ...]


def rewrite(unit: LintInput, settings: Settings, edits_of: Callable[[Judged], Sequence[Edit]]) -> Rewritten:
    """Make the edits that `edits_of` wants for each prompt, without writing anything yet.

    Raises OSError or SourceError where the unit cannot be read to its end: what is not understood is not touched.
    """
    before = file_text(unit)
    # Lint what was read and not the file, which may change meanwhile.
    fixed = unit if unit.text is not None else unit._replace(data=before.data)
    edits: list[Edit] = []
    left: list[Position] = []
    made = 0
    for judged in UnitRun(fixed, settings, RunOptions()).judged():
        wanted = edits_of(judged)
        if not wanted:
            continue
        written = judged.source.host_edits(wanted)
        if written is None:
            left.append(judged.source.position(0))
            continue
        edits += written
        made += 1
    return Rewritten(FixedInput(unit, before, fixed_text(before.text, edits), made), tuple(left))


def account_model(judged: Judged) -> str | None:
    """The account's default model for a prompt, from the command line, the file or the settings; None where it names its own."""
    return None if judged.report.model_from == "prompt" else judged.report.model
