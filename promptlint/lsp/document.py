"""An open document: its text, its prompts and their findings, updated edit by edit.

A prompt with unchanged text is not linted again. If finding the prompts of a file is slow (YAML, Markdown), an edit inside one
prompt first moves the others and lints that one (`edited`), and the whole file is read afterwards.
"""

from __future__ import annotations

import time

from promptlint.project.inputs import LintInput, prompts_of
from promptlint.project.pipeline import FileState, Judged, Scope, judge_prompts, lint_input, lint_prompt, start_file
from promptlint.sources.hosts import Found
from promptlint.sources.source_map import SourceText
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from promptlint.config import Config
    from promptlint.errors import SourceError
    from promptlint.findings import Finding
    from promptlint.links.online.check import LinkRun
    from promptlint.project.pipeline import Judgement
    from promptlint.settings_file.reading import Settings
    from promptlint.sources.source_map import Mapping, PromptText, Suppression

__all__ = ["Analysis", "Document", "prompt_at", "prompt_offset"]

_STRUCTURAL = frozenset("\n\r\"'`\\")
"""Characters that may end a prompt in some format: an edit with one of these makes the whole file be read."""


class Analysis(NamedTuple):
    """The state of a text: its prompts in order, and the published findings."""

    text: str
    prompts: tuple[Judged, ...]
    findings: tuple[Finding, ...]


class _Judgements:
    """The lint step of a document: takes the judgements it knows, and remembers all it gave.

    `seconds` is the time that linting took.
    """

    def __init__(self, known: dict[Hashable, Judgement]) -> None:
        self.given: dict[Hashable, Judgement] = {}
        self.seconds = 0.0
        self._known = known

    def lint(self, scope: Scope, source: PromptText) -> Judgement:
        """The judgement of a prompt."""
        key = (source.text, source.template, source.wrapped, source.directive, source.siblings)
        judgement = self._known.get(key)
        if judgement is None:
            begin = time.perf_counter()
            judgement = lint_prompt(scope, source)
            self.seconds += time.perf_counter() - begin
        self.given[key] = judgement
        return judgement


class Document:
    """One document under its settings. `took` is the time in seconds that reading it last took, without the linting."""

    def __init__(self, path: str) -> None:
        """Take the path that decides the format and which settings apply; the file need not exist."""
        self.path = path
        self.took = 0.0
        self.links: LinkRun | None = None
        self._settings: Settings | None = None
        self._known: dict[Hashable, Judgement] = {}
        self._notes: tuple[tuple[Suppression, ...], tuple[SourceError, ...]] = ((), ())

    def analyse(self, text: str, settings: Settings) -> Analysis:
        """Read the whole text. What cannot be read is a finding."""
        begin = time.perf_counter()
        if settings != self._settings:
            self._settings, self._known = settings, {}
        self._notes = (), ()
        analysis, judgements = self._analysis(text, self._read(note=True))
        self._known = judgements.given
        self.took = time.perf_counter() - begin - judgements.seconds
        return analysis

    def tried(self, text: str) -> Analysis:
        """The findings of another text of this document, without changing its state. `analyse` must have been called."""
        return self._analysis(text, self._read(note=False))[0]

    def edited(self, before: Analysis, text: str) -> Analysis | None:
        """The findings after an edit inside one prompt, without reading the file; None if it must be read."""
        if self._settings is None:
            return None
        sources = moved([judged.source for judged in before.prompts], before.text, text)
        if sources is None:
            return None

        analysis, judgements = self._analysis(text, lambda _: Found(iter(sources), *self._notes))
        self._known |= judgements.given
        return analysis

    @property
    def config(self) -> Config:
        """The config that applies to it. `analyse` must have been called."""
        assert self._settings is not None
        return self._settings.config

    def judge(self, unit: LintInput) -> Iterator[Judged]:
        """The linted prompts of another state of this document, for fixes that take several passes."""
        return self._judge(self._scope(unit), FileState(), self._read(note=False), _Judgements(self._known))

    def unit(self, text: str) -> LintInput:
        """The document as a thing to lint. A lone surrogate, which no encoding has, is read as a question mark."""
        return LintInput(self.path, self.path, data=text.encode("utf-8", "replace"))

    def _scope(self, unit: LintInput) -> Scope:
        assert self._settings is not None
        return Scope(unit, self._settings, links=self.links)

    def _read(self, *, note: bool) -> Callable[[Scope], Found]:
        """The step that reads the document; with `note` its suppressions are kept for the edits to come."""

        def read(scope: Scope) -> Found:
            found = prompts_of(scope.unit, scope.config)
            if note:
                self._notes = found.ignores, found.problems
            return found

        return read

    def _analysis(self, text: str, read: Callable[[Scope], Found]) -> tuple[Analysis, _Judgements]:
        judgements = _Judgements(self._known)
        prompts: list[Judged] = []

        def judge(scope: Scope, state: FileState) -> Iterator[Judged]:
            for judged in self._judge(scope, state, read, judgements):
                prompts.append(judged)
                yield judged

        findings = tuple(lint_input(self._scope(self.unit(text)), judge).findings)
        return Analysis(text, tuple(prompts), findings), judgements

    @staticmethod
    def _judge(scope: Scope, state: FileState, read: Callable[[Scope], Found], judgements: _Judgements) -> Iterator[Judged]:
        found = read(scope)
        start_file(scope, state, found.ignores, found.problems)
        return judge_prompts(scope, state, found, judgements.lint)


