"""The words after a flag, and which of them are its values: each kind of parameter accepts its own, the rest is left over."""

from __future__ import annotations

from promptlint.model import Value, Weight
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .braces import closing, members, permutation
from .lalr import pattern
from .linktoken import image_link
from .missing_dashes import bare_at_end, bare_pair, bare_single
from .parse_state import CLOSING, LISTS, OPENING, PAIRS, TRAILING, VALUES, items
from .shapes import LEAKED, is_number, is_stand_in, plausible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.midjourney.rows import Definition

    from .lalr import Token
    from .parse_state import Flag, Reading

__all__ = ["Piece", "bare_among", "pieces", "take", "value_of", "weight_of"]

_WORD = lazy_pattern(r"\S++")
_WORDS = frozenset({"TEXT", "WORD", "SPACE", "OTHER", "PROSE_DASHES", "LONE_DASHES"})
_AROUND = TRAILING + OPENING + "".join(CLOSING)
_BEHIND_LINK = TRAILING + ')]>"'


class Piece(NamedTuple):
    """A word of a parameter's tail, or something that is used like one.

    `kind` is `word`, `LINK`, `permutation`, `SLOT`, `WEIGHT`, `BRACE` for an unmatched one, or `mixed` for a word that touches
    braces or a slot. `at` is the index of the token that makes it more than a word, or 0: a name precedes it.
    """

    kind: str
    start: int
    end: int
    at: int = 0


def pieces(reading: Reading, index: int, stop: int, at: int) -> list[Piece]:
    """The pieces from the offset `at` on. Adjacent characters are one piece, except for a weight and another link."""
    found: list[Piece] = []
    pending: Piece | None = None
    for piece in _split(reading, index, stop, at):
        if pending is None:
            pending = piece
        elif pending.end != piece.start or "WEIGHT" in {pending.kind, piece.kind} or pending.kind == piece.kind == "LINK":
            found.append(pending)
            pending = piece
        elif pending.kind != "LINK" or piece.kind != "word" or reading.text[piece.start : piece.end].strip(_BEHIND_LINK):
            pending = _joined(pending, piece)
    if pending is not None:
        found.append(pending)
    return found


def _joined(first: Piece, second: Piece) -> Piece:
    """Two adjacent pieces as one. With a permutation or a slot in it, a link is only part of one."""
    kinds = {first.kind, second.kind}
    kind = "word" if kinds == {"word"} else "LINK" if kinds == {"LINK", "word"} else "mixed"
    at = second.at if not first.at or (kind == "mixed" and first.kind == "LINK") else first.at
    return Piece(kind, first.start, second.end, at)


def _split(reading: Reading, index: int, stop: int, at: int) -> Iterator[Piece]:
    row = reading.row
    while index < stop:
        kind, left, right = row[index]
        here, index = index, index + 1
        left = max(left, at)
        if kind == "OPEN":
            index = closing(row, here)
            yield Piece("permutation", left, row[index - 1][2], here)
        elif left >= right:
            continue
        elif kind in VALUES:
            word = reading.text[left:right]
            yield Piece("word", right - len(word.lstrip()), right)
        elif kind in _WORDS:
            for match in _WORD.finditer(reading.text, left, right):
                yield Piece("word", match.start(), match.end())
        elif kind != "CLOSE":
            yield Piece(kind, left, right, here)
        elif left not in reading.unclosed:
            reading.note("permutation", left, right, detail="unopened", after=True)
            yield Piece("BRACE", left, right)
        else:  # where the list was to end is not known: all that follows may be in it
            reading.note("permutation", left, right, detail="unclosed", after=True)
            yield Piece("BRACE", left, left + len(reading.text[left : row[stop - 1][2]].rstrip()))
            return


