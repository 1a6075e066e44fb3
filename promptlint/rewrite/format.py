"""One way to write a prompt: spacing, dashes, the spelling and the order of parameters. What is drawn stays as it is.

The text, its permutations, the image links and every value are kept to the letter. A prompt with a mistake of form is
left alone altogether: mending it may change what is drawn, and that is for `lint --fix` to offer.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from promptlint.diagnostics import Edit, apply_edits
from promptlint.midjourney.tables import vocabulary
from promptlint.model import ImageLink
from promptlint.parsing.parser import parse
from promptlint.semantics.active_model import models_named

if TYPE_CHECKING:
    from promptlint.model import Anomaly, Parameter, Prompt, Value

__all__ = ["drawn", "format_edits", "format_prompt", "is_well_formed", "models_of", "ordered", "span_of", "spelled", "stop_of"]

# Midjourney's FAQ lets an em dash stand for the two hyphens, so that this is spelling and no mistake.
SPELLING_ONLY = frozenset({"dash-form"})
EM_DASH = "—"


def format_prompt(text: str, *, spelling: str | tuple[tuple[str, str], ...] = "", model: str | None = None) -> str:
    """The prompt as `format_edits` would write it."""
    return apply_edits(text, format_edits(text, spelling=spelling, model=model))


def format_edits(text: str, *, spelling: str | tuple[tuple[str, str], ...] = "", model: str | None = None) -> tuple[Edit, ...]:
    """The edits that bring a prompt into its one form; none where it has it, or where a mistake of form stands in it.

    `spelling` is that of the settings: `long`, `short`, pairs of canonical name and spelling, or empty for the spelling
    that Midjourney echoes. `model` is the account's default model, used where the prompt names none.
    """
    prompt = parse(text)
    if not is_well_formed(prompt):
        return ()
    parameters = prompt.parameters
    models = models_of(prompt, model)
    edits = _trimmed(prompt)
    for before, after in pairwise(parameters):
        edits.append(Edit(stop_of(before), after.start, " "))
    for place, parameter in zip(parameters, ordered(parameters), strict=True):
        edits.append(Edit(place.start, stop_of(place), _written(parameter, text, spelling, models)))
    needed = tuple(edit for edit in sorted(edits) if text[edit.start : edit.end] != edit.text)
    # Odd punctuation may read otherwise behind another neighbour (`--no blur -`): such a prompt keeps its form.
    return needed if not needed or drawn(parse(apply_edits(text, needed))) == drawn(prompt) else ()


def is_well_formed(prompt: Prompt) -> bool:
    """Whether nothing but known parameters stands behind the text, each written without a mistake and outside braces."""
    if _mistakes(prompt):
        return False
    # A parameter inside braces belongs to some of the jobs only; an unknown one may be the account's own, and hold more.
    if any(parameter.branch or not parameter.known for parameter in prompt.parameters):
        return False
    ends = [prompt.text_end, *(stop_of(parameter) for parameter in prompt.parameters)]
    starts = [*(parameter.start for parameter in prompt.parameters), len(prompt.source)]
    return all(not prompt.source[end:start].strip() for end, start in zip(ends, starts, strict=True))


def drawn(prompt: Prompt) -> tuple[object, ...]:
    """What Midjourney draws by: text, images, and of each parameter the values in their order."""
    values: dict[str, list[object]] = {}
    for parameter in prompt.parameters:
        values.setdefault(parameter.name, []).append([(value.text, value.kind, _weight(value)) for value in parameter.values])
    return prompt.text, [(image.url, _weight(image)) for image in prompt.images], values, [anomaly.kind for anomaly in _mistakes(prompt)]


def _weight(value: Value) -> str | None:
    return value.weight.number if value.weight else None


def _mistakes(prompt: Prompt) -> list[Anomaly]:
    """The anomalies that are more than spelling."""
    return [anomaly for anomaly in prompt.anomalies if anomaly.kind not in SPELLING_ONLY or not anomaly.written.startswith(EM_DASH)]


def _trimmed(prompt: Prompt) -> list[Edit]:
    """No white space around the prompt, one space between text and parameters."""
    source = prompt.source
    if not source.strip():
        return []
    first = prompt.parameters[0].start if prompt.parameters else len(source)
    last = stop_of(prompt.parameters[-1]) if prompt.parameters else len(source.rstrip())
    body = len(source[:first].rstrip())
    lead = len(source) - len(source.lstrip())
    edits = [Edit(0, lead, ""), Edit(last, len(source), "")]
    if prompt.parameters:
        edits.append(Edit(body, first, " ") if body > lead else Edit(lead, first, ""))
    return edits


def ordered(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """The parameters in the order in which Midjourney echoes them; several of one name stay as they follow each other."""
    words = vocabulary()
    if len(words.model_flags.intersection(parameter.name for parameter in parameters)) > 1:
        return parameters  # the last one chooses the model
    place = {name: number for number, name in enumerate(words.order)}
    return tuple(sorted(parameters, key=lambda parameter: place.get(parameter.name, len(place))))


def _written(parameter: Parameter, source: str, spelling: str | tuple[tuple[str, str], ...], models: tuple[str, ...]) -> str:
    """The parameter with its values, single spaces between them and nothing else changed."""
    pieces = [spelled(parameter, spelling, models)]
    at = parameter.name_end
    for value in parameter.values:
        start, end = span_of(value)
        pieces += [_gap(source[at:start]), source[start:end]]
        at = end
    return "".join(pieces) + source[at : stop_of(parameter)]


def _gap(between: str) -> str:
    """What stands between two values: white space becomes a space, a comma stays."""
    return " " if between.isspace() else between


def stop_of(parameter: Parameter) -> int:
    """Where the parameter ends with everything that is glued to its last value."""
    return max(parameter.end, span_of(parameter.values[-1])[1]) if parameter.values else parameter.end


def span_of(value: Value) -> tuple[int, int]:
    """A value with its weight, a link also with its brackets."""
    start, end = value.start, value.weight.end if value.weight else value.end
    if isinstance(value, ImageLink):
        return value.written_start, max(end, value.written_start + len(value.written))
    return start, end


def spelled(parameter: Parameter, spelling: str | tuple[tuple[str, str], ...], models: tuple[str, ...]) -> str:
    """How the parameter is to be written, dashes and name."""
    words = vocabulary()
    # `--w` was --width once: a name is changed only where the models in force have the parameter it is read as.
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
    """The models the prompt runs on; `model` is the account's default, None for Midjourney's."""
    named = models_named(prompt.parameters, vocabulary())
    return (model or vocabulary().default_model,) if named is None else named
