"""Lint a large input on several cores: many files, a JSON Lines file in ranges of about 1 MB, a Parquet file in ranges of rows.

Workers are forked, so they start with everything imported. They receive positions in files instead of prompts, because sending
prompts through a pipe costs more than linting them. Findings come back in the order of the files, whatever the number of workers,
and few ranges are in progress at a time, so that memory does not grow with the file.
"""

from __future__ import annotations

from collections import deque

from promptlint.errors import SourceError
from promptlint.sources.hosts import Found, extension, looked_for
from promptlint.sources.jsonlines import unreadable
from promptlint.text.namedtuple import NamedTuple

from .input_run import LINES, run_of
from .inputs import read_options
from .line_ranges import FileBytes, Range, RangeLines, can_be_cut, families_of, lines_can_be_cut, ranges
from .options import FILE_COST, PARALLEL_THRESHOLD
from .pipeline import about_comments, about_unread, in_line_order, judge_prompts, locate, start_file, summarized
from .scope import FileState, InputRun, Scope
from .unreadable import unreadable_file
from .workers import Pool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    from promptlint.config import Config
    from promptlint.findings import Finding
    from promptlint.sources.keyed import Family
    from promptlint.sources.parquet import RowRange
    from promptlint.sources.unread import Item

    from .inputs import LintInput
    from .pipeline import LintStep
    from .scope import Summary

    _Place = TypeVar("_Place", Range, RowRange)

__all__ = ["is_long", "runs"]

_BATCH = 512 << 10
"""Bytes of small files that a worker gets at a time."""


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
    return extension(unit.name) in LINES and lines_can_be_cut(unit, config, PARALLEL_THRESHOLD)


def _is_table(unit: LintInput, config: Config) -> bool:
    """Return whether a unit is a long Parquet file that is worked on in ranges of rows."""
    return extension(unit.name) == "parquet" and can_be_cut(unit, config, PARALLEL_THRESHOLD)


# ---- many units ------------------------------------------------------------------------------------------------------


_Result = tuple[list["Finding"], int, int, list[str], dict[str, None], str]
"""The findings of an input, the number of its prompts and of the locations that were not read, its problems and notes,
and the columns or keys that were looked for in vain."""


def _several(scopes: list[Scope], jobs: int) -> Iterator[InputRun]:
    """The runs of inputs that are worked on as wholes, in batches of about `_BATCH` bytes."""
    sizes = [scope.unit.size + FILE_COST for scope in scopes] if jobs > 1 else []
    if sum(sizes) < PARALLEL_THRESHOLD:
        yield from map(run_of, scopes)
        return
    batches = list(_batches(scopes, sizes))  # the workers inherit them, and are only sent which one is next
    with Pool(jobs, lambda index: [_linted(scope) for scope in batches[index]]) as pool:
        for batch, results in zip(batches, pool.map(range(len(batches))), strict=True):
            yield from map(_done, batch, results)


def _linted(scope: Scope) -> _Result:
    run = run_of(scope)
    return list(run.findings), run.prompts, run.unread, run.problems, run.state.notes, run.looked_for


def _done(scope: Scope, result: _Result) -> InputRun:
    """The run of an input that a worker has linted."""
    state = FileState()
    findings, state.prompts, state.unread, state.problems, state.notes, looked = result
    state.found = Found(iter(()), looked_for=looked)
    return InputRun(scope, state, iter(findings))


def _batches(scopes: list[Scope], sizes: list[int]) -> Iterator[list[Scope]]:
    batch: list[Scope] = []
    total = 0
    for scope, size in zip(scopes, sizes, strict=True):
        batch.append(scope)
        total += size
        if total >= _BATCH:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch


# ---- one long file ---------------------------------------------------------------------------------------------------


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
    """The run of a long file, worked on in ranges; its findings are those of `run_of`."""
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
    with FileBytes(scope.unit) as data:
        if _is_table(scope.unit, scope.config):
            from promptlint.sources.parquet import row_ranges

            rows = row_ranges(data.stream)
            for each, part in _shared(rows, jobs, lambda each: _part_of_table(scope, each)):
                yield scope.unit.size * each.end // rows[-1].end, part
        else:
            known = families_of(data, scope.config)
            for place, part in _shared(ranges(data), jobs, lambda place: _part(scope, place, known)):
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


def _part(scope: Scope, place: Range, known: frozenset[Family]) -> _Part:
    """Lint the lines of a range; caches stay with the worker."""
    state = FileState()
    lines = RangeLines(scope, state, known)
    with FileBytes(scope.unit) as data:
        return _linted_part(scope, state, lines.read(data, (place,)), lines.lint, lines.bad)


def _part_of_table(scope: Scope, rows: RowRange) -> _Part:
    """Lint some rows of a Parquet file."""
    from promptlint.sources.parquet import find

    with FileBytes(scope.unit) as data:
        found = find(data.stream, scope.unit.name, read_options(scope.config), rows)
        return _linted_part(scope, FileState(), found, None, [])


def _linted_part(scope: Scope, state: FileState, items: Iterator[Item], lint_step: LintStep | None, bad: list[SourceError]) -> _Part:
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
