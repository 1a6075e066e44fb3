"""The short way for plain prompts: words, then parameters as the documents write them (`--ar 16:9 --raw`).

Most prompts are of this form, and for them nothing of the long way (`flags`, `tail`, `take`) can matter: a plain text
holds no sign that is a part of a link, a weight, braces, a slot or a mistake. What is not plain is left to the long way,
which reads every prompt and gives the same for these; a test holds both against each other.
"""

from __future__ import annotations

from promptlint.model import Parameter, Prompt, TextPart, Value
from promptlint.text.regex_compat import compile_pattern

from .shapes import BARE, LEAKED, live_words, plausible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.vocabulary import Definition, Vocabulary

__all__ = ["plain_end", "read_plain"]

# Words, spaces and punctuation; hyphens, slashes and brackets only where they touch a word, a colon in front of a space.
# Letters of any script, but no other sign that is not ASCII: it may be a dash, a quote or one that is not seen.
_TEXT = compile_pattern(r"[^\W_](?:[\w ,.;!?'\"%&+)]++|(?<=\w)[-/](?=\w)|\((?=\w)|:(?= ))*+")
_WORD = compile_pattern(r"[^\W_](?:[\w.]|:(?=\d))*+")
_ITEMS = compile_pattern(r"[^\W\d_](?:[^\W\d_]|,? (?=[^\W\d_]))*+")
_PUNCTUATION = ",.;"
_BARE_LETTERS = frozenset("vVnNaA")  # `v6`, `niji6`, `ar16:9` may be parameters without their dashes
_SINGLE = frozenset({"integer", "decimal", "ratio", "choice", "model"})


def plain_end(source: str, vocabulary: Vocabulary) -> int:
    """Where the text of a plain prompt ends, in front of the first ` --`; -1 where the text is not plain.

    Words that may be a parameter without its dashes (`… v6`, `… style raw`) are not plain.
    """
    end = source.find(" --")
    if end < 0:
        end = len(source)
    if _TEXT.fullmatch(source, 0, end) is None:
        return -1
    last = end
    while source[last - 1] in _PUNCTUATION:
        last -= 1
    if source.endswith(live_words(vocabulary), 0, last) or not (source[last - 1].isalpha() or _ends_in_a_plain_number(source, last)):
        return -1
    return end


def _ends_in_a_plain_number(source: str, end: int) -> bool:
    """Whether the last word ends in a digit and cannot be a value without its name: `35mm, f/1.8`, `unreal engine 5`."""
    begin = source.rfind(" ", 0, end) + 1
    word = source[begin:end]
    if not word[-1:].isdigit() or "," in word:
        return False
    if not word[0].isdigit():
        return word[0].isalpha() and word[0] not in _BARE_LETTERS
    before = source[source.rfind(" ", 0, begin - 1) + 1 : begin - 1] if begin > 1 else ""
    return before.isalpha() and before.lower() not in BARE


def read_plain(source: str, end: int, vocabulary: Vocabulary) -> Prompt | None:
    """A prompt whose plain text ends at `end`, parsed; None where a parameter is not of the plain form."""
    parameters: list[Parameter] = []
    at = end + 1
    for chunk in source[end + 3 :].split(" --") if end < len(source) else ():
        parameter = _parameter(chunk, at, vocabulary)
        if parameter is None:
            return None
        parameters.append(parameter)
        at += len(chunk) + 3
    text_end = end + 1 if parameters else end
    return Prompt(source, None, (), (TextPart(0, end),), tuple(parameters), (), (), 0, text_end)


def _parameter(chunk: str, start: int, vocabulary: Vocabulary) -> Parameter | None:
    """The parameter of `ar 16:9`, its dashes beginning at `start`."""
    written, _, value = chunk.partition(" ")
    definition = vocabulary.definition(vocabulary.names.get(written, ""))
    if definition is None:
        return None
    name_end = start + 2 + len(written)
    end = start + 2 + len(chunk)
    if value:
        values = _values(value, name_end + 1, definition, vocabulary)
    else:
        values = () if definition.kind == "switch" and len(chunk) == len(written) else None
    if values is None:
        return None
    return Parameter(definition.name, "--" + written, values, start, name_end, end)


def _values(text: str, start: int, definition: Definition, vocabulary: Vocabulary) -> tuple[Value, ...] | None:
    """What a parameter takes of the text behind it, None where that is not all of it."""
    if definition.kind in _SINGLE:
        fits = _WORD.fullmatch(text) is not None and plausible(definition, text, vocabulary)
        return (Value(text, start, start + len(text)),) if fits else None
    if definition.kind != "words" or _ITEMS.fullmatch(text) is None or text.endswith(live_words(vocabulary)):
        return None
    values = []
    for item in text.split(","):
        word = item.lstrip()
        if word in LEAKED:
            return None
        left = start + len(item) - len(word)
        start += len(item) + 1
        values.append(Value(word, left, left + len(word)))
    return tuple(values)
