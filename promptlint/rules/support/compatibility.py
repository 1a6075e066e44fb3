"""Compatibility of parameters and models: which parameters are in one job, what would be valid instead, what a model rejects."""

from __future__ import annotations

from promptlint.semantics.check_parameter import check_parameter, value_mistake

from .effects import missing_effect, support_effect
from .same_job import SameJob
from .wording import append_fix, drop_fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.diagnostics import Fix
    from promptlint.midjourney.rows import Conflict, Definition, Support
    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Parameter, Prompt, Value
    from promptlint.semantics.active_model import Issue

    from .base import Context

__all__ = ["ModelSwap", "clashes", "dropped", "fits", "has_image", "lacking", "longest", "on_video", "right", "support_of"]

_WHOLE = ("unknown-parameter", "dialog-parameter", "undocumented-parameter", "retired-parameter", "unsupported-by-model")
_LISTS = frozenset({"words", "references", "urls", "codes"})


# ---- what meets ------------------------------------------------------------------------------------------------------


def clashes(prompt: Prompt, vocabulary: Vocabulary, models: tuple[str, ...]) -> Iterator[tuple[Conflict, Parameter, Parameter]]:
    """The conflicts on these models, each with the two parameters in their order; each second one with the nearest first."""
    seen = SameJob()
    for second in prompt.parameters:
        for conflict in vocabulary.conflicts_of(second.name):
            if conflict.models and not set(conflict.models).intersection(models):
                continue
            one, two = conflict.parameters
            first = seen.meeting(second, _key(conflict, one if second.name == two else two))
            if first is not None and _about(conflict, second):
                yield conflict, first, second
        seen.add(second)
        for conflict in vocabulary.conflicts_of(second.name):
            if conflict.values and _about(conflict, second):
                seen.add(second, _key(conflict, second.name))


def _key(conflict: Conflict, name: str) -> str:
    """The key of a parameter in a conflict: its name, with the values if the conflict is about some only."""
    return f"{name} {conflict.values}" if conflict.values else name


def _about(conflict: Conflict, parameter: Parameter) -> bool:
    """Return whether a parameter has a value that the conflict is about."""
    if all(owner != parameter.name for owner, _ in conflict.values):
        return True
    return any(conflict.applies(parameter.name, value.text) for value in parameter.alternatives)


# ---- reported by another rule -----------------------------------------------------------------------------------------


def lacking(context: Context) -> frozenset[int]:
    """The parameters (by `id`) that another rule reports as a whole: no model knows them, or the model has them not."""
    return frozenset(id(issue.parameter) for kind in _WHOLE for issue in context.issues.get(kind, ()) if _counts(context, issue))


def _counts(context: Context, issue: Issue) -> bool:
    return issue.mistake.kind != "unsupported-by-model" or support_effect(context, support_of(issue)) != "supported"


def support_of(issue: Issue) -> Support:
    """The support that an issue of a whole parameter rests on."""
    support: Support = issue.mistake.basis  # type: ignore[assignment]  # check_parameter gives these kinds their support
    return support


def on_video(context: Context, parameter: Parameter) -> bool:
    """Return whether a parameter is out of place on a video prompt, which `video-parameters` reports."""
    words = context.vocabulary
    if words.video not in context.models or parameter.name == words.video:
        return False
    return parameter.name not in words.video_parameters and not written_by_midjourney(context, parameter)


def written_by_midjourney(context: Context, parameter: Parameter) -> bool:
    """Return whether Midjourney itself wrote a parameter: the ratio in the echo of a video."""
    return context.video_echo and parameter.name in context.vocabulary.video_written


# ---- what would be right ---------------------------------------------------------------------------------------------


def right(context: Context, name: str, text: str) -> bool:
    """Return whether a value would be valid for a parameter under every active model, and under the account's plan."""
    words = context.vocabulary
    plan = words.plans.get(context.config.plan or "")
    if name == words.roles["jobs"] and plan and not _within(text, plan.jobs):
        return False
    return all(value_mistake(name, text, model, context.vocabulary) is None for model in context.models or ("",))


def _within(text: str, most: int) -> bool:
    """Return whether a number is no more than this; a text that is not a number is checked elsewhere."""
    return not (text.isdecimal() and text.isascii()) or (len(text) < 10 and int(text) <= most)


