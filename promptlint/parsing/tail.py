"""The parameters of a prompt: each flag with its values, and a name for everything that no parameter takes."""

from __future__ import annotations

import re

from promptlint.model import Parameter, Value

from .flags import LISTS
from .parse_state import CLOSING, TRAILING
from .shapes import DASH, LEAKED, NUMBER, RATIO, is_slot, plausible
from .take import bare_among, take
from .words import Piece, pieces, value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.midjourney.vocabulary import Definition

    from .flags import Flag
    from .lalr import Node
    from .parse_state import Reading

__all__ = ["read_parameters"]

_ONE_WORD = re.compile(r"\s++(\S++)\s*+\Z")
_SEVERAL = LISTS | {"switch", "words", "codes"}
_SWITCHED = frozenset({"true", "false", "on", "off", "yes"})


def read_parameters(
    reading: Reading, stream: list[Node], first: tuple[int, Flag], rest: Iterator[tuple[int, Flag]], branch: tuple[int, ...] = ()
) -> None:
    """Read each flag with the nodes up to the next."""
    flag, after = first[1], False
    for index, following in rest:
        _read(reading, flag, stream, index, branch, after=after)
        flag, after = following, True
    _read(reading, flag, stream, len(stream), branch, after=after)


def _read(reading: Reading, flag: Flag, stream: list[Node], stop: int, branch: tuple[int, ...], *, after: bool) -> None:
    """One parameter. `after` tells that it is not the first, so what is no parameter refuses the job."""
    definition = flag.definition
    if definition is None:
        _read_unknown(reading, flag, stream, stop, branch, after=after)
        return
    if stop - flag.next == 1 and definition.kind not in _SEVERAL and not flag.glued and stream[flag.next][0] == "TEXT":
        match = _ONE_WORD.match(reading.text, flag.values_at, stream[flag.next][2])
        if match and plausible(definition, match[1], reading.vocabulary):
            value = Value(match[1], match.start(1), match.end(1))
            _add(reading, flag, (value,), branch, after=after)
            return
    behind = list(pieces(reading, stream, flag.next, stop, flag.values_at))
    if behind and flag.values_at == flag.end and not flag.glued and _has_separator(reading, definition, behind):
        flag, behind = _separated(reading.text, flag, behind)
    values, rest = _glued(reading, flag, behind) if flag.glued else take(reading, definition, flag, behind)
    _add(reading, flag, tuple(values), branch, after=after)
    if not values and not definition.optional and definition.kind not in {"switch", "codes"}:
        reading.note("missing-value", flag.start, flag.end, name=flag.name, after=True)
    if rest:
        _leftovers(reading, flag, definition, rest)


def _read_unknown(reading: Reading, flag: Flag, stream: list[Node], stop: int, branch: tuple[int, ...], *, after: bool) -> None:
    """A name that nobody knows takes everything up to the next flag: one mistake, not one a word."""
    values = tuple(value_of(reading, piece, flag.name) for piece in pieces(reading, stream, flag.next, stop, flag.values_at))
    _add(reading, flag, values, branch, after=after)


def _has_separator(reading: Reading, definition: Definition, behind: list[Piece]) -> bool:
    """Whether a sign stands between name and value. A comma or a full stop is one only where a value follows."""
    if definition.kind in {"switch", "words"}:
        return False
    word = reading.text[behind[0].start : behind[0].end]
    if word[0] in "=:":
        return True
    if word[0] not in ",.":
        return False
    value = word.lstrip(",.")
    if value:  # `--ar ,16:9`; but `--iw ,5` may be a half, as `--iw .5` is
        return word[0] == "," and definition.kind == "ratio" and plausible(definition, value, reading.vocabulary)
    following = reading.text[behind[1].start : behind[1].end].rstrip(TRAILING) if len(behind) > 1 else ""
    return bool(following) and plausible(definition, following, reading.vocabulary)


def _separated(text: str, flag: Flag, behind: list[Piece]) -> tuple[Flag, list[Piece]]:
    """`--ar : 16:9`: the signs between are a mistake, what follows them the value, if anything does."""
    signs = "=:" if text[behind[0].start] in "=:" else ",."
    flag = flag._replace(anomaly=flag.anomaly or "value-separator", values_at=behind[-1].end)
    for index, piece in enumerate(behind):
        start = piece.end - len(text[piece.start : piece.end].lstrip(signs))
        if start < piece.end:
            return flag._replace(values_at=start), [piece._replace(start=start), *behind[index + 1 :]]
    return flag, []


