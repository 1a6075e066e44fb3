"""Fix a long file of rows in ranges of whole rows: each range is proven by itself, and written before the next one is read.

A range is fixed as a file of its own: under the header of its file, or as lines that teach the same keys. Where that would not be
the same as a part of the whole file, the file is left to `fixing`, which reads all of it.
"""

from __future__ import annotations

from contextlib import ExitStack
from io import BytesIO

from promptlint.errors import ConfigError, SourceError
from promptlint.sources.decoding import encoding_of
from promptlint.sources.hosts import HOSTS, extension, module_of

from .fixing import Passes
from .inputs import open_input, read_options
from .line_ranges import can_be_cut
from .structure import ends_with_row
from .writing import NewFile, ReadFile, remove_leftovers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO, TypeAlias

    from promptlint.config import Config
    from promptlint.sources.keyed import Family

    from .inputs import LintInput
    from .judged import Judged

    Judge: TypeAlias = Callable[[LintInput], Iterable[Judged]]
    Context: TypeAlias = tuple[str, frozenset[Family] | None]
    """The text that must precede rows, and the keys that were learned from the first ones."""

__all__ = ["RANGE", "fix_in_ranges"]

RANGE = 512 << 10
"""Bytes of a range, which are read several times: about 2,000 prompts."""


_ROWS = frozenset({"jsonl", "ndjson", "csv", "tsv", "tab"})
"""The extensions of files of rows that can be written."""


class _WholeOnlyError(Exception):
    """The file has to be fixed as a whole."""


def fix_in_ranges(unit: LintInput, judge: Judge, config: Config, *, unsafe: bool) -> int | None:
    """Fix a long file of rows, write it, and return the number of fixes; `None` if it must be fixed as a whole: nothing is written.

    Raises OSError or UnicodeEncodeError if the file cannot be written; it is then unchanged.
    """
    if not unit.is_file or extension(unit.name) not in _ROWS or not can_be_cut(unit, config, 2 * RANGE):
        return None
    try:
        with ExitStack() as files:
            old = files.enter_context(_opened(unit.name))
            ranges = _Ranges(unit, judge, config, unsafe=unsafe)
            read = ReadFile(old)
            new: NewFile | None = None
            remove_leftovers(unit.name)
            for before, after in ranges.fixed(old):
                if new is None and after != before:
                    new = files.enter_context(NewFile(unit.name, device=False, within=unit.folder))
                    _copy(old, read.size, new.out)
                read.add(before)
                if new is not None:
                    new.out.write(after)
            if new is not None:
                read.require_unchanged(new)
            return ranges.made
    except _WholeOnlyError:
        return None


def _opened(name: str) -> BinaryIO:
    try:
        return open_input(name)
    except (OSError, SourceError):  # reported by what reads all of it
        raise _WholeOnlyError from None


def _copy(old: BinaryIO, size: int, out: BinaryIO) -> None:
    """Copy the first `size` bytes of a file, and go on reading it where it was."""
    at = old.tell()
    old.seek(0)
    while size:
        size -= out.write(old.read(min(size, RANGE)))
    old.seek(at)


class _Ranges:
    """The ranges of one file. `made` counts their fixes."""

    def __init__(self, unit: LintInput, judge: Judge, config: Config, *, unsafe: bool) -> None:
        self.made = 0
        self._unit = unit
        self._judge = judge
        self._config = config
        self._unsafe = unsafe
        self._options = read_options(config)
        self._format = module_of(HOSTS[extension(unit.name)])

    def fixed(self, file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
        """The parts of a file in order, each as it is and with its fixes. Raises _WholeOnlyError."""
        try:
            mark = encoding_of(file.read(4))[1]
            context = self._context(file)
            if context is None or mark not in (b"", b"\xef\xbb\xbf"):
                raise _WholeOnlyError
            head, families = context
            start = mark + head.encode()
            yield start, start
            file.seek(len(start))
            unit, first = self._unit._replace(families=families), True
            for rows in self._cut(file):
                before = head + rows.decode()
                after = self._proven(unit, before)
                if not (after.startswith(head) and ends_with_row(unit.name, before) and ends_with_row(unit.name, after)):
                    raise _WholeOnlyError
                new = after.encode()
                if first and self._context(BytesIO(new)) != context:  # what is learned from the first rows must stay
                    raise _WholeOnlyError
                first = False
                yield rows, new[len(start) - len(mark) :]
        except (OSError, SourceError, ConfigError, UnicodeError):  # reported by what reads all of it
            raise _WholeOnlyError from None

    def _context(self, file: BinaryIO) -> Context | None:
        """Return what it takes to read rows of a file without those before them."""
        file.seek(0)
        found: Context | None = self._format.context_of(file, self._unit.name, self._options)
        return found

    def _cut(self, file: BinaryIO) -> Iterator[bytes]:
        """The rest of a file in ranges of whole rows."""
        block = b""
        while more := file.read(RANGE):
            block += more
            end = self._format.end_of_rows(block)
            if not end and len(block) > 2 * RANGE:
                raise _WholeOnlyError  # a row is longer than a range, or a quote is never closed
            if end:
                yield block[:end]
            block = block[end:]
        if block:
            yield block

    def _proven(self, unit: LintInput, text: str) -> str:
        """The text of a range with its fixes, all of which are proven."""
        passes = Passes(unit, self._judge, self._config)
        after, made = passes.fixed(text, unsafe=self._unsafe)
        if passes.unchanged:  # how many more readings are worth it is decided for the whole file
            raise _WholeOnlyError
        self.made += made
        return after
