"""The position of a prompt: the text of a file, and the map from each character of a prompt back to it."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from promptlint.diagnostics import Edit
from promptlint.errors import SourceError
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

__all__ = [
    "Directive",
    "Mapping",
    "Position",
    "PromptText",
    "SourceText",
    "Suppression",
    "Unit",
    "carried",
    "escaped_mappings",
    "joined",
    "shifted",
    "units",
]


class Position(NamedTuple):
    """A position in a file: line and column from 1, the column in code points."""

    line: int
    column: int


class Directive(NamedTuple):
    """What a file, a comment or a neighboring key says about the model and the target of prompts."""

    model: str | None = None
    target: str | None = None

    def under(self, stronger: Directive) -> Directive:
        """This, overridden by what `stronger` names."""
        return Directive(stronger.model or self.model, stronger.target or self.target)


class Suppression(NamedTuple):
    """Suppressions of a comment. `codes` are rule codes or names as written, empty for all rules.

    `line` and `column` bound the words `ignore[…]` in the file, counted from 1, `end_column` exclusive. `scope` is `prompt` (the
    prompts it is assigned to) or `file`.
    """

    codes: tuple[str, ...]
    reason: str
    line: int
    column: int
    end_column: int
    scope: str


class SourceText:
    """The text of a file, or a piece of it: of a streamed file only the line or the row is kept.

    `offset` is where the piece begins in the file's text, in code points (a byte order mark does not count), `line` the
    number of its first line. `\\n`, `\\r\\n` and a lone `\\r` end a line. `places` are the locations of its lines in
    words (`in a table`), if its reader has noted them.
    """

    __slots__ = ("_starts", "line", "offset", "places", "text")

    def __init__(self, text: str, offset: int = 0, line: int = 1) -> None:
        """Store a text; lines are counted on first use."""
        self.text = text
        self.offset = offset
        self.line = line
        self.places: Sequence[str] = ()
        self._starts: list[int] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Leave the starts of the lines out: findings go from workers to their parent by the thousand."""
        return SourceText, (self.text, self.offset, self.line)

    @property
    def starts(self) -> list[int]:
        """The start of each line of the piece, in code points of the piece."""
        if self._starts is None:
            self._starts = line_starts(self.text)
        return self._starts

    def position(self, index: int) -> Position:
        """The position in the file of the code point `index` of the piece."""
        row = bisect_right(self.starts, index) - 1
        return Position(self.line + row, index - self.starts[row] + 1)

    def index(self, line: int, column: int) -> int:
        """The code point of the piece at a line and column of the file, which must be in it."""
        return self.starts[line - self.line] + column - 1

    def line_span(self, line: int) -> tuple[int, int]:
        """Start and end of a line of the file in the piece, without its line ending; empty if it is not in it."""
        row = line - self.line
        if not 0 <= row < len(self.starts):
            return (0, 0)
        start = self.starts[row]
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return (start, end)

    def line_text(self, line: int) -> str:
        """The text of a line of the file, without its line ending."""
        start, end = self.line_span(line)
        return self.text[start:end]

    def error(self, message: str, index: int) -> SourceError:
        """A SourceError at a position of the piece."""
        return SourceError(message, *self.position(min(index, len(self.text))))


def line_starts(text: str) -> list[int]:
    """The start of each line, in code points."""
    starts = [0]
    if "\r" not in text:
        at = text.find("\n") + 1
        while at:
            starts.append(at)
            at = text.find("\n", at) + 1
        return starts
    at = 0
    for piece in text.split("\n"):
        end = at + len(piece)
        ending = end < len(text)  # a "\n" follows this piece
        carriage = text.find("\r", at, end)
        while carriage >= 0:
            if not (ending and carriage == end - 1):  # the "\r" of a "\r\n" ends no line of its own
                starts.append(carriage + 1)
            carriage = text.find("\r", carriage + 1, end)
        if ending:
            starts.append(end + 1)
        at = end + 1
    return starts


_BETWEEN = frozenset({"join", "cell"})
"""The kinds of mapping for the gap between two pieces, where nothing is written."""


class Mapping(NamedTuple):
    r"""A run of a prompt's text, from `start` to the start of the next mapping, and its position in the host.

    `kind` is `plain` (character for character), `escape` (one unit: `\u00e9`, `""`), `join` (a space that represents a line break
    between two pieces) or `cell` (a space between two cells, columns or keys). `escape` names how text is written there, a key of
    `escapes.ESCAPES`; empty if nothing can be written.
    """

    start: int
    host: int
    host_end: int
    kind: str = "plain"
    escape: str = ""


