"""Find the prompts among the lines of a longer text: examples in instructions to a model, in a lesson, in a reply."""

from __future__ import annotations

import re

from promptlint.parsing.lalr import pattern
from promptlint.text.regex_compat import lazy_pattern

from .heuristics import (
    complete,
    has_article,
    holds_command,
    lines_in,
    may_hold_prompt,
    parameter_start,
    strip_decoration,
    telling_parameters,
)

__all__ = ["MIN_WORDS", "examples", "reads_alone", "with_words"]

MIN_WORDS = 3
"""Words before the parameters of a prompt under any name, with an article one less."""

_KEY = lazy_pattern(r"""\s*(["'])[\w -]{1,60}\1\s*:""")
_QUOTES = "\"'“«`"
# A label before an example in quotes.
_SAYS = lazy_pattern(r"\s*(?:[-*•·]\s*)?[^\W\d][^:：\"'“«`\r\n]{0,40}[:：]\s*(?=[\"'“«`])")


def examples(value: str) -> list[tuple[int, int]]:
    """The lines of a text that are prompts: where there are several, or one is in quotes or follows `/imagine`."""
    found = []
    certain = False
    for start, end in lines_in(value):
        if not may_hold_prompt(value[start:end]) or _KEY.match(value, start, end):
            continue  # a key is one of a schema for a model that writes prompts
        label = _SAYS.match(value, start, end)
        line = (label.end() if label else start, end)
        bare = strip_decoration(value, *line, labels=True, quotes=False)
        piece = strip_decoration(value, *line, labels=True)
        if reads_alone(value[piece.start : piece.end]):
            found.append((piece.start, piece.end))
            in_quotes = bare != piece and value[bare.start] in _QUOTES and "\n" in value
            certain = certain or in_quotes or holds_command(value[start : piece.start])
    return found if certain or len(found) > 1 else []


def reads_alone(text: str) -> bool:
    """Return whether a text of one line is a prompt without the name of one."""
    if not complete(with_words(text), MIN_WORDS - has_article(text)) or _has_dashed_word(text):
        return False
    return next(telling_parameters(text), None) is not None


def with_words(text: str) -> str:
    """A text with its slots filled in: words before the parameters, numbers after them."""
    at = parameter_start(text)
    front, tail = (text, "") if at < 0 else (text[:at], text[at:])
    slot = pattern("TEMPLATE_LITERAL_SLOT")
    return slot.sub("some words here", front) + slot.sub("1", tail)


def _has_dashed_word(text: str) -> bool:
    """Return whether an option precedes the parameters, as `-i` does in `ffmpeg -i a.mp4 --ar 16:9`."""
    return bool(re.search(r"(?<!\S)-{1,2}[A-Za-z]", text[: parameter_start(text)]))
