"""Where parameters begin: `--ar`, and every other form in which people write it, told from prose.

A well-written flag is recognised by one look-up. Any other is taken for a parameter only where its name is known and a
plausible value follows; then it carries the name of the one anomaly it has.
"""

from __future__ import annotations

import re

from promptlint.text.namedtuple import NamedTuple

from .parse_state import TRAILING
from .shapes import DASH, is_slot, plausible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.midjourney.vocabulary import Definition

    from .lalr import Node
    from .parse_state import Reading

__all__ = ["LISTS", "Flag", "dashes_of", "flags"]

LISTS = frozenset({"references", "urls", "url", "url_or_loop"})
"""The kinds of value that are links."""

_PARTS = re.compile(rf"(\s*+)([{DASH}]++)(.*+)", re.DOTALL)
_WORD = re.compile(r"\S++")
_NAME_AHEAD = re.compile(r"\s++([A-Za-z][\w-]*+)(?=[\s:=.]|\Z)")
_SEPARATED = re.compile(r"(?:\s*+[=:]|,)\s*+(?=\S)")
_LONGEST_NAME = 12
_QUOTES = "\"'`”"


class Flag(NamedTuple):
    """A parameter's beginning: the name that was meant, and what is wrong with how it is written.

    `start` to `end` are dashes and name; `values_at` is where the values begin, in the node `next` or later. `glued` is
    the value that sticks to the name. `lead` is the white space a repair must put in front. `definition` is None for a
    name that nobody knows.
    """

    name: str
    definition: Definition | None
    start: int
    end: int
    values_at: int
    next: int
    anomaly: str = ""
    glued: tuple[int, int] | None = None
    lead: str = ""


class _Mark(NamedTuple):
    """A FLAG token taken apart."""

    node: int
    start: int
    end: int
    dashes: str
    name: str
    spaced: bool

    @property
    def double(self) -> bool:
        """Whether it has two hyphens or more and no other dash."""
        return len(self.dashes) > 1 and set(self.dashes) == {"-"}

    @property
    def lead(self) -> str:
        return "" if self.spaced else " "


def flags(reading: Reading, stream: list[Node], index: int = 0) -> Iterator[tuple[int, Flag]]:
    """The parameters' beginnings in a row of nodes, each with the index of its node."""
    inside: Flag | None = None
    while index < len(stream):
        kind = stream[index][0]
        flag = None
        if kind == "FLAG":
            flag = _flag(reading, stream, index, inside)
        elif kind == "DASHES":
            flag = _spaced(reading, stream, index)
        if flag is None:
            index += 1
            continue
        yield index, flag
        inside = flag
        index = flag.next


def dashes_of(text: str, node: Node) -> tuple[int, str]:
    """Where a DASHES node's dashes begin, behind the white space, and the dashes."""
    dashes = text[node[1] : node[2]].lstrip()
    return node[2] - len(dashes), dashes


def _flag(reading: Reading, stream: list[Node], index: int, inside: Flag | None) -> Flag | None:
    """What a FLAG token begins, or None where it is prose."""
    _, left, right, _ = stream[index]
    written = reading.text[left:right]
    if written[:3] == " --":
        canonical = reading.vocabulary.names.get(written[3:])
        if canonical is not None:
            return _named(reading, stream, index, canonical, left + 1, right)
    space, dashes, name = _PARTS.match(written).groups()  # type: ignore[union-attr]
    before = reading.text[left - 1 : left]
    spaced = bool(space) or not before or before in "{," or before.isspace()
    canonical = reading.vocabulary.names.get(name)
    if canonical is not None and spaced and dashes == "--":
        return _named(reading, stream, index, canonical, right - len(dashes) - len(name), right)
    return _odd(reading, stream, _Mark(index, left + len(space), right, dashes, name, spaced), inside)


