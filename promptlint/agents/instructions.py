"""Instructions for language models: today's parameters, for a system prompt (`rule --for-agents`)."""

from __future__ import annotations

from promptlint.links.host_data import ACCEPTED_EXTENSIONS
from promptlint.midjourney.describe import ParameterDescription, describe_parameter, takes
from promptlint.midjourney.tables import vocabulary
from promptlint.text.joining import or_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from promptlint.midjourney.rows import Conflict, Definition, Model
    from promptlint.midjourney.vocabulary import Vocabulary

__all__ = ["as_json", "as_text"]

_FORM = """\
A prompt is one line: image links first, then the text, then the parameters.
    a lighthouse in a storm, oil painting --ar 16:9 --stylize 250 --v {default}
- A parameter is two hyphens, its name in lower case, a space, its value: `--ar 16:9`, not `--ar16:9`, `—ar`, `--AR` or `--ar=16:9`.
- No punctuation after a value. A switch takes no value.
- An image link is public, leads to the image itself, not to a page that shows it, and ends in {endings}.
- No placeholders such as [SUBJECT], no quotes around the prompt, no `/imagine prompt:`."""


def as_text() -> str:
    """The parameters of the current default model, and which others have what it lacks, to be read by a language model."""
    words = vocabulary()
    model = words.default_model
    here = [told for told in _told(words, model) if told.works and told.model == model and told.name not in words.model_flags]
    lines = [
        f"# Midjourney prompts, facts as of {words.verified}",
        "",
        _FORM.format(default=model, endings=or_list(f".{each}" for each in ACCEPTED_EXTENSIONS)),
        "",
        "## Models",
        f"A prompt that does not name one runs on the account's default, usually {model}. Current models: {', '.join(_live(words))}.",
        *_model_parameters(words),
        "",
        f"## Parameters of {model}",
        *(_line(told) for told in here),
        "",
        f"## Not on {model}",
        *_elsewhere(words, model),
        "",
        "## Videos",
        f"`--video` requires one image link before the text, and accepts only these parameters: {', '.join(_video(words))}.",
        "",
        "## Incompatible parameters",
        *_conflicts(words, model),
    ]
    return "\n".join(lines) + "\n"


def as_json() -> str:
    """The same facts as one JSON document: every current parameter, with its value and models on the default model."""
    import json

    words = vocabulary()
    model = words.default_model
    document: dict[str, Any] = {
        "version": 1,
        "as_of": words.verified,
        "default_model": model,
        "models": [_model(each) for each in words.models.values() if each.status == "live"],
        "parameters": [_parameter(told) for told in _told(words, model)],
        "conflicts": [
            {
                "parameters": [_side(words, conflict, name) for name in conflict.parameters],
                "effect": conflict.effect,
                "reason": conflict.reason,
            }
            for conflict in _of_model(words, model)
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _told(words: Vocabulary, model: str) -> Iterator[ParameterDescription]:
    """The current parameters as the model has them; those of a video as the video model has them."""
    for definition in words.definitions:
        if definition.status != "current":
            continue
        beside = definition.name in words.video_parameters and words.support(definition.name, model).status == "unknown"
        told = describe_parameter(words, definition.name, words.video if beside else model)
        assert told is not None
        yield told


def _live(words: Vocabulary) -> Iterator[str]:
    for model in reversed(words.models.values()):
        if model.status == "live" and model.family in ("v", "niji"):
            yield f"`{model.spelling}`"


def _model_parameters(words: Vocabulary) -> Iterator[str]:
    """The parameters that select a model of their own and accept more than its number."""
    for definition in words.definitions:
        if definition.name in words.model_flags and definition.kind not in ("model", "switch"):
            yield f"`--{definition.written}` takes {takes(definition, None)}: {definition.summary}"


def _line(told: ParameterDescription) -> str:
    value = "" if told.takes == "no value" else f": {told.takes}"
    default = f" (default {told.default})" if told.default else ""
    needs = f" Requires {told.needs}." if told.needs else ""
    return f"- `{told.written}`{value}{default}. {told.summary}{needs}"


def _elsewhere(words: Vocabulary, model: str) -> Iterator[str]:
    """The parameters that the default model lacks, with the live models that have them."""
    for definition in words.definitions:
        having = [each for each in words.models_with(definition.name) if words.models[each].status == "live"]
        lacking = words.support(definition.name, model).status not in ("supported", "unknown")
        if definition.status == "current" and lacking and having:
            yield f"- `--{definition.written}` ({_value(words, definition, having)}): only on {', '.join(having)}. {definition.summary}"


def _value(words: Vocabulary, definition: Definition, having: list[str]) -> str:
    """The value it accepts on these models; on the newest one, if they differ."""
    values = {model: takes(definition, words.limits(definition.name, model)) for model in having}
    newest = having[-1]
    return values[newest] + (f" on {newest}" if len(set(values.values())) > 1 else "")


def _video(words: Vocabulary) -> Iterator[str]:
    for name in words.video_parameters:
        definition = words.definition(name)
        if definition is not None and name != words.video:
            value = takes(definition, words.limits(name, words.video))
            yield f"`--{definition.written}`" + ("" if value == "no value" else f" ({value})")


def _of_model(words: Vocabulary, model: str) -> Iterable[Conflict]:
    """The conflicts that do harm on the model."""
    return [each for each in words.conflicts if each.effect != "noted" and _has_both(words, each, model)]


def _has_both(words: Vocabulary, conflict: Conflict, model: str) -> bool:
    if conflict.models and model not in conflict.models:
        return False
    return all(name in words.model_flags or words.support(name, model).status == "supported" for name in conflict.parameters)


def _conflicts(words: Vocabulary, model: str) -> Iterator[str]:
    for conflict in _of_model(words, model):
        first, second = (f"`{_side(words, conflict, name)}`" for name in conflict.parameters)
        yield f"- {first} with {second}: {conflict.reason}"


def _side(words: Vocabulary, conflict: Conflict, name: str) -> str:
    value = dict(conflict.values).get(name, "")
    return f"{words.spelling(name)} {value}".strip()


def _model(model: Model) -> dict[str, Any]:
    return {"name": model.name, "written": model.spelling, "since": model.since, "source": model.source, "date": model.date}


def _parameter(told: ParameterDescription) -> dict[str, Any]:
    return {
        "written": told.written,
        "aliases": list(told.aliases),
        "summary": told.summary,
        "model": told.model,
        "works": told.works,
        "takes": told.takes,
        "default": told.default or None,
        "needs": told.needs or None,
        "models": list(told.models),
        "source": told.where or told.source,
        "date": told.date,
    }
