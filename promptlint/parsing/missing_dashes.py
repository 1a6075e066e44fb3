"""Bare forms: `v6`, `ar 16:9`, parameters whose dashes were forgotten, distinguished from prose by name, value and position."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .parse_state import TRAILING
from .shapes import plausible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.vocabulary import Vocabulary

__all__ = ["Bare", "bare_at_end", "bare_pair", "bare_single"]

_FRONT = TRAILING + "("
_JOINING = "=:"
_JOINED = lazy_pattern(rf"([A-Za-z]++)[{_JOINING}]")
_NAME_LETTERS = "abcdefghijklmnopqrstuvwxyzVNIJAR"
_REACH = 400
"""Maximum distance, in code points, of the two words of a bare form from the end: a link may be long."""


class Bare(NamedTuple):
    """A forgotten parameter: its position, its canonical name, and its correct spelling."""

    start: int
    end: int
    name: str
    replacement: str


def bare_at_end(text: str, start: int, end: int, vocabulary: Vocabulary) -> Bare | None:
    """The bare form that ends the text between `start` and `end`, or None if the text ends in prose."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in TRAILING):
        end -= 1
    if end == start or not _may_end_a_value(text, start, end, vocabulary):
        return None
    words = text[max(start, end - _REACH) : end].rsplit(None, 2)[-2:]
    last = end - len(words[-1])
    if len(words) == 2:
        name = words[0].lstrip(_FRONT)
        form = bare_pair(name, words[1], vocabulary, strict=True)
        if form:
            return Bare(_with_a_dash(text, start, len(text[start:last].rstrip()) + start - len(name)), end, *form)
    word = text[last:end].lstrip(_FRONT)
    word = word[word.rfind(",") + 1 :]
    form = bare_single(word, vocabulary)
    return Bare(_with_a_dash(text, start, end - len(word)), end, *form) if form else None


def _with_a_dash(text: str, start: int, at: int) -> int:
    """Where a bare form begins whose words begin at `at`: at the lone hyphen before them, as in `- v 7`, if it has one."""
    before = text[start:at].rstrip()
    if before[-1:] != "-":
        return at
    first = start + len(before) - 1
    apart = before[:-1].rstrip()
    return first if first == start or (len(apart) < len(before) - 1 and apart[-1:] != "-") else at


def _may_end_a_value(text: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """A quick no for most text: a bare value ends in a digit, or it is one of a few words, or a link, and so the last word."""
    if text[end - 1].isdigit() or text.endswith(vocabulary.live_words, start, end):
        return True
    return "://" in text[max(start, end - _REACH) : end].rpartition(" ")[2]


def bare_pair(name: str, value: str, vocabulary: Vocabulary, *, strict: bool) -> tuple[str, str] | None:
    """`ar`, `16:9` → (canonical name, `--ar 16:9`). `strict` is for the text, where a name may be a word of prose."""
    name = name.rstrip(_JOINING)
    lower = name.lower()
    if strict and (lower not in vocabulary.undashed or (name != lower and len(lower) == 1 and "." not in value)):
        return None
    canonical = vocabulary.names.get(lower)
    definition = vocabulary.definition(canonical) if canonical else None
    if definition is None or definition.kind in {"words", "codes", "switch"} or not plausible(definition, value, vocabulary):
        return None
    if definition.kind == "model" and vocabulary.model_for(definition.name, value) is None:
        return None
    if strict and not _certain(lower, definition.name, definition.kind, value, vocabulary):
        return None
    return definition.name, f"--{lower} {value}"


def _certain(name: str, canonical: str, kind: str, value: str, vocabulary: Vocabulary) -> bool:
    """Return whether a pair in prose is certainly a parameter: some model accepts this very value."""
    if kind == "choice":
        return value in vocabulary.live_words or (value[-1:].isdigit() and value in vocabulary.choices(canonical))
    if kind in {"integer", "decimal"}:
        return value[0] not in "+-−" and (kind == "decimal" or "." not in value) and (kind == "decimal" or len(name) > 1 or len(value) > 1)
    return True


def bare_single(word: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """`v6`, `niji6`, `ar16:9`, `s=250` → (canonical name, `--v 6`). Not `V8`: a capital without a point is an engine."""
    joined = _JOINED.match(word)
    if joined is not None:
        return bare_pair(joined[1], word[joined.end() :], vocabulary, strict=True)
    value = word.lstrip(_NAME_LETTERS)
    name = word[: len(word) - len(value)]
    if name.lower() not in vocabulary.undashed_glued or not value or (len(name) == 1 and name.isupper() and "." not in value):
        return None
    return bare_pair(name.lower(), value, vocabulary, strict=False)
