"""Move a prompt from one model to another: rewrite what is certain, list what is lost.

`migrate.toml` lists replacements; the vocabulary says what a model supports. Nothing is dropped silently: whatever the new model
does not support, and whatever means something else there, is a `Loss`.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache

from promptlint.diagnostics import Edit, apply_edits
from promptlint.midjourney.tables import vocabulary
from promptlint.model import ImageLink, TextPart, Weight
from promptlint.parsing.parser import parse
from promptlint.semantics.canonical import is_well_formed, models_of, span_of, stop_of
from promptlint.semantics.check_parameter import check_parameter
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from promptlint.midjourney.rows import Model
    from promptlint.model import Parameter, Permutation, Prompt

__all__ = ["Loss", "Migration", "MigrationError", "migrate_prompt"]

NOT_THERE = frozenset({"unsupported-by-model", "retired-parameter"})


class MigrationError(ValueError):
    """A model that nothing can be moved to; the message names those that are."""


class Loss(NamedTuple):
    """A loss on the new model. `start` and `end` are code points of the old prompt; `message` is a sentence."""

    start: int
    end: int
    message: str


class Migration(NamedTuple):
    """A prompt on its new model. `text` is the old one with `edits` applied, or the old one if it cannot move.

    `model` is the model it runs on afterwards: the requested one, or another that supports what the prompt depends on.
    """

    text: str
    model: str
    edits: tuple[Edit, ...]
    lost: tuple[Loss, ...]


def migrate_prompt(text: str, to: str, *, model: str | None = None, target: str | None = None) -> Migration:
    """Move a prompt to the model `to` (`8.2`, `niji 7`).

    `model` is the account's default model, used if the prompt does not name one; a prompt that ends on it is not pinned. `target`
    is the service that receives the prompt, because some support other parameters (None: Discord). Raises MigrationError if `to`
    is not a live model.
    """
    wanted, place = _wanted(to), target or "discord"
    prompt = parse(text)
    default = model or vocabulary().default_model
    sources = models_of(prompt, default)
    reason = _immovable(prompt, sources)
    if reason:
        return Migration(text, ", ".join(sources), (), (Loss(0, len(text), f"Prompt not changed: {reason}"),))
    held = _held(prompt, wanted, place)
    if isinstance(held, Loss):
        return Migration(text, sources[0], (), (held,))
    move = _Move(prompt, sources[0], held, default, place)
    if held is not wanted:
        move.lose_model(wanted)
    return move.done()


class _Move:
    """One prompt on its way to another model: the edits and losses so far."""

    def __init__(self, prompt: Prompt, source: str, target: Model, default: str, place: str) -> None:
        self.prompt, self.source, self.target, self.default, self.place = prompt, source, target, default, place
        self.edits: list[Edit] = []
        self.lost: list[Loss] = []
        self.gone: set[str] = set()

    def done(self) -> Migration:
        """Move every part of the prompt, then put it together."""
        for parameter in self.prompt.parameters:
            if parameter.name not in _selectors():
                self._parameter(parameter)
        self._companions()
        self._style_codes()
        self._weights()
        self._model()
        edits = tuple(sorted(self.edits))
        return Migration(apply_edits(self.prompt.source, edits), self.target.name, edits, tuple(sorted(self.lost)))

    def lose_model(self, wanted: Model) -> None:
        """Explain why the prompt moves to another model than the requested one."""
        for parameter in self.prompt.parameters:
            if _holds(parameter, wanted, self.place):
                stays = "stays on" if self.target.name == self.source else "moves to"
                spelled = vocabulary().spelling(parameter.name)
                self._lose(parameter, f"{wanted.title} does not support `{spelled}`, so the prompt {stays} {self.target.title}")

    # ---- parameters ------------------------------------------------------------------------------------------------

    def _parameter(self, parameter: Parameter) -> None:
        respelled = _respelled(parameter, self.target)
        if respelled:
            self.edits.append(Edit(parameter.start, stop_of(parameter), vocabulary().spelling(respelled)))
        elif _missing(parameter, self.target, self.place):
            self._replace_missing(parameter)
        else:
            self._check_values(parameter)

    def _replace_missing(self, parameter: Parameter) -> None:
        row = _carried(parameter.name, self.target)
        if row is None:
            self._remove(parameter, f"{self.target.title} does not support `{vocabulary().spelling(parameter.name)}`, so it is removed")
            return
        kept = parameter.values[: row.get("most")]
        pieces = [vocabulary().spelling(row["becomes"]), *(self._text(*span_of(value)) for value in kept)]
        self.edits.append(Edit(parameter.start, stop_of(parameter), " ".join(pieces)))
        more = ", and only of the first image" if len(kept) < len(parameter.values) else ""
        self._lose(parameter, f"`{pieces[0]}` replaces `{vocabulary().spelling(parameter.name)}`: {row['loss']}{more}")
        self.gone.add(parameter.name)

    def _check_values(self, parameter: Parameter) -> None:
        """Leave out a value that the old model took and the new one does not; a value that was wrong before stays."""
        words = vocabulary()
        before = {(mistake.kind, mistake.index) for mistake in check_parameter(parameter, self.source, words)}
        mistakes = [
            mistake
            for mistake in check_parameter(parameter, self.target.name, words)
            if mistake.kind not in NOT_THERE and (mistake.kind, mistake.index) not in before
        ]
        if not mistakes:
            return
        limits = words.limits(parameter.name, self.target.name)
        accepted = f"accepts {limits.allowed}" if limits else "does not accept it"
        self._remove(parameter, f"`{self._text(parameter.start, stop_of(parameter))}` is removed: {self.target.title} {accepted}")

    def _style_codes(self) -> None:
        """A code belongs to one style version: on another one it is another style."""
        words = vocabulary()
        versions = [limits.default if (limits := words.limits("sv", model)) else None for model in (self.source, self.target.name)]
        reference = self.prompt.get("sref")
        if reference is None or versions[0] == versions[1] or self.prompt.get("sv") is not None:
            return
        codes = [value.text for value in reference.values if value.isdecimal()]
        if codes:
            self._lose(reference, f"The code {codes[0]} may select another style on {self.target.title}")

    def _companions(self) -> None:
        """Remove what depends on a parameter that is gone, such as a weight without its reference."""
        for parameter in self.prompt.parameters:
            definition = vocabulary().definition(parameter.name)
            needed = definition.requires.parameter if definition and definition.requires else ""
            if needed in self.gone and parameter.name not in self.gone:
                self._remove(
                    parameter,
                    f"`{self._text(parameter.start, stop_of(parameter))}` is removed: it requires `{vocabulary().spelling(needed)}`",
                )

    def _remove(self, parameter: Parameter, message: str) -> None:
        before = len(self.prompt.source[: parameter.start].rstrip())
        self.edits.append(Edit(before, stop_of(parameter), ""))
        self.gone.add(parameter.name)
        self._lose(parameter, message)

    def _lose(self, parameter: Parameter, message: str) -> None:
        self._tell(parameter.start, stop_of(parameter), message)

    def _tell(self, start: int, end: int, message: str) -> None:
        self.lost.append(Loss(start, end, message[0].upper() + message[1:]))

    def _text(self, start: int, end: int) -> str:
        return self.prompt.source[start:end]

    # ---- the model -------------------------------------------------------------------------------------------------

    def _model(self) -> None:
        """Name the new model where the prompt names one, or would run on another."""
        selectors = [parameter for parameter in self.prompt.parameters if parameter.name in _selectors()]
        for parameter in selectors[:-1]:
            self.edits.append(Edit(len(self.prompt.source[: parameter.start].rstrip()), stop_of(parameter), ""))
        if selectors:
            last = selectors[-1]
            if vocabulary().model_for(last.name, last.value) != self.target:
                self.edits.append(Edit(last.start, stop_of(last), self.target.spelling))
        elif self.target.name != self.default:
            end = len(self.prompt.source.rstrip())
            self.edits.append(Edit(end, end, f" {self.target.spelling}"))

    # ---- weights ---------------------------------------------------------------------------------------------------

    def _weights(self) -> None:
        """Join the parts of a multi-prompt, if the new model does not support weights."""
        if not self.prompt.weights or vocabulary().support("multi-prompt", self.target.name).status == "supported":
            return
        parts = tuple(_parts(self.prompt))
        kept = tuple(part for part in parts if not part.negative) or parts
        excluded = tuple(part.text.strip(",.; ") for part in parts if part.negative) if kept is not parts else ()
        words = _in_a_row(part.text for part in kept) + (self._exclusion(", ".join(excluded)) if excluded else "")
        self.edits.append(Edit(parts[0].start, parts[-1].end, words))
        numbers = ", ".join(weight.number or "1" for weight in self.prompt.weights)
        message = f"{self.target.title} does not support `::`, so the parts are joined and their weights are lost ({numbers})"
        told = f"; negative weights become `--no {', '.join(excluded)}`" if excluded else ""
        self._tell(self.prompt.weights[0].start, self.prompt.weights[-1].end, message + told)

    def _exclusion(self, words: str) -> str:
        """Add to the list of `--no`; return what to write after the text if there is none."""
        name = _table()["weights"]["negative"]
        parameter = self.prompt.get(name)
        if parameter is None or not parameter.values:
            return f" --{name} {words}"
        self.edits.append(Edit(stop_of(parameter), stop_of(parameter), f", {words}"))
        return ""


class _Part(NamedTuple):
    """A part of a multi-prompt, with the weight that ends it; `negative` if it names what to leave out."""

    start: int
    end: int
    text: str
    negative: bool


def _parts(prompt: Prompt) -> Iterator[_Part]:
    """The parts of the text, and what follows the last weight."""
    source = prompt.source
    words = [part for part in prompt.parts if not isinstance(part, ImageLink)]
    start, plain = _start(source, words[0]), True
    for part in words:
        if not isinstance(part, Weight):
            plain = plain and isinstance(part, TextPart)
            continue
        yield _Part(start, part.end, source[start : part.start].strip(), plain and part.number.startswith(("-", "−")))
        start, plain = part.end, True
    rest = source[start : prompt.text_end].strip()
    if rest:
        yield _Part(start, len(source[: prompt.text_end].rstrip()), rest, negative=False)


def _start(source: str, part: TextPart | Weight | Permutation | ImageLink) -> int:
    """The start of a part, without leading white space."""
    return len(source) - len(source[part.start :].lstrip())


def _in_a_row(texts: Iterable[str]) -> str:
    """The texts joined, with a comma between two that nothing separates yet."""
    joined = ""
    for text in texts:
        parted = not joined or joined[-1] in ",.;:!?"
        joined += ("" if parted else _table()["weights"]["joined"]) + (" " if joined and text else "") + text
    return joined


def _wanted(to: str) -> Model:
    words = vocabulary()
    found = words.model_named(to)
    if found is None or found.status != "live" or not found.values:
        names = [model.name for model in words.models.values() if model.status == "live" and model.values]
        raise MigrationError(f"prompts cannot be moved to `{to}`; use {', '.join(names)}")
    return found


def _immovable(prompt: Prompt, sources: tuple[str, ...]) -> str:
    """Why the prompt cannot be moved at all; empty where it can."""
    if not is_well_formed(prompt):
        return "it is malformed, or has a parameter within braces; `promptlint lint` shows which"
    unknown = any(mistake.kind == "unknown-model" for one in prompt.parameters for mistake in check_parameter(one, "", vocabulary()))
    if unknown or len(sources) != 1:
        return "it names several models, or an unknown one"
    if sources[0] == vocabulary().video:
        return "it is a video prompt, and there is only one video model"
    return ""


def _held(prompt: Prompt, target: Model, place: str) -> Model | Loss:
    """The model the prompt moves to; a Loss where what it depends on is on no newer model of the same family."""
    words = vocabulary()
    for parameter in prompt.parameters:
        if not _holds(parameter, target, place):
            continue
        names = [parameter.name, *(row["becomes"] for row in _table()["carried"] if row["parameter"] == parameter.name)]
        models = [words.models[one] for name in names for one in words.models_with(name)]
        newest = [one for one in models if one.family == target.family and one.status == "live" and one.values]
        if not newest:
            spelled = words.spelling(parameter.name)
            return Loss(parameter.start, stop_of(parameter), f"Prompt not changed: {target.title} does not support `{spelled}`")
        target = max(newest, key=list(words.models.values()).index)
    return target


def _holds(parameter: Parameter, target: Model, place: str) -> bool:
    """Return whether the prompt depends on the parameter and the model has nothing like it."""
    held = parameter.name in _table()["held"]["parameters"]
    return held and _missing(parameter, target, place) and _carried(parameter.name, target) is None


def _missing(parameter: Parameter, model: Model, place: str) -> bool:
    """Return whether the model does not support the parameter on the target."""
    if place in vocabulary().support(parameter.name, model.name).targets:
        return False
    return any(mistake.kind in NOT_THERE for mistake in check_parameter(parameter, model.name, vocabulary()))


def _respelled(parameter: Parameter, target: Model) -> str:
    for row in _table()["respelled"]:
        if (row["parameter"], (row["value"],)) == (parameter.name, tuple(map(str, parameter.values))):
            return row["becomes"] if vocabulary().support(row["becomes"], target.name).status == "supported" else ""
    return ""


def _carried(name: str, target: Model) -> dict[str, Any] | None:
    """The row that carries the parameter over to something the target has."""
    for row in _table()["carried"]:
        if row["parameter"] == name and vocabulary().support(row["becomes"], target.name).status == "supported":
            return dict(row)
    return None


def _selectors() -> frozenset[str]:
    """The parameters that select a model and do nothing else; `--edit` and `--video` also say what to do."""
    return vocabulary().model_flags - {"edit", "video"}


@cache
def _table() -> dict[str, Any]:
    with open(os.path.join(os.path.dirname(__file__), "migrate.toml"), "rb") as file:
        return tomllib.load(file)
