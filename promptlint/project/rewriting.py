"""Rewrite every prompt of an input, for `format` and `migrate`."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

from .fixing import UNPROVEN, FixedInput, Unchanged, file_text, proven_edits, with_text
from .pipeline import judge_input
from .proof import Change, SharedCells, change_of, placed
from .scope import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from promptlint.config import Config
    from promptlint.diagnostics import Edit
    from promptlint.settings_file.reading import Settings

    from .inputs import LintInput
    from .judged import Judged
    from .proof import Proven

__all__ = ["Rewritten", "account_model", "rewrite", "rewrite_prompts"]

INEXACT = "the change cannot be written there exactly"
SHARED = "not all prompts that share its parameters would change them alike"


class Rewritten(NamedTuple):
    """An input with its new text, and the prompts that would change and stay as they are."""

    fixed: FixedInput
    unchanged: tuple[Unchanged, ...]


def rewrite(unit: LintInput, settings: Settings, edits_of: Callable[[Judged], Sequence[Edit]]) -> Rewritten:
    """Make the edits of `edits_of` for each prompt, without writing the file.

    Raises OSError or SourceError if the input cannot be read completely: a file that is not understood is not changed.
    """
    before = file_text(unit)
    # Lint what was read and not the file, which may change meanwhile.
    judged = list(judge_input(Scope(with_text(unit, before.text), settings)))
    proven, unchanged = rewrite_prompts(unit, settings.config, before.text, judged, edits_of)
    return Rewritten(FixedInput(unit, before, proven.text, len(proven.made)), unchanged)


def rewrite_prompts(
    unit: LintInput, config: Config, text: str, judged: Sequence[Judged], edits_of: Callable[[Judged], Sequence[Edit]]
) -> tuple[Proven, tuple[Unchanged, ...]]:
    """Return the provable part of the edits of `edits_of` for prompts of `text`, and the prompts that are not changed."""
    prompts = [placed(each.source, text) for each in judged]
    changes: list[Change] = []
    why: dict[int, str] = {}
    for index, each in enumerate(judged):
        wanted = edits_of(each)
        change = change_of(each.source, index, wanted) if wanted else None
        if change is not None and change.written:
            changes.append(change)
        elif wanted:
            why[index] = INEXACT
    unwanted = SharedCells(prompt.cells for prompt in prompts).groups(changes)[1]
    why |= {change.prompt: SHARED for change in unwanted}
    proven = proven_edits(unit, config, text, prompts, changes)
    why = {change.prompt: UNPROVEN for change in proven.refused} | why
    return proven, tuple(Unchanged(judged[index].source.position(0), why[index]) for index in sorted(why))


def account_model(judged: Judged) -> str | None:
    """The account's default model for a prompt, from the command line, the file or the settings, or None if the prompt names a model."""
    return None if judged.report.model_from == "prompt" else judged.report.model
