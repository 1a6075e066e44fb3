"""Lint a request body: its prompt, as the service will hand it on, and its fields.

The prompt that counts is the one that reaches Midjourney, so what the service appends is put behind it before it is
linted. What is then found in the appended part alone is the service's affair and is left out; what collides with the
writer's own words is reported, at the field that caused it.
"""

from __future__ import annotations

from promptlint.bodies.model import Request, span
from promptlint.diagnostics import Report
from promptlint.model import Prompt
from promptlint.rules.registry import RULES
from promptlint.rules.running import run_rule
from promptlint.rules.selection import codes_where, enabled_rules
from promptlint.rules.support.base import Context

from .recognise import Recognised, locate_prompt, recognise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Protocol

    from promptlint.config import Config
    from promptlint.diagnostics import Diagnostic
    from promptlint.midjourney.targets import Append, Target

    class Linter(Protocol):
        """What lints a prompt: `engine.lint`, or the same with links."""

        def __call__(self, prompt: str, *, model: str | None, target: str | None, config: Config | None) -> Report:
            """The report on one prompt."""


__all__ = ["judge", "lint_request"]

_ABOUT_LINKS = codes_where(lambda rule: rule.about_link)


def lint_request(
    body: Mapping[str, Any],
    *,
    target: str | None = None,
    url: str | None = None,
    headers: Mapping[str, str] | None = None,
    model: str | None = None,
    config: Config | None = None,
) -> Report:
    """Lint the body of a request that is about to be sent. No I/O.

    `target` names the service; without it `url`, `headers` or the body's own fields tell. Where nothing does, the
    target of the config holds, else only the prompt is judged. `model` is the account's default model. Each diagnostic
    has the JSON pointer of its field, and `start` and `end` count within that field's text (0 where it is no text).
    `Report.fixed` is the prompt with its safe fixes. Raises TypeError where the body is no object, ConfigError for a
    target that does not exist.
    """
    from promptlint.linter import lint

    return judge(body, recognised(body, target, url, headers, config), lint, model=model, config=config)


def recognised(
    body: Mapping[str, Any], target: str | None, url: str | None, headers: Mapping[str, str] | None, config: Config | None
) -> Recognised:
    """What the request is sent to. Raises TypeError where the body is no object."""
    if not isinstance(body, dict):
        raise TypeError(f"a request body is a JSON object (a dict), not {type(body).__name__}")
    from promptlint.midjourney.tables import targets

    found = recognise(targets(), body, target=target, url=url, headers=headers)
    if found.by == "nothing" and config is not None and config.target is not None and targets().endpoints(config.target):
        return recognise(targets(), body, target=config.target, url=url)
    return found


def judge(body: Mapping[str, Any], sent_to: Recognised, lint: Linter, *, model: str | None = None, config: Config | None = None) -> Report:
    """The report on a body sent to a known place; `lint` judges its prompt, with or without a look at the links."""
    from promptlint.config import Config
    from promptlint.midjourney.tables import targets

    config = config or Config()
    target = targets().named(sent_to.target) if sent_to.target is not None else None
    endpoint = sent_to.endpoint
    pointer = locate_prompt(body, endpoint)
    model = _model(body, sent_to) or model

    def lint_prompt(prompt: str) -> Report:
        return lint(prompt, model=model, target=sent_to.target, config=config)

    request = Request(dict(body), target, endpoint, pointer, None)  # type: ignore[arg-type]
    prompt = request.value(pointer) if pointer else ""
    base = lint_prompt(prompt)
    request = request._replace(prompt=base.prompt)
    found = _prompt_findings(request, base, lint_prompt) if pointer else []
    enabled = enabled_rules(config)
    found += _link_findings(request, lint_prompt, enabled)
    found += _field_findings(request, config, base, enabled)
    order = {each: number for number, each in enumerate(_order(request))}
    found.sort(key=lambda each: (order.get(each.pointer or "", len(order)), each.start, each.end, each.code))
    return Report(base.prompt, tuple(found), base.model, base.model_from, _FixedPrompt(base))


class _FixedPrompt:
    """Makes `Report.fixed` of a body: that of its prompt alone, without what the service appends."""

    __slots__ = ("base",)

    def __init__(self, base: Report) -> None:
        self.base = base

    def parse(self, _source: str) -> Prompt:
        """Return the prompt of the body."""
        return self.base.prompt

    def fix(self, _report: Report) -> str:
        """Return the fixed prompt, without what the service appends."""
        return self.base.fixed


