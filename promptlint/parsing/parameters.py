"""The parameters of a prompt: each beginning with its mistakes, its values, and a name for everything that no parameter accepts."""

from __future__ import annotations

from promptlint.midjourney.intended import intended_definition
from promptlint.model import Parameter, Value

from .lalr import pattern, without_dashes
from .parse_state import CLOSING, LISTS, TRAILING, VALUES, Flag
from .shapes import LEAKED, RATIO, SINGLE, is_number, is_slot, is_stand_in, plausible
from .values import Piece, bare_among, pieces, take, value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.midjourney.rows import Definition

    from .lalr import Token
    from .parse_state import Reading

__all__ = ["BEGINNINGS", "read_parameters"]

_SWITCHED = frozenset({"true", "false", "on", "off", "yes"})
_ODD = frozenset({"DOUBLE_HYPHEN", "SINGLE_DASH", "EXTRA_DASHES", "DASH_FORM", "SPLIT_DASHES", "GAPPED_DASHES"})
_KINDS = ("NUMBER", "RATIO", "MODEL", "CHOICE", "REFERENCES", "LINKS", "CODES", "WORDS", "SWITCH")
BEGINNINGS = frozenset({*_ODD, "UNKNOWN", "ODD_UNKNOWN", *(f"FLAG_{kind}" for kind in _KINDS)})
"""The terminals with which a parameter begins."""

_IN_FRONT = "{,"


def read_parameters(reading: Reading, index: int, branch: tuple[int, ...] = (), *, after: bool = False) -> None:
    """Read the parameters of the row from `index` on, where one begins. `after` means that others come before it."""
    row = reading.row
    while index < len(row):
        flag = _flag(reading, index, after=after)
        stop = flag.next
        while stop < len(row) and row[stop][0] not in BEGINNINGS:
            stop += 1
        _read(reading, flag, stop, branch, after=after)
        index, after = stop, True


# ---- beginnings ------------------------------------------------------------------------------------------------------


def _flag(reading: Reading, index: int, *, after: bool) -> Flag:
    """The beginning at a token, with its mistakes noted. `after` means that it is not the first, so stray text rejects the job."""
    kind, left, right = reading.row[index]
    text = reading.text
    start = left
    while text[start].isspace():
        start += 1
    if kind not in _ODD:
        return _whole(reading, index, start, right, after=after)
    index += 2 if kind == "GAPPED_DASHES" else 1
    named, begin, end = reading.row[index]
    written = text[begin:end]
    spelled = written.lower()
    canonical = reading.vocabulary.names[spelled]
    flag = Flag(canonical, reading.vocabulary.definition(canonical), "--" + spelled, start, end, index + 1)
    for slip, edit in _slips(text, left, start, right, begin):
        lead = " " if slip == "missing-space-before-dashes" else ""
        reading.note(slip, start, end, lead + flag.spelled, name=canonical, after=after, edit=edit)
    if named.startswith("CASED_"):
        reading.note("parameter-case", start, end, flag.spelled, name=canonical, after=after, edit=(begin, end, spelled))
    return flag


def _whole(reading: Reading, index: int, start: int, end: int, *, after: bool) -> Flag:
    """A beginning of one token: well written, or with an unknown name."""
    written = reading.text[start:end]
    canonical = reading.vocabulary.names.get(written[2:])
    if canonical is not None and written.startswith("--"):
        return Flag(canonical, reading.vocabulary.definition(canonical), written, start, end, index + 1)
    name = without_dashes(written).lower()
    if written.startswith("---"):
        reading.note("extra-dashes", start, end, name=name, after=after)
    return Flag(name, None, written, start, end, index + 1)


def _slips(text: str, left: int, start: int, right: int, name: int) -> Iterator[tuple[str, tuple[int, int, str]]]:
    """The mistakes in the dashes from `start` to `right`, each with the edit of its own token; `name` is the start of the name."""
    if start == left and left and text[left - 1] not in _IN_FRONT and not text[left - 1].isspace():
        yield "missing-space-before-dashes", (start, start, " ")
    dashes = text[start:right]
    if len(dashes.split()) > 1:
        yield "space-after-dashes", (start, name, "--")
        return
    if dashes.strip("-"):
        yield "dash-form", (start, right, "--")
    elif dashes == "-":
        yield "single-dash", (start, right, "--")
    elif dashes != "--":
        yield "extra-dashes", (start, right, "--")
    if name > right:
        yield "space-after-dashes", (right, name, "")


# ---- values ----------------------------------------------------------------------------------------------------------


