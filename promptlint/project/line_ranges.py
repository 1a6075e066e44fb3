"""Read a JSON Lines file in ranges of whole lines. A line without findings is only counted: nothing is built for it."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain

from promptlint.errors import SourceError
from promptlint.linter import judged, settings_for
from promptlint.parsing.plain import plain_end
from promptlint.rules.registry import RULES
from promptlint.rules.selection import enabled_rules
from promptlint.sources.decoding import decode_line
from promptlint.sources.heuristics import (
    Piece,
    has_slots,
    holds_parameter,
    is_named_parameter,
    is_parameter_name,
    may_end_in_bare_form,
    may_hold_prompt,
)
from promptlint.sources.hosts import Found, looked_for, stream_of
from promptlint.sources.jsonlines import FORM, families, prompts_in, sample, unreadable
from promptlint.sources.keyed import Part, is_about_prompts, only_prompt, prompt_in
from promptlint.sources.source_map import Mapping, PromptText, SourceText
from promptlint.sources.unread import holds_bare_form
from promptlint.text.namedtuple import NamedTuple

from .inputs import open_input, read_options
from .pipeline import PromptLinter, judge_input, judge_prompts, start_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, BinaryIO

    from promptlint.config import Config
    from promptlint.diagnostics import Report
    from promptlint.sources.jsonlines import Line
    from promptlint.sources.keyed import Family
    from promptlint.sources.unread import Item

    from .inputs import LintInput
    from .judged import Judged
    from .pipeline import Judgement
    from .scope import FileState, Scope

    _Shape = tuple[int, tuple[int, ...], tuple[int, ...]]
    """The position of the prompt in a line, or -1, those of its other texts, and those of values whose names may be parameters."""

__all__ = [
    "RANGE",
    "FileBytes",
    "Range",
    "RangeLines",
    "can_be_cut",
    "families_of",
    "judge_lines",
    "lines_can_be_cut",
    "ranges",
    "with_links",
]

RANGE = 1 << 20
"""Bytes of a range: about 3,000 prompts."""

_SHAPES = 1000
"""Number of line shapes that are cached: a program writes one or two."""


class FileBytes:
    """The bytes of a unit, from its file or from memory."""

    def __init__(self, unit: LintInput) -> None:
        self.stream: BinaryIO = stream_of(unit.data) if unit.data is not None else open_input(unit.name)

    def __enter__(self) -> FileBytes:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def read(self, start: int, count: int) -> bytes:
        """That many bytes from `start` on, fewer at the end."""
        self.stream.seek(start)
        return self.stream.read(count)

    def rest_of_line(self, start: int) -> bytes:
        """The bytes from `start` up to the end of the line."""
        self.stream.seek(start)
        return self.stream.readline()


class Range(NamedTuple):
    """Whole lines of a file: the bytes `start:end`, of which the first line has the number `line`."""

    start: int
    end: int
    line: int


def ranges(data: FileBytes) -> Iterator[Range]:
    """Cut a file into whole lines of about `RANGE` bytes together."""
    start, line = 3 if data.read(0, 3) == b"\xef\xbb\xbf" else 0, 1
    while block := data.read(start, RANGE):
        end = block.rfind(b"\n") + 1
        if not end:  # a line as long as a range
            block += data.rest_of_line(start + len(block))
            end = len(block)
        yield Range(start, start + end, line)
        line += block.count(b"\n", 0, end)
        start += end


def can_be_cut(unit: LintInput, config: Config, size: int) -> bool:
    """Return whether a unit has `size` bytes or more, and no rule or setting is about all of it."""
    if unit.request or unit.size < size or config.ignores:
        return False
    ran = enabled_rules(config)
    return not any("file" in rule.on and rule.code in ran for rule in RULES)


def lines_can_be_cut(unit: LintInput, config: Config, size: int) -> bool:
    """Return whether a JSON Lines file of `size` bytes or more can be read in ranges: its lines end in line feeds, and it is in UTF-8."""
    if can_be_cut(unit, config, size):
        with suppress(OSError, SourceError), FileBytes(unit) as data:  # an error is reported by what reads all of it
            return _has_lines(data)
    return False


def _has_lines(data: FileBytes) -> bool:
    first = data.rest_of_line(0)
    return first.endswith(b"\n") and not first.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))


def judge_lines(scope: Scope, state: FileState) -> Iterator[Judged]:
    """`judge_input` for a JSON Lines file, in ranges if it can be cut. Raises the errors of reading it."""
    if not can_be_cut(scope.unit, scope.config, 1):
        yield from judge_input(scope, state)
        return
    with FileBytes(scope.unit) as data:
        if not _has_lines(data):
            yield from judge_input(scope, state)
            return
        lines = RangeLines(scope, state, families_of(data, scope.config))
        state.found = Found(lines.read(data, ranges(data)), looked_for=looked_for(scope.unit.name, read_options(scope.config)))
        start_file(scope, state, (), ())
        yield from judge_prompts(scope, state, state.found, lines.lint)
    if lines.bad:
        raise unreadable(lines.bad[0], len(lines.bad))


def _lines(data: FileBytes, place: Range) -> Iterator[tuple[int, int, str]]:
    """The lines of a range as `(number, offset, text)`, the offset in code points of the range. Raises SourceError."""
    block = data.read(place.start, place.end - place.start)
    offset = 0
    for number, line in enumerate(_texts(block), place.line):
        text = line if isinstance(line, str) else decode_line(line, number)
        yield number, offset, text
        offset += len(text) + 1


def _texts(block: bytes) -> Sequence[str | bytes]:
    """The lines of a range, decoded all at once if all of them can be."""
    if b"\0" not in block:
        with suppress(UnicodeDecodeError):
            return block.decode().split("\n")
    return block.split(b"\n")


def with_links(unit: LintInput, config: Config) -> Iterator[str]:
    """The prompts of a long file that may have a link, each as its text; lines that cannot have one are skipped quickly.

    Raises OSError or SourceError while iterating, if the file cannot be read.
    """
    keys = tuple(config.prompt_keys)
    with FileBytes(unit) as data:
        known = families_of(data, config)
        look = None if known else _Look(keys)
        for place in ranges(data):
            for number, offset, line in _lines(data, place):
                if "//" not in line and "\\" not in line:  # a slash may be written with a back-slash
                    continue
                value = look.prompt(line) if look else None
                if value is None or "//" in value:
                    found = Found(prompts_in([(number, offset, line)], keys, [], known))
                    yield from (source.text for source in found if "//" in source.text)


def families_of(data: FileBytes, config: Config) -> frozenset[Family]:
    """Return the other keys of prompts of a file, learned from its first lines. What cannot be read is reported later."""
    head: list[Line] = []
    with suppress(OSError, SourceError):
        head += sample(line for place in ranges(data) for line in _lines(data, place))
    return families(head, config.prompt_keys)


class RangeLines:
    """The first two steps for the lines of ranges. A line without findings is only counted.

    `bad` are the lines that are not JSON. `known` are the other keys of prompts of the file.
    """

    def __init__(self, scope: Scope, state: FileState, known: frozenset[Family]) -> None:
        self.bad: list[SourceError] = []
        self._scope = scope
        self._shown = scope.shown
        self._linter = PromptLinter(scope)
        self._state = state
        self._known = known
        self._report: Report | None = None
        self._part: Part | None = None
        models = scope.options.models
        self._under = settings_for(models[0] if models else None, None, scope.config)
        self._looks = not scope.config.files and len(models) < 2 and not known

    def read(self, data: FileBytes, places: Iterable[Range]) -> Iterator[Item]:
        """The prompts of ranges that may have findings. Raises SourceError if a line is not text."""
        keys = tuple(self._scope.config.prompt_keys)
        look = _Look(keys) if self._looks else None
        for line in chain.from_iterable(_lines(data, place) for place in places):
            value = look.prompt(line[2]) if look else None
            if value is not None and self._is_right(value, line[2]):
                continue
            found = None if value is None or self._part is None else _found(value, self._part, line)
            if found is not None:
                yield found
            else:
                yield from prompts_in([line], keys, self.bad, self._known)

    def _is_right(self, value: str, line: str) -> bool:
        """Return whether the single value of a line has no findings, and count it; otherwise keep its report and its part."""
        self._report = self._part = None
        text, end, part = value, plain_end(value, self._under.vocabulary), None
        if not _stands(value, end):
            part = self._part = prompt_in(value, "strong")
            if part is None:
                host = SourceText(line)  # it may have locations that were not read
                return not (holds_parameter(value) or holds_bare_form(host, 0, len(line)))
            text = value[part.start : part.end]
            if has_slots(text):
                return False  # findings in its slots do not count
            end = plain_end(text, self._under.vocabulary)
        report = judged(text, self._under, end)
        is_right = report is None or not any(each.severity in self._shown for each in report.diagnostics)
        if is_right and (self._scope.links is None or "//" not in text):  # what its host answered may be a finding
            self._state.prompts += 1
            return True
        self._report, self._part = report, part or Part(0, len(value), Piece(0, len(value)))
        return False

    def lint(self, source: PromptText) -> Judgement:
        """The report; that of the first look where it was of this very prompt."""
        report = self._report
        if report is not None and report.source == source.text and not source.template:
            return report, report.diagnostics
        return self._linter.lint(source)


_NESTED = frozenset({tuple, list})
"""Values that a flat object does not have."""

_VALUES = frozenset({str, int, float})
"""Values that may be a parameter's."""

