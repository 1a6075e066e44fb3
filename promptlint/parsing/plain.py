"""Plain prompts, as most are: words, then parameters as documented (`a cat --ar 16:9 --raw`).

A plain text has no character that may be part of a link, a weight, braces, a slot or a mistake; its pattern is the grammar's, as
those of the values are. After it, a parameter means the same whatever the words are, which `cache` relies on. From the first
parameter that is not plain on, `builder` reads, which can read all; a test compares the two.
"""

from __future__ import annotations

from promptlint.model import Parameter, Prompt, TextPart, Value

from .lalr import grammar, pattern
from .linktoken import image_link
from .missing_dashes import bare_single
from .parse_state import LISTS, TRAILING, items
from .shapes import LEAKED, SINGLE, is_link, plausible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from promptlint.midjourney.rows import Definition
    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Anomaly

    Plain = tuple[int, list[Parameter], int]
    """The plain part of a prompt: the end of its text, its first parameters, and where the rest begins."""

__all__ = ["plain_end", "plain_prompt", "read_plain"]

_PUNCTUATION = TRAILING + " "


def plain_end(source: str, vocabulary: Vocabulary) -> int:
    """The end of a plain text, before the first ` --` that begins a parameter; 0 if the text is not plain.

    Words that may be a parameter without its dashes (`… v6`, `… style raw`) are not plain.
    """
    text, _, behind = source.partition(" --")
    if behind[:1] == " ":
        text = _text_with_dashes(source, len(text))
    if not _is_plain(text):
        return 0
    words = text.rstrip(_PUNCTUATION)
    if words.endswith(vocabulary.live_words):
        return 0
    return len(text) if not words[-1].isdigit() or _ends_in_a_plain_number(words, vocabulary) else 0


def _text_with_dashes(source: str, end: int) -> str:
    """The text up to the first ` --` that is not prose as in `fox -- a study`; `end` is the first of all."""
    while source.startswith(" -- ", end) and grammar().is_prose(source, end):
        end = source.find(" --", end + 3)
    return source[:end] if end >= 0 else source


def _is_plain(text: str) -> bool:
    """Return whether a text is words and signs that mean nothing."""
    if pattern("PLAIN").fullmatch(text) is None or "__" in text:
        return False
    return text.isascii() or all(grammar().is_prose(text, dash.start()) for dash in pattern("LONE_DASH").finditer(text))


def _ends_in_a_plain_number(words: str, vocabulary: Vocabulary) -> bool:
    """Return whether the last word ends in a digit and cannot be a value without its name: `35mm, f/1.8`, `unreal engine 5`."""
    rest, _, word = words.rpartition(" ")
    if not word[-1].isdigit() or "," in word:
        return False
    before = rest.rpartition(" ")[2]
    if before.lower() in vocabulary.undashed:
        return False
    if not word[0].isdigit():
        return word[0].isalpha() and word[0] not in vocabulary.undashed_initials
    return before.isalpha()


def read_plain(source: str, end: int, vocabulary: Vocabulary) -> tuple[list[Parameter], int]:
    """The first parameters after a text that ends at `end`, as far as they are written as the documents do, and where the rest begins."""
    parameters: list[Parameter] = []
    start = end
    while source.startswith(" --", start):
        stop = source.find(" --", start + 3)
        chunk = source[start + 3 : stop] if stop >= 0 else source[start + 3 :]
        parameter = _parameter(source, chunk, start + 1, vocabulary)
        if parameter is None:
            break
        parameters.append(parameter)
        start += len(chunk) + 3
        if parameter.end < start and source[parameter.end : start].strip(" "):
            return parameters, parameter.end
    return parameters, start


def plain_prompt(source: str, end: int, parameters: Iterable[Parameter], anomalies: tuple[Anomaly, ...] = ()) -> Prompt:
    """The prompt whose plain text ends at `end`."""
    if end == len(source):
        return Prompt(source, None, (), (TextPart(0, end),), (), (), (), 0, end)
    return Prompt(source, None, (), (TextPart(0, len(source[:end].rstrip(" "))),), tuple(parameters), (), anomalies, 0, end + 1)


def _parameter(source: str, chunk: str, start: int, vocabulary: Vocabulary) -> Parameter | None:
    """The parameter `ar 16:9` whose dashes begin at `start`."""
    written, _, rest = chunk.partition(" ")
    definition = vocabulary.definition(vocabulary.names.get(written, ""))
    if definition is None:
        return None
    stop = name_end = start + 2 + len(written)
    values: tuple[Value, ...] = ()
    word = rest.strip(" ")
    if word:
        left = source.index(word, name_end)
        values = _values(source, left, left + len(word), definition, vocabulary)
        if values:
            stop = values[-1].end
    if not values and (word or definition.kind != "switch"):
        return None
    return Parameter(definition.name, "--" + written, values, start, name_end, stop)


def _values(source: str, start: int, end: int, definition: Definition, vocabulary: Vocabulary) -> tuple[Value, ...]:
    """The value of a parameter in the text that follows it; nothing if that is not all of it."""
    kind, text = definition.kind, source[start:end]
    if kind in SINGLE:
        if not plausible(definition, text, vocabulary):
            text, _, rest = text.partition(" ")  # `--seed 7 -ar 1:1`: the number is plain, the rest is not
            if not (pattern("DASH").match(rest) and plausible(definition, text, vocabulary)):
                return ()
        return (Value(text, start, start + len(text)),)
    if kind == "words":
        return _items(source, start, end, vocabulary)
    values: list[Value] = []
    for word in text.split(" "):
        if word:
            if not plausible(definition, word, vocabulary) or (kind == "codes" and ("-" in word or bare_single(word, vocabulary))):
                return ()
            stop = start + len(word)
            link = image_link(source, start, stop, definition.name) if kind in LISTS and pattern("LINK").fullmatch(word) else None
            if link is None and is_link(word):
                return ()
            values.append(link or Value(word, start, stop))
        start += len(word) + 1
    return tuple(values)


def _items(source: str, start: int, end: int, vocabulary: Vocabulary) -> tuple[Value, ...]:
    """The plain words of a list; none if one may be a slot or a forgotten parameter."""
    text = source[start:end]
    words = text.rstrip(_PUNCTUATION)
    if not _is_plain(text) or not words[-1].isalpha() or words.endswith(vocabulary.live_words):
        return ()
    found = items(source, start, end)
    return () if any(item in LEAKED for item in found) else tuple(found)
