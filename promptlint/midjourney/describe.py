"""What a person or an agent is told about a parameter or a model: sentences made from the vocabulary, and nothing else.

The hover and the completion of editors, the tools for agents and the text for a system prompt all read this.
"""

from __future__ import annotations

from promptlint.text.joining import or_list
from promptlint.text.namedtuple import NamedTuple

from .vocabulary import number_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .vocabulary import Definition, Limits, Model, Source, Support, Vocabulary

__all__ = [
    "ModelDescription",
    "ParameterDescription",
    "called",
    "describe_model",
    "describe_parameter",
    "missing_on",
    "selects_model",
    "takes",
    "works",
]

_KINDS = {
    "switch": "no value",
    "integer": "a whole number",
    "decimal": "a number",
    "ratio": "width:height in whole numbers",
    "words": "words, up to the next parameter",
    "references": "image links, numeric style codes or `random`",
    "codes": "nothing, or codes of profiles and moodboards",
    "model": "the number of a model",
    "url_or_loop": "one image link",
    "url": "one image link",
}
_WITHOUT = {
    "rejected": "{model} refuses a prompt with it",
    "unsupported": "{model} does not have it",
    "ignored": "{model} ignores it",
}


class ParameterDescription(NamedTuple):
    """A parameter on one model.

    `written` is the usual spelling with its dashes, `aliases` are the others. `takes` says what value it wants there,
    `default` what holds without it (empty where that is not known). `works` tells whether the model has it, None where
    that is not known; `support` says the same in a sentence. `models` are those that have it. `source` and `where` are
    title and address of the source of that, `date` its date (ISO).
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
    """A model: what one writes to choose it, how it stands with it, and where that is from."""

    name: str
    written: str
    called: str
    status: str
    history: str
    note: str
    source: str
    where: str
    date: str


def called(model: Model) -> str:
    """What people call a model: `version 8.2`, `Niji 7`, `the video model`."""
    if model.family == "niji":
        return f"Niji {model.values[0]}"
    return f"version {model.name}" if model.family == "v" else f"the {model.name} model"


def describe_parameter(vocabulary: Vocabulary, name: str, model: str) -> ParameterDescription | None:
    """A parameter, by its canonical name, on a model; None where there is none of this name."""
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
        source.title,
        _address(source),
        told.date,
    )


def describe_model(vocabulary: Vocabulary, name: str) -> ModelDescription:
    """A model by its name, which must be one of the vocabulary (KeyError)."""
    model = vocabulary.models[name]
    source = vocabulary.sources[model.source]
    return ModelDescription(
        name,
        model.spelling,
        called(model),
        model.status,
        _history(vocabulary, model),
        model.note,
        source.title,
        _address(source),
        model.date,
    )


def selects_model(vocabulary: Vocabulary, definition: Definition) -> bool:
    """Whether a parameter chooses the model, so that no model can be said to have it."""
    return definition.name in vocabulary.model_flags


def works(vocabulary: Vocabulary, definition: Definition, support: Support) -> bool | None:
    """Whether the model has the parameter; None where nothing is known."""
    if selects_model(vocabulary, definition) and support.status == "unknown":
        return True
    return None if support.status == "unknown" else support.status == "supported"


def missing_on(vocabulary: Vocabulary, name: str, model: str) -> str:
    """Why a parameter is of no use on a model, as half a sentence; empty where the model has it or nothing is known."""
    support = vocabulary.support(name, model)
    if support.status not in _WITHOUT:
        return ""
    reason = _WITHOUT[support.status].format(model=called(vocabulary.models[model]))
    having = vocabulary.models_with(name)
    live = [each for each in having if vocabulary.models[each].status == "live"]
    return f"{reason}; {_having(live or having)}" if having else reason


def takes(definition: Definition, limits: Limits | None) -> str:
    """What value a parameter wants under these limits, in words."""
    if definition.kind == "choice":
        return _choices(limits)
    if definition.kind == "urls":
        least, most = definition.counts
        return f"{max(least, 1)} to {most} image links" if most else "image links"
    text = _KINDS[definition.kind]
    if definition.kind == "url_or_loop":
        return text
    if limits is None or limits.allowed == "any":
        return text
    return f"{text}{':' if limits.values else ','} {limits.allowed}"


def _choices(limits: Limits | None) -> str:
    if limits is None or not limits.values:
        return "one word"
    words = or_list(f"`{number_text(value)}`" for value in limits.values)
    return f"{words}, or a code of your own" if limits.open else words


def _support_text(vocabulary: Vocabulary, definition: Definition, support: Support, model: str) -> str:
    if selects_model(vocabulary, definition) and support.status == "unknown":
        return "It chooses the model."
    reason = missing_on(vocabulary, definition.name, model)
    if reason:
        return reason[0].upper() + reason[1:] + "."
    if support.status == "supported":
        return f"It works on {called(vocabulary.models[model])}."
    return f"It is not known whether {called(vocabulary.models[model])} has it."


def _having(models: Iterable[str]) -> str:
    names = list(models)
    return f"only {names[0]} has it" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} have it"


def _needs(vocabulary: Vocabulary, definition: Definition) -> str:
    if definition.requires is None:
        return ""
    return "an image link in front" if definition.requires.parameter == "image" else vocabulary.spelling(definition.requires.parameter)


def _history(vocabulary: Vocabulary, model: Model) -> str:
    """Since when it is there, whether it was or is the default, until when."""
    parts = [f"came {model.since}"]
    if model.name == vocabulary.default_model:
        parts.append(f"the default since {model.default_from}")
    elif model.default_from:
        parts.append(f"the default from {model.default_from} until {model.default_until}")
    if model.status == "withdrawn":
        parts.append(f"withdrawn {model.until}")
    return ", ".join(parts)


def _address(source: Source) -> str:
    """The address of a source, empty where it has none that can be opened."""
    return source.where.split()[0] if source.where.startswith("https://") else ""
