"""Lint one prompt: settle the model, parse, judge each parameter, run the rules that are triggered, sort.

Everything here is a pure function of its arguments; the only clock is `Config.now`. Rules are imported when their
trigger first occurs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from . import tables
from .diagnostics import Diagnostic, Edit, Report, apply_edits
from .parser import parse
from .rules.base import SEVERITY, Context, Flaw
from .values import assess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .config import Config
    from .expansion import Expansion
    from .model import Parameter, Prompt
    from .rules.base import Problem, Rule
    from .targets import Target
    from .vocabulary import Vocabulary

__all__ = ["MAX_PASSES", "by_place", "diagnostic", "fix", "lint", "lint_many", "models_named", "settings_for"]

MAX_PASSES = 10
"""How often fixes are applied and the result linted again, at most."""


class Settings(NamedTuple):
    """What holds for every prompt of a run, worked out once."""

    vocabulary: Vocabulary
    target: Target
    config: Config
    model: str
    model_from: str
    triggered: dict[str, tuple[Rule, ...]]


def lint(
    prompt: str,
    *,
    model: str | None = None,
    target: str | None = None,
    config: Config | None = None,
    template: bool = False,
    wrapped: bool = False,
) -> Report:
    """Find the mistakes of one prompt. No I/O.

    `model` is the account's default, used where the prompt names none ("8.2", "6.1", "niji 7", "video"); `target` is
    where the prompt is sent. `template` marks a text with slots to be filled, `wrapped` one whose line breaks belong to
    its file. Raises ConfigError (a ValueError) for an unknown model, target or rule.
    """
    return _lint(prompt, settings_for(model, target, config), template=template, wrapped=wrapped)


def lint_many(
    prompts: Iterable[str], *, model: str | None = None, target: str | None = None, config: Config | None = None
) -> Iterator[Report]:
    """Lint prompts in order, one report each, as they are asked for."""
    settings = settings_for(model, target, config)
    for prompt in prompts:
        yield _lint(prompt, settings)


def fix(prompt: str, *, unsafe: bool = False, model: str | None = None, target: str | None = None, config: Config | None = None) -> str:
    """The prompt with every safe fix applied, with `unsafe` also those that guess or change what is drawn."""
    return _fix(prompt, settings_for(model, target, config), unsafe=unsafe)


def settings_for(model: str | None, target: str | None, config: Config | None) -> Settings:
    """The settings for these arguments; the arguments win over the config. Raises ConfigError for an unknown name."""
    return _settings(model, target, config)


@lru_cache(maxsize=256)
def _settings(model: str | None, target: str | None, config: Config | None) -> Settings:
    from .config import Config, check_name

    config = config or Config()
    vocabulary = tables.vocabulary()
    model_from = "argument" if model is not None else "config" if config.model is not None else "default"
    chosen = model if model is not None else config.model
    name = vocabulary.default_model if chosen is None else check_name("model", chosen)
    wanted = target or config.target
    place = tables.targets().named(check_name("target", wanted) if wanted else "discord")
    return Settings(vocabulary, place, config, name, model_from, _triggered(config.rules()))


@lru_cache(maxsize=256)
def _triggered(codes: frozenset[str]) -> dict[str, tuple[Rule, ...]]:
    """Trigger → the rules that run on it."""
    from .rules import RULES

    table: dict[str, list[Rule]] = {}
    for rule in RULES:
        if rule.code in codes:
            for trigger in rule.on:
                table.setdefault(trigger, []).append(rule)
    return {trigger: tuple(rules) for trigger, rules in table.items()}


_checks: dict[str, Callable[[Prompt, Context], Iterator[Problem]]] = {}


def _check(rule: Rule) -> Callable[[Prompt, Context], Iterator[Problem]]:
    """The rule's function; its module is imported when it first runs."""
    check = _checks.get(rule.code)
    if check is None:
        from importlib import import_module

        check = _checks[rule.code] = import_module(rule.module).check
    return check


def _lint(source: str, settings: Settings, *, template: bool = False, wrapped: bool = False) -> Report:
    if settings.config.options or settings.config.suffix:
        from .expansion import expand

        expansion = expand(source, settings.config)
        if expansion is not None:
            return _lint_expanded(source, expansion, settings, template=template, wrapped=wrapped)
    prompt = parse(source, settings.vocabulary)
    context = _context(prompt, settings, template=template, wrapped=wrapped)
    diagnostics = _diagnose(prompt, context, settings)
    return Report(prompt, diagnostics, context.model, context.model_from, _Fixer(settings, template=template, wrapped=wrapped))


