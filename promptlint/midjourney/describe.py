"""Describe a parameter or a model in sentences made from the vocabulary.

The hover and the completion of editors, the tools for agents and the text for a system prompt all read this.
"""

from __future__ import annotations

from promptlint.text.joining import or_list
from promptlint.text.namedtuple import NamedTuple

from .rows import KINDS, number_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .rows import Definition, Limits, Model, Source, Support
    from .vocabulary import Vocabulary

__all__ = [
    "ModelDescription",
    "ParameterDescription",
    "describe_model",
    "describe_parameter",
    "missing_on",
    "selects_model",
    "takes",
    "works",
]

_WITHOUT = {
    "rejected": "{model} rejects it",
    "unsupported": "{model} does not support it",
    "ignored": "{model} ignores it",
}


class ParameterDescription(NamedTuple):
    """A parameter on one model.

    `written` is the usual spelling with its dashes, `aliases` are the others. `takes` is the value it accepts there, `default`
    the one without it (empty if unknown). `works` is whether the model supports it, or `None` if unknown; `support` says the same
    in a sentence. `models` are those that support it. `source` and `where` are title and address of the source, `date` its date
    (ISO).
    """

    name: str
    written: str
    aliases: tuple[str, ...]
    title: str
    summary: str
    model: str
    takes: str
    default: str
    works: bool | None
    support: str
    models: tuple[str, ...]
    needs: str
    notes: tuple[str, ...]
    source: str
    where: str
    date: str


class ModelDescription(NamedTuple):
    """A model: how to select it, its status, and the source."""

    name: str
    written: str
    called: str
    status: str
    history: str
    note: str
    source: str
    where: str
    date: str


def describe_parameter(vocabulary: Vocabulary, name: str, model: str) -> ParameterDescription | None:
    """Describe a parameter, by its canonical name, on a model; return `None` if it does not exist."""
    definition = vocabulary.definition(name)
    if definition is None:
        return None
    support, limits = vocabulary.support(name, model), vocabulary.limits(name, model)
    told = limits if limits is not None else support if support.source else definition
    source = vocabulary.sources[told.source]
    return ParameterDescription(
        name,
        f"--{definition.written}",
        tuple(f"--{alias}" for alias in sorted({name, *definition.aliases} - {definition.written}, key=len)),
        definition.title,
        definition.summary,
        model,
        takes(definition, limits),
        "" if limits is None or limits.default is None else number_text(limits.default),
        works(vocabulary, definition, support),
        _support_text(vocabulary, definition, support, model),
        vocabulary.models_with(name),
        _needs(vocabulary, definition),
        tuple(note for note in (support.note, limits.note if limits else "", definition.note) if note),
        _title(source),
        _address(source),
        told.date,
    )


def describe_model(vocabulary: Vocabulary, name: str) -> ModelDescription:
    """Describe a model of the vocabulary. Raises KeyError."""
    model = vocabulary.models[name]
    source = vocabulary.sources[model.source]
    return ModelDescription(
        name,
        model.spelling,
        model.title,
        model.status,
        _history(vocabulary, model),
        model.note,
        _title(source),
        _address(source),
        model.date,
    )


def selects_model(vocabulary: Vocabulary, definition: Definition) -> bool:
    """Return whether a parameter selects the model, so that models do not support it or not."""
    return definition.name in vocabulary.model_flags


def works(vocabulary: Vocabulary, definition: Definition, support: Support) -> bool | None:
    """Return whether the model supports the parameter, or `None` if unknown."""
    if selects_model(vocabulary, definition) and support.status == "unknown":
        return True
    return None if support.status == "unknown" else support.status == "supported"


def missing_on(vocabulary: Vocabulary, name: str, model: str) -> str:
    """Return why a parameter does not work on a model, as a clause; empty if it does, or if that is not known."""
    support = vocabulary.support(name, model)
    if support.status not in _WITHOUT:
        return ""
    reason = _WITHOUT[support.status].format(model=vocabulary.models[model].title)
    having = vocabulary.models_with(name)
    live = [each for each in having if vocabulary.models[each].status == "live"]
    return f"{reason}; {_having(vocabulary, live or having)}" if having else reason


def takes(definition: Definition, limits: Limits | None) -> str:
    """The value that a parameter accepts under these limits, in words."""
    if definition.kind == "choice":
        return _choices(limits)
    if definition.kind == "urls":
        least, most = definition.counts
        return f"{max(least, 1)} to {most} image links" if most else "image links"
    bare = definition.optional and definition.kind != "model"  # some services reject a model's flag without its number
    text = f"{'no value, or ' if bare else ''}{KINDS[definition.kind]}"
    if limits is None or limits.allowed == "any":
        return text
    return f"{text}{':' if limits.values else ','} {limits.allowed}"


def _choices(limits: Limits | None) -> str:
    if limits is None or not limits.values:
        return "one word"
    words = or_list(f"`{number_text(value)}`" for value in limits.values)
    return f"{words}, or one of your codes" if limits.open else words


def _support_text(vocabulary: Vocabulary, definition: Definition, support: Support, model: str) -> str:
    if selects_model(vocabulary, definition) and support.status == "unknown":
        return "It selects the model."
    reason = missing_on(vocabulary, definition.name, model)
    if reason:
        return reason[0].upper() + reason[1:] + "."
    if support.status == "supported":
        return f"It works on {vocabulary.models[model].title}."
    return f"It is not known whether {vocabulary.models[model].title} supports it."


def _having(vocabulary: Vocabulary, models: Iterable[str]) -> str:
    return f"it requires {or_list(vocabulary.models[name].title for name in models)}"


def _needs(vocabulary: Vocabulary, definition: Definition) -> str:
    if definition.requires is None:
        return ""
    required = definition.requires.parameter
    return "an image link before the text" if required == "image" else vocabulary.spelling(required)


def _history(vocabulary: Vocabulary, model: Model) -> str:
    """When it was released, whether it was or is the default, and when it was withdrawn."""
    parts = [f"released {model.since}"]
    if model.name == vocabulary.default_model:
        parts.append(f"the default since {model.default_from}")
    elif model.default_from:
        parts.append(f"the default from {model.default_from} until {model.default_until}")
    if model.status == "withdrawn":
        parts.append(f"withdrawn {model.until}")
    return ", ".join(parts)


def _address(source: Source) -> str:
    """The address of a page of Midjourney; empty for other sources, which are not cited."""
    return source.where.split()[0] if source.tier == "official" and source.where.startswith("https://") else ""


def _title(source: Source) -> str:
    """The title of a page of Midjourney, or the kind of another source."""
    return _KINDS_OF_SOURCE.get(source.tier, source.title)


_KINDS_OF_SOURCE = {"live": "recorded jobs", "vendor": "reports of services", "community": "community reports"}
