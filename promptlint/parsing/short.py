"""The short builder: words, then well-written parameters with values of the right shape, as most prompts have them.

It reads the same tokens as `builder` and makes of these rows what `builder` makes; every other row is left to it.
"""

from __future__ import annotations

from promptlint.model import Parameter, Prompt, TextPart, Value

from .missing_dashes import bare_at_end, bare_single
from .parse_state import OPENERS, VALUES, items
from .shapes import LEAKED, is_slot, may_hold_slots

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.vocabulary import Vocabulary

    from .lalr import Token

__all__ = ["short"]


def short(source: str, row: list[Token], vocabulary: Vocabulary, *, plain: bool = False) -> Prompt | None:
    """The prompt of a row of tokens; None where the row is not of the short form. `plain` tells that its text is plain."""
    if not row or not (plain or _is_short(source, row[0], vocabulary)):
        return None
    end = row[0][2]
    tail = source[end:] if plain else source
    if "\\" in tail or "&" in tail or may_hold_slots(tail) or _may_enclose_hyphens(tail):
        return None
    last = len(row)
    if row[-1][0] == "SPACE":
        last -= 1
    parameters: list[Parameter] = []
    index = 1
    while index < last:
        kind, left, name_end = row[index]
        if kind[:5] != "FLAG_":
            return None
        written = source[left:name_end].lstrip()
        definition = vocabulary.definition(vocabulary.names[written[2:]])
        assert definition is not None, "a name of the vocabulary"
        index += 1
        values: tuple[Value, ...] = ()
        after = row[index] if index < last else None
        stop = name_end
        if after is not None and after[0] in VALUES:
            stop = after[2]
            word = source[after[1] : stop].lstrip()
            if len(word) == stop - after[1] or (kind == "FLAG_CODES" and bare_single(word, vocabulary)):
                return None
            values = (Value(word, stop - len(word), stop),)
            index += 1
        elif kind == "FLAG_WORDS" and after is not None and after[0] == "TEXT":
            found = _items(source, after[1], after[2], vocabulary)
            if found is None:
                return None
            values, stop = found, found[-1].end
            index += 1
        elif kind != "FLAG_SWITCH":
            return None
        start = name_end - len(written)
        parameters.append(Parameter(definition.name, written, values, start, name_end, stop))
    text_end = parameters[0].start if parameters else len(source)
    return Prompt(source, None, (), (TextPart(0, end),), tuple(parameters), (), (), 0, text_end)


def _is_short(source: str, token: Token, vocabulary: Vocabulary) -> bool:
    """Whether the prompt begins with words, and these do not end in a forgotten parameter."""
    kind, _, end = token
    if kind != "TEXT" or source.lstrip()[:1] in OPENERS:
        return False
    if source[end - 1].isalpha() and not source.endswith(vocabulary.live_words, 0, end):
        return True
    return not _may_enclose(source, end) and bare_at_end(source, 0, end, vocabulary) is None


def _items(source: str, start: int, end: int, vocabulary: Vocabulary) -> tuple[Value, ...] | None:
    """The words of a list; None where a slot, a mention or a forgotten parameter may be among them."""
    if not source[start : start + 1].isspace() or "@" in source[start:end] or bare_at_end(source, start, end, vocabulary) is not None:
        return None
    found = items(source, start, end)
    if not found or _may_enclose(source, end) or any(item.text in LEAKED or is_slot(item.text) for item in found):
        return None
    return tuple(found)


def _may_enclose(source: str, end: int) -> bool:
    """Whether nothing but white space stands in front of `end`, or a sign that may enclose the parameters behind it."""
    return source[:end].rstrip()[-1:] in _ENCLOSING


_ENCLOSING = "([<*_（【"


def _may_enclose_hyphens(source: str) -> bool:
    """A quick no for most text: whether a hyphen that looks like a part of a word may begin a parameter in brackets."""
    return "(-" in source or "*-" in source or "_-" in source or "（-" in source or "【-" in source