def _glued(reading: Reading, flag: Flag, behind: list[Piece]) -> tuple[list[Value], list[Piece]]:
    left, right = flag.glued or (flag.end, flag.end)
    written = reading.text[left:right].rstrip(TRAILING)
    piece = Piece("LINK" if "://" in written else "word", left, left + len(written))
    return [value_of(reading, piece, flag.name)], [each for each in behind if each.start >= right]


def _add(reading: Reading, flag: Flag, values: tuple[Value, ...], branch: tuple[int, ...], *, after: bool) -> None:
    """Note the parameter, and what is wrong with how its flag is written."""
    end = flag.end
    if values:
        end = values[-1].weight.end if values[-1].weight else values[-1].end
    spelling = reading.source[flag.start : flag.end]
    reading.parameters.append(Parameter(flag.name, spelling, values, flag.start, flag.end, end, flag.definition is not None, branch))
    if flag.anomaly:
        _note_flag(reading, flag, values[0] if values else None, after=after)


def _note_flag(reading: Reading, flag: Flag, value: Value | None, *, after: bool) -> None:
    """The anomaly of a flag, with the text that puts it right."""
    written = reading.text[flag.start : flag.end].lower().lstrip(DASH).strip().lstrip(DASH)
    name = written if written in reading.vocabulary.names else _name_in(reading, flag, written)
    replacement: str | None = f"{flag.lead}--{name}"
    end = flag.end
    if flag.definition is None:
        replacement = None
    elif value is not None and (flag.glued or flag.anomaly == "value-separator"):
        replacement, end = f"{flag.lead}--{name} {value.text}", value.end
    elif reading.text[flag.end : flag.values_at].strip():  # a separator beside another mistake, or with nothing behind it
        end = flag.values_at
        replacement = f"{flag.lead}--{name}{' ' if reading.text[end : end + 1].strip() else ''}"
    reading.note(flag.anomaly, flag.start, end, replacement, name=flag.name, after=after)


def _name_in(reading: Reading, flag: Flag, written: str) -> str:
    """The spelling the writer chose, where other characters stand behind it."""
    letters = len(written)
    while letters and written[:letters] not in reading.vocabulary.names:
        letters -= 1
    return written[:letters] or flag.name


# ---- what no parameter takes -----------------------------------------------------------------------------------------


def _leftovers(reading: Reading, flag: Flag, definition: Definition, rest: list[Piece]) -> None:
    """Name what stands behind the values: forgotten dashes, leaked values, lone signs, and words, one finding a run."""
    if len(rest) == 1 and reading.text[rest[0].start : rest[0].end] in CLOSING:
        reading.note("quoted-prompt", rest[0].start, rest[0].end, "", name=flag.name, after=True)
        return
    run: list[Piece] = []
    index = 0
    while index < len(rest):
        bare = bare_among(reading, rest, index) or _bare_switch(reading, rest)
        if bare is not None:
            _stray(reading, flag, definition, run)
            run = []
            count, name, replacement = bare
            reading.note("missing-dashes", rest[index].start, rest[index + count - 1].end, replacement, name=name, after=True)
            index += count
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
    if word in LEAKED or piece.kind == "PLACEHOLDER" or (is_slot(word) and not run):
        detail = "leaked" if word in LEAKED else ""
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
    """A comma or full stop behind a value or, glued, behind a switch."""
    start = flag.start if piece.start == flag.end else piece.start
    replacement = reading.text[start : flag.end] if start == flag.start else ""
    reading.note("trailing-punctuation", start, piece.end, replacement, name=flag.name, after=True)
    return True


def _stray(reading: Reading, flag: Flag, definition: Definition, run: list[Piece]) -> None:
    """One finding for a run of words that no parameter takes."""
    if not run:
        return
    start, end = run[0].start, run[-1].end
    word = reading.text[start:end]
    value_like = NUMBER.match(word) or RATIO.match(word) or word.lower() in _SWITCHED
    kind = "unexpected-value" if definition.kind == "switch" and len(run) == 1 and value_like else "text-after-parameter"
    reading.note(kind, start, end, name=flag.name, after=True)