def value_of(reading: Reading, piece: Piece, slot: str) -> Value:
    """A piece as a value of the parameter `slot`: link, permutation, slot to be filled, or word."""
    row = reading.row
    text = reading.text[piece.start : piece.end]
    if piece.kind == "word":
        return _placeholder(reading, piece, text, slot) if is_stand_in(text) else Value(text, piece.start, piece.end)
    if piece.kind == "LINK":
        _, start, end = row[piece.at]
        return image_link(reading.text, start, end, slot)
    if piece.kind == "SLOT" or (piece.at and row[piece.at][0] == "SLOT"):
        return _placeholder(reading, piece, text, slot)
    if not piece.at or row[piece.at][0] != "OPEN":
        return Value(text, piece.start, piece.end, "placeholder")
    whole, _ = permutation(reading, row, piece.at)
    reading.permutations.append(whole)
    alone = piece.kind == "permutation"
    return Value(text, piece.start, piece.end, "permutation", None, tuple(members(reading, whole, slot)) if alone else ())


def _placeholder(reading: Reading, piece: Piece, text: str, slot: str) -> Value:
    reading.note("placeholder", piece.start, piece.end, name=slot, after=True)
    return Value(text, piece.start, piece.end, "placeholder")


def weight_of(text: str, token: Token) -> Weight:
    """A WEIGHT token as a node."""
    return Weight(token[1], token[2], text[token[1] : token[2]].lstrip(":"))


# ---- values ----------------------------------------------------------------------------------------------------------

Taken = tuple[list[Value], list[Piece]]


def take(reading: Reading, definition: Definition, flag: Flag, pieces: list[Piece]) -> Taken:
    """The values that a parameter accepts from the pieces after it, and the remaining pieces."""
    if not pieces:
        return [], pieces
    if definition.kind == "switch":  # no value, except the one that Midjourney itself echoes for some (`--video 1`)
        count = int(_word(reading, pieces[0]) in definition.echo)
        return [value_of(reading, piece, definition.name) for piece in pieces[:count]], pieces[count:]
    if definition.kind == "words":
        return _words(reading, definition, pieces), []
    if definition.kind == "codes" or definition.kind in LISTS:
        return _listed(reading, definition, flag, pieces)
    return _one(reading, definition, flag, pieces)


def _word(reading: Reading, piece: Piece) -> str:
    return reading.text[piece.start : piece.end]


def _one(reading: Reading, definition: Definition, flag: Flag, pieces: list[Piece]) -> Taken:
    piece = pieces[0]
    slot = pattern("VALUE_SLOT").match(reading.text, piece.start, pieces[-1].end)
    if slot and slot.end() > piece.end:  # `[your seed]` is several words
        whole = Piece("word", *slot.span())
        return [_placeholder(reading, whole, slot[0], definition.name)], [later for later in pieces if later.start >= slot.end()]
    word = _word(reading, piece)
    if word in LEAKED:
        return [_leaked(reading, piece, flag)], pieces[1:]
    if piece.kind != "word":
        return [value_of(reading, piece, definition.name)], pieces[1:]
    if definition.optional and len(pieces) > 1 and not is_number(word.rstrip(TRAILING)):
        return [], pieces
    fits = plausible(definition, word.strip(_AROUND), reading.vocabulary)
    bare = None if fits else bare_among(reading, pieces, 0)
    if bare is None:
        at = int(not fits and word.isalpha() and _fits_next(reading, definition, pieces))
    elif definition.kind != "model":
        return [], pieces
    elif bare[1] != definition.name and bare[0] == 2:  # `--v niji 6`
        end = pieces[1].start + len(_word(reading, pieces[1]).rstrip(TRAILING))
        return [Value(reading.text[piece.start : end], piece.start, end)], pieces[2:]
    else:
        at = bare[0] - 1
    if at:
        reading.note("text-after-parameter", piece.start, piece.end, name=definition.name, after=True)
    return [_trimmed(reading, definition, pieces[at])], pieces[at + 1 :]


