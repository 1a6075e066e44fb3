"""Decide which of the words after a flag are its values: each kind of parameter accepts its own, the rest is left over."""

from __future__ import annotations

from promptlint.model import Value

from .braces import permutation
from .lalr import pattern
from .missing_dashes import bare_at_end, bare_pair, bare_single
from .parse_state import CLOSING, LISTS, OPENING, TRAILING, items
from .shapes import LEAKED, is_number, is_stand_in, plausible
from .words import Piece, value_of, weight_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from promptlint.midjourney.vocabulary import Definition

    from .parse_state import Flag, Reading

__all__ = ["bare_among", "take"]

Taken = tuple[list[Value], list[Piece]]


def take(reading: Reading, definition: Definition, flag: Flag, pieces: list[Piece]) -> Taken:
    """The values that a parameter accepts from the pieces after it, and the remaining pieces."""
    if not pieces:
        return [], pieces
    if definition.kind in LISTS:
        return _references(reading, definition, flag, pieces)
    return _TAKERS.get(definition.kind, _one)(reading, definition, flag, pieces)


def _word(reading: Reading, piece: Piece) -> str:
    return reading.text[piece.start : piece.end]


def _switch(reading: Reading, definition: Definition, flag: Flag, pieces: list[Piece]) -> Taken:  # noqa: ARG001
    """A switch accepts no value, except the one that Midjourney itself echoes for some (`--video 1`)."""
    if _word(reading, pieces[0]) in definition.echo:
        return [value_of(reading, pieces[0], definition.name)], pieces[1:]
    return [], pieces


# ---- one value -------------------------------------------------------------------------------------------------------


def _one(reading: Reading, definition: Definition, flag: Flag, pieces: list[Piece]) -> Taken:
    piece = pieces[0]
    long = _spread(reading, definition, pieces)
    if long is not None:
        return [long], [later for later in pieces if later.start >= long.end]
    word = _word(reading, piece)
    if word in LEAKED:
        return [_leaked(reading, piece, flag)], pieces[1:]
    if piece.kind != "word":
        return [value_of(reading, piece, definition.name)], pieces[1:]
    fits = plausible(definition, word, reading.vocabulary) or is_number(word.rstrip(TRAILING))
    if not fits and definition.optional and len(pieces) > 1:
        return [], pieces
    return [_trimmed(reading, definition, piece)], pieces[1:]


def _spread(reading: Reading, definition: Definition, pieces: list[Piece]) -> Value | None:
    """One value that is several words: `[your seed]`, words for a choice (`--style Ivan Shishkin`)."""
    first, last = pieces[0], pieces[-1]
    slot = pattern("VALUE_SLOT").match(reading.text, first.start, last.end)
    if slot and slot.end() > first.end:
        reading.note("placeholder", *slot.span(), name=definition.name, after=True)
        return Value(slot[0], *slot.span(), "placeholder")
    return None


def _leaked(reading: Reading, piece: Piece, flag: Flag) -> Value:
    reading.note("placeholder", piece.start, piece.end, name=flag.name, after=True, detail="leaked")
    return Value(_word(reading, piece), piece.start, piece.end, "placeholder")


def _trimmed(reading: Reading, definition: Definition, piece: Piece) -> Value:
    """A word as a value, without the punctuation or the closing quote that is glued to it."""
    word = _word(reading, piece)
    if word[-1] not in TRAILING and word[-1] not in CLOSING:
        return value_of(reading, piece, definition.name)
    bare, kind, start = word.rstrip(TRAILING), "trailing-punctuation", piece.start
    if bare and bare[-1] in CLOSING:
        bare, kind = bare.rstrip("".join(CLOSING)), "quoted-prompt"
        start += len(bare) - len(bare.lstrip(OPENING))
        bare = bare.lstrip(OPENING)
    if not bare or not plausible(definition, bare, reading.vocabulary):
        return value_of(reading, piece, definition.name)
    edit = reading.removal(start + len(bare), piece.end) if kind == "trailing-punctuation" else None
    reading.note(kind, piece.start, piece.end, bare, name=definition.name, after=True, edit=edit)
    return Value(bare, start, start + len(bare))


# ---- lists -----------------------------------------------------------------------------------------------------------


