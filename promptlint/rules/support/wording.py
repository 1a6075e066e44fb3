"""What the rules share in wording: fixes from anomalies, names of parameters and models as people write them."""

from __future__ import annotations

import re

from promptlint.diagnostics import Edit, Fix
from promptlint.midjourney.vocabulary import number_text
from promptlint.parsing.lalr import without_dashes
from promptlint.text.joining import or_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from promptlint.midjourney.vocabulary import Definition, Limits, Vocabulary
    from promptlint.model import Anomaly, Parameter, Prompt

    from .base import Context

__all__ = [
    "append_fix",
    "dash_fix",
    "drop_fix",
    "example",
    "flag",
    "is_json",
    "jobs_text",
    "limit_note",
    "meant",
    "model_name",
    "models_text",
    "nothing_written",
    "of_kind",
    "on_model",
    "outcome",
    "removal",
    "runs_on",
    "safe_fix",
    "shortened",
    "shown",
    "taken_apart",
    "wants",
]


def of_kind(prompt: Prompt, kind: str) -> list[Anomaly]:
    """The anomalies of one kind, in order."""
    return [anomaly for anomaly in prompt.anomalies if anomaly.kind == kind]


_OBJECT = re.compile(r'\s*+\{\s*+"[^"\n]*+"\s*+:')


def is_json(prompt: Prompt) -> bool:
    """Whether the prompt begins as a JSON object does, `{"key":`: then its braces are no list of alternatives."""
    return _OBJECT.match(prompt.source) is not None


_NOT_DRAWN = frozenset({"missing-dashes", "stray-dashes", "extra-dashes"})


def nothing_written(prompt: Prompt) -> bool:
    """Whether the prompt has no words to draw, in front or behind its parameters; image links are no words.

    Words behind a parameter are the affair of the rule that has them moved.
    """
    if any(anomaly.kind == "text-after-parameter" for anomaly in prompt.anomalies):
        return False
    if any(not parameter.known and parameter.values for parameter in prompt.parameters):
        return False
    return nothing_in_front(prompt)


def nothing_in_front(prompt: Prompt) -> bool:
    """Whether no words stand in the text. Forgotten parameters and lone dashes are none: their fixes take them out of it."""
    text = list(prompt.source)
    for anomaly in prompt.anomalies:
        if anomaly.kind in _NOT_DRAWN:
            text[anomaly.start : anomaly.end] = " " * (anomaly.end - anomaly.start)
    drawn = [part for part in prompt.parts if type(part).__name__ in {"TextPart", "Permutation"}]
    return not any("".join(text[part.start : part.end]).strip() for part in drawn)


def taken_apart(prompt: Prompt, anomaly: Anomaly) -> bool:
    """Whether a space behind its dashes makes text of a parameter in the text: what else is wrong with it refuses nothing."""
    if anomaly.after_parameter:
        return False
    return any(other.kind == "space-after-dashes" and other.start == anomaly.start for other in prompt.anomalies)


def safe_fix(anomaly: Anomaly) -> Fix | None:
    """The fix that writes what was meant in place of the malformed token."""
    if anomaly.edit is not None:
        return Fix(safe=True, edits=(Edit(*anomaly.edit),))
    if anomaly.replacement is None:
        return None
    return Fix(safe=True, edits=(Edit(anomaly.start, anomaly.end, anomaly.replacement),))


def dash_fix(prompt: Prompt, anomaly: Anomaly) -> Fix | None:
    """The fix of odd dashes: a guess where another parameter of that name says what counts."""
    fix = safe_fix(anomaly)
    others = (each for each in prompt.parameters if each.name == anomaly.name and not anomaly.start <= each.start < anomaly.end)
    return fix._replace(safe=False) if fix is not None and any(others) else fix


def removal(prompt: Prompt, anomaly: Anomaly) -> Fix | None:
    """The safe fix of a token that may be one too many: then the white space in front of it goes too."""
    if anomaly.replacement == "":
        return drop_fix(prompt, anomaly.start, anomaly.end, safe=True)
    return safe_fix(anomaly)


def drop_fix(prompt: Prompt, start: int, end: int, *, safe: bool = False) -> Fix:
    """Take out a span with the white space in front of it."""
    while start > 0 and prompt.source[start - 1].isspace():
        start -= 1
    return Fix(safe=safe, edits=(Edit(start, end, ""),))


def append_fix(prompt: Prompt, text: str, *, safe: bool = False) -> Fix:
    """Write a parameter at the end of the prompt."""
    end = len(prompt.source.rstrip())
    return Fix(safe=safe, edits=(Edit(end, end, (" " if end else "") + text),))


def flag(vocabulary: Vocabulary, name: str) -> str:
    """A parameter as people write it: `--ar` for `aspect`."""
    return vocabulary.spelling(name)


