"""Shared wording of the rules: fixes from anomalies, and parameters, models and values as people write them."""

from __future__ import annotations

from functools import lru_cache

from promptlint.diagnostics import Edit, Fix
from promptlint.links.redact import quotable
from promptlint.midjourney.rows import KINDS, number_text
from promptlint.parsing.lalr import without_dashes
from promptlint.text.joining import or_list
from promptlint.text.regex_compat import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from promptlint.midjourney.rows import Definition, Limits
    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Anomaly, Parameter, Prompt

    from .base import Context, Place

__all__ = [
    "COPY_ADDRESS",
    "COPY_LINK",
    "UPLOAD",
    "accepts",
    "append_fix",
    "dash_fix",
    "drop_fix",
    "example",
    "intended_spelling",
    "is_json",
    "jobs_text",
    "model_text",
    "models_text",
    "name_effect",
    "nothing_in_front",
    "nothing_written",
    "of_kind",
    "outcome",
    "read_as",
    "read_effect",
    "removal",
    "replace_fix",
    "runs_on",
    "safe_fix",
    "shown",
    "space_before",
    "verdict",
    "wants",
    "write",
]


UPLOAD = "Upload the image, for example to Discord, and use its `https://` address."
COPY_ADDRESS = "Use the address of the image itself: right-click the image, and copy its address."
COPY_LINK = "Copy the link again from its source, or use a host whose links do not expire."
"""The help for a link, shared by several rules."""


def of_kind(prompt: Prompt, kind: str) -> list[Anomaly]:
    """The anomalies of one kind, in order."""
    return [anomaly for anomaly in prompt.anomalies if anomaly.kind == kind]


_OBJECT = lazy_pattern(r'\s*+\{\s*+"[^"\n]*+"\s*+:')


def is_json(prompt: Prompt) -> bool:
    """Return whether the prompt begins as a JSON object does, `{"key":`; then its braces are not a list of alternatives."""
    return _OBJECT.match(prompt.source) is not None


_NOT_DRAWN = frozenset({"missing-dashes", "stray-dashes", "extra-dashes"})


def nothing_written(prompt: Prompt) -> bool:
    """Return whether the prompt has no words to draw, before or after its parameters; image links are not words.

    Words after a parameter are left to the rule that has them moved.
    """
    if any(anomaly.kind == "text-after-parameter" for anomaly in prompt.anomalies):
        return False
    if any(not parameter.known and parameter.values for parameter in prompt.parameters):
        return False
    return nothing_in_front(prompt)


def nothing_in_front(prompt: Prompt) -> bool:
    """Return whether the text has no words. Forgotten parameters and lone dashes are not words: their fixes remove them."""
    text = list(prompt.source)
    for anomaly in prompt.anomalies:
        if anomaly.kind in _NOT_DRAWN:
            text[anomaly.start : anomaly.end] = " " * (anomaly.end - anomaly.start)
    drawn = [part for part in prompt.parts if type(part).__name__ in {"TextPart", "Permutation"}]
    return not any("".join(text[part.start : part.end]).strip() for part in drawn)


def name_effect(prompt: Prompt, anomaly: Anomaly) -> str:
    """Return the effect of a wrong name. With a space after its dashes it is part of the text, and rejects nothing."""
    if anomaly.after_parameter:
        return "rejected"
    spaced = any(other.kind == "space-after-dashes" and other.start == anomaly.start for other in prompt.anomalies)
    return "altered" if spaced else "rejected"


def write(anomaly: Anomaly) -> str:
    """Return the help of a malformed token: the one that was intended."""
    return f"Write `{(anomaly.replacement or '').strip()}`."


def replace_fix(place: Place, text: str, *, safe: bool) -> Fix:
    """Write a text instead of a value, a link or a word."""
    return Fix(safe=safe, edits=(Edit(place.start, place.end, text),))


def safe_fix(anomaly: Anomaly) -> Fix | None:
    """Return the fix that replaces the malformed token with what was intended."""
    if anomaly.edit is not None:
        return Fix(safe=True, edits=(Edit(*anomaly.edit),))
    if anomaly.replacement is None:
        return None
    return Fix(safe=True, edits=(Edit(anomaly.start, anomaly.end, anomaly.replacement),))


def dash_fix(prompt: Prompt, anomaly: Anomaly) -> Fix | None:
    """Return the fix of odd dashes, unsafe where another parameter of that name already sets the value."""
    fix = safe_fix(anomaly)
    others = (each for each in prompt.parameters if each.name == anomaly.name and not anomaly.start <= each.start < anomaly.end)
    return Fix(safe=False, edits=fix.edits) if fix is not None and any(others) else fix


def removal(prompt: Prompt, anomaly: Anomaly) -> Fix | None:
    """Return the safe fix of a token; one that is removed takes the white space before it along."""
    if anomaly.replacement == "":
        return drop_fix(prompt, anomaly.start, anomaly.end, safe=True)
    return safe_fix(anomaly)


def drop_fix(prompt: Prompt, start: int, end: int, *, safe: bool = False) -> Fix:
    """Remove a span with the white space before it."""
    return Fix(safe=safe, edits=(Edit(space_before(prompt, start), end, ""),))


def space_before(prompt: Prompt, start: int, first: int = 0) -> int:
    """Return where the white space before a position begins, at `first` at the earliest."""
    while start > first and prompt.source[start - 1].isspace():
        start -= 1
    return start


