"""What the rules share in judging: which parameters meet in one job, what would be right instead, what a model refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import assess, value_issue
from .wording import append_fix, drop_fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..diagnostics import Fix
    from ..model import Parameter, Prompt, Value
    from ..vocabulary import Conflict, Definition, Support, Vocabulary
    from .base import Context, Flaw

__all__ = [
    "beside",
    "clashes",
    "dropped",
    "fits",
    "has_image",
    "lacks",
    "longest",
    "newly_refused",
    "on_video",
    "pin_fix",
    "right",
    "support_of",
]

_WHOLE = ("unknown-parameter", "dialog-parameter", "undocumented-parameter", "retired-parameter", "unsupported-by-model")
_LISTS = frozenset({"words", "references", "urls", "codes"})


# ---- what meets ------------------------------------------------------------------------------------------------------


def beside(prompt: Prompt, parameter: Parameter, name: str) -> Parameter | None:
    """The last parameter of this canonical name that can be in one job with the other, None where there is none."""
    for other in reversed(prompt.parameters):
        if other.name == name and other is not parameter and other.meets(parameter):
            return other
    return None


def clashes(prompt: Prompt, vocabulary: Vocabulary, models: tuple[str, ...]) -> Iterator[tuple[Conflict, Parameter, Parameter]]:
    """The conflicts between two parameters on these models, each with the two in the order in which they stand."""
    for index, second in enumerate(prompt.parameters):
        for conflict in vocabulary.conflicts_of(second.name):
            if conflict.models and not set(conflict.models).intersection(models):
                continue
            first_name, second_name = conflict.parameters
            other = first_name if second.name == second_name else second_name
            for first in prompt.parameters[:index]:
                if first.name == other and first.meets(second) and _about(conflict, first) and _about(conflict, second):
                    yield conflict, first, second


def _about(conflict: Conflict, parameter: Parameter) -> bool:
    """Whether a parameter has a value that the conflict is about."""
    if all(owner != parameter.name for owner, _ in conflict.values):
        return True
    return any(conflict.applies(parameter.name, each.text) for value in parameter.values for each in value.members or (value,))


# ---- what is judged by another rule ----------------------------------------------------------------------------------


def lacks(context: Context, parameter: Parameter) -> bool:
    """Whether another rule already reports the parameter as a whole: no model knows it, or the model has it not."""
    return any(flaw.parameter is parameter and _counts(context, flaw) for kind in _WHOLE for flaw in context.flaws.get(kind, ()))


def _counts(context: Context, flaw: Flaw) -> bool:
    return flaw.issue.kind != "unsupported-by-model" or context.target.name not in support_of(flaw).targets


def support_of(flaw: Flaw) -> Support:
    """The support that an issue of a whole parameter rests on."""
    support: Support = flaw.issue.basis  # type: ignore[assignment]  # assess gives these kinds their support
    return support


def on_video(context: Context, parameter: Parameter) -> bool:
    """Whether a parameter is out of place on a video prompt, which `video-parameters` reports."""
    return "video" in context.models and parameter.name != "video" and parameter.name not in context.vocabulary.video_parameters


# ---- what would be right ---------------------------------------------------------------------------------------------


def right(context: Context, name: str, text: str) -> bool:
    """Whether a value would be right for a parameter under every model in force, and under the account's plan."""
    if name == "repeat" and (plan := context.vocabulary.plans.get(context.config.plan or "")) and not _within(text, plan.jobs):
        return False
    return all(value_issue(name, text, model, context.vocabulary) is None for model in context.models or ("",))


def _within(text: str, most: int) -> bool:
    """Whether a number is no more than this; a text that is no number is judged elsewhere."""
    return not (text.isdecimal() and text.isascii()) or (len(text) < 10 and int(text) <= most)


def longest(prompt: Prompt, context: Context, parameter: Parameter, model: str) -> tuple[float | None, str]:
    """The longest side over the shortest that a model takes here, and the parameter beside it that says so, or an empty name.

    HD images of version 8 are at most 4:1, others 14:1 (Midjourney's Version chart).
    """
    vocabulary = context.vocabulary
    limits = vocabulary.limits(parameter.name, model)
    if limits is None:
        return None, ""
    most, owner = limits.longest, ""
    for name, stricter in limits.longest_with:
        known = beside(prompt, parameter, name)
        if known is not None and vocabulary.support(name, model).status == "supported" and (most is None or stricter < most):
            most, owner = stricter, name
    return most, owner


