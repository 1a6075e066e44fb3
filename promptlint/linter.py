"""Lint one prompt: find the model, parse, check each parameter, run the triggered rules, sort.

Everything here is a pure function of its arguments; the only clock is `Config.now`. Rules are imported when their trigger first
occurs.
"""

from __future__ import annotations

from functools import cache, lru_cache

from promptlint.cache import Memory
from promptlint.diagnostics import MAX_PASSES, Diagnostic, Report, apply_edits, apply_passes
from promptlint.errors import require_text
from promptlint.midjourney import tables
from promptlint.model import Prompt
from promptlint.parsing.parser import parse, read
from promptlint.parsing.plain import plain_end
from promptlint.rules.running import check_of, diagnostic
from promptlint.rules.selection import enabled_rules, with_severities
from promptlint.rules.support.base import Context
from promptlint.rules.triggers import is_odd, triggered_by, triggers
from promptlint.semantics.active_model import echoes_video, issues_of, models_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import Any

    from promptlint.config import Config, HouseRule
    from promptlint.midjourney.targets import Target
    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.rules.registry import Rule
    from promptlint.semantics.account_options import Expansion

__all__ = ["MAX_LENGTH", "fix", "judged", "lint", "lint_in_file", "lint_many", "settings_for"]


class Settings:
    """Everything that is the same for each prompt of a run, computed once.

    `memory` caches what is valid under these settings, or None if they enable rules about the words or the order of parameters,
    or add to a prompt. `length` is the length of the longest prompt it is valid for. `fixer` computes `Report.fixed` of an
    ordinary prompt.
    """

    __slots__ = (
        "config",
        "fixer",
        "house",
        "length",
        "memory",
        "model",
        "model_from",
        "target",
        "target_named",
        "triggered",
        "triggers",
        "vocabulary",
    )

    def __init__(
        self,
        vocabulary: Vocabulary,
        target: Target,
        config: Config,
        model: str,
        model_from: str,
        triggered: dict[str, tuple[Rule, ...]],
        *,
        target_named: bool,
    ) -> None:
        """Take what was named, and begin with nothing remembered."""
        self.vocabulary = vocabulary
        self.target = target
        self.target_named = target_named
        self.config = config
        self.model = model
        self.model_from = model_from
        self.triggered = triggered
        self.triggers = frozenset(triggered)
        enabled = enabled_rules(config) if config.house_rules else ()
        self.house = tuple(rule for rule in config.house_rules if rule.code in enabled and not rule.files)
        plain = not self.house and _ABOUT_PLAIN_PROMPTS.isdisjoint(triggered) and not config.options and not config.suffix
        self.memory = Memory(vocabulary, triggered) if plain else None
        self.length = target.prompt_length // 2
        self.fixer = _Fixer(self, template=False, wrapped=False)


MAX_LENGTH = 60_000
"""A text with more code points is reported as too long and not checked further: ten times what Midjourney accepts."""

_ABOUT_PLAIN_PROMPTS = frozenset({"text", "prompt", "pair"})
"""Triggers of rules for which a prompt may be wrong though its text is plain and each of its parameters right."""


def lint(
    prompt: str,
    *,
    model: str | None = None,
    target: str | None = None,
    config: Config | None = None,
) -> Report:
    """Find the mistakes of one prompt. No I/O.

    `model` is the account's default, used if the prompt does not name one ("8.2", "6.1", "niji 7", "video"); `target` is
    where the prompt is sent. Raises ConfigError (a ValueError) for an unknown model, target, plan or rule, and TypeError for
    arguments of other types.
    """
    require_text(prompt)
    return _lint(prompt, settings_for(model, target, config))


def lint_in_file(prompt: str, settings: Settings, *, template: bool, wrapped: bool) -> Report:
    """`lint` for a prompt of a file: `template` marks a text with slots to be filled, `wrapped` one whose line breaks are its file's."""
    return _lint(prompt, settings, template=template, wrapped=wrapped)


def lint_many(
    prompts: Iterable[str], *, model: str | None = None, target: str | None = None, config: Config | None = None
) -> Iterator[Report]:
    """Lint prompts in order, one report each, lazily. Raises what `lint` raises."""
    if isinstance(prompts, (str, bytes)):
        raise TypeError(f"prompts must be an iterable of str, not {type(prompts).__name__}; `lint` takes one prompt")
    settings = settings_for(model, target, config)
    return _lint_each(prompts, settings)