def append_fix(prompt: Prompt, text: str, *, safe: bool = False) -> Fix:
    """Write a parameter at the end of the prompt."""
    end = len(prompt.source.rstrip())
    return Fix(safe=safe, edits=(Edit(end, end, (" " if end else "") + text),))


def models_text(vocabulary: Vocabulary, models: Iterable[str]) -> str:
    """Models in a sentence, each family in order of release: `V5.1 to V8.2, Niji 6 or Niji 7`, `Niji 4 to 6`."""
    return _models_text(vocabulary, frozenset(models))


@lru_cache(maxsize=256)
def _models_text(vocabulary: Vocabulary, wanted: frozenset[str]) -> str:
    words: list[str] = []
    for family in vocabulary.families:
        line = [model for model in vocabulary.models.values() if model.family == family]
        run: list[str] = []
        for model in [*line, None]:
            if model is not None and model.name in wanted:
                run.append(model.title)
            elif model is None or model.status != "withdrawn":
                words += run if len(run) < 3 else [f"{run[0]} to {run[-1].rpartition(' ')[2]}"]
                run = []
    return or_list(words)


def model_text(context: Context, model: str = "") -> str:
    """A model in a sentence: `V7`, `V8.2 (the default)`; `model` is one of several, or the active one where it is empty."""
    found = context.vocabulary.models.get(model or context.model)
    title = found.title if found is not None else model or context.model
    return f"{title} (the default)" if context.model_from == "default" else title


def runs_on(context: Context, model: str = "") -> str:
    """The model in use, as a clause: `this prompt runs on V8.2 (the default)`. `model` is as in `model_text`."""
    owner = "one of this prompt's jobs" if len(context.models) > 1 else "this prompt"
    return f"{owner} runs on {model_text(context, model)}"


def accepts(context: Context, model: str) -> str:
    """The beginning of a limit: `V7 accepts`, or `Midjourney accepts` where the model is not known."""
    return f"{model_text(context, model) if model else 'Midjourney'} accepts"


_OUTCOME = {
    "rejected": "",
    "altered": ", so the job may run with another value",
    "ignored": ", so it is ignored",
    "unsupported": ", so it may be rejected or ignored",
}


def outcome(effect: str, note: str = "") -> str:
    """Return the end of a message: the effect. The severity already says that a job is rejected, so that needs no words.

    `note` is a sentence of the tables with more about the other effects.
    """
    note = note.strip().removesuffix(".")
    return f"; {_clause(note)}" if note and effect != "rejected" else _OUTCOME[effect]


def verdict(effect: str) -> str:
    """Return what is wrong with a value that the model does not accept."""
    return "may be rejected or ignored" if effect == "unsupported" else "is invalid"


def _clause(sentence: str) -> str:
    """A sentence as the second half of another: it loses its capital, unless that belongs to a name."""
    first = sentence.partition(" ")[0]
    return sentence if first in _NAMES else sentence[:1].lower() + sentence[1:]


_NAMES = frozenset({"Midjourney", "Niji", "V5", "V6", "V7", "Turbo", "Fast", "Style"})


def read_as(anomaly: Anomaly) -> str:
    """The effect of a malformed parameter: it is text, or a stray word among the parameters."""
    return "so it is read as a stray word" if anomaly.after_parameter else "so it is read as text"


def read_effect(anomaly: Anomaly) -> str:
    """Return the effect of that."""
    return "rejected" if anomaly.after_parameter else "altered"


def shown(prompt: Prompt, start: int, end: int) -> str:
    """The text of a span as a message quotes it."""
    return quotable(prompt.source[start:end])


def jobs_text(prompt: Prompt) -> str:
    """The number of jobs of a prompt, up to a million: Python does not write numbers of thousands of digits."""
    return str(prompt.jobs) if prompt.jobs <= _MANY else f"more than {_MANY}"


_MANY = 1_000_000


def intended_spelling(vocabulary: Vocabulary, parameter: Parameter) -> str:
    """A parameter in the right form, by the name that was used: `--s`, for `—S` too."""
    written = without_dashes(parameter.spelling.strip()).strip().lower()
    return f"--{written}" if written in vocabulary.names else vocabulary.spelling(parameter.name)


def wants(definition: Definition, limits: Limits | None) -> str:
    """The value that a parameter takes: `a whole number from 0 to 1000`, `1, 2 or 4`, `` `raw` ``."""
    kind = KINDS[definition.kind]
    if limits is None or definition.kind == "ratio":
        return kind
    if definition.kind == "choice":
        return or_list(f"`{value}`" for value in limits.values)
    if limits.values:
        return limits.allowed
    return f"{kind} from {limits.allowed}" if limits.minimum is not None and limits.maximum is not None else kind


def example(definition: Definition, limits: Limits | None, vocabulary: Vocabulary) -> str:
    """A valid value, for `write --s 100`; empty where only the author knows one, such as a link."""
    if definition.kind == "ratio":
        return "16:9"
    if definition.kind == "model":
        return vocabulary.nearest_model(definition.name, "").values[0]
    if limits is None:
        return ""
    for value in (limits.default, *limits.values, limits.minimum):
        if value is not None:
            return number_text(value)
    return ""
