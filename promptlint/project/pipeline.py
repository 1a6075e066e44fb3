"""One pipeline from an input to its findings: read, lint, apply link results, check the whole file, suppress, locate.

Each step is a function, and `lint_input` is all six. The editor, parallel runs and request files compose them: they leave
steps out or put their own in. Inputs know nothing of each other, so a run may work on several at once as long as it puts
their findings in the order of the inputs.
"""

from __future__ import annotations

from promptlint.diagnostics import Diagnostic, Report, merged
from promptlint.errors import ConfigError, SourceError
from promptlint.findings import Finding, LintedPrompt, redacts
from promptlint.linter import lint_in_file, settings_for
from promptlint.midjourney.names import check_name
from promptlint.rules.running import run_rule
from promptlint.rules.selection import codes_where, expand_rules, find_rule, house_codes, with_severities
from promptlint.sources.source_map import PromptText

from .file_rules import FileRules
from .inputs import prompts_of
from .judged import Judged, without_fixes, without_unwritable
from .scope import FileState, InputRun, Scope, Summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from promptlint.linter import Settings as LintSettings
    from promptlint.sources.source_map import Suppression

    from .suppressions import Suppressions

    Judgement = tuple[Report, tuple[Diagnostic, ...]]
    LintStep = Callable[[PromptText], Judgement]
    JudgeSteps = Callable[["Scope", "FileState"], Iterator["Judged"]]

__all__ = [
    "PromptLinter",
    "about_comments",
    "about_unread",
    "in_line_order",
    "judge_input",
    "judge_prompts",
    "lint_input",
    "locate",
    "start_file",
    "summarized",
]

_ONCE_A_FILE = codes_where(lambda rule: rule.once_a_file)


# ---- the whole -------------------------------------------------------------------------------------------------------


def judge_input(scope: Scope, state: FileState | None = None, lint_step: LintStep | None = None) -> Iterator[Judged]:
    """Read an input and lint its prompts: steps one to five. Raises the errors of reading the input."""
    state = state or FileState()
    found = state.found = prompts_of(scope.unit, scope.config)
    start_file(scope, state, found.ignores, found.problems)
    return judge_prompts(scope, state, found, lint_step)


def lint_input(scope: Scope, judge: JudgeSteps = judge_input) -> InputRun:
    """Lint an input: all six steps. Nothing is read before the first finding is consumed.

    `judge` replaces steps one to five, for callers that already have the prompts or some results.
    """
    state = FileState()
    return InputRun(scope, state, _request_findings(scope, state) if scope.unit.request else _prompt_findings(scope, state, judge))


def _prompt_findings(scope: Scope, state: FileState, judge: JudgeSteps) -> Iterator[Finding]:
    """The findings in the order of their lines, then those about the input as a whole.

    Whether a comment has an effect, and whether a location is outside prompts, is known at the end. To keep the order, all
    findings wait from the first such comment or location on.
    """
    waiting: list[Finding] = []
    broken: list[Finding] = []
    try:
        for judged in judge(scope, state):
            located = locate(scope, state, judged)
            if state.waits:
                waiting += located
            else:
                yield from located
    except (OSError, SourceError, UnicodeError, ConfigError) as error:
        from .unreadable import unreadable_file

        broken += unreadable_file(scope, state, error)
    yield from in_line_order([*waiting, *about_unread(scope, state), *about_comments(scope, state)])
    yield from broken
    yield from map(summarized, state.once.values())