def prompt_at(analysis: Analysis, offset: int) -> tuple[Judged, int] | None:
    """The prompt at a position of the file, and the position in its text. White space after a prompt belongs to it, because that
    is where typing continues; the position is then beyond the text.
    """
    for judged in analysis.prompts:
        at = prompt_offset(judged.source, offset)
        if at is not None:
            return judged, at
    return None


def prompt_offset(source: PromptText, offset: int) -> int | None:
    """The position in the prompt's text of a position in the file, or None outside the prompt."""
    offset -= source.host.offset
    for index, mapping in enumerate(source.mappings):
        if mapping.host <= offset <= mapping.host_end and mapping.kind not in ("join", "cell"):
            stop = source.mappings[index + 1].start if index + 1 < len(source.mappings) else len(source.text)
            if mapping.kind == "plain":
                return mapping.start + offset - mapping.host
            return mapping.start if offset == mapping.host else stop
    if not source.mappings:
        return None
    end = source.mappings[-1].host_end
    between = source.host.text[end:offset]
    return len(source.text) + len(between) if between and not between.strip(" \t") else None


def moved(sources: list[PromptText], before: str, after: str) -> list[PromptText] | None:
    """The prompts after an edit that lies inside a plain piece of one of them, or None for any other edit."""
    edit = _Change(before, after)
    if _STRUCTURAL.intersection(edit.old) or _STRUCTURAL.intersection(edit.new):
        return None
    hosts: dict[int, SourceText | None] = {}
    found: list[PromptText] = []
    hit = False
    for source in sources:
        key = id(source.host)
        if key not in hosts:
            hosts[key] = _moved_host(source.host, edit)
        host = hosts[key]
        if host is None:
            return None
        index = None if hit else _inside(source, edit)
        hit = hit or index is not None
        found.append((_shifted(source, edit) if index is None else _spliced(source, index, edit))._replace(host=host))
    return found if hit else None


class _Change:
    """The one replacement that makes a text another: `old` at `start` to `end` of the first becomes `new`."""

    def __init__(self, before: str, after: str) -> None:
        self.before = before
        self.start = _common(before, after)
        tail = _common(before[self.start :][::-1], after[self.start :][::-1])
        self.end = len(before) - tail
        self.old = before[self.start : self.end]
        self.new = after[self.start : len(after) - tail]
        self.shift = len(self.new) - len(self.old)


def _moved_host(host: SourceText, edit: _Change) -> SourceText | None:
    """The text that contains the prompts after the edit: a file, or a line or row of a streamed one; None if unknown."""
    end = host.offset + len(host.text)
    if end < edit.start:
        return host
    if host.offset > edit.end:
        return SourceText(host.text, host.offset + edit.shift, host.line)
    start = edit.start - host.offset
    if start < 0 or edit.end > end or edit.before[host.offset : end] != host.text:
        return None
    return SourceText(host.text[:start] + edit.new + host.text[edit.end - host.offset :], host.offset, host.line)


def _common(left: str, right: str) -> int:
    """Number of characters two texts begin with together, found by halving: comparing slices is quick."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _inside(source: PromptText, edit: _Change) -> int | None:
    """The index of the plain segment that contains the edit, or None.

    An edit at a segment's first character does not count: it may turn the prompt into something else.
    """
    start, end = edit.start - source.host.offset, edit.end - source.host.offset
    for index, mapping in enumerate(source.mappings):
        if mapping.kind == "plain" and mapping.host < start and end <= mapping.host_end:
            return index
    return None


def _spliced(source: PromptText, index: int, edit: _Change) -> PromptText:
    """The prompt with the edit made in its segment `index`."""
    mapping = source.mappings[index]
    start = mapping.start + edit.start - source.host.offset - mapping.host
    stop = start + len(edit.old)
    shift = edit.shift
    mappings = _along(source, edit)
    behind = (each._replace(start=each.start + shift) for each in mappings[index + 1 :])
    return source._replace(
        text=source.text[:start] + edit.new + source.text[stop:],
        mappings=(*mappings[: index + 1], *behind),
        own=(source.own[0] + shift * (source.own[0] > start), source.own[1] + shift * (source.own[1] >= stop)),
    )


def _shifted(source: PromptText, edit: _Change) -> PromptText:
    """The prompt, moved along in its host where it follows the edit; a host that moves takes its prompts with it."""
    return source if edit.end < source.host.offset else source._replace(mappings=_along(source, edit))


def _along(source: PromptText, edit: _Change) -> tuple[Mapping, ...]:
    """The positions of the segments in the host after the edit; parameters may be written before the text they follow."""
    end, shift = edit.end - source.host.offset, edit.shift
    return tuple(
        each._replace(host=each.host + shift * (each.host >= end), host_end=each.host_end + shift * (each.host_end >= end))
        for each in source.mappings
    )
