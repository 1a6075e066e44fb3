"""The findings of a file of one prompt per line: a line that did not change is not read again.

It holds for lists of prompts and JSON Lines as long as nothing goes beyond a line: comments to promptlint and rules about a
whole file need the whole file. What the first lines say of all is learned anew each time.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from promptlint.errors import SourceError
from promptlint.findings import Finding
from promptlint.project.inputs import LintInput
from promptlint.project.pipeline import judge_prompts, lint_input, start_file, summarized
from promptlint.project.scope import FileState, Scope, Summary
from promptlint.project.unreadable import unreadable_file
from promptlint.rules.selection import codes_where, enabled_rules
from promptlint.sources import jsonlines, txt
from promptlint.sources.comments import MARK
from promptlint.sources.hosts import HOSTS, Found, extension
from promptlint.sources.source_map import SourceText
from promptlint.sources.unread import with_unread
from promptlint.text.namedtuple import NamedTuple

from .positions import BYTE_ORDER_MARK, Lines
from .publication import Shown, moved, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from promptlint.links.online.check import LinkRun
    from promptlint.project.judged import Judged
    from promptlint.settings_file.reading import Settings
    from promptlint.sources.keyed import Family
    from promptlint.sources.unread import Item

__all__ = ["ABOUT_FILES", "ByLine", "common"]

ABOUT_FILES = codes_where(lambda rule: "file" in rule.on)


class _Piece(NamedTuple):
    """The findings of a piece of a file, their rows counted from its beginning.

    `once` are those that are summarized for the whole file, by code; `bad` says that the piece cannot be read.
    """

    shown: tuple[Shown, ...] = ()
    once: tuple[tuple[str, Summary], ...] = ()
    bad: bool = False


_SILENT = _Piece()


class _Part(NamedTuple):
    """A piece of a file at its first row, and the findings there."""

    row: int
    text: str
    piece: _Piece
    shown: tuple[Shown, ...]


class ByLine:
    """The lines of one document under its settings, with what is known of each."""

    def __init__(self, path: str, settings: Settings, links: LinkRun | None, encoding: str) -> None:
        """Take what decides the findings of a line, apart from its text."""
        host = HOSTS.get(extension(path))
        config = settings.config
        self._scope = Scope(LintInput(path, path, data=b""), settings, links=links)
        self._encoding = encoding
        self._json = host is not None and host.module == "jsonlines"
        self._list = host is not None and host.module == "txt" and not config.blocks
        self._strict = txt.is_list(path)
        self._whole = bool(config.ignores) or not ABOUT_FILES.isdisjoint(enabled_rules(config))
        self._families: frozenset[Family] = frozenset()
        self._look = lru_cache(maxsize=1000)(jsonlines.evidence_of)
        self._pieces: dict[str, _Piece] = {}
        self._lines: list[str] = []
        self._parts: list[_Part] = []
        self._weight = txt.Weight()

    def shown(self, text: str) -> list[Shown] | None:
        """Return the findings of a text in order, or None if its lines depend on each other."""
        if not self._is_independent(text):
            self._take([], [])
            return None
        lines = text.split("\n")
        if self._json:
            self._learn(lines)
        parts = self._updated(lines)
        self._take(lines, parts)
        return self._found() if parts else None

    def stands_alone(self, text: str, rows: range) -> bool:
        """Return whether these rows may be read without the others."""
        if self.shown(text) is None:
            return False
        return not self._families if self._json else self._strict or len(rows) == 1

    def _is_independent(self, text: str) -> bool:
        """Return whether nothing in a text is about several of its lines."""
        if self._whole or "\0" in text or text.rfind(BYTE_ORDER_MARK) > 0:
            return False
        if "\r" in text and text.count("\r") != text.count("\r\n"):
            return False
        return self._json or (self._list and MARK not in text)

    def _learn(self, lines: Iterable[str]) -> None:
        """Learn from the first lines which other keys hold prompts: if that changes, all lines are read again."""
        rows = ((0, 0, _plain(line)) for line in lines)
        families = jsonlines.families(jsonlines.sample(rows), self._scope.config.prompt_keys, self._look)
        if families != self._families:
            self._families, self._pieces = families, {}
            self._take([], [])

    def _take(self, lines: list[str], parts: list[_Part]) -> None:
        """Remember the lines and their parts; without any lines, that nothing is known."""
        self._lines, self._parts = lines, parts
        if not lines:
            self._weight = txt.Weight()
        if len(self._pieces) > 2 * len(parts) + 100:  # forget what is no longer in the text
            self._pieces = {part.text: part.piece for part in parts}

    def _updated(self, lines: list[str]) -> list[_Part]:
        """Return the parts of the text with these lines: those around its changes anew, the others moved. None for a document."""
        old, parts = self._lines, self._parts
        head = common(old, lines)
        tail = common(old[head:][::-1], lines[head:][::-1])
        if not (self._json or self._strict) and self._is_document(old[head : len(old) - tail], lines[head : len(lines) - tail]):
            return []
        # The part of the first changed line, and the one before it: lines below the last prompt belong to that.
        first = max(0, bisect_right(parts, head, key=_row) - 2)
        last = bisect_right(parts, len(old) - tail, key=_row)
        start = parts[first].row if parts else 0
        shift = len(lines) - len(old)
        stop = parts[last].row + shift if last < len(parts) else len(lines)
        anew = [self._part(row, piece) for row, piece in self._cut(lines, start, stop)]
        below = [self._part(part.row + shift, part.text) for part in parts[last:]] if shift else parts[last:]
        return [*parts[:first], *anew, *below]

    def _is_document(self, old: Iterable[str], new: Iterable[str]) -> bool:
        """Return whether the text is no list of prompts, now that lines of it were replaced."""
        gone, come = (txt.Weight(*map(sum, zip(txt.Weight(), *map(_weigh, lines), strict=True))) for lines in (old, new))
        self._weight = txt.Weight(*(was - less + more for was, less, more in zip(self._weight, gone, come, strict=True)))
        return txt.is_document(self._weight, self._scope.unit.path)

    def _cut(self, lines: list[str], start: int, stop: int) -> list[tuple[int, str]]:
        """Return the independent pieces of some rows, each with its first row: a prompt has the lines above it that are none."""
        if self._json:
            return list(enumerate(lines[start:stop], start))
        pieces: list[tuple[int, str]] = []
        for row in range(start, stop):
            if txt.has_prompt(_plain(lines[row]), self._scope.unit.path):
                pieces.append((start, "\n".join(lines[start : row + 1])))
                start = row + 1
        if pieces and start < stop and (start < len(lines) - 1 or lines[start]):  # below the last prompt
            start = pieces.pop()[0]
            pieces.append((start, "\n".join(lines[start:])))
        return pieces

    def _part(self, row: int, text: str) -> _Part:
        piece = self._pieces.get(text)
        if piece is None:
            piece = self._pieces[text] = self._lint(text)
        return _Part(row, text, piece, tuple(moved(each, row) for each in piece.shown))

    def _found(self) -> list[Shown]:
        """Return the findings of all parts."""
        telling = [part for part in self._parts if part.piece is not _SILENT]
        once: dict[str, list[tuple[int, str, Summary]]] = {}
        for part in telling:
            for code, summary in part.piece.once:
                once.setdefault(code, []).append((part.row, part.text, summary))
        bad = [(part.row, part.text) for part in telling if part.piece.bad]
        return [*(each for part in telling for each in part.shown), *self._unreadable(bad), *self._summaries(once)]

    def _lint(self, piece: str) -> _Piece:
        """Read and lint a piece."""
        errors: list[SourceError] = []

        def judge(scope: Scope, state: FileState) -> Iterator[Judged]:
            found = state.found = self._read(piece)
            start_file(scope, state, found.ignores, found.problems)
            try:
                yield from judge_prompts(scope, state, found)
            except SourceError as error:  # it is reported for the whole file
                errors.append(error)

        run = lint_input(self._scope, judge)
        findings = list(run.findings)
        once = run.state.once
        lines = Lines(piece, self._encoding)
        result = _Piece(
            tuple(shown(each, lines) for each in findings if each.diagnostic.code not in once),
            tuple(once.items()),
            bool(errors),
        )
        return _SILENT if result == _SILENT else result

    def _read(self, piece: str) -> Found:
        piece = _plain(piece)
        if self._json:
            return Found(self._items(piece))
        host = SourceText(piece)
        return Found(with_unread(host, txt.lines(host, self._scope.unit.path), lambda: txt.reasons_in_list(host)))

    def _items(self, line: str) -> Iterator[Item]:
        """Yield the prompts of a line of JSON Lines."""
        bad: list[SourceError] = []
        yield from jsonlines.prompts_in([(1, 0, line)], self._scope.config.prompt_keys, bad, self._families)
        if bad:
            raise bad[0]

    def _unreadable(self, bad: Sequence[tuple[int, str]]) -> Iterator[Shown]:
        """Yield the finding on lines that cannot be read, at the first of them: its message names lines of the file."""
        if bad:
            row, piece = bad[0]
            errors: list[SourceError] = []
            list(jsonlines.prompts_in([(row + 1, 0, _plain(piece))], self._scope.config.prompt_keys, errors))
            for finding in unreadable_file(self._scope, FileState(), jsonlines.unreadable(errors[0], len(bad))):
                yield self._shown(finding._replace(line=finding.line - row, end_line=finding.end_line - row), row, piece)

    def _summaries(self, once: dict[str, list[tuple[int, str, Summary]]]) -> Iterator[Shown]:
        """Yield one finding for each rule that says the same of several prompts."""
        for found in once.values():
            row, piece, summary = found[0]
            yield self._shown(summarized(Summary(summary.first, sum(each.prompts for _, _, each in found))), row, piece)

    def _shown(self, finding: Finding, row: int, piece: str) -> Shown:
        return moved(shown(finding, Lines(piece, self._encoding)), row)


def common(left: Sequence[object], right: Sequence[object]) -> int:
    """Return how many items two sequences begin with together, found by halving: comparing slices is quick."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _row(part: _Part) -> int:
    return part.row


def _weigh(line: str) -> txt.Weight:
    return txt.weigh(SourceText(_plain(line)))


def _plain(text: str) -> str:
    """Return a text without a byte order mark; a lone surrogate, which no encoding has, is read as a question mark."""
    return (text if text.isascii() else text.encode("utf-8", "replace").decode()).removeprefix(BYTE_ORDER_MARK)