def _read(reading: Reading, flag: Flag, stop: int, branch: tuple[int, ...], *, after: bool) -> None:
    """One parameter, up to the token `stop`."""
    definition, row, text = flag.definition, reading.row, reading.text
    if definition is None:
        _read_unknown(reading, flag, pieces(reading, flag.next, stop, flag.end), branch)
        return
    index, at = flag.next, flag.end
    separator = row[index] if index < stop and row[index][0].startswith("SEPARATOR") else None
    if separator is not None:
        index, at = index + 1, separator[2]
    first = row[index] if index < stop else None
    single = first is not None and first[0] in VALUES and definition.kind in SINGLE
    glued = separator is None and first is not None and first[1] == flag.end and _sticks(text, first, definition)
    values: list[Value]
    rest: list[Piece]
    if first is not None and single and (index + 1 == stop or glued):
        word = text[first[1] : first[2]].lstrip()
        values = [Value(word, first[2] - len(word), first[2])]
        rest = pieces(reading, index + 1, stop, at)
    else:
        behind = pieces(reading, index, stop, at)
        values, rest = take(reading, definition, flag, behind)
    _add(reading, flag, tuple(values), branch)
    if separator is not None:
        joined = stop < len(row) and row[stop][1] == separator[2]  # the next parameter, whose own fix inserts the space
        _note_separator(reading, flag, separator, values[0] if values else None, joined=joined, after=after)
    if glued and values:
        edit = (flag.end, flag.end, " ")
        reading.note("glued-value", flag.start, values[0].end, f"{flag.spelled} {values[0].text}", name=flag.name, after=after, edit=edit)
        if single:
            rest = _without_signs(reading, flag, values[0], rest)
    if not values and not definition.optional and definition.kind not in {"switch", "codes"}:
        reading.note("missing-value", flag.start, flag.end, name=flag.name, after=True)
    if rest:
        _leftovers(reading, flag, definition, rest)


def _read_unknown(reading: Reading, flag: Flag, behind: list[Piece], branch: tuple[int, ...]) -> None:
    """An unknown name takes everything that follows, except forgotten parameters after its one intended value."""
    meant = intended_definition(flag.name, reading.vocabulary)
    if meant is not None and behind and meant.kind in SINGLE:
        behind = _whole_value(reading, flag, meant, behind)
    if meant is None or not _fits(reading, meant, behind):
        _add(reading, flag, tuple([value_of(reading, piece, flag.name) for piece in behind]), branch)
        return
    values, rest = take(reading, meant, flag, behind)
    _add(reading, flag, tuple(values), branch)
    _leftovers(reading, flag, meant, rest)


def _whole_value(reading: Reading, flag: Flag, definition: Definition, behind: list[Piece]) -> list[Piece]:
    """The pieces after a misspelt name, with a ratio that contains spaces as one, and without a character other than a space before it."""
    text = reading.text
    separator = pattern("AHEAD_SEPARATOR").match(text, flag.end)
    assert separator is not None, "it may be empty"
    start = separator.end()
    rest = [each for each in behind if each.end > start]
    if not rest or rest[0].kind != "word":
        return behind
    wide = pattern("WIDE_RATIO").match(text, start, rest[-1].end) if definition.kind == "ratio" else None
    end = max(rest[0].end, wide.end()) if wide else rest[0].end
    if not plausible(definition, text[start:end].rstrip(TRAILING), reading.vocabulary):
        return behind
    if separator[0].strip():
        written, edit = f"{flag.spelled} {text[start:end]}", (flag.end, start, " ")
        reading.note("value-separator", flag.start, end, written, name=definition.name, after=True, edit=edit)
    return [Piece("word", start, end), *(each for each in rest[1:] if each.start >= end)]


def _fits(reading: Reading, definition: Definition, behind: list[Piece]) -> bool:
    """Return whether only a fitting value and forgotten parameters follow the name of an intended parameter."""
    if not behind:
        return False
    index = 0
    if definition.kind in SINGLE:
        word = reading.text[behind[0].start : behind[0].end].rstrip(TRAILING)
        if behind[0].kind != "word" or not plausible(definition, word, reading.vocabulary):
            return False
        index = 1
    elif definition.kind != "switch":
        return False
    while index < len(behind):
        bare = bare_among(reading, behind, index)
        if bare is None:
            return False
        index += bare[0]
    return True


def _sticks(text: str, token: Token, definition: Definition) -> bool:
    """Return whether a token that touches the name is a value stuck to it."""
    return (token[0] in VALUES and not text[token[1]].isspace()) or (token[0] == "LINK" and definition.kind in LISTS)


def _without_signs(reading: Reading, flag: Flag, value: Value, rest: list[Piece]) -> list[Piece]:
    """The text after an attached value without the punctuation at its end, which is noted."""
    if not rest or rest[0].start != value.end or reading.text[value.end : rest[0].end].strip(TRAILING):
        return rest
    edit = reading.removal(value.end, rest[0].end)
    reading.note("trailing-punctuation", value.start, rest[0].end, value.text, name=flag.name, after=True, edit=edit)
    return rest[1:]