def in_line_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by line and column; those of one place keep their order."""
    return sorted(findings, key=lambda finding: (finding.line, finding.column))


def _request_findings(scope: Scope, state: FileState) -> Iterator[Finding]:
    """The findings of the request bodies in the input."""
    from .request_files import request_findings

    options = scope.options
    model = options.models[0] if options.models else None
    try:
        links = options.link_results is not None
        for notes, checked, findings in request_findings(scope.unit, scope.config, model, options.target, links=links):
            state.prompts += checked
            state.notes.update(dict.fromkeys(notes))
            yield from (finding for finding in findings if scope.shows(finding.diagnostic))
    except (OSError, SourceError, UnicodeError, ConfigError) as error:
        from .unreadable import unreadable_file

        yield from unreadable_file(scope, state, error)


def judge_prompts(scope: Scope, state: FileState, sources: Iterable[PromptText], lint_step: LintStep | None = None) -> Iterator[Judged]:
    """Lint prompts that were read: steps two to five. Fixes that the file format cannot express, or that nobody sees, are removed."""
    judged = _judge(scope, state, sources, lint_step or PromptLinter(scope).lint)
    return without_unwritable(judged) if scope.options.fixes else map(without_fixes, judged)


def _judge(scope: Scope, state: FileState, sources: Iterable[PromptText], lint_step: LintStep) -> Iterator[Judged]:
    enabled, config = scope.enabled, scope.config
    file_rules = FileRules(enabled)
    for source in sources:
        state.prompts += 1
        report, diagnostics = lint_step(source)
        if scope.links is not None and report.prompt.links:
            diagnostics = scope.links.apply_results(report.prompt, diagnostics, enabled)
        diagnostics = with_severities(diagnostics + file_rules.check(source, report), config)
        yield Judged(source, report, _suppress(scope, state, source, diagnostics))


# ---- lint ------------------------------------------------------------------------------------------------------------


class PromptLinter:
    """Lints the prompts of one input: settings are looked up once for each model and target that it names."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._settings: dict[tuple[str | None, str | None], list[LintSettings]] = {}

    def lint(self, source: PromptText) -> Judgement:
        """Return the report under the prompt's default model, or the merged findings of several models."""
        scope = self._scope
        named = model, target = _named(scope, source)
        models = (model,) if model else scope.options.models or (None,)
        settings = self._settings.get(named)
        if settings is None:
            settings = self._settings[named] = [settings_for(each, target, scope.config) for each in models]
        reports = [lint_in_file(source.text, each, template=source.template, wrapped=source.wrapped) for each in settings]
        found = reports[0].diagnostics if len(reports) == 1 else merged(reports, tuple(each or "" for each in models))
        return reports[0], _outside(source.slots, found) if source.template else found


def _named(scope: Scope, source: PromptText) -> tuple[str | None, str | None]:
    """The model and target that the file or its settings name for this prompt: comment, settings, neighboring key."""
    model, target = source.directive
    if scope.config.files and not (model and target):
        from promptlint.text.globs import matches

        name, root = scope.unit.name, scope.settings.root
        for files in scope.config.files:
            if name and any(matches(name, glob, root) for glob in files.include):
                model, target = model or files.model, target or files.target
    model = model and check_name("model", model)
    target = target and check_name("target", target)
    # A neighboring key was not written for promptlint: what it calls its model may be anything.
    return model or _known("model", source.siblings.model), target or _known("target", source.siblings.target)


def _known(kind: str, name: str | None) -> str | None:
    """The name of a model or target, or None if it is unknown."""
    if not name:
        return None
    try:
        return check_name(kind, name)
    except ConfigError:
        return None


