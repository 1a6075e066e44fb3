"""What stands behind a flag, in words: `Piece`s, and how one becomes a `Value`."""

from __future__ import annotations

import re

from promptlint.model import Value, Weight
from promptlint.text.namedtuple import NamedTuple

from .braces import members, permutation
from .linktoken import image_link
from .parse_state import TRAILING
from .shapes import is_slot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .lalr import Node
    from .parse_state import Reading

__all__ = ["Piece", "pieces", "value_of", "weight_of"]

_WORD = re.compile(r"\S++")
_WORDS = frozenset({"TEXT", "OTHER", "FLAG", "DASHES", "CLOSE", "OPEN"})
_BEHIND_LINK = TRAILING + ')]>"'


class Piece(NamedTuple):
    """A word of a parameter's tail, or something that stands like one.

    `kind` is `word`, `LINK`, `permutation`, `PLACEHOLDER`, `WEIGHT`, `BRACE` for one without its other half, or `mixed` for a
    word that touches braces or a slot.
    """

    kind: str
    start: int
    end: int
    node: Node | None = None


def pieces(reading: Reading, stream: list[Node], index: int, stop: int, at: int) -> Iterator[Piece]:
    """The pieces from the offset `at` on. What touches without white space is one piece, save a weight."""
    pending: Piece | None = None
    for piece in _split(reading, stream, index, stop, at):
        if pending is None:
            pending = piece
        elif pending.end != piece.start or piece.kind == "WEIGHT" or pending.kind == "WEIGHT":
            yield pending
            pending = piece
        elif pending.kind != "LINK" or piece.kind != "word" or reading.text[piece.start : piece.end].strip(_BEHIND_LINK):
            pending = Piece(_joined(pending.kind, piece.kind), pending.start, piece.end, pending.node or piece.node)
    if pending is not None:
        yield pending


def _joined(first: str, second: str) -> str:
    if first == second == "word":
        return "word"
    return "LINK" if "LINK" in {first, second} else "mixed"


def _split(reading: Reading, stream: list[Node], index: int, stop: int, at: int) -> Iterator[Piece]:
    for position in range(index, stop):
        kind, left, right, _ = node = stream[position]
        left = max(left, at)
        if left >= right:
            continue
        if kind not in _WORDS:
            yield Piece(kind, left, right, node)
            continue
        if kind == "CLOSE":
            reading.note("permutation", left, right, detail="unopened", after=True)
            yield Piece("BRACE", left, right, node)
            continue
        if kind == "OPEN":  # where the list was to end is not known: all that follows may be in it
            reading.note("permutation", left, right, detail="unclosed", after=True)
            yield Piece("BRACE", left, len(reading.text[: stream[stop - 1][2]].rstrip()), node)
            return
        for match in _WORD.finditer(reading.text, left, right):
            yield Piece("word", match.start(), match.end())


def value_of(reading: Reading, piece: Piece, slot: str) -> Value:
    """A piece as a value of the parameter `slot`: link, permutation, slot to be filled, or word."""
    text = reading.text[piece.start : piece.end]
    if piece.kind == "word":
        return _placeholder(reading, piece, text, slot) if is_slot(text) else Value(text, piece.start, piece.end)
    if piece.kind == "LINK":
        start, end = piece.node[1:3] if piece.node else (piece.start, piece.end)
        return image_link(reading.text, start, end, slot) or Value(text, piece.start, piece.end)
    if piece.kind == "PLACEHOLDER":
        return _placeholder(reading, piece, text, slot)
    if piece.node is None or piece.node[0] != "permutation":
        return Value(text, piece.start, piece.end, "placeholder")
    whole, _ = permutation(reading, piece.node)
    reading.permutations.append(whole)
    alone = piece.kind == "permutation"
    return Value(text, piece.start, piece.end, "permutation", None, tuple(members(reading, whole, slot)) if alone else ())


def _placeholder(reading: Reading, piece: Piece, text: str, slot: str) -> Value:
    reading.note("placeholder", piece.start, piece.end, name=slot, after=True)
    return Value(text, piece.start, piece.end, "placeholder")


def weight_of(text: str, node: Node) -> Weight:
    """A WEIGHT token as a node."""
    return Weight(node[1], node[2], text[node[1] : node[2]].lstrip(":"))