def _note_separator(reading: Reading, flag: Flag, separator: Token, value: Value | None, *, joined: bool, after: bool) -> None:
    """A character other than a space between name and value."""
    _, left, right = separator
    if value is not None:
        edit = (left, value.start, " ")
        reading.note("value-separator", flag.start, value.end, f"{flag.spelled} {value.text}", name=flag.name, after=after, edit=edit)
        return
    gap = " " if reading.text[right : right + 1].strip() and not joined else ""
    reading.note("value-separator", flag.start, right, flag.spelled + gap, name=flag.name, after=after, edit=(left, right, gap))


def _add(reading: Reading, flag: Flag, values: tuple[Value, ...], branch: tuple[int, ...]) -> None:
    """Note the parameter."""
    end = flag.end
    if values:
        end = values[-1].weight.end if values[-1].weight else values[-1].end
    spelling = reading.source[flag.start : flag.end]
    reading.parameters.append(Parameter(flag.name, spelling, values, flag.start, flag.end, end, flag.definition is not None, branch))


# ---- what no parameter takes -----------------------------------------------------------------------------------------


def _leftovers(reading: Reading, flag: Flag, definition: Definition, rest: list[Piece]) -> None:
    """Name what follows the values: forgotten dashes, leaked values, single characters, and words, one finding per run."""
    if len(rest) == 1 and reading.text[rest[0].start : rest[0].end] in CLOSING:
        reading.note("quoted-prompt", rest[0].start, rest[0].end, "", name=flag.name, after=True)
        return
    run: list[Piece] = []
    index = 0
    while index < len(rest):
        hyphens = int(index + 1 < len(rest) and reading.text[rest[index].start : rest[index].end] == "-")  # `- v 7`
        bare = bare_among(reading, rest, index + hyphens) or _bare_switch(reading, rest)
        if bare is not None:
            _stray(reading, flag, definition, run)
            run = []
            count, name, replacement = bare
            reading.note("missing-dashes", rest[index].start, rest[index + hyphens + count - 1].end, replacement, name=name, after=True)
            index += hyphens + count
            continue
        if not _alone(reading, flag, rest[index], run):
            run.append(rest[index])
        elif run:
            _stray(reading, flag, definition, run)
            run = []
        index += 1
    _stray(reading, flag, definition, run)


def _bare_switch(reading: Reading, rest: list[Piece]) -> tuple[int, str, str] | None:
    """`--ar 16:9 raw`: the only word left is the name of a switch of today."""
    if len(rest) != 1:
        return None
    word = reading.text[rest[0].start : rest[0].end].rstrip(TRAILING)
    canonical = reading.vocabulary.names.get(word)
    definition = reading.vocabulary.definition(canonical) if canonical else None
    if definition is None or definition.kind != "switch" or definition.status != "current":
        return None
    return 1, definition.name, f"--{word}"


def _alone(reading: Reading, flag: Flag, piece: Piece, run: list[Piece]) -> bool:
    """Note a left-over piece that is a mistake of its own kind; False where it is a word like others."""
    if piece.kind == "BRACE":  # noted where it was read
        return True
    word = reading.text[piece.start : piece.end]
    if word in LEAKED or piece.kind == "SLOT" or ((is_slot(word) or (word[0] == "$" and is_stand_in(word))) and not run):
        detail = "leaked" if word in LEAKED else "stray"
        reading.note("placeholder", piece.start, piece.end, name=flag.name, after=True, detail=detail)
        return True
    if not word.strip(TRAILING):
        return not run and _punctuation(reading, flag, piece)
    if len(word) > 1 and not word.strip("-"):
        kind = "extra-dashes" if len(word) > 2 else "stray-dashes"
        reading.note(kind, piece.start, piece.end, "", name=flag.name, after=True)
        return True
    return False


def _punctuation(reading: Reading, flag: Flag, piece: Piece) -> bool:
    """A comma or full stop after a value or, attached, after a switch."""
    start = flag.start if piece.start == flag.end else piece.start
    replacement = reading.text[start : flag.end] if start == flag.start else ""
    edit = reading.removal(flag.end, piece.end) if replacement else None
    reading.note("trailing-punctuation", start, piece.end, replacement, name=flag.name, after=True, edit=edit)
    return True


def _stray(reading: Reading, flag: Flag, definition: Definition, run: list[Piece]) -> None:
    """One finding for a run of words that no parameter takes."""
    if not run:
        return
    start, end = run[0].start, run[-1].end
    word = reading.text[start:end]
    if definition.kind == "switch" and word[0] in "=:" and len(run) == 1:
        value = word.lstrip("=:")
        if start == flag.end and (not value or value in definition.echo):
            spelled, edit = f"{flag.spelled} {value}".rstrip(), (start, end - len(value), " " if value else "")
            reading.note("value-separator", flag.start, end, spelled, name=flag.name, after=True, edit=edit)
        else:
            reading.note("unexpected-value", start, end, name=flag.name, after=True)
        return
    value_like = is_number(word) or RATIO.match(word) or word.lower() in _SWITCHED
    kind = "unexpected-value" if definition.kind == "switch" and len(run) == 1 and value_like else "text-after-parameter"
    reading.note(kind, start, end, name=flag.name, after=True)