def _named(reading: Reading, stream: list[Node], index: int, canonical: str, start: int, end: int) -> Flag:
    """A known name; what sticks to it is a separator or a glued value."""
    definition = reading.vocabulary.definition(canonical)
    plain = Flag(canonical, definition, start, end, end, index + 1)
    text = reading.text
    if end >= len(text) or text[end].isspace() or definition is None:
        return plain
    after = stream[index + 1] if index + 1 < len(stream) else None
    if after is None or after[0] != "TEXT":
        return plain
    separated = _SEPARATED.match(text, end, after[2])
    if separated and definition.kind != "switch":
        word = _WORD.match(text, separated.end(), after[2])
        if word and (text[end] != "," or plausible(definition, word[0], reading.vocabulary)):
            return plain._replace(values_at=separated.end(), anomaly="value-separator")
    if text[end] == ".":
        word = _WORD.match(text, end, after[2])
        if word and plausible(definition, word[0].rstrip(TRAILING), reading.vocabulary):
            return plain._replace(anomaly="glued-value", glued=word.span())
    return plain


def _odd(reading: Reading, stream: list[Node], mark: _Mark, inside: Flag | None) -> Flag | None:
    """A flag that is not simply `--name`: other dashes, a value in the name, capitals, no space in front."""
    lower = mark.name.lower()
    canonical = reading.vocabulary.names.get(lower)
    if canonical is not None:
        return _odd_known(reading, stream, mark, canonical)
    glued = _glued(reading, stream, mark.node, mark.end, lower)
    if glued is not None:
        return _with_glued(reading, stream, mark, *glued)
    return _unknown(mark, lower, inside)


def _odd_known(reading: Reading, stream: list[Node], mark: _Mark, canonical: str) -> Flag | None:
    if not (mark.double and mark.spaced) and not _meant(reading, stream, mark.node + 1, mark.end, canonical, mark.dashes):
        return None
    flag = _named(reading, stream, mark.node, canonical, mark.start, mark.end)
    anomaly = _dash_anomaly(mark) or flag.anomaly or "parameter-case"
    return flag._replace(anomaly=anomaly, lead=mark.lead)


def _with_glued(reading: Reading, stream: list[Node], mark: _Mark, canonical: str, length: int) -> Flag | None:
    """`--v6`: the name ends where the value begins. `half-v6` is prose."""
    if not mark.spaced and mark.dashes == "-":
        return None
    at = mark.end - len(mark.name) + length
    stop = _word_end(reading.text, stream, mark.node, mark.end)
    definition = reading.vocabulary.definition(canonical)
    return Flag(canonical, definition, mark.start, at, stop, mark.node + 1, "glued-value", (at, stop), mark.lead)


def _unknown(mark: _Mark, lower: str, inside: Flag | None) -> Flag | None:
    """A name that nobody knows: a parameter behind two hyphens, prose behind one, or where it is glued to a word."""
    in_words = inside is None or (inside.definition is not None and inside.definition.kind == "words")
    if mark.dashes == "-" or (not mark.spaced and (in_words or not mark.double)):
        return None
    if not mark.double and (mark.dashes[0] != "—" or in_words):
        return None
    anomaly = "extra-dashes" if len(mark.dashes) > 2 else ""
    return Flag(lower, None, mark.start, mark.end, mark.end, mark.node + 1, anomaly, None, mark.lead)


def _dash_anomaly(mark: _Mark) -> str:
    if mark.double and len(mark.dashes) > 2:
        return "extra-dashes"
    if not mark.spaced:
        return "missing-space-before-dashes"
    if mark.double:
        return ""
    return "single-dash" if mark.dashes == "-" else "dash-form"


def _meant(reading: Reading, stream: list[Node], index: int, at: int, canonical: str, dashes: str) -> bool:
    """Whether a known name behind odd dashes is a parameter: only with a plausible value, else it is prose."""
    definition = reading.vocabulary.definition(canonical)
    node = stream[index] if index < len(stream) else None
    if definition is None:
        return False
    if node is not None and node[0] == "TEXT":
        word = _WORD.search(reading.text, max(at, node[1]), node[2])
        if word is not None:
            return _meant_with(reading, definition, word[0], dashes)
        node = stream[index + 1] if index + 1 < len(stream) else None
    if definition.kind == "switch" or definition.optional:
        return node is None or node[0] == "FLAG"
    if node is None or node[0] in {"FLAG", "DASHES"}:
        return dashes == "--"
    if node[0] == "LINK":
        return definition.kind in LISTS
    return node[0] in {"permutation", "PLACEHOLDER"}


