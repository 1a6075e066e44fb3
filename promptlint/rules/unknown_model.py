"""A value of `--v` or `--niji` that does not name a model.

Midjourney has V1 to V8.2 and Niji 4 to 7 (Version page, 2026-09-01); words such as `latest` are not models. The job is
rejected. The rest of the prompt is checked against the nearest model.

Bad:  a red fox --v 9
Bad:  a red fox --v latest
Bad:  a red fox --niji 8
Good: a red fox --v 8.2
Good: a red fox --niji 7
"""

from promptlint.midjourney.rows import Model
from promptlint.text.joining import or_list

from .support.base import Context, Fix, Issue, Iterator, Problem, Prompt
from .support.compatibility import ModelSwap
from .support.wording import intended_spelling, outcome, replace_fix, shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per value."""
    vocabulary, swap = context.vocabulary, ModelSwap(prompt, context)
    for issue in context.issues.get("unknown-model", ()):
        parameter, value = issue.parameter, issue.value
        assert value is not None
        live = [model.title for model in vocabulary.models.values() if model.flag == parameter.name and model.status == "live"]
        model = _intended(context, issue, value.text)
        name = intended_spelling(vocabulary, parameter)
        yield Problem.at(
            value,
            f"`{name} {shown(prompt, value.start, value.end)}` does not name a model: use {or_list(live)}{outcome(issue.mistake.effect)}",
            f"Write `{model.spelling}`.",
            _fix(swap, issue, model),
            issue.mistake.effect,
        )


def _intended(context: Context, issue: Issue, text: str) -> Model:
    """The model that a word names in another form (`v6.1`, `niji7`), else the nearest one, which `check_parameter` found."""
    named = None if text[:1].isdecimal() else context.vocabulary.model_named(text)
    nearest: Model = issue.mistake.basis  # type: ignore[assignment]  # this kind of issue rests on a model
    return named or nearest


def _fix(swap: ModelSwap, issue: Issue, model: Model) -> Fix | None:
    """Write the nearest model, if it rejects nothing else in the prompt."""
    assert issue.value is not None
    if not model.values or swap.refuses(model.name):
        return None
    if model.flag == issue.parameter.name:
        return replace_fix(issue.value, model.values[0], safe=False)
    if issue.value.end != issue.parameter.end or issue.parameter.value is not issue.value:
        return None
    return replace_fix(issue.parameter, model.spelling, safe=False)
