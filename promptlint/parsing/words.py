"""The words after a flag: `Piece`s, and how one becomes a `Value`."""

from __future__ import annotations

from promptlint.model import Value, Weight
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .braces import closing, members, permutation
from .linktoken import image_link
from .parse_state import TRAILING, VALUES
from .shapes import is_stand_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .lalr import Token
    from .parse_state import Reading

__all__ = ["Piece", "pieces", "value_of", "weight_of"]

_WORD = lazy_pattern(r"\S++")
_WORDS = frozenset({"TEXT", "WORD", "SPACE", "OTHER", "PROSE_DASHES", "LONE_DASHES"})
_BEHIND_LINK = TRAILING + ')]>"'


class Piece(NamedTuple):
    """A word of a parameter's tail, or something that is used like one.

    `kind` is `word`, `LINK`, `permutation`, `SLOT`, `WEIGHT`, `BRACE` for an unmatched one, or `mixed` for a word that touches
    braces or a slot. `at` is the index of the token that makes it more than a word, or -1.
    """

    kind: str
    start: int
    end: int
    at: int = -1


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
            pending = Piece(_joined(pending.kind, piece.kind), pending.start, piece.end, pending.at if pending.at >= 0 else piece.at)
    if pending is not None:
        found.append(pending)
    return found


def _joined(first: str, second: str) -> str:
    if first == second == "word":
        return "word"
    return "LINK" if "LINK" in {first, second} else "mixed"


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
        _, start, end = row[piece.at] if piece.at >= 0 else (None, piece.start, piece.end)
        return image_link(reading.text, start, end, slot) or Value(text, piece.start, piece.end)
    if piece.kind == "SLOT" or (piece.at >= 0 and row[piece.at][0] == "SLOT"):
        return _placeholder(reading, piece, text, slot)
    if piece.at < 0 or row[piece.at][0] != "OPEN":
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