def models_text(vocabulary: Vocabulary, models: Iterable[str]) -> str:
    """Models in a sentence, each family in order of release: `5.1 to 8.2, niji 6 or niji 7`, `niji 4 to 6`."""
    wanted = set(models)
    words: list[str] = []
    for family in _FAMILIES:
        line = [model for model in vocabulary.models.values() if model.family == family]
        run: list[str] = []
        for model in [*line, None]:
            if model is not None and model.name in wanted:
                run.append(model_name(vocabulary, model.name))
            elif model is None or model.status != "withdrawn":
                words += run if len(run) < 3 else [f"{run[0]} to {run[-1].rpartition(' ')[2]}"]
                run = []
    return or_list(words)


_FAMILIES = ("v", "niji", "test", "edit", "video")


def model_name(vocabulary: Vocabulary, name: str) -> str:
    """A model as a sentence names it: `8.2`, `niji 7`, `the video model`."""
    model = vocabulary.models.get(name)
    return f"the {name} model" if model is not None and not model.values else name


def runs_on(context: Context, model: str = "") -> str:
    """What decides on the model: `this prompt runs on 8.2, the default`. `model` is one of several, else the one in force."""
    name = model_name(context.vocabulary, model or context.model)
    if len(context.models) > 1:
        return f"one of this prompt's jobs runs on {name}"
    by_default = ", the default" if context.model_from == "default" else ""
    return f"this prompt runs on {name}{by_default}"


def on_model(context: Context, model: str) -> str:
    """Where a limit holds: `on 7`, `on 8.2, the default`; nothing where the model is not known."""
    if not model:
        return ""
    by_default = ", the default" if context.model_from == "default" else ""
    return f" on {model_name(context.vocabulary, model)}{by_default}"


_OUTCOME = {
    "rejected": "Midjourney refuses the job",
    "altered": "the job runs, but not as written",
    "ignored": "the job runs without it",
    "unsupported": "what Midjourney does with it is not documented",
}


def outcome(effect: str, note: str = "") -> str:
    """The end of a message: what happens. `note` is a sentence of the tables that says more of it, or says it better."""
    note = note.strip().removesuffix(".")
    if not note:
        return _OUTCOME[effect]
    return note[:1].lower() + note[1:] if effect == "unsupported" and note.startswith(_PLAIN) else f"{_OUTCOME[effect]}. {note}"


_PLAIN = ("The ", "A ", "What ", "On ", "No ", "It ", "With ", "Sources ")  # words that lose their capital within a sentence


def shown(prompt: Prompt, start: int, end: int) -> str:
    """The words of a span as a message quotes them."""
    return shortened(prompt.source[start:end])


def jobs_text(prompt: Prompt) -> str:
    """How many jobs a prompt makes. Python refuses to write numbers of thousands of digits, and nobody reads them."""
    return str(prompt.jobs) if prompt.jobs <= _MANY else f"more than {_MANY}"


_MANY = 1_000_000


def meant(vocabulary: Vocabulary, parameter: Parameter) -> str:
    """How a parameter should be written, by the name its writer chose: `--s`, for `—S` too."""
    written = without_dashes(parameter.spelling.strip()).strip().lower()
    return f"--{written}" if written in vocabulary.names else vocabulary.spelling(parameter.name)


_KINDS = {
    "integer": "a whole number",
    "decimal": "a number",
    "ratio": "a ratio of two whole numbers such as 16:9",
    "words": "words, separated by commas",
    "references": "links to images, numeric style codes or the word `random`",
    "urls": "links to images",
    "url": "a link to one image",
    "url_or_loop": "a link to one image",
    "codes": "codes of profiles or moodboards",
    "model": "the number of a model",
    "choice": "a word",
}


def wants(definition: Definition, limits: Limits | None) -> str:
    """What a parameter takes: `a whole number from 0 to 1000`, `1, 2 or 4`, `` `raw` ``."""
    kind = _KINDS[definition.kind]
    if limits is None or definition.kind == "ratio":
        return kind
    if definition.kind == "choice":
        return or_list(f"`{value}`" for value in limits.values)
    if limits.values:
        return limits.allowed
    return f"{kind} from {limits.allowed}" if limits.minimum is not None and limits.maximum is not None else kind


def example(definition: Definition, limits: Limits | None, vocabulary: Vocabulary) -> str:
    """A value that is right, for `write --s 100`; empty where only the writer knows one, such as a link."""
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


def limit_note(limits: Limits | None, effect: str) -> str:
    """What the table says of a limit, where it tells the writer something: a recorded refusal, or what becomes of the value."""
    note = limits.note if limits is not None else ""
    return note if effect != "rejected" or note.startswith("Midjourney answers") else ""


def shortened(written: str) -> str:
    """The words of the prompt as a message shows them: at most 40 characters, on one line."""
    words = " ".join(written.split())
    return words if len(words) <= 40 else words[:39].rstrip() + "…"