def _fits_next(reading: Reading, definition: Definition, pieces: list[Piece]) -> bool:
    """Return whether the second piece is the value, as in `--aspect ratio 16:9`."""
    if len(pieces) < 2 or pieces[1].kind != "word":
        return False
    return plausible(definition, _word(reading, pieces[1]).strip(_AROUND), reading.vocabulary)


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


def _words(reading: Reading, definition: Definition, pieces: list[Piece]) -> list[Value]:
    """`--no` takes everything up to the next parameter; its items are separated by commas."""
    start, end = pieces[0].start, pieces[-1].end
    bare = bare_at_end(reading.text, start, end, reading.vocabulary)
    if bare is not None and bare.start > start:
        reading.note("missing-dashes", bare.start, bare.end, bare.replacement, name=bare.name, after=True)
        end = bare.start
    for piece in pieces:
        kind, left, right = reading.row[piece.at] if piece.at else ("", 0, 0)
        if kind == "OPEN":
            reading.permutations.append(permutation(reading, reading.row, piece.at)[0])
        elif kind == "SLOT":
            reading.note("placeholder", left, right, name=definition.name, after=True)
    found = items(reading.text, start, end)
    for item in found:
        if item.text in LEAKED:
            reading.note("placeholder", item.start, item.end, name=definition.name, after=True, detail="leaked")
    return found


def _listed(reading: Reading, definition: Definition, flag: Flag, pieces: list[Piece]) -> Taken:
    """Codes, or links, numbers and `random` with their `::weight`, up to the first word that is none of them."""
    values: list[Value] = []
    for index, piece in enumerate(pieces):
        if piece.kind == "WEIGHT" and values and not values[-1].weight and definition.kind in LISTS:
            values[-1] = values[-1].weighted(weight_of(reading.text, reading.row[piece.at]))
            continue
        value = _element(reading, definition, flag, piece)
        if value is None and values and _parts_links(reading, pieces, index):
            reading.note("trailing-punctuation", piece.start, piece.end, "", name=flag.name, after=True)
            continue
        if value is None:
            wrong = not values and definition.kind in LISTS
            return _wrong_reference(reading, definition, pieces) if wrong else (values, pieces[index:])
        values.append(value)
    return values, []


def _parts_links(reading: Reading, pieces: list[Piece], index: int) -> bool:
    """Return whether a piece is a lone character between two links, such as `|`."""
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    return following is not None and following.kind == "LINK" and not any(map(str.isalnum, _word(reading, pieces[index])))


def _element(reading: Reading, definition: Definition, flag: Flag, piece: Piece) -> Value | None:
    """One value of a list, or `None`; neither a bare `v6` nor a lone weight is one."""
    word = _word(reading, piece)
    clean = word.rstrip(TRAILING)
    inside = clean[1:-1]
    if piece.kind == "word" and inside and PAIRS.get(clean[0]) == clean[-1] and plausible(definition, inside, reading.vocabulary):
        reading.note("quoted-prompt", piece.start, piece.end, inside, name=flag.name, after=True)
        return Value(inside, piece.start + 1, piece.start + 1 + len(inside))
    if definition.kind in LISTS:
        if word in LEAKED:
            return _leaked(reading, piece, flag)
        other, fits = piece.kind not in {"word", "WEIGHT"}, is_number(clean)
    else:
        other, fits = piece.kind in {"permutation", "SLOT"}, False
        if bare_single(clean, reading.vocabulary):
            return None
    if other or (piece.kind != "WEIGHT" and is_stand_in(word)):
        return value_of(reading, piece, definition.name)
    if piece.kind == "WEIGHT" or not clean or not (fits or plausible(definition, clean, reading.vocabulary)):
        return None
    if len(clean) < len(word):
        edit = reading.removal(piece.start + len(clean), piece.end)
        reading.note("trailing-punctuation", piece.start, piece.end, clean, name=flag.name, after=True, edit=edit)
    return Value(clean, piece.start, piece.start + len(clean))


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
