"""Completion in a prompt: parameters, values, models. What the model does not support comes last, with the reason."""

from __future__ import annotations

from promptlint.midjourney.describe import describe_model, describe_parameter, missing_on
from promptlint.midjourney.rows import number_text
from promptlint.midjourney.tables import vocabulary
from promptlint.parsing.lalr import pattern
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.midjourney.rows import Definition, Limits, Model
    from promptlint.model import Parameter, Prompt

__all__ = ["Completion", "completions"]

# Shapes people draw in most, with what they are for; any other ratio may be written too.
_RATIOS = {
    "1:1": "square",
    "16:9": "wide screen",
    "9:16": "upright screen, story",
    "3:2": "photograph",
    "2:3": "upright photograph, poster",
    "4:3": "classic screen",
    "3:4": "upright, portrait",
    "4:5": "upright, social media",
    "21:9": "cinema",
}


class Completion(NamedTuple):
    """One offer: it replaces the code points `start:end` of the prompt with `text`.

    `detail` is one line, `documentation` is Markdown. `good` is False if the active model does not support it; `detail` then
    says why. `again` makes the editor offer values right after it.
    """

    start: int
    end: int
    label: str
    text: str
    detail: str
    documentation: str = ""
    good: bool = True
    kind: str = "parameter"
    again: bool = False


def completions(prompt: Prompt, at: int, model: str) -> list[Completion]:
    """The completions at the position `at`, in order: those that the model supports first.

    `model` is the active one. `at` may lie in white space after the prompt's end.
    """
    before = prompt.source[:at].ljust(at)
    name = pattern("TYPED_NAME").search(before)
    if name and (name.start() == 0 or before[name.start() - 1].isspace()):
        offers = _parameters(prompt, name.start(), _word_end(prompt.source, at), model)
    else:
        offers = _values_at(prompt, before, at, model)
    return sorted(offers, key=lambda offer: not offer.good)


def _word_end(source: str, at: int) -> int:
    """The end of the word that contains `at`."""
    while at < len(source) and (source[at].isalnum() or source[at] in "_-.:"):
        at += 1
    return at


def _parameters(prompt: Prompt, start: int, end: int, model: str) -> Iterator[Completion]:
    words = vocabulary()
    order = {name: number for number, name in enumerate(words.order)}
    there = {parameter.name for parameter in prompt.parameters if not parameter.start <= start < parameter.name_end}
    for definition in sorted(words.definitions, key=lambda each: order.get(each.name, len(order))):
        if definition.status == "current" and (definition.repeatable or definition.name not in there):
            yield _parameter(definition, start, end, _model_for(definition, prompt, model), _alone(definition, prompt))


def _model_for(definition: Definition, prompt: Prompt, model: str) -> str:
    """The model a parameter is checked against: the video model in a video, and for parameters of videos."""
    words = vocabulary()
    if definition.name not in words.video_parameters:
        return model
    alone = words.support(definition.name, model).status == "unknown"
    return words.video if alone or prompt.get(words.video) is not None else model


def _alone(definition: Definition, prompt: Prompt) -> str:
    """Why a parameter does not work in this prompt, or that it selects an old model; empty if nothing is wrong."""
    words = vocabulary()
    chosen = words.model_for(definition.name) if definition.kind == "switch" else None
    if chosen is not None and chosen.status == "legacy":
        return f"{chosen.title} was released in {chosen.since[:4]}"
    required = definition.requires.parameter if definition.requires is not None else ""
    if required == "image":
        return "" if prompt.images else "requires an image link before the text"
    return f"requires {words.spelling(required)}" if required and prompt.get(required) is None else ""


def _parameter(definition: Definition, start: int, end: int, model: str, alone: str) -> Completion:
    words = vocabulary()
    told = describe_parameter(words, definition.name, model)
    assert told is not None
    reason = missing_on(words, definition.name, model) or _other_models(definition, model) or alone
    takes_value = definition.kind != "switch" and not definition.optional
    text = told.written + (" " if takes_value else "")
    about = f"{told.summary}\n\nValue: {told.takes}" + (f"; the default is {told.default}" if told.default else "")
    return Completion(start, end, told.written, text, reason or told.title, about, not reason, "parameter", takes_value)