class PromptText(NamedTuple):
    """One prompt in its host, with the mapping back.

    `text` is what is linted: the prompt, and parameters that are kept next to it. `own` bounds the part of it that a reader would
    call the prompt, without quotes, `/imagine` and joined parameters. `form` describes its position. `template` marks a prompt
    with slots to fill in. `wrapped` means that its line breaks are those of the host. `directive` is what a comment or the front
    matter says, `siblings` what a neighboring key or column says (settings come between the two). `ignores` are the suppressions
    that cover it. `block` is the line of the file on which its container begins (a fence, an object).
    """

    text: str
    form: str
    host: SourceText
    mappings: tuple[Mapping, ...]
    own: tuple[int, int]
    template: bool = False
    wrapped: bool = False
    directive: Directive = Directive()
    siblings: Directive = Directive()
    ignores: tuple[Suppression, ...] = ()
    block: int = 0

    @property
    def model(self) -> str | None:
        """The model that the file names for it, or None."""
        return self.directive.model or self.siblings.model

    @property
    def target(self) -> str | None:
        """The target that the file names for it, or None."""
        return self.directive.target or self.siblings.target

    @property
    def editable(self) -> bool:
        """Return whether the file has a way to write any of it; without one, no fix is offered."""
        return any(mapping.escape for mapping in self.mappings)

    @property
    def locked(self) -> PromptText:
        """The same prompt where nothing can be written."""
        return self._replace(mappings=tuple(mapping._replace(escape="") for mapping in self.mappings))

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """Start and end in `text` of each cell, column or key with a part of it; most prompts have one."""
        joins = [mapping.start for mapping in self.mappings if mapping.kind == "cell"]
        if not joins:
            return ((0, len(self.text)),)
        return tuple(zip((0, *(join + 1 for join in joins)), (*joins, len(self.text)), strict=True))

    def is_between_cells(self, offset: int) -> bool:
        """Return whether the code point at `offset` of `text` is the space between two cells."""
        if not self.mappings:
            return False
        mapping = self.mappings[self.segment(offset)]
        return mapping.kind == "cell" and mapping.start == offset

    @property
    def slots(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each slot of a template, whose text has no mistakes. Empty for a prompt without slots."""
        if not self.template:
            return ()
        from .heuristics import slots

        return slots(self.text)

    @property
    def shown(self) -> str:
        """The prompt as a reader would copy it: no bullets, quotes, `/imagine`, nor parameters from elsewhere."""
        return self.text[self.own[0] : self.own[1]]

    @property
    def line(self) -> int:
        """The line on which the prompt begins."""
        return self.position(self.own[0]).line

    @property
    def end_line(self) -> int:
        """The line of its last character."""
        return self.position(max(self.own[0], self.own[1] - 1)).line

    def position(self, offset: int) -> Position:
        """The position in the file of the code point `offset` of `text` (`len(text)` is the end)."""
        return self.host.position(self.place(offset))

    def source_line(self, line: int) -> str:
        """The text of a line of the file, without its line ending, for an excerpt."""
        return self.host.line_text(line)

    def host_edits(self, edits: Sequence[Edit]) -> tuple[Edit, ...] | None:
        """The same edits in code points of the file's text, re-escaped for the host.

        None if one of them cannot be made exactly: it crosses a line break of the host, the host's syntax cannot write the text
        there, or the file is not text.
        """
        from .escapes import ESCAPES

        made = []
        for edit in sorted(edits):
            span = self._editable(edit.start, edit.end)
            if span is None:
                return None
            start, end, escape = span
            if escape not in ESCAPES:
                return None
            written = ESCAPES[escape](edit.text, self.host.text, start, end)
            if written is None:
                return None
            made.append(Edit(self.host.offset + start, self.host.offset + end, written))
        return tuple(made)

    def segment(self, offset: int) -> int:
        """The index of the mapping of the code point at `offset` of `text`."""
        low, high = 0, len(self.mappings) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.mappings[middle].start <= offset:
                low = middle
            else:
                high = middle - 1
        return low

    def place(self, offset: int) -> int:
        """The index in the host of a code point of the text; of its end, directly after the last character."""
        if not self.mappings:
            return 0
        mapping = self.mappings[self.segment(offset)]
        if offset >= len(self.text) or mapping.kind == "plain":
            return min(mapping.host + offset - mapping.start, mapping.host_end) if mapping.kind == "plain" else mapping.host_end
        return mapping.host

    def place_behind(self, offset: int) -> int:
        """The index in the host after the code point before `offset`."""
        mapping = self.mappings[self.segment(offset - 1)]
        return mapping.host + offset - mapping.start if mapping.kind == "plain" else mapping.host_end

    def _editable(self, start: int, end: int) -> tuple[int, int, str] | None:
        """Start and end in the host and the way to write there, or None if the range is not in one piece of the host."""
        if not self.mappings:
            return None
        if start == end:
            index = self.segment(start)
            # An insertion belongs to the piece before it, as at a line's end; at the start of a line to the one after it,
            # which begins after the indentation.
            before = self.mappings[self.segment(start - 1)] if start else self.mappings[index]
            at = self.place_behind(start) if start else self.place(start)
            is_behind_slot = not before.escape and before.kind == "escape"
            if before.kind in _BETWEEN or is_behind_slot or self.text[max(0, start - 1) : start] in ("\r", "\n"):
                before, at = self.mappings[index], self.place(start)
            return None if before.kind in _BETWEEN else (at, at, before.escape)
        first, last = self.segment(start), self.segment(end - 1)
        pieces = self.mappings[first : last + 1]
        if any(piece.kind in _BETWEEN for piece in pieces):
            return None
        # Quotes lie between pieces that do not touch; a slot touches the text around it and cannot be written.
        if any(left.host_end != right.host or left.escape != right.escape for left, right in pairwise(pieces)):
            return None
        return self.place(start), self.place_behind(end), pieces[0].escape


Unit = tuple[str, int, int]
"""A text, and the start and the end of how a host writes it."""


def units(host: str, start: int, end: int, written: re.Pattern[str], read: Callable[[re.Match[str]], str]) -> Iterator[Unit]:
    """The units of a stretch of a host: `read` returns the text of what `written` matches, and all else is plain."""
    for match in written.finditer(host, start, end):
        yield host[start : match.start()], start, match.start()
        yield read(match), *match.span()
        start = match.end()
    yield host[start:end], start, end


def escaped_mappings(units: Iterable[Unit], escape: str) -> tuple[str, list[Mapping]]:
    """Text and segments of units: a unit of its host's length is plain, others are escapes."""
    pieces: list[str] = []
    mappings: list[Mapping] = []
    at = 0
    for text, start, end in units:
        if not text:
            continue
        kind = "plain" if len(text) == end - start else "escape"
        last = mappings[-1] if mappings else None
        if last is not None and kind == "plain" and last.kind == "plain" and last.host_end == start:
            mappings[-1] = last._replace(host_end=end)
        else:
            mappings.append(Mapping(at, start, end, kind, escape))
        pieces.append(text)
        at += len(text)
    return "".join(pieces), mappings


def carried(prompt: PromptText, outer: PromptText) -> PromptText:
    """A prompt of a text that is itself a part of a host, placed in that host.

    `outer` maps the text to its host. Where it cannot be written, the prompt cannot either.
    """
    mappings: list[Mapping] = []
    for each in prompt.mappings:
        first, last = outer.segment(each.host), outer.segment(max(each.host, each.host_end - 1))
        if each.kind != "plain":
            there = outer.mappings[first]
            escape = each.escape if first == last and there.kind == "plain" and there.escape else ""
            start = outer.place(each.host)
            end = outer.place_behind(each.host_end) if each.host_end > each.host else start
            mappings.append(Mapping(each.start, start, end, each.kind, escape))
            continue
        for index in range(first, last + 1):
            there = outer.mappings[index]
            stop = outer.mappings[index + 1].start if index + 1 < len(outer.mappings) else len(outer.text)
            left, right = max(each.host, there.start), min(each.host_end, stop)
            if left >= right:
                continue
            start = each.start + left - each.host
            if there.kind == "plain":
                at = there.host - there.start
                mappings.append(Mapping(start, at + left, at + right, "plain", each.escape if there.escape else ""))
            else:
                mappings.append(Mapping(start, there.host, there.host_end, "escape", ""))
    ignores = tuple(_carried_suppression(each, prompt.host, outer) for each in prompt.ignores)
    return prompt._replace(host=outer.host, mappings=tuple(mappings), ignores=ignores, block=outer.block)


def _carried_suppression(suppression: Suppression, inner: SourceText, outer: PromptText) -> Suppression:
    line, column = outer.position(inner.index(suppression.line, suppression.column))
    return suppression._replace(line=line, column=column, end_column=column + suppression.end_column - suppression.column)


def shifted(text: str, mappings: Sequence[Mapping], start: int, end: int) -> tuple[str, list[Mapping]]:
    """The part `start:end` of a text with its segments."""
    if not start and end == len(text):
        return text, list(mappings)
    cut = []
    for index, mapping in enumerate(mappings):
        stop = mappings[index + 1].start if index + 1 < len(mappings) else len(text)
        if stop <= start or mapping.start >= end:
            continue
        host, host_end = mapping.host, mapping.host_end
        if mapping.kind == "plain":
            host += max(0, start - mapping.start)
            host_end -= max(0, stop - end)
        cut.append(Mapping(max(0, mapping.start - start), host, host_end, mapping.kind, mapping.escape))
    return text[start:end], cut


def joined(parts: Iterable[tuple[str, Sequence[Mapping]]], kind: str = "join") -> tuple[str, list[Mapping]]:
    """Pieces of a prompt put together with single spaces of this kind; empty pieces are left out."""
    text = ""
    mappings: list[Mapping] = []
    for piece, places in parts:
        if not piece:
            continue
        if text:
            mappings.append(Mapping(len(text), mappings[-1].host_end, places[0].host, kind))
            text += " "
        mappings += [place._replace(start=place.start + len(text)) for place in places]
        text += piece
    return text, mappings