def _lint_each(prompts: Iterable[str], settings: Settings) -> Iterator[Report]:
    for prompt in prompts:
        require_text(prompt)
        yield _lint(prompt, settings)


def judged(prompt: str, settings: Settings, end: int) -> Report | None:
    """`lint` with settings that are already looked up, or None if the prompt is one of those that are known to have no findings.

    For long files, most prompts of which are right: looking up settings and making a report each cost as much as knowing that.
    `end` is the result of `plain_end` for the prompt.
    """
    memory = _memory(prompt, end, settings)
    if memory is None:
        return _lint(prompt, settings, end=end)
    if _recall(memory, prompt, end, settings) is not None:
        return None
    return Report(*_read_and_judge(prompt, end, settings, memory))


def fix(prompt: str, *, unsafe: bool = False, model: str | None = None, target: str | None = None, config: Config | None = None) -> str:
    """Return the prompt with every safe fix applied, with `unsafe` also those that guess or may change the image.

    Raises what `lint` raises.
    """
    require_text(prompt)
    return _fix(prompt, settings_for(model, target, config), unsafe=unsafe)


def settings_for(model: str | None, target: str | None, config: Config | None) -> Settings:
    """The settings for these arguments; the arguments win over the config. Raises ConfigError for an unknown name, and TypeError."""
    if config is not None:
        from .config import require_config

        require_config(config)
    if model is not None:
        require_text(model, "model")
    if target is not None:
        require_text(target, "target")
    return _settings(model, target, config)


@lru_cache(maxsize=256)
def _settings(model: str | None, target: str | None, config: Config | None) -> Settings:
    from .config import Config
    from .midjourney.names import check_name

    config = config or Config()
    if config.plan is not None:
        check_name("plan", config.plan)
    vocabulary = tables.vocabulary()
    model_from = "argument" if model is not None else "config" if config.model is not None else "default"
    chosen = model if model is not None else config.model
    name = vocabulary.default_model if chosen is None else check_name("model", chosen)
    wanted = target or config.target
    place = tables.targets().named(check_name("target", wanted) if wanted else "discord")
    triggered = triggered_by(enabled_rules(config))
    return Settings(vocabulary, place, config, name, model_from, triggered, target_named=bool(wanted))


def _lint(source: str, settings: Settings, *, template: bool = False, wrapped: bool = False, end: int | None = None) -> Report:
    return Report(*_judge(source, settings, template=template, wrapped=wrapped, end=end))


def _judge(
    source: str, settings: Settings, *, template: bool, wrapped: bool, end: int | None = None
) -> tuple[Prompt | str, tuple[()] | _Findings, str, str, _Fixer]:
    """The parts of a report."""
    if settings.config.options or settings.config.suffix:
        from promptlint.semantics.account_options import expand

        expansion = expand(source, settings.config)
        if expansion is not None:
            return _judge_expanded(source, expansion, settings, template=template, wrapped=wrapped)
    if len(source) > MAX_LENGTH:
        return _too_long(source, settings)
    if end is None:
        end = plain_end(source, settings.vocabulary)
    memory = None if template or wrapped else _memory(source, end, settings)
    if memory is not None:
        known = _recall(memory, source, end, settings)
        if known is not None:
            return source, (), *known, settings.fixer
    return _read_and_judge(source, end, settings, memory, template=template, wrapped=wrapped)


def _read_and_judge(
    source: str, end: int, settings: Settings, memory: Memory | None, *, template: bool = False, wrapped: bool = False
) -> tuple[Prompt, tuple[()] | _Findings, str, str, _Fixer]:
    """The parts of a report on a prompt that is not known; `memory` learns its parameters if they are right."""
    prompt = read(source, settings.vocabulary, end)
    context = _context(prompt, settings, template=template, wrapped=wrapped)
    rules = _rules(prompt, context, settings, end if end and memory and prompt.text_end <= end + 1 else None)
    if not rules and memory:
        memory.learn(prompt, context.model, context.model_from)
    fixer = _Fixer(settings, template=template, wrapped=wrapped) if template or wrapped else settings.fixer
    house = settings.house
    findings = _Findings(source, prompt, context, rules, fixer, house=house, memory=memory) if rules or house else ()
    return prompt, findings, context.model, context.model_from, fixer


