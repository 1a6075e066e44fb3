"""A parameter requires another one that the prompt does not have.

A weight requires its reference: ``Cannot use `--sw` without a `--sref` `` came back for `--sw` and `--cw` (recorded,
September 2026). The FAQ says the same of `--ow`, of which no rejection is recorded. On the website a reference has a separate
slot and need not be in the text, so a weight alone is an info there; if no target is named it is a warning. `--iw` requires
an image link, `--sv` a style reference, `--motion`, `--loop`, `--end` and `--bs` require `--video`; without it they are
ignored.

Bad:  a red fox --sw 200
Bad (--target ttapi): a red fox --sw 200
Bad (--target web): a red fox --sw 200
Bad:  a red fox --iw 2
Bad:  https://img.mysite.net/a.png a red fox runs --motion high
Good: a red fox --sref 1234 --sw 200
Good: https://img.mysite.net/a.png a red fox --iw 2
Good: https://img.mysite.net/a.png a red fox runs --video --motion high
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.compatibility import clashes, dropped, has_image, lacking, on_video
from .support.effects import missing_effect
from .support.same_job import SameJob
from .support.wording import intended_spelling


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, at its name and values."""
    if context.template:  # a slot may contain the companion
        return
    vocabulary, same_job = context.vocabulary, SameJob(prompt.parameters)
    reported = _reported(prompt, context)
    given = {*context.models, "image"} if has_image(prompt) else set(context.models)
    for parameter in prompt.parameters:
        needed = vocabulary.requirement(parameter.name) if parameter.known else None
        if needed is None or needed.parameter in given or same_job.meeting(parameter, needed.parameter) is not None:
            continue
        if id(parameter) in reported or on_video(context, parameter):
            continue
        effect = missing_effect(context, needed)
        name = intended_spelling(vocabulary, parameter)
        companion = "an image link" if needed.parameter == "image" else f"`{vocabulary.spelling(needed.parameter)}`"
        yield Problem.at(
            parameter,
            f"`{name}` requires {companion}, which the prompt does not have{_consequence(effect)}",
            f"Add {companion} or use the slot, or remove `{name}`." if effect == "noted" else f"Add {companion}, or remove `{name}`.",
            dropped(prompt, same_job, parameter),
            effect,
        )


def _consequence(effect: str) -> str:
    """Return the end of the message: what happens."""
    if effect == "noted":
        return ": on the website the reference must be in its slot"
    if effect == "unsupported":
        return ", so Midjourney may reject it"
    return ", so Midjourney ignores it" if effect == "ignored" else ""


def _reported(prompt: Prompt, context: Context) -> frozenset[int]:
    """The parameters (by `id`) that another rule reports as out of place, so that a companion would not help."""
    lost = (pair for conflict, *pair in clashes(prompt, context.vocabulary, context.models) if conflict.effect != "noted")
    return lacking(context).union(id(each) for pair in lost for each in pair)
