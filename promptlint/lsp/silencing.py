"""Ways to suppress a finding in a file: a comment, a key or a column, depending on its format.

These are candidates: `actions` tests which one suppresses the finding without changing the prompts, by reading the result.
"""

from __future__ import annotations

from promptlint.diagnostics import Edit
from promptlint.sources.hosts import HOSTS, extension
from promptlint.sources.source_map import line_starts
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.sources.hosts import Host
    from promptlint.sources.source_map import PromptText

__all__ = ["Place", "silencing_edits"]

_KEY = "promptlint-ignore"
_REASON = "reason for the suppression"
_MAX_KEY = 200
# The key of the member whose value begins right after the match.
_OWN_KEY = compile_pattern(r"""("[^"\n]++"|'[^'\n]++'|[\w$-]++)\s*+:\s*+["']?\Z""")


class Place(NamedTuple):
    """A prompt in a file: the path, which decides the format, and the text of the file without a byte order mark."""

    path: str
    text: str
    source: PromptText


def silencing_edits(place: Place, code: str) -> Iterator[tuple[Edit, ...]]:
    """Yield the ways to silence `code` for one prompt, the best first. Edits count code points of the file's text."""
    host = HOSTS.get(extension(place.path))
    if host is None:
        return
    if host.comment:
        for line in dict.fromkeys((place.source.block or place.source.line, place.source.line)):
            yield _comment(place, host, code, line)
    elif host.ignores:
        for ignore in place.source.ignores:
            start = _line_start(place, ignore.line) + ignore.column - 1
            yield (Edit(start, start, f"{code}, "),)
        yield from _key(place, code) if host.ignores == "key" else _cells(place, code)


def _comment(place: Place, host: Host, code: str, line: int) -> tuple[Edit, ...]:
    """A comment on its own line, above the text that contains the prompt."""
    start = _line_start(place, line)
    comment = host.comment.format(f"promptlint: ignore[{code}] {_REASON}")
    return (Edit(start, start, _indentation(place.text, start) + comment + _ending(place.text)),)


def _key(place: Place, code: str) -> Iterator[tuple[Edit, ...]]:
    """A key next to the prompt's key: on its own line if that has one."""
    value = place.source.host.offset + place.source.mappings[0].host
    before = place.text[max(0, value - _MAX_KEY) : value]
    own = _OWN_KEY.search(before)
    if own is None:
        return  # a member of a list
    key = value - len(before) + own.start(1)
    line = max(place.text.rfind("\n", 0, key), place.text.rfind("\r", 0, key)) + 1
    indentation = place.text[line:key]
    alone = not indentation.strip()
    yield (Edit(key, key, f'"{_KEY}": "{code}: {_REASON}",' + (_ending(place.text) + indentation if alone else " ")),)


def _cells(place: Place, code: str) -> Iterator[tuple[Edit, ...]]:
    """A cell in the column for suppressions, which is added to every row if it is missing."""
    from io import BytesIO

    from promptlint.sources.decoding import LineReader
    from promptlint.sources.delimited import columns_of, header_of, rows_of, split

    # A lone surrogate takes one character either way.
    stream = BytesIO(place.text.encode("utf-8", "replace"))
    header, delimiter, rows = header_of(rows_of(LineReader(stream, "utf-8")), place.path)
    assert header is not None
    names = split(header, delimiter)
    ignores = columns_of([header.text[cell.start : cell.end] for cell in names], ()).ignores
    words = f"{code}: {_REASON}"
    if ignores:
        cells = split(place.source.host, delimiter)
        if ignores[0] < len(cells):
            at = place.source.host.offset + cells[ignores[0]].start
            yield (Edit(at, at, words),)
        return
    edits = []
    for row in (header, *rows):
        end = row.offset + len(row.text.rstrip("\r\n"))
        text = _KEY if row is header else words if row.line == place.source.host.line else ""
        # A row that ends early is filled up, so that the cell is under its name.
        edits.append(Edit(end, end, delimiter * (1 + max(0, len(names) - len(split(row, delimiter)))) + text))
    yield tuple(edits)


def _line_start(place: Place, line: int) -> int:
    starts = line_starts(place.text)
    return starts[min(line, len(starts)) - 1]


def _indentation(text: str, start: int) -> str:
    end = start
    while end < len(text) and text[end] in " \t":
        end += 1
    return text[start:end]


def _ending(text: str) -> str:
    """The line ending of this text."""
    return "\r\n" if "\r\n" in text else "\n"