class _Findings:
    """The findings of a prompt, computed on first use: many callers only check whether a prompt is valid.

    `prompt` is what Midjourney receives, `source` what was written; `expansion` maps the one to the other. Where the rules find
    nothing, `memory` learns that the parameters are right.
    """

    __slots__ = ("_claimed", "_context", "_expansion", "_fixer", "_house", "_memory", "_prompt", "_rules", "_source")

    def __init__(
        self,
        source: str,
        prompt: Prompt,
        context: Context,
        rules: Iterable[Rule],
        fixer: _Fixer,
        *,
        house: Sequence[HouseRule] = (),
        memory: Memory | None = None,
        expansion: Expansion | None = None,
    ) -> None:
        self._source = source
        self._prompt = prompt
        self._context = context
        self._rules = rules
        self._fixer = fixer
        self._house = house
        self._memory = memory
        self._expansion = expansion
        self._claimed: tuple[Diagnostic, ...] | None = None

    def found(self) -> tuple[Diagnostic, ...]:
        """Return the findings; a fix is safe only if the fixed prompt has no mistake that this one does not have."""
        found = self.claimed()
        if not found:
            return found
        _proof()(self._source, found, self._fixer.found)
        return with_severities(found, self._fixer.settings.config)

    def claimed(self) -> tuple[Diagnostic, ...]:
        """Return the findings as the rules have them: which of their fixes are safe is not proven."""
        if self._claimed is None:
            found = _run(self._rules, self._prompt, self._context, self._house)
            if self._expansion is not None:
                found = _sorted({self._expansion.to_source(each) for each in found})
            if self._memory and not found:
                self._memory.learn(self._prompt, self._context.model, self._context.model_from)
            self._claimed = found
        return self._claimed


@cache
def _proof() -> Callable[..., None]:
    """Import the proof of fixes, which prompts without findings do without."""
    from promptlint.rules.support.safe_fixes import prove_later

    return prove_later


def _too_long(source: str, settings: Settings) -> tuple[str, _Findings, str, str, _Fixer]:
    """The finding about a text that is far too long. It is parsed only if the caller reads its tree."""
    prompt = Prompt(source, None, (), (), (), (), (), 0, len(source))
    models = (settings.model,)
    context = Context(settings.vocabulary, settings.target, settings.config, settings.model, settings.model_from, models, {})
    findings = _Findings(source, prompt, context, settings.triggered.get("long", ()), settings.fixer)
    return source, findings, settings.model, settings.model_from, settings.fixer


def _memory(source: str, end: int, settings: Settings) -> Memory | None:
    """The cached result for a prompt with a plain text that ends at `end` (0: none), or None if the text may have findings."""
    return None if len(source) > settings.length or is_odd(source, end) else settings.memory


def _recall(memory: Memory, source: str, end: int, settings: Settings) -> tuple[str, str] | None:
    """The model, and where it is named, for a prompt that is known to have no findings, or None."""
    return memory.recall(source, end) if end else _recall_around_link(memory, source, settings)


def _recall_around_link(memory: Memory, source: str, settings: Settings) -> tuple[str, str] | None:
    """The model, and where it is named, if plain text with a link in front or within is known to have no findings, or None."""
    start = source.find("https://")
    if start < 0 or "link" in settings.triggers:
        return None
    stop = source.find(" ", start)
    if stop < 0 or (start and source[start - 1] != " "):
        return None
    text = source[:start] + source[stop + 1 :]
    end = plain_end(text, settings.vocabulary)
    if end <= start or is_odd(text, end):
        return None
    known = memory.recall(text, end, image=source[start:stop])
    if known is None or (start and known[0] == settings.vocabulary.video):  # a video begins with its image
        return None
    from promptlint.links.offline import is_harmless

    return known if is_harmless(source[start:stop]) else None