def fits(definition: Definition, parameter: Parameter, context: Context) -> bool:
    """Whether the values of an unknown parameter would do for this one, and no model in force would refuse it."""
    count = len(parameter.values)
    if definition.kind == "switch":
        enough = count == 0
    elif definition.kind in _LISTS:
        enough = count > 0 or definition.optional
    else:
        enough = count == 1
    known = parameter._replace(name=definition.name, known=True)
    if not enough or any(_refusals(known, model, context.vocabulary) for model in context.models or ("",)):
        return False
    return definition.kind not in _LISTS or all(_is_value(definition, value, context) for value in parameter.values)


def _is_value(definition: Definition, value: Value, context: Context) -> bool:
    """Whether a word would be taken as a value at all: a list ends at the first word that is none."""
    from ..shapes import plausible

    return value.kind != "word" or plausible(definition, value.text, context.vocabulary)


def newly_refused(prompt: Prompt, context: Context, model: str) -> bool:
    """Whether the prompt would be refused under this model for something that it is not refused for now."""
    vocabulary = context.vocabulary
    for parameter in prompt.parameters:
        if parameter.name == "video":  # it means one thing with old models and another with new ones
            return True
        now = {kind for each in context.models for kind in _refusals(parameter, each, vocabulary)}
        if not now.issuperset(_refusals(parameter, model, vocabulary)):
            return True
        if _orphan(prompt, context, parameter, model) and not any(_orphan(prompt, context, parameter, each) for each in context.models):
            return True
    for conflict, first, second in clashes(prompt, vocabulary, (model,)):
        both = all(vocabulary.support(each.name, model).status == "supported" for each in (first, second))
        if conflict.effect == "rejected" and both:
            return True
    return False


def _refusals(parameter: Parameter, model: str, vocabulary: Vocabulary) -> set[str]:
    """The kinds of issue for which a model refuses a parameter."""
    return {issue.kind for issue in assess(parameter, model, vocabulary) if issue.effect == "rejected"}


def _orphan(prompt: Prompt, context: Context, parameter: Parameter, model: str) -> bool:
    """Whether a model has the parameter, but refuses it for want of a companion."""
    needed = context.vocabulary.requirement(parameter.name, model)
    if needed is None or needed.missing != "rejected" or parameter.name in context.target.strips_orphan_weights:
        return False
    has = context.vocabulary.support(parameter.name, model).status == "supported"
    return has and beside(prompt, parameter, needed.parameter) is None


_ENCLOSED = frozenset({"quoted-prompt", "discord-echo", "permutation"})


def dropped(prompt: Prompt, parameter: Parameter) -> Fix | None:
    """Take a parameter out. None in an alternative of a permutation, of which nothing might be left, and where words
    behind it would fall to what stands in front.
    """
    following = min((each.start for each in prompt.parameters if each.start >= parameter.end), default=len(prompt.source))
    if parameter.branch or prompt.source[parameter.end : following].strip():
        return None
    return drop_fix(prompt, parameter.start, parameter.end)


def pin_fix(prompt: Prompt, context: Context, model: str) -> Fix | None:
    """Name the model at the end of the prompt; None where the end is not the prompt's own, or the model refuses something."""
    if any(anomaly.kind in _ENCLOSED for anomaly in prompt.anomalies) or newly_refused(prompt, context, model):
        return None
    return append_fix(prompt, context.vocabulary.models[model].spelling)


def has_image(prompt: Prompt) -> bool:
    """Whether the text has an image link, in an alternative of a permutation too, or a slot that one may come into."""
    if prompt.images:
        return True
    if any("://" in prompt.source[each.start : each.end] for each in prompt.permutations if each.start < prompt.text_end):
        return True
    return any(anomaly.kind == "placeholder" and anomaly.start < prompt.text_end for anomaly in prompt.anomalies)
