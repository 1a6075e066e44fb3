"""Braces → `Permutation`: nesting resolved with a stack of our own, options split at commas, jobs counted."""

from __future__ import annotations

import re

from promptlint.model import Option, Permutation, Value, Weight

from .linktoken import image_link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .lalr import Node
    from .parse_state import Reading

__all__ = ["MAX_DEPTH", "members", "permutation"]

MAX_DEPTH = 64
"""Braces nested deeper are reported and read as text."""

_MOST_JOBS = 10**12
"""Enough to be more than any plan allows; products beyond it are not worth their digits."""

_COMMAS = re.compile(r"\\[\s\S]|,")
_WORD = re.compile(r"\S++")
_TELLING = frozenset({"FLAG", "LINK"})
_WEIGHT = re.compile(r"::([-+]?+[\d.]*+)\Z")


class _Frame:
    """One open brace on the stack: its options so far, and for each the nodes that stand in it."""

    __slots__ = ("at", "end", "nested", "nodes", "option_start", "options", "row", "rows", "start")

    def __init__(self, node: Node) -> None:
        self.start, self.end = node[1], node[2]
        self.nodes = node[3][1:-1]
        self.at = 0
        self.option_start = node[1] + 1
        self.options: list[Option] = []
        self.nested: list[Permutation] = []
        self.row: list[Node] = []
        self.rows: list[list[Node]] = []

    def add(self, source: str, node: Node) -> None:
        """Split a token of text, or a link, at the commas that are not escaped: they part alternatives in addresses too."""
        kind, at, end, _ = node
        for match in _COMMAS.finditer(source, at, end):
            if match[0] != ",":
                continue
            self.row.append((kind, at, match.start(), ()))
            self.close_option(match.start())
            at = self.option_start = match.end()
            kind = kind if "://" in source[at:end] else "TEXT"
        if at < end:
            self.row.append((kind, at, end, ()))

    def close_option(self, end: int) -> None:
        self.options.append(Option(self.option_start, end, tuple(self.nested)))
        self.rows.append(self.row)
        self.nested, self.row = [], []


def permutation(reading: Reading, node: Node) -> tuple[Permutation, list[tuple[tuple[int, int], list[Node]]]]:
    """The permutation of a node, and the options in which flags or links stand: ((start of its braces, number), nodes)."""
    frames = [_Frame(node)]
    told: list[tuple[tuple[int, int], list[Node]]] = []
    while True:
        frame = frames[-1]
        if frame.at < len(frame.nodes):
            _enter(reading, frames, frame, frame.nodes[frame.at])
            continue
        done = _closed(reading, frame)
        told += [((frame.start, number), row) for number, row in enumerate(frame.rows) if any(each[0] in _TELLING for each in row)]
        frames.pop()
        if not frames:
            return done, told
        frames[-1].nested.append(done)


def _enter(reading: Reading, frames: list[_Frame], frame: _Frame, child: Node) -> None:
    frame.at += 1
    if child[0] in {"TEXT", "LINK"}:
        frame.add(reading.text, child)
        return
    frame.row.append(child)
    if child[0] != "permutation":
        return
    if len(frames) < MAX_DEPTH:
        frames.append(_Frame(child))
    else:
        reading.note("permutation", child[1], child[2], detail="deep")


def _closed(reading: Reading, frame: _Frame) -> Permutation:
    frame.close_option(frame.end - 1)
    if all(not reading.text[option.start : option.end].strip() for option in frame.options):
        reading.note("permutation", frame.start, frame.end, detail="empty")
    jobs = 0
    for option in frame.options:
        jobs = min(jobs + option.jobs, _MOST_JOBS)
    return Permutation(frame.start, frame.end, tuple(frame.options), jobs)


def members(reading: Reading, whole: Permutation, slot: str) -> Iterator[Value]:
    """The alternatives of a value, nested ones flattened; one that is partly braces is left out."""
    stack = list(reversed(whole.options))
    text = reading.text
    while stack:
        option = stack.pop()
        if not option.permutations:
            for match in _WORD.finditer(text, option.start, option.end):
                link = _link(text, match, slot, option.end) if "://" in match[0] else None
                yield link or Value(match[0], match.start(), match.end())
            continue
        inner = option.permutations[0]
        if text[option.start : option.end].strip() == text[inner.start : inner.end]:
            stack += reversed(inner.options)


def _link(text: str, word: re.Match[str], slot: str, limit: int) -> Value | None:
    """A word of an alternative as a link with its `::weight`."""
    weight = _WEIGHT.match(text, max(word.start(), text.rfind("::", word.start(), word.end())), word.end())
    if weight is None:
        return image_link(text, word.start(), word.end(), slot, limit)
    link = image_link(text, word.start(), weight.start(), slot, weight.start())
    return link and link.weighted(Weight(weight.start(), weight.end(), weight[1]))