def _judge_expanded(
    source: str, expansion: Expansion, settings: Settings, *, template: bool, wrapped: bool
) -> tuple[Prompt, _Findings, str, str, _Fixer]:
    """Lint the prompt with what the account's options and settings add; findings are mapped to the written text."""
    final = read(expansion.text, settings.vocabulary)
    context = _context(final, settings, template=template, wrapped=wrapped)
    fixer = _Fixer(settings, template=template, wrapped=wrapped)
    findings = _Findings(source, final, context, _rules(final, context, settings), fixer, house=settings.house, expansion=expansion)
    return read(source, settings.vocabulary), findings, context.model, context.model_from, fixer


def _context(prompt: Prompt, settings: Settings, *, template: bool, wrapped: bool) -> Context:
    """The information that rules may use about this prompt."""
    vocabulary = settings.vocabulary
    named = models_named(prompt.parameters, vocabulary, settings.model)
    models = (settings.model,) if named is None else named
    issues = issues_of(prompt, models, vocabulary, settings.model)
    model = models[0] if models else settings.model
    origin = settings.model_from if named is None else "prompt"
    echo = vocabulary.video in models and echoes_video(prompt.parameters, vocabulary)
    return Context(
        vocabulary, settings.target, settings.config, model, origin, models, issues, template, wrapped, settings.target_named, echo
    )


# ---- rules -----------------------------------------------------------------------------------------------------------


def _rules(prompt: Prompt, context: Context, settings: Settings, plain: int | None = None) -> tuple[Rule, ...]:
    """The rules that are triggered. `plain` is the end of a plain text that is known to have no finding of its own."""
    rules: dict[str, Rule] = {}
    for trigger in triggers(prompt, context, plain) & settings.triggers:
        for rule in settings.triggered[trigger]:
            rules[rule.code] = rule
    return tuple(rules.values())


def _run(rules: Iterable[Rule], prompt: Prompt, context: Context, house: Sequence[HouseRule]) -> tuple[Diagnostic, ...]:
    """Run rules and house rules; return findings sorted by position, without duplicates."""
    found: dict[tuple[str, int, int], Diagnostic] = {}
    for rule in rules:
        for problem in check_of(rule)(prompt, context):
            found.setdefault((rule.code, problem.start, problem.end), diagnostic(rule, problem))
    if house:
        from promptlint.rules.house import check

        found |= {(each.code, each.start, each.end): each for each in check(prompt, context, house)}
    return _sorted(found.values())


def _sorted(found: Collection[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings by position, then by code."""
    return tuple(found if len(found) < 2 else sorted(found, key=lambda each: (each.start, each.end, each.code)))


# ---- fixes -----------------------------------------------------------------------------------------------------------


class _Fixer:
    """Makes `Report.prompt` and `Report.fixed` when they are read."""

    __slots__ = ("settings", "template", "wrapped")

    def __init__(self, settings: Settings, *, template: bool, wrapped: bool) -> None:
        self.settings = settings
        self.template = template
        self.wrapped = wrapped

    def parse(self, source: str) -> Prompt:
        """Parse a prompt that was known to be right without."""
        return parse(source)

    def found(self, source: str) -> tuple[Diagnostic, ...]:
        """Return the findings of another text, their fixes as the rules have them."""
        findings = _judge(source, self.settings, template=self.template, wrapped=self.wrapped)[1]
        return findings if isinstance(findings, tuple) else findings.claimed()

    def fix(self, report: Report) -> str:
        """Apply the safe fixes, pass by pass."""
        from promptlint.rules.support.passes import edits_of

        edits = edits_of(report.diagnostics, unsafe=False)
        if not edits:
            return report.source
        once = apply_edits(report.source, edits)
        return _fix(once, self.settings, unsafe=False, template=self.template, wrapped=self.wrapped, passes=MAX_PASSES - 1)

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


def _fix(source: str, settings: Settings, *, unsafe: bool, template: bool = False, wrapped: bool = False, passes: int = MAX_PASSES) -> str:
    """Apply fixes until nothing more changes, at most `passes` times; safe ones first."""
    from promptlint.rules.support.passes import edits_of

    def once(text: str, *, unsafe: bool) -> str:
        diagnostics = _lint(text, settings, template=template, wrapped=wrapped).diagnostics
        return apply_edits(text, edits_of(diagnostics, unsafe=unsafe))

    return apply_passes(source, once, unsafe=unsafe, passes=passes)