def _other_models(definition: Definition, model: str) -> str:
    """Why a parameter that nothing is known of on this model is not for it: it belongs to others."""
    words = vocabulary()
    having = words.models_with(definition.name)
    if definition.name in words.model_flags or not having or model in having or words.support(definition.name, model).status != "unknown":
        return ""
    return f"it belongs to {', '.join(words.models[each].spelling for each in having)}"


def _values_at(prompt: Prompt, before: str, at: int, model: str) -> Iterator[Completion]:
    """The values of the parameter before the position."""
    start = len(before)
    while start and not before[start - 1].isspace():
        start -= 1
    owner = _owner(prompt, before, start)
    definition = vocabulary().definition(owner.name) if owner else None
    if owner is None or definition is None:
        return
    end = _word_end(prompt.source, at)
    if definition.kind == "model":
        yield from _models(prompt, definition, start, end)
        return
    model = _model_for(definition, prompt, model)
    for value, detail in _values(definition, vocabulary().limits(definition.name, model)):
        yield Completion(start, end, value, value, detail, kind="value")
    yield from _values_elsewhere(definition, start, end, model)


def _owner(prompt: Prompt, before: str, start: int) -> Parameter | None:
    """The parameter whose first value is written at `start`, in the text before the position; references take several."""
    for parameter in reversed(prompt.parameters):
        between = before[parameter.name_end : start]
        if between:
            definition = vocabulary().definition(parameter.name)
            several = definition is not None and definition.kind in ("references", "codes")
            return parameter if between.isspace() or several else None
    return None


def _values(definition: Definition, limits: Limits | None) -> Iterator[tuple[str, str]]:
    """Values to offer, each with a note."""
    if definition.kind == "references":
        yield "random", "a random style code"
    if definition.kind == "url_or_loop":
        yield "loop", "the first image again"
    if limits is None:
        return
    if definition.kind == "ratio":
        yield from ((ratio, use) for ratio, use in _RATIOS.items() if _fits(ratio, limits))
        return
    if limits.values:
        yield from ((number_text(value), "the default" if value == limits.default else "") for value in limits.values)
        return
    marks = {limits.minimum: "the least", limits.default: "the default", limits.maximum: "the most"}
    yield from ((number_text(value), word) for value, word in marks.items() if value is not None)


def _fits(ratio: str, limits: Limits) -> bool:
    width, height = map(int, ratio.split(":"))
    return limits.longest is None or max(width, height) <= limits.longest * min(width, height)


def _values_elsewhere(definition: Definition, start: int, end: int, model: str) -> Iterator[Completion]:
    """The words that other models take, with which."""
    words = vocabulary()
    if definition.kind != "choice":
        return
    here = words.limits(definition.name, model)
    known = set(here.values) if here else set()
    for other in words.models:
        limits = words.limits(definition.name, other)
        for value in limits.values if limits else ():
            if value not in known:
                known.add(value)
                taking = ", ".join(words.models_taking(definition.name, value))
                text = number_text(value)
                yield Completion(start, end, text, text, f"only on {taking}", good=False, kind="value")


def _models(prompt: Prompt, definition: Definition, start: int, end: int) -> Iterator[Completion]:
    """The models that a flag selects, newest first; with what they do not support in the prompt."""
    words = vocabulary()
    for model in reversed(words.models.values()):
        if model.flag != definition.name or not model.values:
            continue
        told = describe_model(words, model.name)
        reason = _unfit(prompt, model)
        detail = reason or f"{model.title}, {told.status}"
        yield Completion(start, end, model.values[0], model.values[0], detail, f"{told.history}. {told.note}".strip(), not reason, "model")


def _unfit(prompt: Prompt, model: Model) -> str:
    """Why a model does not suit this prompt; empty if it does."""
    if model.status == "withdrawn":
        return f"withdrawn {model.until}"
    words = vocabulary()
    for parameter in prompt.parameters:
        if parameter.known and words.support(parameter.name, model.name).status in ("rejected", "unsupported", "ignored"):
            return f"does not support {words.spelling(parameter.name)}"
    return ""