def _model(body: Mapping[str, Any], sent_to: Recognised) -> str | None:
    """The model that the body names in a field, None where it names none."""
    endpoint = sent_to.endpoint
    if endpoint is None or not endpoint.model_field:
        return None
    from promptlint.text.pointer import resolve

    named = resolve(body, endpoint.model_field)
    return endpoint.models.get(named) if isinstance(named, str) else None


def _order(request: Request) -> Iterator[str]:
    """The pointers in the order of the body, so that findings come as one reads it."""
    stack: list[tuple[str, Any]] = [("", request.body)]
    from promptlint.text.pointer import join

    while stack:
        pointer, value = stack.pop()
        yield pointer
        if isinstance(value, dict):
            stack += [(join(pointer, key), each) for key, each in reversed(value.items())]
        elif isinstance(value, list):
            stack += [(join(pointer, index), each) for index, each in reversed(list(enumerate(value)))]


# ── the prompt ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _prompt_findings(request: Request, base: Report, lint_prompt: Any) -> list[Diagnostic]:
    appended = list(_appended(request)) if request.target is not None else []
    if not appended:
        return [each._replace(pointer=request.pointer) for each in base.diagnostics]
    text = request.value(request.pointer)
    suffix = "".join(f" {flag}" for flag, _ in appended)
    own = {(each.code, each.message) for each in lint_prompt("x" + suffix).diagnostics}
    counted = len(text) + sum(len(flag) + 1 for flag, append in appended if append.counted)
    found = []
    for each in lint_prompt(text + suffix).diagnostics:
        if each.name == "prompt-too-long" and request.target is not None and counted <= request.target.prompt_length:
            continue
        if each.start >= len(text) and each.end > len(text):
            if (each.code, each.message) not in own:
                found.append(_at_field(each, request, len(text), appended))
            continue
        found.append(_clamped(each, len(text))._replace(pointer=request.pointer))
    return found


def _appended(request: Request) -> Iterator[tuple[str, Append]]:
    """The parameters that the service adds to this body's prompt, each with the row that says so."""
    target: Target | None = request.target
    for append in target.appends if target is not None else ():
        value = request.value(append.field)
        if not isinstance(value, (str, int, float)) or isinstance(value, bool):
            continue
        if append.value is not None and value != append.value:
            continue
        if any(request.prompt.get(name) is not None for name in append.unless):
            continue
        yield append.text.replace("{}", str(value)), append


def _at_field(found: Diagnostic, request: Request, length: int, appended: list[tuple[str, Append]]) -> Diagnostic:
    """A finding in what was appended, moved to the field that made the service append it."""
    at = length
    field = appended[-1][1].field
    for flag, append in appended:
        at += len(flag) + 1
        if found.start < at:
            field = append.field
            break
    start, end = span(request.value(field))
    title = request.target.title if request.target is not None else "the service"
    because = f"{title} adds {' and '.join(flag for flag, _ in appended)} to this prompt. "
    return found._replace(message=because + found.message, start=start, end=end, fix=None, pointer=field)


def _clamped(found: Diagnostic, length: int) -> Diagnostic:
    """A finding that may reach into what was appended, cut to the writer's own text; a fix must stay inside too."""
    fix = found.fix
    if fix is not None and any(edit.end > length for edit in fix.edits):
        fix = None
    return found._replace(end=min(found.end, length), fix=fix)


# ── the fields ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _link_findings(request: Request, lint_prompt: Any, enabled: frozenset[str]) -> list[Diagnostic]:
    """What is wrong with the image links that stand in fields of their own."""
    found: list[Diagnostic] = []
    for pointer, field, value in request.sound():
        if field.format != "url" or not isinstance(value, str) or not value:
            continue
        # A link in front of a word is a prompt with an image: the rules on links then say what is wrong with it. The white
        # space ends what they look at, so that no finding of theirs reaches the word.
        links = [each for each in lint_prompt(f"{value} x").diagnostics if each.code in _ABOUT_LINKS]
        found += [each._replace(pointer=pointer, fix=None) for each in links]
        if not links:
            found += run_rule("malformed-url", field.name, value, pointer, enabled=enabled, function="check_field")
    return found


def _field_findings(request: Request, config: Config, base: Report, enabled: frozenset[str]) -> list[Diagnostic]:
    """What the rules on requests find; none where it is not known what the service takes."""
    if request.target is None or request.endpoint is None:
        return []
    from promptlint.midjourney.tables import vocabulary

    context = Context(vocabulary(), request.target, config, base.model, base.model_from, (base.model,), {})
    rules = [rule for rule in RULES if "request" in rule.on]
    return [each for rule in rules for each in run_rule(rule.name, request, context, enabled=enabled)]
