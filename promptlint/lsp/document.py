"""An open document: its text, its prompts and their findings, updated edit by edit.

Three ways lead from an edit to the findings, the first that can: line by line (`by_line`), where only lines that are new are
read; `_touched`, where an edit lies inside one prompt and only that is linted, and the whole file is read afterwards; the
whole file, where a prompt whose text did not change is not linted again.
"""

from __future__ import annotations

import time
from bisect import bisect_right

from promptlint.project.inputs import LintInput
from promptlint.project.pipeline import PromptLinter, judge_input, judge_prompts, lint_input, locate, start_file, summarized
from promptlint.project.scope import FileState, Scope
from promptlint.rules.selection import enabled_rules
from promptlint.sources.source_map import SourceText
from promptlint.text.namedtuple import NamedTuple

from .by_line import ABOUT_FILES, ByLine, common
from .positions import BYTE_ORDER_MARK, Lines
from .publication import Shown, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from promptlint.config import Config
    from promptlint.findings import Finding
    from promptlint.links.online.check import LinkRun
    from promptlint.project.judged import Judged
    from promptlint.project.pipeline import Judgement
    from promptlint.settings_file.reading import Settings
    from promptlint.sources.source_map import PromptText

__all__ = ["Analysis", "Document", "Window", "prompt_at", "prompt_offset"]

_STRUCTURAL = frozenset("\n\r\"'`\\")
"""Characters that may end a prompt in one host or another: an edit with one of these has the whole file read."""

_QUICK = 0.005  # seconds; a file that takes no longer to read is read whole after each edit


class Analysis(NamedTuple):
    """A text with its prompts in order and its findings; `state` is that of the pipeline."""

    text: str
    prompts: tuple[Judged, ...]
    findings: tuple[Finding, ...]
    state: FileState


class Window(NamedTuple):
    """A stretch of whole lines that is read by itself: its analysis, and its first row in the document, counted from 0."""

    analysis: Analysis
    lines: Lines
    row: int


class _Judgements:
    """The lint step of a document: reuses the judgements it knows, and remembers all it returned.

    `seconds` is the time that linting took.
    """

    def __init__(self, scope: Scope, known: dict[Hashable, Judgement]) -> None:
        self.given: dict[Hashable, Judgement] = {}
        self.seconds = 0.0
        self._known = known
        self._linter = PromptLinter(scope)

    def lint(self, source: PromptText) -> Judgement:
        """Return the judgement of a prompt."""
        key = (source.text, source.template, source.wrapped, source.directive, source.siblings)
        judgement = self._known.get(key)
        if judgement is None:
            begin = time.perf_counter()
            judgement = self._linter.lint(source)
            self.seconds += time.perf_counter() - begin
        self.given[key] = judgement
        return judgement