def _lint_expanded(source: str, expansion: Expansion, settings: Settings, *, template: bool, wrapped: bool) -> Report:
    """Judge the prompt that the account's options and settings make of it; findings land on what was written."""
    final = parse(expansion.text, settings.vocabulary)
    context = _context(final, settings, template=template, wrapped=wrapped)
    diagnostics = tuple(sorted({expansion.home(each) for each in _diagnose(final, context, settings)}, key=by_place))
    prompt = parse(source, settings.vocabulary)
    return Report(prompt, diagnostics, context.model, context.model_from, _Fixer(settings, template=template, wrapped=wrapped))


# ---- the model in force ----------------------------------------------------------------------------------------------


def models_named(prompt: Prompt, vocabulary: Vocabulary, default: str = "") -> tuple[str, ...] | None:
    """The models the prompt itself names, several where it permutes them; None where it names none.

    Of two the last counts. A video prompt runs on the video model, unless it names a model (or the account's default
    is one) of the days when `--video` was a film of the grid. A slot in place of the number names a model that is not known: an empty tuple.
    """
    named: tuple[str, ...] | None = None
    film = False
    flags = vocabulary.model_flags
    for parameter in prompt.parameters:
        if parameter.name == "video":
            film = True
        elif parameter.name in flags and parameter.name != "edit":
            chosen = _selected(parameter, vocabulary)
            named = (*(named or ()), *chosen) if parameter.branch and chosen is not None else chosen if chosen is not None else named
    if film and not vocabulary.film_models.issuperset(named or (default,)):
        return ("video",)
    return named