def _meant_with(reading: Reading, definition: Definition, word: str, dashes: str) -> bool:
    """Whether this word makes a parameter of the name in front of it."""
    written = word.lstrip("=:").rstrip(TRAILING + _QUOTES)
    fits = plausible(definition, written, reading.vocabulary)
    if definition.kind == "switch" or (definition.optional and not fits):
        return not written
    if definition.kind == "words" and dashes not in {"--", "—"}:
        return False
    return fits or is_slot(written)


def _word_end(text: str, stream: list[Node], index: int, end: int) -> int:
    """Where the word that begins with this flag ends: it may go on in the text behind it."""
    after = stream[index + 1] if index + 1 < len(stream) else None
    if after is None or after[1] != end or after[0] not in {"TEXT", "LINK"}:
        return end
    word = _WORD.match(text, end, after[2])
    return word.end() if word else end


def _glued(reading: Reading, stream: list[Node], index: int, end: int, name: str) -> tuple[str, int] | None:
    """The parameter and the length of its name where a value is glued to it: `v6`, `ar16:9`, `s750`, `styleraw`."""
    letters = 0
    while letters < min(len(name), _LONGEST_NAME) and name[letters].isalpha():
        letters += 1
    word = ""
    for length in range(letters, 0, -1):
        canonical = reading.vocabulary.names.get(name[:length])
        definition = reading.vocabulary.definition(canonical) if canonical else None
        if definition is None or definition.kind in {"switch", "words", "codes"}:
            continue
        word = word or name + reading.text[end : _word_end(reading.text, stream, index, end)]
        if plausible(definition, word[length:].rstrip(TRAILING), reading.vocabulary):
            return definition.name, length
    return None


def _spaced(reading: Reading, stream: list[Node], index: int) -> Flag | None:
    """`-- ar 16:9`: dashes, a space, and a known name with a plausible value. None where the dashes are punctuation."""
    node = stream[index]
    start, dashes = dashes_of(reading.text, node)
    after = stream[index + 1] if index + 1 < len(stream) else None
    if after is None:
        return None
    if after[0] == "FLAG" and dashes == "-":  # `- -ar 16:9`
        flag = _flag(reading, stream, index + 1, None)
        known = flag is not None and flag.definition is not None
        return flag._replace(start=start, anomaly="space-after-dashes") if flag and known else None
    ahead = _NAME_AHEAD.match(reading.text, node[2], after[2]) if after[0] == "TEXT" and dashes != "-" else None
    if ahead is None:
        return None
    canonical = reading.vocabulary.names.get(ahead[1].lower())
    if canonical is None:
        return _spaced_glued(reading, stream, index, start, ahead)
    definition = reading.vocabulary.definition(canonical)
    if definition is None or (definition.kind == "words" and dashes != "--"):
        return None
    if not _meant(reading, stream, index + 1, ahead.end(), canonical, dashes):
        return None
    separated = _SEPARATED.match(reading.text, ahead.end(), after[2])
    values_at = separated.end() if separated else ahead.end()
    return Flag(canonical, definition, start, ahead.end(), values_at, index + 1, "space-after-dashes")


def _spaced_glued(reading: Reading, stream: list[Node], index: int, start: int, ahead: re.Match[str]) -> Flag | None:
    """`-- v6`: the space and the glued value are one mistake."""
    glued = _glued(reading, stream, index + 1, ahead.end(), ahead[1].lower())
    word = _WORD.match(reading.text, ahead.start(1), stream[index + 1][2])
    if glued is None or word is None:
        return None
    canonical, length = glued
    at = ahead.start(1) + length
    definition = reading.vocabulary.definition(canonical)
    return Flag(canonical, definition, start, at, word.end(), index + 1, "space-after-dashes", (at, word.end()))
