"""A parameter that does nothing, or is refused, without another beside it.

A weight needs its reference: ``Cannot use `--sw` without a `--sref` `` came back for `--sw` and `--cw` (recorded,
September 2026), and the FAQ says the same of `--ow`. The website takes such weights off itself since 2026-01-20, so there
it is a warning. `--iw` needs an image link, `--sv` a style reference, `--motion`, `--loop`, `--end` and `--bs` need
`--video`; without, they are ignored.

Bad:  a red fox --sw 200
Bad:  a red fox --iw 2
Bad:  https://img.mysite.net/a.png a red fox runs --motion high
Good: a red fox --sref 1234 --sw 200
Good: https://img.mysite.net/a.png a red fox --iw 2
Good: https://img.mysite.net/a.png a red fox runs --video --motion high
"""

from promptlint.midjourney.vocabulary import Requirement

from .support.base import Context, Iterator, Parameter, Problem, Prompt
from .support.compatibility import clashes, dropped, has_image, lacking, on_video
from .support.same_job import SameJob
from .support.wording import meant, outcome


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a parameter, at name and values."""
    if context.template:  # the companion may come with what a slot stands for
        return
    vocabulary, company = context.vocabulary, SameJob(prompt.parameters)
    reported = _reported(prompt, context)
    given = {*context.models, "image"} if has_image(prompt) else set(context.models)
    for parameter in prompt.parameters:
        needed = _needed(context, parameter)
        if needed is None or needed.parameter in given or company.meeting(parameter, needed.parameter) is not None:
            continue
        if id(parameter) in reported or on_video(context, parameter):
            continue
        taken_off = context.target.strips_orphan_weights.get(parameter.name)
        effect = taken_off.effect if taken_off is not None else needed.missing
        name = meant(vocabulary, parameter)
        companion = "an image link" if needed.parameter == "image" else f"`{vocabulary.spelling(needed.parameter)}`"
        where = "in front of the text" if needed.parameter == "image" else "beside it"
        yield Problem(
            parameter.start,
            parameter.end,
            f"`{name}` needs {companion} {where}, and the prompt has none; {outcome(effect)}",
            f"Add {companion}, or leave `{name}` out.",
            dropped(prompt, company, parameter),
            effect,
        )


def _needed(context: Context, parameter: Parameter) -> Requirement | None:
    """What the parameter needs on the model in force, by the strictest of several; None where it stands alone."""
    if not parameter.known:
        return None
    needs = [context.vocabulary.requirement(parameter.name, model) for model in context.models or ("",)]
    return max((need for need in needs if need is not None), key=lambda need: need.missing == "rejected", default=None)


def _reported(prompt: Prompt, context: Context) -> frozenset[int]:
    """The parameters (by `id`) of which another rule says that they cannot be here at all: a companion would not help."""
    lost = (pair for conflict, *pair in clashes(prompt, context.vocabulary, context.models) if conflict.effect != "noted")
    return lacking(context).union(id(each) for pair in lost for each in pair)
