"""Lint a large input on several cores: many files, a JSON Lines file in ranges of about 1 MB, a Parquet file in ranges of rows.

Workers are forked, so they start with everything imported. They receive positions in files instead of prompts, because sending
prompts through a pipe costs more than linting them. Findings come back in the order of the files, whatever the number of workers,
and few ranges are in progress at a time, so that memory does not grow with the file.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress

from promptlint.errors import SourceError
from promptlint.linter import judged, settings_for
from promptlint.parsing.plain import plain_end
from promptlint.rules.registry import RULES
from promptlint.rules.selection import enabled_rules
from promptlint.sources.heuristics import holds_parameter, may_hold_prompt
from promptlint.sources.hosts import Found, extension, looked_for
from promptlint.sources.jsonlines import FORM, families, prompts_in, sample, unreadable
from promptlint.sources.keyed import keyed, only_prompt
from promptlint.sources.source_map import Mapping, SourceText
from promptlint.text.namedtuple import NamedTuple

from .inputs import open_input, read_options
from .options import FILE_COST, PARALLEL_THRESHOLD
from .pipeline import about_comments, about_unread, in_line_order, judge_prompts, lint_input, lint_prompt, locate, start_file, summarized
from .scope import FileState, InputRun, Scope
from .unreadable import unreadable_file
from .workers import Pool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO, TypeVar

    from promptlint.config import Config
    from promptlint.diagnostics import Report
    from promptlint.findings import Finding
    from promptlint.sources.jsonlines import Line
    from promptlint.sources.keyed import Family
    from promptlint.sources.parquet import RowRange
    from promptlint.sources.source_map import PromptText
    from promptlint.sources.unread import Item

    from .inputs import LintInput
    from .pipeline import Judgement, LintStep
    from .scope import Summary

    _Place = TypeVar("_Place", "_Range", RowRange)

__all__ = ["RANGE", "is_long", "runs", "with_links"]

RANGE = 1 << 20
"""Bytes of a range: about 3,000 prompts."""

_BATCH = 256 << 10
"""Bytes of small files that a worker gets at a time."""

_SHAPES = 1000
"""Number of line shapes that are cached: a program writes one or two."""


def runs(scopes: Iterable[Scope], jobs: int, progress: Callable[[int, int, int], None]) -> Iterator[InputRun]:
    """The runs of inputs in their order, the work shared among `jobs` workers.

    `progress` is reported, for a long file, how many of its bytes are done and how many prompts that was.
    """
    batch: list[Scope] = []
    for scope in scopes:
        if not (is_long(scope.unit, scope.config) or (jobs > 1 and _is_table(scope.unit, scope.config))):
            batch.append(scope)
            continue
        yield from _several(batch, jobs)
        batch = []
        yield _run_of_file(scope, jobs, progress)
    yield from _several(batch, jobs)


def is_long(unit: LintInput, config: Config) -> bool:
    """Return whether a unit is worked on in ranges: a long JSON Lines file in UTF-8, and no rule or setting about all of it."""
    if extension(unit.name) not in {"jsonl", "ndjson"} or not _can_be_cut(unit, config):
        return False
    with _Bytes(unit) as data:
        return not data.read(0, 4).startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))


def _is_table(unit: LintInput, config: Config) -> bool:
    """Return whether a unit is a long Parquet file that is worked on in ranges of rows."""
    return extension(unit.name) == "parquet" and _can_be_cut(unit, config)


def _can_be_cut(unit: LintInput, config: Config) -> bool:
    """Return whether a unit is long, and no rule or setting is about all of it."""
    if unit.request or unit.size < PARALLEL_THRESHOLD or config.ignores:
        return False
    ran = enabled_rules(config)
    return not any("file" in rule.on and rule.code in ran for rule in RULES)


# ---- many units ------------------------------------------------------------------------------------------------------


_Result = tuple[list["Finding"], int, int, list[str], dict[str, None], str]
"""The findings of an input, the number of its prompts and of the locations that were not read, its problems and notes,
and the columns or keys that were looked for in vain."""


def _several(scopes: list[Scope], jobs: int) -> Iterator[InputRun]:
    """The runs of inputs that are worked on as wholes, in batches of about `_BATCH` bytes."""
    if jobs < 2 or sum(scope.unit.size + FILE_COST for scope in scopes) < PARALLEL_THRESHOLD:
        yield from map(lint_input, scopes)
        return
    batches = list(_batches(scopes))
    with Pool(jobs, lambda batch: [_linted(scope) for scope in batch]) as pool:
        for batch, results in zip(batches, pool.map(batches), strict=True):
            yield from map(_done, batch, results)


def _linted(scope: Scope) -> _Result:
    run = lint_input(scope)
    return list(run.findings), run.prompts, run.unread, run.problems, run.state.notes, run.looked_for


def _done(scope: Scope, result: _Result) -> InputRun:
    """The run of an input that a worker has linted."""
    state = FileState()
    findings, state.prompts, state.unread, state.problems, state.notes, looked = result
    state.found = Found(iter(()), looked_for=looked)
    return InputRun(scope, state, iter(findings))


def _batches(scopes: list[Scope]) -> Iterator[list[Scope]]:
    batch: list[Scope] = []
    size = 0
    for scope in scopes:
        batch.append(scope)
        size += scope.unit.size + FILE_COST
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


# ---- one long file ---------------------------------------------------------------------------------------------------


class _Range(NamedTuple):
    """Whole lines of a file: the bytes `start:end`, of which the first line has the number `line`."""

    start: int
    end: int
    line: int


class _Part(NamedTuple):
    """The findings of a range.

    `once` are those that are summarized for a file. `unread` counts the locations with parameters outside prompts. `bad` counts
    the lines that are not JSON, `first_bad` is the first of them; `broken` is the error that ends reading the file.
    """

    prompts: int
    findings: list[Finding]
    once: dict[str, Summary]
    unread: int
    bad: int
    first_bad: SourceError | None
    broken: OSError | SourceError | None


def _run_of_file(scope: Scope, jobs: int, progress: Callable[[int, int, int], None]) -> InputRun:
    """The run of a long file, worked on in ranges; its findings are those of `lint_input`."""
    state = FileState()
    state.found = Found(iter(()), looked_for=looked_for(scope.unit.name, read_options(scope.config)))
    return InputRun(scope, state, _findings_in_ranges(scope, state, jobs, progress))


def _findings_in_ranges(scope: Scope, state: FileState, jobs: int, progress: Callable[[int, int, int], None]) -> Iterator[Finding]:
    """The findings in the order of the file, then those about the file as a whole."""
    bad = 0
    first_bad: SourceError | None = None
    broken: OSError | SourceError | None = None
    try:
        for end, part in _parts(scope, jobs):
            state.prompts += part.prompts
            progress(end, scope.unit.size, state.prompts)
            yield from part.findings
            state.unread += part.unread
            for code, each in part.once.items():
                state.once[code] = state.once[code].plus(each) if code in state.once else each
            bad, first_bad = bad + part.bad, first_bad or part.first_bad
            if part.broken is not None:
                broken = part.broken
                break
    except (OSError, SourceError) as error:
        broken = error
    if broken is not None or first_bad is not None:
        yield from unreadable_file(scope, state, broken or unreadable(first_bad or SourceError(""), bad))
    yield from map(summarized, state.once.values())


def _parts(scope: Scope, jobs: int) -> Iterator[tuple[int, _Part]]:
    """The ranges in order, each with the byte it ends at."""
    with _Bytes(scope.unit) as data:
        if _is_table(scope.unit, scope.config):
            from promptlint.sources.parquet import row_ranges

            rows = row_ranges(data.stream)
            for each, part in _shared(rows, jobs, lambda each: _part_of_table(scope, each)):
                yield scope.unit.size * each.end // rows[-1].end, part
        else:
            known = _families(scope.unit, scope.config)
            for place, part in _shared(_ranges(data), jobs, lambda place: _part(scope, place, known)):
                yield place.end, part


def _shared(ranges: Iterable[_Place], jobs: int, work: Callable[[_Place], _Part]) -> Iterator[tuple[_Place, _Part]]:
    """Each range with what was found in it, in order, the work shared among `jobs` workers."""
    if jobs < 2:
        yield from ((each, work(each)) for each in ranges)
        return
    done: deque[_Place] = deque()
    with Pool(jobs, work) as pool:
        for part in pool.map(_noted(ranges, done)):
            yield done.popleft(), part


def _noted(ranges: Iterable[_Place], done: deque[_Place]) -> Iterator[_Place]:
    for each in ranges:
        done.append(each)
        yield each


def _ranges(data: _Bytes) -> Iterator[_Range]:
    """Cut a file into whole lines of about `RANGE` bytes together."""
    start, line = 3 if data.read(0, 3) == b"\xef\xbb\xbf" else 0, 1
    while block := data.read(start, RANGE):
        end = block.rfind(b"\n") + 1
        if not end:  # a line as long as a range
            block += data.rest_of_line(start + len(block))
            end = len(block)
        yield _Range(start, start + end, line)
        line += block.count(b"\n", 0, end)
        start += end


def _lines(unit: LintInput, place: _Range) -> Iterator[tuple[int, int, str]]:
    """The lines of a range as `(number, offset, text)`, the offset in code points of the range. Raises SourceError."""
    from promptlint.sources.decoding import decode

    with _Bytes(unit) as data:
        lines = data.read(place.start, place.end - place.start).split(b"\n")
    offset = 0
    for number, line in enumerate(lines, place.line):
        try:
            text = decode(line) if b"\0" in line else line.decode()
        except (UnicodeDecodeError, SourceError):
            try:
                decode(line)
            except SourceError as error:
                raise SourceError(error.message, number, error.column) from None
            raise
        yield number, offset, text
        offset += len(text) + 1


def with_links(unit: LintInput, config: Config) -> Iterator[str]:
    """The prompts of a long file that may have a link, each as its text; lines that cannot have one are skipped quickly.

    Raises OSError or SourceError while iterating, if the file cannot be read.
    """
    keys = tuple(config.prompt_keys)
    known = _families(unit, config)
    look = None if known else _Look(keys)
    with _Bytes(unit) as data:
        for place in _ranges(data):
            for number, offset, line in _lines(unit, place):
                if "//" not in line and "\\" not in line:  # a slash may be written with a back-slash
                    continue
                value = look.prompt(line) if look else None
                if value is None or "//" in value:
                    found = Found(prompts_in([(number, offset, line)], keys, [], known))
                    yield from (source.text for source in found if "//" in source.text)


def _families(unit: LintInput, config: Config) -> frozenset[Family]:
    """Return the other keys of prompts of a long file, learned from its first lines. What cannot be read is reported later."""
    head: list[Line] = []
    with suppress(OSError, SourceError), _Bytes(unit) as data:
        head += sample(line for place in _ranges(data) for line in _lines(unit, place))
    return families(head, config.prompt_keys)


class _Bytes:
    """The bytes of a unit, from its file or from memory."""

    def __init__(self, unit: LintInput) -> None:
        from io import BytesIO

        self.stream: BinaryIO = BytesIO(unit.data) if unit.data is not None else open_input(unit.name)

    def __enter__(self) -> _Bytes:
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


def _part(scope: Scope, place: _Range, known: frozenset[Family]) -> _Part:
    """Lint the lines of a range; caches stay with the worker."""
    state = FileState()
    lines = _RangeLines(scope, state, place, known)
    return _linted_part(scope, state, lines.read(), lines.lint, lines.bad)


def _part_of_table(scope: Scope, rows: RowRange) -> _Part:
    """Lint some rows of a Parquet file."""
    from promptlint.sources.parquet import find

    with _Bytes(scope.unit) as data:
        found = find(data.stream, scope.unit.name, read_options(scope.config), rows)
        return _linted_part(scope, FileState(), found, lint_prompt, [])


def _linted_part(scope: Scope, state: FileState, items: Iterator[Item], lint_step: LintStep, bad: list[SourceError]) -> _Part:
    """Lint what is found in a range. `bad` fills while it is read."""
    start_file(scope, state, (), ())
    findings: list[Finding] = []
    broken: OSError | SourceError | None = None
    try:
        state.found = Found(items)
        for judged_prompt in judge_prompts(scope, state, state.found, lint_step):
            findings += locate(scope, state, judged_prompt)
    except (OSError, SourceError) as error:
        broken = error
    findings = in_line_order([*findings, *about_unread(scope, state), *about_comments(scope, state)])
    return _Part(state.prompts, findings, state.once, state.unread, len(bad), bad[0] if bad else None, broken)


class _RangeLines:
    """The first two steps for the lines of a range. A line without findings is only counted.

    `bad` are the lines that are not JSON. `known` are the other keys of prompts of the file.
    """

    def __init__(self, scope: Scope, state: FileState, place: _Range, known: frozenset[Family]) -> None:
        self.bad: list[SourceError] = []
        self._scope = scope
        self._state = state
        self._place = place
        self._known = known
        self._report: Report | None = None
        self._found: PromptText | None = None
        models = scope.options.models
        self._under = settings_for(models[0] if models else None, None, scope.config)
        self._looks = not scope.config.files and len(models) < 2 and not known

    def read(self) -> Iterator[Item]:
        """The prompts that may have findings. Raises SourceError if a line is not text."""
        keys = tuple(self._scope.config.prompt_keys)
        look = _Look(keys) if self._looks else None
        for number, offset, text in _lines(self._scope.unit, self._place):
            value = look.prompt(text) if look else None
            if value is not None and self._is_right(value):
                continue
            placed = None if value is None else self._placed(value, text, number, offset)
            if placed is not None:
                yield placed
            else:
                yield from prompts_in([(number, offset, text)], keys, self.bad, self._known)

    def _is_right(self, value: str) -> bool:
        """Return whether the single value of a line has no findings, and count it; otherwise keep its report."""
        self._report = self._found = None
        text, end = value, plain_end(value, self._under.vocabulary)
        if not _stands(value, end):
            found = self._found = keyed(value, [Mapping(0, 0, len(value), "plain", "json")], _NOWHERE, FORM, "strong")
            if found is None:
                return not holds_parameter(value)  # it is not a prompt, but may be a location that was not read
            if found.template:
                return False  # findings in its slots do not count
            if found.text != value:
                text = found.text
                end = plain_end(text, self._under.vocabulary)
        report = judged(text, self._under, end)
        if any(map(self._scope.shows, report.diagnostics)):
            self._report = report
            return False
        if self._scope.links is not None and "//" in text:
            return False  # what its host answered may be a finding
        self._state.prompts += 1
        return True

    def _placed(self, value: str, line: str, number: int, offset: int) -> PromptText | None:
        """The prompt of a line with its position, if it can be found quickly: no escapes, and the value occurs once."""
        written = f'"{value}"'
        at = line.find(written)
        if "\\" in line or line.rfind(written) != at:
            return None
        found = self._found or keyed(value, [Mapping(0, 0, len(value), "plain", "json")], _NOWHERE, FORM, "strong")
        if found is None:
            return None
        mappings = tuple(each._replace(host=each.host + at + 1, host_end=each.host_end + at + 1) for each in found.mappings)
        return found._replace(host=SourceText(line.rstrip("\r"), offset, number), mappings=mappings, block=number)

    def lint(self, scope: Scope, source: PromptText) -> Judgement:
        """The report; that of the first look where it was of this very prompt."""
        report = self._report
        if report is not None and report.source == source.text and not source.template:
            return report, report.diagnostics
        return lint_prompt(scope, source)


_NESTED = frozenset({tuple, list})
"""Values that a flat object does not have."""


class _Look:
    """Read a line of JSON quickly with the standard library, which has no positions."""

    def __init__(self, keys: Iterable[str]) -> None:
        from json import JSONDecoder

        self._decode = JSONDecoder(object_pairs_hook=tuple).raw_decode
        self._keys = tuple(keys)
        self._shapes: dict[tuple[str, ...], int] = {}

    def prompt(self, line: str) -> str | None:
        """The value of a flat object that is its prompt, if nothing else in it matters, or None."""
        try:
            pairs, end = self._decode(line)
        except (ValueError, RecursionError):
            return None
        if type(pairs) is not tuple or not pairs or line[end:].strip(" \t\r"):
            return None
        names, values = zip(*pairs, strict=True)
        if not _NESTED.isdisjoint(map(type, values)):
            return None
        at = self._shapes.get(names)
        if at is None:
            if len(self._shapes) >= _SHAPES:
                self._shapes.clear()
            at = self._shapes[names] = only_prompt(names, self._keys)
        text = values[at] if at >= 0 else None
        # Text under another key may also be a prompt, or a location that is not read.
        others = (value for index, value in enumerate(values) if index != at and type(value) is str)
        return text if type(text) is str and "\n" not in text and not any(map(may_hold_prompt, others)) else None


def _stands(text: str, end: int) -> bool:
    """Return whether a value is certainly a prompt: plain words up to `end`, nothing before or around them, then parameters."""
    return 0 < end < len(text) and text.find(" ", 0, end) > 0 and not text[-1].isspace()


_NOWHERE = SourceText("")
