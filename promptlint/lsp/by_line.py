"""The findings of a file of one prompt per line: a line that did not change is not read again.

It holds for lists of prompts and JSON Lines as long as nothing goes beyond a line: comments to promptlint and rules about a
whole file need the whole file. What the first lines say of all is learned anew each time.
"""

from __future__ import annotations

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
from .publication import Shown, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from promptlint.links.online.check import LinkRun
    from promptlint.project.judged import Judged
    from promptlint.settings_file.reading import Settings
    from promptlint.sources.keyed import Family
    from promptlint.sources.unread import Item

__all__ = ["ABOUT_FILES", "ByLine"]

ABOUT_FILES = codes_where(lambda rule: "file" in rule.on)


class _Piece(NamedTuple):
    """The findings of a piece of a file, their rows counted from its beginning.

    `once` are those that are summarized for the whole file, by code; `bad` says that the piece cannot be read.
    """

    shown: tuple[Shown, ...] = ()
    once: tuple[tuple[str, Summary], ...] = ()
    bad: bool = False


_SILENT = _Piece()


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
        self._whole = bool(config.ignores) or not ABOUT_FILES.isdisjoint(enabled_rules(config))
        self._families: frozenset[Family] = frozenset()
        self._look = lru_cache(maxsize=1000)(jsonlines.evidence_of)
        self._pieces: dict[str, _Piece] = {}
        self._prompts: dict[str, bool] = {}
        self._weights: dict[str, txt.Weight] = {}

    def shown(self, text: str) -> list[Shown] | None:
        """Return the findings of a text in order, or None if its lines depend on each other."""
        pieces = self._split(text)
        if pieces is None:
            return None
        if self._json:
            self._learn(piece for _, piece in pieces)
        known = self._pieces
        found: list[Shown] = []
        once: dict[str, list[tuple[int, str, Summary]]] = {}
        bad: list[tuple[int, str]] = []
        for row, piece in pieces:
            result = known.get(piece)
            if result is None:
                result = known[piece] = self._lint(piece)
            if result is _SILENT:
                continue
            found += [(written, row + start, row + end) for written, start, end in result.shown]
            for code, summary in result.once:
                once.setdefault(code, []).append((row, piece, summary))
            if result.bad:
                bad.append((row, piece))
        if len(known) > 2 * len(pieces) + 100:  # forget what is no longer in the text
            self._pieces = {piece: known[piece] for _, piece in pieces}
        return [*found, *self._unreadable(bad), *self._summaries(once)]

    def stands_alone(self, text: str, rows: range) -> bool:
        """Return whether these rows may be read without the others."""
        if self._split(text) is None:
            return False
        return not self._families if self._json else txt.is_list(self._scope.unit.path) or len(rows) == 1

    def _learn(self, lines: Iterable[str]) -> None:
        """Learn from the first lines which other keys hold prompts: if that changes, all lines are read again."""
        rows = ((0, 0, _encodable(line).removeprefix(BYTE_ORDER_MARK)) for line in lines)
        families = jsonlines.families(jsonlines.sample(rows), self._scope.config.prompt_keys, self._look)
        if families != self._families:
            self._families, self._pieces = families, {}

    def _split(self, text: str) -> list[tuple[int, str]] | None:
        """Return the independent pieces, each with its first row, or None."""
        if self._whole or "\0" in text or text.find(BYTE_ORDER_MARK, 1) >= 0 or text.count("\r") != text.count("\r\n"):
            return None
        if self._json:
            return list(enumerate(text.split("\n")))
        return self._split_list(text) if self._list and MARK not in text else None

    def _split_list(self, text: str) -> list[tuple[int, str]] | None:
        """Return each prompt of a list with the lines above it that are none: they may be reported together."""
        lines = text.removeprefix(BYTE_ORDER_MARK).split("\n")
        if len(self._prompts) > 2 * len(lines) + 100:
            self._prompts, self._weights = {}, {}
        if not txt.is_list(self._scope.unit.path) and self._is_document(lines):
            return None
        prompts = self._prompts
        pieces: list[tuple[int, str]] = []
        start = 0
        for row, line in enumerate(lines):
            prompt = prompts.get(line)
            if prompt is None:
                prompt = prompts[line] = txt.has_prompt(_encodable(line), self._scope.unit.path)
            if prompt:
                pieces.append((start, line if start == row else "\n".join(lines[start : row + 1])))
                start = row + 1
        if not pieces:
            return None
        if start < len(lines) and (start < len(lines) - 1 or lines[start]):  # below the last prompt
            start = pieces.pop()[0]
            pieces.append((start, "\n".join(lines[start:])))
        if text.startswith(BYTE_ORDER_MARK):
            pieces[0] = (0, BYTE_ORDER_MARK + pieces[0][1])
        return pieces

    def _is_document(self, lines: list[str]) -> bool:
        weights = self._weights
        for line in lines:
            if line not in weights:
                weights[line] = txt.weigh(_encodable(line))
        return txt.is_document(txt.Weight(*map(sum, zip(*map(weights.__getitem__, lines), strict=True))), self._scope.unit.path)

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
        piece = _encodable(piece).removeprefix(BYTE_ORDER_MARK)
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
            line = _encodable(piece).removeprefix(BYTE_ORDER_MARK)
            list(jsonlines.prompts_in([(row + 1, 0, line)], self._scope.config.prompt_keys, errors))
            for finding in unreadable_file(self._scope, FileState(), jsonlines.unreadable(errors[0], len(bad))):
                yield self._shown(finding._replace(line=finding.line - row, end_line=finding.end_line - row), row, piece)

    def _summaries(self, once: dict[str, list[tuple[int, str, Summary]]]) -> Iterator[Shown]:
        """Yield one finding for each rule that says the same of several prompts."""
        for found in once.values():
            row, piece, summary = found[0]
            yield self._shown(summarized(Summary(summary.first, sum(each.prompts for _, _, each in found))), row, piece)

    def _shown(self, finding: Finding, row: int, piece: str) -> Shown:
        written, start, end = shown(finding, Lines(piece, self._encoding))
        return written, start + row, end + row


def _encodable(text: str) -> str:
    """Read a lone surrogate, which no encoding has, as a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