def _words(reading: Reading, definition: Definition, flag: Flag, pieces: list[Piece]) -> Taken:  # noqa: ARG001
    """`--no` takes everything up to the next parameter; its items are separated by commas."""
    start, end = pieces[0].start, pieces[-1].end
    bare = bare_at_end(reading.text, start, end, reading.vocabulary)
    if bare is not None and bare.start > start:
        reading.note("missing-dashes", bare.start, bare.end, bare.replacement, name=bare.name, after=True)
        end = bare.start
    for piece in pieces:
        if piece.at >= 0 and reading.row[piece.at][0] == "OPEN":
            reading.permutations.append(permutation(reading, reading.row, piece.at)[0])
        elif piece.at >= 0 and reading.row[piece.at][0] == "SLOT":
            _, left, right = reading.row[piece.at]
            reading.note("placeholder", left, right, name=definition.name, after=True)
    found = items(reading.text, start, end)
    for item in found:
        if item.text in LEAKED:
            reading.note("placeholder", item.start, item.end, name=definition.name, after=True, detail="leaked")
    return found, []


def _codes(reading: Reading, definition: Definition, flag: Flag, pieces: list[Piece]) -> Taken:
    """Personalization codes, as many as there are; a bare `v6` is not one."""
    values: list[Value] = []
    for index, piece in enumerate(pieces):
        word = _word(reading, piece)
        clean = word.rstrip(TRAILING)
        if piece.kind in {"permutation", "SLOT"} or is_stand_in(word):
            values.append(value_of(reading, piece, definition.name))
        elif bare_single(clean, reading.vocabulary) or not plausible(definition, clean, reading.vocabulary):
            return values, pieces[index:]
        else:
            values.append(_clean(reading, piece, clean, flag))
    return values, []


def _clean(reading: Reading, piece: Piece, clean: str, flag: Flag) -> Value:
    """A word of a list without the punctuation after it, which is noted."""
    if piece.end - piece.start != len(clean):
        edit = reading.removal(piece.start + len(clean), piece.end)
        reading.note("trailing-punctuation", piece.start, piece.end, clean, name=flag.name, after=True, edit=edit)
    return Value(clean, piece.start, piece.start + len(clean))


def _references(reading: Reading, definition: Definition, flag: Flag, pieces: list[Piece]) -> Taken:
    """Links, codes and `random` with their `::weight`, up to the first word that is none of them."""
    values: list[Value] = []
    for index, piece in enumerate(pieces):
        if piece.kind == "WEIGHT":
            if not values or values[-1].weight:
                return (values, pieces[index:]) if values else _wrong_reference(reading, definition, pieces)
            values[-1] = values[-1].weighted(weight_of(reading.text, reading.row[piece.at]))
            continue
        word = _word(reading, piece)
        clean = word.rstrip(TRAILING)
        if word in LEAKED:
            values.append(_leaked(reading, piece, flag))
        elif piece.kind != "word" or is_stand_in(word):
            values.append(value_of(reading, piece, definition.name))
        elif clean and (plausible(definition, clean, reading.vocabulary) or is_number(clean)):
            values.append(_clean(reading, piece, clean, flag))
        else:
            return (values, pieces[index:]) if values else _wrong_reference(reading, definition, pieces)
    return values, []


def _wrong_reference(reading: Reading, definition: Definition, pieces: list[Piece]) -> Taken:
    """Words where a link or a code is wanted are one wrong value, up to a forgotten parameter."""
    stop = next((index for index in range(len(pieces)) if bare_among(reading, pieces, index)), len(pieces))
    if stop == 0:
        return [], pieces
    start, end = pieces[0].start, pieces[stop - 1].end
    text = reading.text[start:end]
    if not is_stand_in(text):
        return [Value(text, start, end)], pieces[stop:]
    reading.note("placeholder", start, end, name=definition.name, after=True)
    return [Value(text, start, end, "placeholder")], pieces[stop:]


def bare_among(reading: Reading, pieces: list[Piece], index: int) -> tuple[int, str, str] | None:
    """A forgotten parameter at a piece: how many pieces it is, its canonical name, how to write it."""
    word = _word(reading, pieces[index])
    if index + 1 < len(pieces) and not (len(word) == 1 and word.isupper()):
        form = bare_pair(word, _word(reading, pieces[index + 1]).rstrip(TRAILING), reading.vocabulary, strict=False)
        if form:
            return 2, *form
    form = bare_single(word.rstrip(TRAILING), reading.vocabulary)
    return (1, *form) if form else None


_TAKERS: dict[str, Callable[[Reading, Definition, Flag, list[Piece]], Taken]] = {
    "switch": _switch,
    "words": _words,
    "codes": _codes,
}
