"""The canonical spelling and order of parameters, and everything that determines the image, however it is written."""

from __future__ import annotations

from promptlint.midjourney.tables import vocabulary
from promptlint.model import ImageLink

from .active_model import models_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.model import Anomaly, Parameter, Prompt, Value

__all__ = ["drawn", "is_well_formed", "models_of", "ordered", "span_of", "spelled", "stop_of"]

# Midjourney's FAQ lets an em dash replace the two hyphens, so it is a spelling and not a mistake.
SPELLING_ONLY = frozenset({"dash-form"})
EM_DASH = "—"


def is_well_formed(prompt: Prompt) -> bool:
    """Return whether nothing but known parameters follows the text, each written without a mistake and outside braces."""
    if _mistakes(prompt):
        return False
    # A parameter inside braces belongs to some of the jobs only; an unknown one may be the account's own, and contain more.
    if any(parameter.branch or not parameter.known for parameter in prompt.parameters):
        return False
    ends = [prompt.text_end, *(stop_of(parameter) for parameter in prompt.parameters)]
    starts = [*(parameter.start for parameter in prompt.parameters), len(prompt.source)]
    return all(not prompt.source[end:start].strip() for end, start in zip(ends, starts, strict=True))


def drawn(prompt: Prompt) -> tuple[object, ...]:
    """Everything that determines the image: text, images, and the values of each parameter in their order."""
    values: dict[str, list[object]] = {}
    for parameter in prompt.parameters:
        values.setdefault(parameter.name, []).append([(value.text, value.kind, _weight(value)) for value in parameter.values])
    return prompt.text, [(image.url, _weight(image)) for image in prompt.images], values, [anomaly.kind for anomaly in _mistakes(prompt)]


def _weight(value: Value) -> str | None:
    return value.weight.number if value.weight else None


def _mistakes(prompt: Prompt) -> list[Anomaly]:
    """The anomalies that are more than spelling."""
    return [anomaly for anomaly in prompt.anomalies if anomaly.kind not in SPELLING_ONLY or not anomaly.written.startswith(EM_DASH)]


def ordered(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """The parameters in the order in which Midjourney echoes them; several of one name stay as they follow each other."""
    words = vocabulary()
    if len(words.model_flags.intersection(parameter.name for parameter in parameters)) > 1:
        return parameters  # the last one chooses the model
    place = {name: number for number, name in enumerate(words.order)}
    return tuple(sorted(parameters, key=lambda parameter: place.get(parameter.name, len(place))))


def stop_of(parameter: Parameter) -> int:
    """The end of the parameter with everything that is attached to its last value."""
    return max(parameter.end, span_of(parameter.values[-1])[1]) if parameter.values else parameter.end


def span_of(value: Value) -> tuple[int, int]:
    """A value with its weight, a link also with its brackets."""
    start, end = value.start, value.weight.end if value.weight else value.end
    if isinstance(value, ImageLink):
        return value.written_start, max(end, value.written_start + len(value.written))
    return start, end


def spelled(parameter: Parameter, spelling: str | tuple[tuple[str, str], ...], models: tuple[str, ...]) -> str:
    """The spelling of the parameter, dashes and name."""
    words = vocabulary()
    # `--w` was once --width: a name changes only if the active models support the parameter it is read as.
    if parameter.name not in words.model_flags and any(words.support(parameter.name, one).status == "unknown" for one in models):
        return "--" + parameter.spelling.lstrip("-" + EM_DASH)
    definition = words.definition(parameter.name)
    if definition is None or not spelling:
        return words.spelling(parameter.name)
    if isinstance(spelling, str):
        names = (parameter.name, *definition.aliases)
        return "--" + (max(names, key=len) if spelling == "long" else min(names, key=len))
    return "--" + dict(spelling).get(parameter.name, definition.written).lstrip("-")


def models_of(prompt: Prompt, model: str | None) -> tuple[str, ...]:
    """The models that the prompt runs on; `model` is the account's default, or None for Midjourney's."""
    named = models_named(prompt.parameters, vocabulary())
    return (model or vocabulary().default_model,) if named is None else named
