"""A model that Midjourney has withdrawn.

V8 was an alpha on a separate site and was withdrawn on 2026-07-24, when V8.2 was released (announcement of V8.2). It is not
documented which model a prompt with `--v 8` runs on now.

Bad:  a red fox --v 8
Bad:  a red fox --v 8.0
Good: a red fox --v 8.1
Good: a red fox --v 8.2
"""

from promptlint.midjourney.rows import Model

from .support.base import Context, Iterator, Problem, Prompt
from .support.compatibility import ModelSwap
from .support.wording import intended_spelling, replace_fix


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per value."""
    vocabulary, swap = context.vocabulary, ModelSwap(prompt, context)
    for issue in context.issues.get("withdrawn-model", ()):
        value = issue.value
        gone: Model = issue.mistake.basis  # type: ignore[assignment]  # this kind of issue rests on a model
        assert value is not None
        model = vocabulary.nearest_model(issue.parameter.name, value.text)
        fix = None
        if not swap.refuses(model.name):
            fix = replace_fix(value, model.values[0], safe=False)
        written = f"{intended_spelling(vocabulary, issue.parameter)} {value}"
        yield Problem.at(
            value,
            f"`{written}` names a model that was withdrawn on {gone.until}, so the job may run on another one",
            f"Write `{model.spelling}`, or `{vocabulary.models[vocabulary.default_model].spelling}` for the latest.",
            fix,
            issue.mistake.effect,
        )
