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

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import Problem
from .judging import beside, has_image, lacks, on_video
from .wording import drop_fix, meant, outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Parameter, Prompt
    from ..vocabulary import Requirement
    from .base import Context


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a parameter, at name and values."""
    vocabulary = context.vocabulary
    for parameter in prompt.parameters:
        needed = vocabulary.requirement(parameter.name, context.model) if parameter.known else None
        if needed is None or _met(prompt, context, parameter, needed) or lacks(context, parameter) or on_video(context, parameter):
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
            None if parameter.branch else drop_fix(prompt, parameter.start, parameter.end),
            effect,
        )


def _met(prompt: Prompt, context: Context, parameter: Parameter, needed: Requirement) -> bool:
    """Whether the companion is there, or may come with what a slot of a template stands for."""
    if context.template:
        return True
    if needed.parameter == "image":
        return has_image(prompt)
    return beside(prompt, parameter, needed.parameter) is not None or needed.parameter in context.models