def _selected(parameter: Parameter, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The models one `--v`, `--niji`, `--test` selects; None where its value is missing."""
    if not parameter.values:
        model = vocabulary.model_for(parameter.name)
        return None if model is None else (model.name,)
    value = parameter.values[0]
    if value.kind == "placeholder":
        return ()
    chosen = []
    for each in value.members or (value,):
        model = vocabulary.model_for(parameter.name, each.text) or vocabulary.nearest_model(parameter.name, each.text)
        chosen.append(model.name)
    return tuple(dict.fromkeys(chosen))


def _context(prompt: Prompt, settings: Settings, *, template: bool, wrapped: bool) -> Context:
    vocabulary = settings.vocabulary
    named = models_named(prompt, vocabulary, settings.model)
    models = (settings.model,) if named is None else named
    flaws: dict[str, list[Flaw]] = {}
    for parameter in prompt.parameters:
        for model in (_models_of(parameter, prompt, settings) if parameter.branch else models) or ("",):
            if model == "video" and parameter.name not in vocabulary.video_parameters:
                continue
            for issue in assess(parameter, model, vocabulary):
                known = flaws.setdefault(issue.kind, [])
                value = parameter.values[issue.index] if issue.index >= 0 else None
                if value is not None and issue.member >= 0:
                    value = value.members[issue.member]
                if not any(flaw.parameter is parameter and flaw.value is value for flaw in known):
                    known.append(Flaw(issue, parameter, value, model))
    model = models[0] if models else settings.model
    origin = settings.model_from if named is None else "prompt"
    return Context(vocabulary, settings.target, settings.config, model, origin, models, flaws, template, wrapped)


def _models_of(parameter: Parameter, prompt: Prompt, settings: Settings) -> tuple[str, ...]:
    """The models of the jobs that a parameter in an alternative of a permutation is in: not those of other alternatives."""
    company = tuple(other for other in prompt.parameters if other.meets(parameter))
    named = models_named(prompt._replace(parameters=company), settings.vocabulary, settings.model)
    return (settings.model,) if named is None else named


# ---- rules -----------------------------------------------------------------------------------------------------------


def triggers(prompt: Prompt, context: Context) -> Iterator[str]:
    """What occurs in this prompt that a rule may be waiting for."""
    yield "prompt"
    for anomaly in prompt.anomalies:
        yield "brace" if anomaly.kind == "permutation" else anomaly.kind
    yield from context.flaws
    if prompt.parameters:
        yield "parameter"
        if len(prompt.parameters) > 1:
            yield "pair"
        for parameter in prompt.parameters:
            yield "--" + parameter.name
            definition = context.vocabulary.definition(parameter.name) if parameter.known else None
            if definition is not None and definition.requires is not None:
                yield "needs-companion"
    if context.model_from == "default":
        yield "unpinned"
    if "video" in context.models:
        yield "video"
    yield from _text_triggers(prompt, context)


def _text_triggers(prompt: Prompt, context: Context) -> Iterator[str]:
    source = prompt.source
    if prompt.command:
        yield "command"
    if prompt.permutations:
        yield "permutation"
    if prompt.links:
        yield "link"
    if len(source) > context.target.prompt_length // 2:
        yield "long"
    if not context.wrapped and len(source.splitlines()) > 1:
        yield "line-break"
    if not source.isascii() and prompt.parameters:
        yield "odd-space"
    has_text = False
    for part in prompt.parts:
        kind = type(part).__name__
        if kind == "Weight":
            yield "weight"
        elif kind != "ImageLink":
            has_text = True
    if has_text:
        yield "text"
        if source.lstrip()[:1] == "{":
            yield "json"
    else:
        yield "no-text"


def _diagnose(prompt: Prompt, context: Context, settings: Settings) -> tuple[Diagnostic, ...]:
    """Run what is triggered; findings sorted by position, none twice."""
    triggered = settings.triggered
    rules: dict[str, Rule] = {}
    for trigger in triggers(prompt, context):
        for rule in triggered.get(trigger, ()):
            rules[rule.code] = rule
    found: dict[tuple[str, int, int], Diagnostic] = {}
    for rule in rules.values():
        for problem in _check(rule)(prompt, context):
            found.setdefault((rule.code, problem.start, problem.end), diagnostic(rule, problem))
    return tuple(sorted(found.values(), key=by_place))


def diagnostic(rule: Rule, problem: Problem) -> Diagnostic:
    """What a rule found, under its name and with its severity."""
    return Diagnostic(
        rule.code,
        rule.name,
        SEVERITY[problem.effect],
        problem.message,
        problem.start,
        problem.end,
        problem.help,
        problem.fix,
        problem.pointer,
    )


def by_place(each: Diagnostic) -> tuple[int, int, str]:
    """The order of findings: by position, then by code."""
    return each.start, each.end, each.code


# ---- fixes -----------------------------------------------------------------------------------------------------------


class _Fixer:
    """Makes `Report.fixed` when it is read."""

    __slots__ = ("settings", "template", "wrapped")

    def __init__(self, settings: Settings, *, template: bool, wrapped: bool) -> None:
        self.settings = settings
        self.template = template
        self.wrapped = wrapped

    def __call__(self, report: Report) -> str:
        if not any(each.fix and each.fix.safe for each in report.diagnostics):
            return report.prompt.source
        return _fix(report.prompt.source, self.settings, unsafe=False, template=self.template, wrapped=self.wrapped)

    def __reduce__(self) -> tuple[Any, ...]:
        settings = self.settings
        return _fixer, (
            settings.model if settings.model_from != "default" else None,
            settings.target.name,
            settings.config,
            self.template,
            self.wrapped,
        )


def _fixer(model: str | None, target: str, config: Config, template: bool, wrapped: bool) -> _Fixer:
    return _Fixer(settings_for(model, target, config), template=template, wrapped=wrapped)


def edits_of(diagnostics: Iterable[Diagnostic], *, unsafe: bool) -> list[Edit]:
    """The edits of all fixes that do not touch each other; the rest waits for the next pass."""
    chosen: list[Edit] = []
    taken: list[tuple[int, int]] = []
    for each in diagnostics:
        if each.fix is None or not (each.fix.safe or unsafe):
            continue
        spans = [(edit.start, edit.end) for edit in each.fix.edits]
        if any(start <= right and left <= end for start, end in spans for left, right in taken):
            continue
        taken += spans
        chosen += each.fix.edits
    return chosen


def _fix(source: str, settings: Settings, *, unsafe: bool, template: bool = False, wrapped: bool = False) -> str:
    """Apply fixes until nothing more changes, at most `MAX_PASSES` times; safe ones first."""
    for _ in range(MAX_PASSES):
        diagnostics = _lint(source, settings, template=template, wrapped=wrapped).diagnostics
        edits = edits_of(diagnostics, unsafe=False)
        if not edits and unsafe:
            edits = edits_of(diagnostics, unsafe=True)
        if not edits:
            break
        changed = apply_edits(source, edits)
        if changed == source:
            break
        source = changed
    return source