_QUOTES = frozenset("\"'`")


class _Look:
    """Read a line of JSON quickly with the standard library, which has no positions."""

    def __init__(self, keys: Iterable[str]) -> None:
        from json import JSONDecoder

        self._scan = JSONDecoder(object_pairs_hook=tuple).scan_once  # type: ignore[attr-defined]  # `raw_decode` without its call
        self._keys = tuple(keys)
        self._shapes: dict[tuple[object, ...], _Shape] = {}

    def prompt(self, line: str) -> str | None:
        """The value of a flat object that is its prompt, if nothing else in it matters, or None."""
        try:
            pairs, end = self._scan(line, 0)
        except (ValueError, RecursionError, StopIteration):
            return None
        if type(pairs) is not tuple or not pairs or (end < len(line) and line[end:].strip(" \t\r")):
            return None
        names, values = zip(*pairs)  # noqa: B905 (they are pairs)
        shape = names, *map(type, values)
        known = self._shapes.get(shape)
        at, others, named = known if known is not None else self._learned(shape)
        if at < 0 or "\n" in values[at]:
            return None
        for other in others:  # text under another key may also be a prompt, or a location that is not read
            if may_hold_prompt(values[other]):
                return None
        for other in named:
            if is_named_parameter(names[other], str(values[other])):
                return None
        text: str = values[at]
        if others and any(_may_have_bare_form(values[other]) for other in others) and _has_bare_form_beside(text, line):
            return None
        return text

    def _learned(self, shape: tuple[Any, ...]) -> _Shape:
        """The parts of a line with these names and types that matter."""
        names, *types = shape
        is_odd = not _NESTED.isdisjoint(types) or any(may_hold_prompt(name) or not _QUOTES.isdisjoint(name) for name in names)
        at = -1 if is_odd else only_prompt(names, self._keys)
        if at >= 0 and types[at] is not str:
            at = -1
        if len(self._shapes) >= _SHAPES:
            self._shapes.clear()
        others = tuple(index for index, kind in enumerate(types) if kind is str and index != at)
        named = tuple(index for index, name in enumerate(names) if types[index] in _VALUES and is_parameter_name(name))
        self._shapes[shape] = at, others, named
        return self._shapes[shape]


