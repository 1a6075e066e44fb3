"""What the rules share in wording: fixes from anomalies, names of parameters and models as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagnostics import Edit, Fix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model import Anomaly, Prompt
    from ..vocabulary import Vocabulary
    from .base import Context

__all__ = ["append_fix", "drop_fix", "flag", "model_names", "of_kind", "or_list", "runs_on", "safe_fix"]


def of_kind(prompt: Prompt, kind: str) -> list[Anomaly]:
    """The anomalies of one kind, in order."""
    return [anomaly for anomaly in prompt.anomalies if anomaly.kind == kind]


def safe_fix(anomaly: Anomaly) -> Fix | None:
    """The fix that writes what was meant in place of the malformed token."""
    if anomaly.replacement is None:
        return None
    return Fix(safe=True, edits=(Edit(anomaly.start, anomaly.end, anomaly.replacement),))


def drop_fix(prompt: Prompt, start: int, end: int, *, safe: bool = False) -> Fix:
    """Take out a span with the white space in front of it."""
    while start > 0 and prompt.source[start - 1].isspace():
        start -= 1
    return Fix(safe=safe, edits=(Edit(start, end, ""),))


def append_fix(prompt: Prompt, text: str, *, safe: bool = False) -> Fix:
    """Write a parameter at the end of the prompt."""
    end = len(prompt.source.rstrip())
    return Fix(safe=safe, edits=(Edit(end, end, (" " if end else "") + text),))


def or_list(words: Iterable[str]) -> str:
    """`6, 6.1 or niji 6`."""
    every = list(words)
    if len(every) < 2:
        return "".join(every)
    return ", ".join(every[:-1]) + " or " + every[-1]


def flag(vocabulary: Vocabulary, name: str) -> str:
    """A parameter as people write it: `--ar` for `aspect`."""
    return vocabulary.spelling(name)


def model_names(models: Iterable[str]) -> str:
    """Models in a sentence: `6, 6.1 or niji 6`."""
    return or_list(models)


def runs_on(context: Context, model: str = "") -> str:
    """What decides on the model: `this prompt runs on 8.2, the default`. `model` is one of several, else the one in force."""
    by_default = ", the default" if context.model_from == "default" else ""
    return f"this prompt runs on {model or context.model}{by_default}"
