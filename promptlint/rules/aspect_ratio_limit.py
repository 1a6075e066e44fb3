"""A ratio that is too wide or too tall for the model.

V6 and later draw at most 14:1, and V8 draws HD images at most 4:1 (Midjourney's Version chart, 2026-09-01). Older models
have separate limits (Legacy Features) and reduce what exceeds them, as finished jobs show.

Bad:  a red fox --ar 20:1
Bad:  a red fox --ar 5:1 --hd
Bad:  a red fox --ar 3:1 --v 4
Good: a red fox --ar 14:1
Good: a red fox --ar 4:1 --hd
"""

from promptlint.midjourney.rows import ratio_text
from promptlint.semantics.check_parameter import OUTSIDE

from .support.base import Context, Iterator, Parameter, Problem, Prompt, Value
from .support.compatibility import lacking, longest, on_video
from .support.same_job import SameJob
from .support.wording import accepts, intended_spelling, outcome, replace_fix


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per ratio."""
    whole, same_job = lacking(context), SameJob(prompt.parameters)
    for parameter in prompt.parameters:
        if on_video(context, parameter) or id(parameter) in whole:
            continue
        for value in parameter.alternatives:
            yield from _problems(same_job, context, parameter, value)


def _problems(same_job: SameJob, context: Context, parameter: Parameter, value: Value) -> Iterator[Problem]:
    """Yield the problem for the first of the models that does not accept the ratio."""
    width, height = _sides(value.text)
    for model in context.models:
        most, owner = longest(same_job, context, parameter, model)
        if not (width and height) or most is None or max(width, height) <= most * min(width, height):
            continue
        limits = context.vocabulary.limits(parameter.name, model)
        assert limits is not None
        effect = OUTSIDE[limits.outside]
        name = intended_spelling(context.vocabulary, parameter)
        shape, ratio = ("wide", ratio_text(most)) if width > height else ("tall", ":".join(reversed(ratio_text(most).split(":"))))
        beside = f" with `{context.vocabulary.spelling(owner)}`" if owner else ""
        yield Problem.at(
            value,
            f"`{name} {value}` is too {shape}: {accepts(context, model)} at most {ratio}{beside}{outcome(effect, limits.note)}",
            f"Write `{name} {ratio}`, or a ratio closer to 1:1.",
            replace_fix(value, ratio, safe=False) if len(context.models) == 1 else None,
            effect,
        )
        return


def _sides(text: str) -> tuple[int, int]:
    """Width and height of a ratio, or zeros if one is not a number."""
    width, _, height = text.partition(":")
    if not (width.isdecimal() and height.isdecimal()) or len(text) > 37:
        return 0, 0
    return int(width), int(height)