def _may_have_bare_form(text: str) -> bool:
    """A quick no for most texts: whether a parameter without its dashes may be at its end or before a quote in it."""
    return may_end_in_bare_form(text) or not _QUOTES.isdisjoint(text)


def _has_bare_form_beside(value: str, line: str) -> bool:
    """Return whether a parameter without its dashes may be in a line outside one of its values; where that is not certain, it may."""
    at = line.find(f'"{value}"')
    if at < 0 or "\\" in line:
        return True
    host = SourceText(line)
    return holds_bare_form(host, 0, at) or holds_bare_form(host, at + len(value) + 2, len(line))


def _found(value: str, part: Part, line: Line) -> PromptText | None:
    """The prompt in the value of a line, or None if its position is not certain: the value occurs twice, or has escapes."""
    number, offset, text = line
    written = f'"{value}"'
    at = text.find(written)
    if "\\" in text or text.rfind(written) != at:
        return None
    start, end, own = part
    prompt = value[start:end]
    mapping = Mapping(0, at + 1 + start, at + 1 + end, "plain", "json")
    shown = own.start - start, own.end - start
    return PromptText(prompt, FORM, SourceText(text.rstrip("\r"), offset, number), (mapping,), shown, has_slots(prompt), block=number)


def _stands(text: str, end: int) -> bool:
    """Return whether a value is certainly a prompt: plain words up to `end`, nothing before or around them, then parameters if any."""
    if end <= 0 or text.find(" ", 0, end) <= 0 or text[-1] == ">" or text[-1].isspace():
        return False
    return end < len(text) or not is_about_prompts(text)
