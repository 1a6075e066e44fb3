"""From a unit to its findings with their places, and to its text with the fixes applied.

Units know nothing of each other, so a run may work on several at once as long as it puts their findings in the order of
the units.
"""

from __future__ import annotations

from promptlint.diagnostics import SEVERITIES, Diagnostic, Report, at_least, merged
from promptlint.errors import ConfigError, SourceError, reason
from promptlint.findings import Finding, LintedPrompt, Totals, redacts
from promptlint.linter import lint_in_file, settings_for
from promptlint.midjourney.names import check_name
from promptlint.rules.selection import enabled_rules, expand_rules
from promptlint.settings_file.reading import Settings
from promptlint.sources.hosts import Found
from promptlint.sources.source_map import PromptText

from .file_rules import FileRules
from .inputs import LintInput, prompts_of
from .judged import Judged, without_unwritable
from .options import RunOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .suppressions import Suppressions

__all__ = ["Judged", "Tally", "UnitRun", "summarized", "unreadable"]

_UNPINNED = "MJ304"


class UnitRun:
    """The linting of one unit.

    `findings` yields what is to be shown. Once it is used up, `prompts` is the number of prompts that were read, and
    `problems` are lines for the person who runs it, about what could not be read.
    """

    def __init__(self, unit: LintInput, settings: Settings, options: RunOptions) -> None:
        """Prepare to lint `unit` under `settings`; nothing is read yet."""
        self.unit = unit
        self.config = settings.config
        self.prompts = 0
        self.problems: list[str] = []
        self._root = settings.root
        self._options = options
        self._ran = enabled_rules(self.config)
        self._suppressions: Suppressions | None = None
        self._problems: tuple[SourceError, ...] = ()
        self._shown_from = _lower(self.config.min_severity, self.config.fail_on)

    def findings(self) -> Iterator[Finding]:
        """The findings in the order of the prompts, then what is about the unit as a whole."""
        unpinned: list[Finding] = []
        try:
            if self.unit.request:
                yield from self._of_requests()
                return
            for judged in self.judged():
                yield from self._of_prompt(judged, unpinned)
        except (OSError, SourceError, UnicodeError, ConfigError) as error:
            yield from self._unreadable(error)
        if unpinned:
            yield from self._shown(summarized(unpinned[0], len(unpinned)))
        yield from self._about_comments()

    def _of_requests(self) -> Iterator[Finding]:
        """The findings of the request bodies that the unit holds."""
        from .request_files import request_findings

        model = self._options.models[0] if self._options.models else None
        online = self._options.link_results is not None
        for findings in request_findings(self.unit, self.config, model, self._options.target, links=online):
            self.prompts += 1
            for finding in findings:
                yield from self._shown(finding)

    def _about_comments(self) -> Iterator[Finding]:
        """The comments that mean nothing, and the suppressions that do nothing."""
        for problem in self._problems if "MJ902" in self._ran else ():
            from promptlint.rules.unknown_rule import check

            from .suppressions import worded

            for diagnostic in worded("MJ902", check(problem.message)):
                yield from self._shown(Finding(diagnostic, self.unit.path, problem.line, problem.column, problem.line, problem.column))
        if self._suppressions is not None:
            for diagnostic, line, column, end_column in self._suppressions.remarks(self._ran):
                yield from self._shown(Finding(diagnostic, self.unit.path, line, column, line, end_column))

    def judged(self) -> Iterator[Judged]:
        """The prompts with their findings, suppressed ones and unwritable fixes left out. Raises what reading the unit raises."""
        return without_unwritable(self._judged())

    def _judged(self) -> Iterator[Judged]:
        found = self._found()
        self._problems = found.problems
        if self._options.suppressions and (found.ignores or self.config.per_file_ignores or self.config.ignores):
            self._suppressions = self._new_suppressions()
            self._suppressions.add(found.ignores)
        links = self._options.link_results.of(self.config) if self._options.link_results else None
        file_rules = FileRules(self._ran)
        for source in found:
            self.prompts += 1
            report, diagnostics = self._lint(source)
            if links is not None and report.prompt.links:
                diagnostics = links.apply_results(report.prompt, diagnostics, self._ran)
            diagnostics += file_rules.check(source, report)
            yield Judged(source, report, self._kept(source, diagnostics))

    def _found(self) -> Found:
        """The prompts of the unit."""
        return prompts_of(self.unit, self.config)

    def _lint(self, source: PromptText) -> tuple[Report, tuple[Diagnostic, ...]]:
        """The report under the model that holds for the prompt, or what several models say together."""
        model, target = self._named(source)
        models = (model,) if model else self._options.models or (None,)
        reports = [
            lint_in_file(source.text, settings_for(each, target, self.config), template=source.template, wrapped=source.wrapped)
            for each in models
        ]
        found = reports[0].diagnostics if len(reports) == 1 else merged(reports, tuple(each or "" for each in models))
        return reports[0], _outside(source.slots, found) if source.template else found

    def _named(self, source: PromptText) -> tuple[str | None, str | None]:
        """The model and target that the file or its settings name for this prompt: comment, settings, neighbour."""
        model, target = source.directive
        if self.config.files and not (model and target):
            from promptlint.text.globs import matches

            for files in self.config.files:
                if self.unit.name and any(matches(self.unit.name, glob, self._root) for glob in files.include):
                    model, target = model or files.model, target or files.target
        model = model and check_name("model", model)
        target = target and check_name("target", target)
        # A neighbouring key was not written for us: what it calls its model may be anything.
        return model or _known("model", source.siblings.model), target or _known("target", source.siblings.target)

    def _kept(self, source: PromptText, diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
        """The findings that nobody asked to leave out."""
        if not self._options.suppressions or not (source.ignores or self._suppressions):
            return diagnostics
        suppressions = self._suppressions = self._suppressions or self._new_suppressions()
        suppressions.add(source.ignores)
        lines = range(source.line, source.end_line + 1)
        return tuple(each for each in diagnostics if not suppressions.hides(each.code, lines, source.ignores))

    def _new_suppressions(self) -> Suppressions:
        """What the settings leave out in this unit."""
        from promptlint.text.globs import matches

        from .suppressions import Suppressions

        name = self.unit.name
        rules = [rules for glob, rules in self.config.per_file_ignores if name and matches(name, glob, self._root)]
        places = [(line, expand_rules([rule])) for path, line, rule in self.config.ignores if name and matches(name, path, self._root)]
        return Suppressions(expand_rules(rule for each in rules for rule in each), places)

    def _of_prompt(self, judged: Judged, unpinned: list[Finding]) -> Iterator[Finding]:
        """The findings of one prompt; that it depends on the default model is said once for the unit, at its end."""
        if not judged.diagnostics:
            return
        source, report = judged.source, judged.report
        linted = LintedPrompt(
            self.unit.path,
            source.line,
            source.end_line,
            source.text,
            _fixed(report) if source.editable else source.text,
            report.model,
            report.model_from,
            source,
            redacts(self.config),
        )
        for diagnostic in judged.diagnostics:
            finding = _placed(diagnostic, linted)
            if diagnostic.code == _UNPINNED and self.unit.text is None:
                unpinned.append(finding)
            else:
                yield from self._shown(finding)

    def _shown(self, finding: Finding) -> Iterator[Finding]:
        """The finding, if it is grave enough to be shown."""
        if at_least(finding.diagnostic.severity, self._shown_from):
            yield finding

    def _unreadable(self, error: Exception) -> Iterator[Finding]:
        """What is said of a unit that cannot be read, or not to its end; no setting hides it."""
        from promptlint.rules.unreadable_file import check

        from .suppressions import worded

        line, column = (error.line, error.column) if isinstance(error, SourceError) else (1, 1)
        self.problems.append(unreadable(self.unit, error))
        for diagnostic in worded("MJ910", check(_why(error))):
            yield Finding(diagnostic, self.unit.path, line, column, line, column)


def _known(kind: str, name: str | None) -> str | None:
    """The name of a model or target, None where there is none of this name."""
    if not name:
        return None
    try:
        return check_name(kind, name)
    except ConfigError:
        return None


def _lower(severity: str, other: str) -> str:
    """The less grave of two severities: what decides the exit status must be seen."""
    return min(severity, other, key=SEVERITIES.index)


class Tally:
    """Counts the findings of a run, and whether one is as grave as the settings of its unit allow no more."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.totals = Totals()
        self.failed = False
        self.fixable = 0
        self._refused: LintedPrompt | None = None

    def counted(self, findings: Iterable[Finding], run: UnitRun) -> Iterator[Finding]:
        """The findings of `run`, each counted before it is given on; `totals` holds at any moment what was given on."""
        files, prompts = self.totals.files + (run.unit.text is None), self.totals.prompts
        for finding in findings:
            self._count(finding, run.config.fail_on)
            self.totals = self.totals._replace(files=files, prompts=prompts + run.prompts)
            yield finding
        self.totals = self.totals._replace(files=files, prompts=prompts + run.prompts)

    def _count(self, finding: Finding, fail_on: str) -> None:
        severity = finding.diagnostic.severity
        counts = {severity + "s": getattr(self.totals, severity + "s") + 1}
        if severity == "error" and finding.prompt is not None and finding.prompt is not self._refused:
            self._refused = finding.prompt  # the errors of a prompt follow each other
            counts["refused"] = self.totals.refused + 1
        self.totals = self.totals._replace(**counts)
        self.failed = self.failed or at_least(severity, fail_on)
        self.fixable += finding.diagnostic.fix is not None and finding.diagnostic.fix.safe


def unreadable(unit: LintInput, error: Exception) -> str:
    """A line for the person who runs it: which unit cannot be read, where, and why."""
    place = f"{unit.path}:{error.line}:{error.column}" if isinstance(error, SourceError) else unit.path
    return f"{place}: {_why(error)}"


def _why(error: Exception) -> str:
    """Why a unit cannot be read, in plain words."""
    if isinstance(error, SourceError):
        return error.message
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, OSError):
        return f"it cannot be read: {reason(error)}"
    if isinstance(error, UnicodeError):
        return "it is not UTF-8 text"
    return str(error)


def _fixed(report: Report) -> str:
    """The prompt with its safe fixes; without any it need not be made."""
    if any(diagnostic.fix is not None and diagnostic.fix.safe for diagnostic in report.diagnostics):
        return report.fixed
    return report.prompt.source


def _placed(diagnostic: Diagnostic, prompt: LintedPrompt) -> Finding:
    start = prompt.source.position(diagnostic.start)
    end = prompt.source.position(diagnostic.end) if diagnostic.end != diagnostic.start else start
    return Finding(diagnostic, prompt.path, start.line, start.column, end.line, end.column, prompt)


def summarized(first: Finding, count: int) -> Finding:
    """One finding for all prompts of a file that depend on the account's default model, at the first of them."""
    if count == 1:
        return first
    message = f"{count} prompts of this file depend on the account's default model. Of the first: {first.diagnostic.message}"
    # The first prompt's fix would leave the others as they are.
    return first._replace(diagnostic=first.diagnostic._replace(message=message, fix=None))


def _outside(slots: Sequence[tuple[int, int]], found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The findings of a template that are not about what is still to be filled in (`--ar 2:3 or 4:5`, `--s 50-150`)."""
    return tuple(each for each in found if not any(each.start < end and start < each.end for start, end in slots))
