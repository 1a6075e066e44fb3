"""A number behind `--v` or `--niji` that selects no model.

Midjourney has the versions 1 to 8.2 and Niji 4 to 7 (Version page, 2026-09-01); a word such as `latest` selects nothing.
Without a model the job is refused. What the prompt holds beside it is judged under the nearest model.

Bad:  a red fox --v 9
Bad:  a red fox --v latest
Bad:  a red fox --niji 8
Good: a red fox --v 8.2
Good: a red fox --niji 7
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.diagnostics import Edit, Fix
from promptlint.rules.support.base import Problem
from promptlint.rules.support.compatibility import Trial
from promptlint.rules.support.wording import meant, or_list, outcome, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.midjourney.vocabulary import Model
    from promptlint.model import Prompt
    from promptlint.rules.support.base import Context
    from promptlint.semantics.active_model import Flaw


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a value."""
    vocabulary, trial = context.vocabulary, Trial(prompt, context)
    for flaw in context.flaws.get("unknown-model", ()):
        parameter, value = flaw.parameter, flaw.value
        if value is None:
            continue
        live = [model.values[0] for model in vocabulary.models.values() if model.flag == parameter.name and model.status == "live"]
        model = _meant(context, flaw, value.text)
        name = meant(vocabulary, parameter)
        yield Problem(
            value.start,
            value.end,
            f"`{name} {shown(prompt, value.start, value.end)}` selects no model: the current ones behind `{name}` are {or_list(live)}; "
            f"{outcome(flaw.issue.effect)}",
            f"Write `{model.spelling}`.",
            _fix(trial, flaw, model),
            flaw.issue.effect,
        )


def _meant(context: Context, flaw: Flaw, text: str) -> Model:
    """The model a word names in its own way (`v6.1`, `niji7`), else the one that `assess` found nearest."""
    named = None if text[:1].isdecimal() else context.vocabulary.model_named(text)
    nearest: Model = flaw.issue.basis  # type: ignore[assignment]  # this kind of issue rests on a model
    return named or nearest


def _fix(trial: Trial, flaw: Flaw, model: Model) -> Fix | None:
    """Write the nearest model, where it refuses nothing else in the prompt."""
    if flaw.value is None or not model.values or trial.refuses(model.name):
        return None
    if model.flag == flaw.parameter.name:
        return Fix(safe=False, edits=(Edit(flaw.value.start, flaw.value.end, model.values[0]),))
    if flaw.value.end != flaw.parameter.end or flaw.parameter.value is not flaw.value:
        return None
    return Fix(safe=False, edits=(Edit(flaw.parameter.start, flaw.parameter.end, model.spelling),))
