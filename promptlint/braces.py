"""Braces → `Permutation`: nesting resolved with a stack of our own, options split at commas, jobs counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .linktoken import image_link
from .model import Option, Permutation, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .lalr import Node
    from .reading import Reading

__all__ = ["MAX_DEPTH", "members", "permutation"]

MAX_DEPTH = 64
"""Braces nested deeper are reported and read as text."""

_MOST_JOBS = 10**12
"""Enough to be more than any plan allows; products beyond it are not worth their digits."""

_COMMAS = re.compile(r"\\[\s\S]|,")
_WORD = re.compile(r"\S++")


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

    def add_text(self, source: str, node: Node) -> None:
        """Split a text token at the commas that are not escaped."""
        at = node[1]
        for match in _COMMAS.finditer(source, node[1], node[2]):
            if match[0] != ",":
                continue
            self.row.append(("TEXT", at, match.start(), ()))
            self.close_option(match.start())
            at = self.option_start = match.end()
        if at < node[2]:
            self.row.append(("TEXT", at, node[2], ()))

    def close_option(self, end: int) -> None:
        self.options.append(Option(self.option_start, end, tuple(self.nested)))
        self.rows.append(self.row)
        self.nested, self.row = [], []


def permutation(reading: Reading, node: Node) -> tuple[Permutation, list[tuple[tuple[int, int], list[Node]]]]:
    """The permutation of a node, and the options in which flags stand: ((start of its braces, number), nodes)."""
    frames = [_Frame(node)]
    flagged: list[tuple[tuple[int, int], list[Node]]] = []
    while True:
        frame = frames[-1]
        if frame.at < len(frame.nodes):
            _enter(reading, frames, frame, frame.nodes[frame.at])
            continue
        done = _closed(reading, frame)
        flagged += [((frame.start, number), row) for number, row in enumerate(frame.rows) if any(each[0] == "FLAG" for each in row)]
        frames.pop()
        if not frames:
            return done, flagged
        frames[-1].nested.append(done)


def _enter(reading: Reading, frames: list[_Frame], frame: _Frame, child: Node) -> None:
    frame.at += 1
    if child[0] == "TEXT":
        frame.add_text(reading.text, child)
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
                link = image_link(text, match.start(), match.end(), slot) if "://" in match[0] else None
                yield link or Value(match[0], match.start(), match.end())
            continue
        inner = option.permutations[0]
        if text[option.start : option.end].strip() == text[inner.start : inner.end]:
            stack += reversed(inner.options)