def _outside(slots: Sequence[tuple[int, int]], found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The findings of a template that are not about its slots (`--ar 2:3 or 4:5`, `--s 50-150`)."""
    return tuple(each for each in found if not any(each.start < end and start < each.end for start, end in slots))


# ---- suppress --------------------------------------------------------------------------------------------------------


def start_file(scope: Scope, state: FileState, ignores: tuple[Suppression, ...], directives: tuple[SourceError, ...]) -> None:
    """Note the suppressions of the file and its settings, and the comments that mean nothing."""
    state.directives = directives
    if scope.options.suppressions and (ignores or scope.config.per_file_ignores or scope.config.ignores):
        state.suppressions = _suppressions(scope)
        state.suppressions.add(ignores)


def _suppress(scope: Scope, state: FileState, source: PromptText, diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The diagnostics that no comment and no setting leaves out."""
    if not scope.options.suppressions or not (source.ignores or state.suppressions):
        return diagnostics
    suppressions = state.suppressions = state.suppressions or _suppressions(scope)
    suppressions.attach(source.ignores)
    lines = range(source.line, source.end_line + 1)
    return tuple(each for each in diagnostics if not suppressions.hides(each.code, lines, source.ignores))


def _suppressions(scope: Scope) -> Suppressions:
    """The codes and lines that the settings ignore in this input."""
    from promptlint.text.globs import matches

    from .suppressions import Suppressions

    name, root, config = scope.unit.name, scope.settings.root, scope.config
    rules = [rules for glob, rules in config.per_file_ignores if name and matches(name, glob, root)]
    house = house_codes(scope.settings.config)
    lines = [(line, expand_rules([rule], house=house)) for path, line, rule in config.ignores if name and matches(name, path, root)]
    return Suppressions(expand_rules((rule for each in rules for rule in each), house=house), lines, house)


def about_unread(scope: Scope, state: FileState) -> Iterator[Finding]:
    """The prompts that the file's syntax cuts off, and the locations with parameters outside prompts."""
    if state.found is None or not (state.found.unread or state.found.cut_off):
        return
    from .unread import findings_of, not_read

    cuts, places = not_read(state.found, state.suppressions, scope.enabled)
    state.unread += len(places)
    for finding in findings_of(scope.unit.path, cuts, places, scope.enabled):
        graded = scope.graded(finding.diagnostic)
        if scope.shows(graded):
            yield finding._replace(diagnostic=graded)


def about_comments(scope: Scope, state: FileState) -> Iterator[Finding]:
    """The comments that mean nothing, and the suppressions that do nothing."""
    path = scope.unit.path
    for problem in state.directives:
        for diagnostic in map(scope.graded, run_rule("unknown-rule", problem.message, enabled=scope.enabled)):
            if scope.shows(diagnostic):
                yield Finding(diagnostic, path, problem.line, problem.column, problem.line, problem.column)
    if state.suppressions is not None:
        for diagnostic, line, column, end_column in state.suppressions.remarks(scope.enabled):
            graded = scope.graded(diagnostic)
            if scope.shows(graded):
                yield Finding(graded, path, line, column, line, end_column)


# ---- locate ----------------------------------------------------------------------------------------------------------


def locate(scope: Scope, state: FileState, judged: Judged) -> Iterator[Finding]:
    """The findings of a prompt at their lines and columns; those that are summarized for a file go to `state.once`."""
    severities = scope.shown
    shown = [each for each in judged.diagnostics if each.severity in severities]
    if not shown:
        return
    source, report = judged.source, judged.report
    linted = LintedPrompt(
        scope.unit.path,
        source.text,
        _fixed(report, source) if scope.options.fixed else None,
        report.model,
        report.model_from,
        source,
        redacts(scope.config),
    )
    for diagnostic in shown:
        finding = _located(diagnostic, linted)
        if diagnostic.code in _ONCE_A_FILE and scope.unit.text is None:
            summary = Summary(finding, 1)
            state.once[diagnostic.code] = state.once[diagnostic.code].plus(summary) if diagnostic.code in state.once else summary
        else:
            yield finding


def _fixed(report: Report, source: PromptText) -> str:
    """The prompt with its safe fixes; without any it need not be made."""
    if source.editable and any(diagnostic.fix is not None and diagnostic.fix.safe for diagnostic in report.diagnostics):
        return report.fixed
    return source.text


def _located(diagnostic: Diagnostic, prompt: LintedPrompt) -> Finding:
    start = prompt.source.position(diagnostic.start)
    end = prompt.source.position(diagnostic.end) if diagnostic.end != diagnostic.start else start
    return Finding(diagnostic, prompt.path, start.line, start.column, end.line, end.column, prompt)


def summarized(summary: Summary) -> Finding:
    """One finding for all prompts of a file with the same finding of a rule, at the first of them."""
    first, count = summary
    if count == 1:
        return first
    rule = find_rule(first.diagnostic.code)
    assert rule is not None
    message = f"{count} prompts of this file {rule.once_a_file}; the first one: {first.diagnostic.message}"
    # The first prompt's fix would leave the others as they are.
    return first._replace(diagnostic=first.diagnostic._replace(message=message, fix=None))