class Document:
    """One document under its settings.

    `settled` is False while its findings rest on the one prompt that was edited; `took` is the time in seconds that reading it
    whole took the last time, without the linting.
    """

    def __init__(self, path: str, encoding: str = "utf-16") -> None:
        """Take the path, which decides the format and the settings, and the unit in which the editor counts columns."""
        self.path = path
        self.encoding = encoding
        self.settled = True
        self.took = 0.0
        self._links: LinkRun | None = None
        self._settings: Settings | None = None
        self._known: dict[Hashable, Judgement] = {}
        self._analysis: Analysis | None = None
        self._shown: tuple[Shown, ...] = ()
        self._spans: list[tuple[int, int, int, int]] | None = None
        self._by_line: ByLine | None = None

    def take_links(self, links: LinkRun) -> None:
        """Take the results of a check of its links."""
        self._links = links
        self._analysis = self._by_line = None

    def shown(self, text: str, settings: Settings, *, whole: bool = False) -> Sequence[Shown]:
        """Return the findings of a text for the editor; with `whole`, never those of an edited prompt alone."""
        self._take_settings(settings)
        if self._by_line is None:
            self._by_line = ByLine(self.path, settings, self._links, self.encoding)
        found = self._by_line.shown(text)
        self.settled = found is not None or whole or self.took < _QUICK
        if found is None and not self.settled:
            found = self._touched(text)
            self.settled = found is None
        if found is not None:
            return found
        self.analyse(text, settings)
        return self._shown

    def analyse(self, text: str, settings: Settings) -> Analysis:
        """Read the whole text, unless it is known. What cannot be read is a finding."""
        self._take_settings(settings)
        if self._analysis is None or self._analysis.text != text:
            begin = time.perf_counter()
            self._analysis, judgements = self._read(text)
            self._known = judgements.given
            self.took = time.perf_counter() - begin - judgements.seconds
            lines = Lines(text, self.encoding)
            self._shown = tuple(shown(finding, lines) for finding in self._analysis.findings)
            self._spans = None
        return self._analysis

    def window(self, text: str, settings: Settings, rows: range) -> Window:
        """Return the result for some rows: from these alone if possible, else from the whole text."""
        self._take_settings(settings)
        if self._by_line is not None and self._by_line.stands_alone(text, rows):
            first, last = rows.start, rows.stop
            kept = text.split("\n")[first:last]
            part = "\n".join(kept)
            return Window(self._read(part)[0], Lines(part, self.encoding), first)
        return Window(self.analyse(text, settings), Lines(text, self.encoding), 0)

    def tried(self, text: str) -> Analysis:
        """Return what another text of this document would give; nothing is remembered. `shown` must have been called."""
        return self._read(text)[0]

    @property
    def config(self) -> Config:
        """The config that holds for it. `shown` must have been called."""
        assert self._settings is not None
        return self._settings.config

    def judge(self, unit: LintInput) -> Iterator[Judged]:
        """Judge the prompts of another state of this document, for fixes that take several passes."""
        scope = self._scope(unit)
        return judge_input(scope, lint_step=_Judgements(scope, self._known).lint)

    def unit(self, text: str) -> LintInput:
        """The document as a thing to lint. A lone surrogate, which no encoding has, is read as a question mark."""
        return LintInput(self.path, self.path, data=text.encode("utf-8", "replace"))

    def _take_settings(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings, self._known, self._analysis, self._by_line = settings, {}, None, None

    def _scope(self, unit: LintInput) -> Scope:
        assert self._settings is not None
        return Scope(unit, self._settings, links=self._links)

    def _read(self, text: str) -> tuple[Analysis, _Judgements]:
        scope = self._scope(self.unit(text))
        judgements = _Judgements(scope, self._known)
        prompts: list[Judged] = []

        def judge(scope: Scope, state: FileState) -> Iterator[Judged]:
            for judged in judge_input(scope, state, judgements.lint):
                prompts.append(judged)
                yield judged

        run = lint_input(scope, judge)
        findings = tuple(run.findings)
        return Analysis(text, tuple(prompts), findings, run.state), judgements

    # ---- an edit inside one prompt ----

    def _touched(self, text: str) -> list[Shown] | None:
        """Return the findings after edits inside one prompt, without reading the file, or None if it has to be read.

        They hold until the file is read again: an edit may also make no prompt of what was one.
        """
        before = self._analysis
        if before is None or before.state.found is None or not ABOUT_FILES.isdisjoint(enabled_rules(self.config)):
            return None
        edit = _Change(before.text.removeprefix(BYTE_ORDER_MARK), text.removeprefix(BYTE_ORDER_MARK))
        if _STRUCTURAL.intersection(edit.old) or _STRUCTURAL.intersection(edit.new):
            return None
        at = self._holder(before, edit)
        if at is None:
            return None
        was = before.prompts[at[0]]
        source = _edited(was.source, at[1], edit)
        return None if source is None else self._with_prompt(before, was, source, Lines(text, self.encoding))

    def _with_prompt(self, before: Analysis, was: Judged, source: PromptText, lines: Lines) -> list[Shown] | None:
        """Return the findings with those of one prompt replaced by those that it has now."""
        scope, state, old = self._scope(self.unit("")), FileState(), FileState()
        assert before.state.found is not None
        start_file(scope, state, before.state.found.ignores, before.state.found.problems)
        judgements = _Judgements(scope, self._known)
        (judged,) = judge_prompts(scope, state, (source,), judgements.lint)
        own = [shown(finding, lines) for finding in locate(scope, state, judged)]
        list(locate(scope, old, was))
        if {code: each.prompts for code, each in state.once.items()} != {code: each.prompts for code, each in old.once.items()}:
            return None  # the number of prompts in a summary changes
        rows = range(source.line - 1, source.end_line)
        kept: list[Shown] = []
        place = None
        for finding, each in zip(before.findings, self._shown, strict=True):
            summary = before.state.once.get(finding.diagnostic.code)
            if finding.prompt is None or finding.prompt.source is not was.source:
                if each.row in rows or each.end_row in rows:
                    return None  # another finding on the line that may have moved
                kept.append(each)
            elif summary is not None:
                kept.append(shown(summarized(summary._replace(first=state.once[finding.diagnostic.code].first)), lines))
            elif place is None:
                place = len(kept)
        place = len(kept) if place is None else place
        return [*kept[:place], *own, *kept[place:]]

    def _holder(self, before: Analysis, edit: _Change) -> tuple[int, int] | None:
        """Return the prompt that contains an edit and its segment, or None if there is none, or one that is written in several places.

        An edit at the first character of a segment is in none: it may turn the prompt into something else.
        """
        if self._spans is None:
            self._spans = sorted(
                (judged.source.host.offset + mapping.host, judged.source.host.offset + mapping.host_end, number, index)
                for number, judged in enumerate(before.prompts)
                if len(judged.source.cells) == 1
                for index, mapping in enumerate(judged.source.mappings)
                if mapping.kind == "plain"
            )
        at = bisect_right(self._spans, (edit.start,)) - 1
        if at < 0:
            return None
        _, end, number, index = self._spans[at]
        return (number, index) if edit.end <= end else None


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


class _Change:
    """The one replacement that makes a text another: `old` at `start` to `end` of the first becomes `new`."""

    def __init__(self, before: str, after: str) -> None:
        self.before = before
        self.start = common(before, after)
        tail = common(before[self.start :][::-1], after[self.start :][::-1])
        self.end = len(before) - tail
        self.old = before[self.start : self.end]
        self.new = after[self.start : len(after) - tail]
        self.shift = len(self.new) - len(self.old)


def _edited(source: PromptText, index: int, edit: _Change) -> PromptText | None:
    """Return a prompt with an edit made in its segment `index`, or None if its text is not known to the host."""
    host, mapping = source.host, source.mappings[index]
    first, last = edit.start - host.offset, edit.end - host.offset
    if edit.before[host.offset : host.offset + len(host.text)] != host.text:
        return None
    shift = edit.shift
    start = mapping.start + first - mapping.host
    stop = start + len(edit.old)
    moved = [
        each._replace(
            start=each.start + shift * (number > index),
            host=each.host + shift * (each.host >= last and number != index),
            host_end=each.host_end + shift * (each.host_end >= last),
        )
        for number, each in enumerate(source.mappings)
    ]
    return source._replace(
        text=source.text[:start] + edit.new + source.text[stop:],
        host=SourceText(host.text[:first] + edit.new + host.text[last:], host.offset, host.line),
        mappings=tuple(moved),
        own=(source.own[0] + shift * (source.own[0] > start), source.own[1] + shift * (source.own[1] >= stop)),
    )