def longest(same_job: SameJob, context: Context, parameter: Parameter, model: str) -> tuple[float | None, str]:
    """The longest side divided by the shortest that a model accepts here, and the parameter that limits it, or an empty name.

    HD images of version 8 are at most 4:1, others 14:1 (Midjourney's Version chart).
    """
    vocabulary = context.vocabulary
    limits = vocabulary.limits(parameter.name, model)
    if limits is None:
        return None, ""
    most, owner = limits.longest, ""
    for name, stricter in limits.longest_with:
        known = same_job.meeting(parameter, name)
        if known is not None and vocabulary.support(name, model).status == "supported" and (most is None or stricter < most):
            most, owner = stricter, name
    return most, owner


def fits(definition: Definition, parameter: Parameter, context: Context) -> bool:
    """Return whether the values of an unknown parameter would be valid for this one, and every active model supports it."""
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
    """Return whether a word would be accepted as a value: a list ends at the first word that is not one."""
    from promptlint.parsing.shapes import plausible

    return value.kind != "word" or plausible(definition, value.text, context.vocabulary)


def _refusals(parameter: Parameter, model: str, vocabulary: Vocabulary) -> set[str]:
    """The kinds of issue for which a model rejects a parameter."""
    return {mistake.kind for mistake in check_parameter(parameter, model, vocabulary) if mistake.effect == "rejected"}


def dropped(prompt: Prompt, same_job: SameJob, parameter: Parameter) -> Fix | None:
    """Remove a parameter.

    None in an alternative of a permutation, which might become empty, and if words after it would become part of what precedes it.
    """
    source, end = prompt.source, parameter.end
    while end < len(source) and source[end].isspace():
        end += 1
    if parameter.branch or (end < len(source) and end not in same_job.starts):
        return None
    return drop_fix(prompt, parameter.start, parameter.end)


class ModelSwap:
    """The effect of naming another model in a prompt. Each model is tried once."""

    def __init__(self, prompt: Prompt, context: Context) -> None:
        """Nothing is tried before it is needed."""
        self.prompt = prompt
        self.context = context
        self.same_job = SameJob(prompt.parameters)
        self._has_end = not any(anomaly.kind in _ENCLOSED for anomaly in prompt.anomalies)
        self._refused: dict[str, bool] = {}

    def refuses(self, model: str) -> bool:
        """Return whether the prompt would be rejected under this model for something that it is not rejected for now."""
        if model not in self._refused:
            self._refused[model] = any(self._loses(parameter, model) for parameter in self.prompt.parameters) or self._clashes(model)
        return self._refused[model]

    def pin_fix(self, model: str) -> Fix | None:
        """Name the model at the end; None if the end is not part of the prompt, or if the model rejects something."""
        if not self._has_end or self.refuses(model):
            return None
        return append_fix(self.prompt, self.context.vocabulary.models[model].spelling)

    def _loses(self, parameter: Parameter, model: str) -> bool:
        """Return whether the model rejects a parameter for a reason that the active models do not have."""
        if parameter.name == self.context.vocabulary.video:  # it means one thing with old models and another with new ones
            return True
        context = self.context
        now = {kind for each in context.models for kind in _refusals(parameter, each, context.vocabulary)}
        if not now.issuperset(_refusals(parameter, model, context.vocabulary)):
            return True
        return self._orphan(parameter, model) and not any(self._orphan(parameter, each) for each in context.models)

    def _orphan(self, parameter: Parameter, model: str) -> bool:
        """Return whether a model supports the parameter, but rejects it without a companion."""
        vocabulary = self.context.vocabulary
        needed = vocabulary.requirement(parameter.name)
        if needed is None or missing_effect(self.context, needed) != "rejected":
            return False
        return _has(vocabulary, parameter, model) and self.same_job.meeting(parameter, needed.parameter) is None

    def _clashes(self, model: str) -> bool:
        """Return whether the model rejects the combination of two parameters that it supports."""
        vocabulary = self.context.vocabulary
        for conflict, first, second in clashes(self.prompt, vocabulary, (model,)):
            if conflict.effect == "rejected" and all(_has(vocabulary, each, model) for each in (first, second)):
                return True
        return False


def _has(vocabulary: Vocabulary, parameter: Parameter, model: str) -> bool:
    return vocabulary.support(parameter.name, model).status == "supported"


_ENCLOSED = frozenset({"quoted-prompt", "discord-echo", "permutation"})


def has_image(prompt: Prompt) -> bool:
    """Return whether the text has an image link, or a slot that may contain one."""
    if prompt.images:
        return True
    return any(anomaly.kind == "placeholder" and anomaly.start < prompt.text_end for anomaly in prompt.anomalies)
