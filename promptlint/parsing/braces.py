"""Braces → `Permutation`: nesting resolved with a stack of our own, options split at commas, jobs counted."""

from __future__ import annotations

from promptlint.model import Option, Permutation, Value, Weight
from promptlint.text.regex_compat import lazy_pattern

from .lalr import pattern
from .linktoken import image_link

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from .lalr import Token
    from .parse_state import Reading

__all__ = ["MAX_DEPTH", "closing", "members", "permutation"]

MAX_DEPTH = 64
"""Braces nested deeper are reported and read as text."""

_MOST_JOBS = 10**12
"""More than any plan allows; the exact number of larger products does not matter."""

_COMMAS = lazy_pattern(r"\\[\s\S]|,")
_WORD = lazy_pattern(r"\S++")


class _Frame:
    """One open brace on the stack: its options so far, and the permutations nested in the current one."""

    __slots__ = ("nested", "option_start", "options", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.option_start = start + 1
        self.options: list[Option] = []
        self.nested: list[Permutation] = []

    def split(self, text: str, start: int, end: int) -> None:
        """Close an option at each comma that is not escaped: they part alternatives in addresses too."""
        for match in _COMMAS.finditer(text, start, end):
            if match[0] == ",":
                self.close_option(match.start())
                self.option_start = match.end()

    def close_option(self, end: int) -> None:
        self.options.append(Option(self.option_start, end, tuple(self.nested)))
        self.nested = []


def closing(row: list[Token], index: int) -> int:
    """The index after the token that closes the braces which open at `index`."""
    depth = 0
    while True:
        kind = row[index][0]
        depth += (kind == "OPEN") - (kind == "CLOSE")
        index += 1
        if not depth:
            return index


def permutation(reading: Reading, row: list[Token], index: int) -> tuple[Permutation, list[tuple[int, int, Option]]]:
    """The permutation that opens at a token, and all its options with the start of their braces and their number."""
    frames: list[_Frame] = []
    options: list[tuple[int, int, Option]] = []
    while True:
        kind, start, end = row[index]
        index += 1
        if kind == "INNER":
            frames[-1].split(reading.text, start, end)
        elif kind == "OPEN" and len(frames) < MAX_DEPTH:
            frames.append(_Frame(start))
        elif kind == "OPEN":
            index = closing(row, index - 1)
            reading.note("permutation", start, row[index - 1][2], detail="deep")
        elif kind == "CLOSE":
            frame = frames.pop()
            done = _closed(reading, frame, end)
            options += [(frame.start, number, option) for number, option in enumerate(done.options)]
            if not frames:
                return done, options
            frames[-1].nested.append(done)


def _closed(reading: Reading, frame: _Frame, end: int) -> Permutation:
    frame.close_option(end - 1)
    if all(not reading.text[option.start : option.end].strip() for option in frame.options):
        reading.note("permutation", frame.start, end, detail="empty")
    jobs = 0
    for option in frame.options:
        jobs = min(jobs + option.jobs, _MOST_JOBS)
    return Permutation(frame.start, end, tuple(frame.options), jobs)


def members(reading: Reading, whole: Permutation, slot: str) -> Iterator[Value]:
    """The alternatives of a value, nested ones flattened; one that is partly braces is left out."""
    stack = list(reversed(whole.options))
    text = reading.text
    while stack:
        option = stack.pop()
        if not option.permutations:
            for match in _WORD.finditer(text, option.start, option.end):
                link = "://" in match[0]
                yield _link(text, match, slot, option.end) if link else Value(match[0], match.start(), match.end())
            continue
        inner = option.permutations[0]
        if text[option.start : option.end].strip() == text[inner.start : inner.end]:
            stack += reversed(inner.options)


def _link(text: str, word: re.Match[str], slot: str, limit: int) -> Value:
    """A word of an alternative as a link with its `::weight`."""
    start, end = word.span()
    weight = pattern("WEIGHT").fullmatch(text, max(start, text.rfind("::", start, end)), end)
    if weight is None:
        return image_link(text, start, end, slot, limit)
    link = image_link(text, start, weight.start(), slot, weight.start())
    return link.weighted(Weight(weight.start(), end, weight[0].lstrip(":")))
