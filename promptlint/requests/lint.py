"""Lint a request body: its prompt, as the service will hand it on, and its fields.

The prompt that counts is the one that reaches Midjourney: `composed` puts the service's parameters and those of the fields
to it before it is linted.
"""

from __future__ import annotations

from promptlint.bodies.model import Request
from promptlint.diagnostics import Report
from promptlint.errors import require_pairs, require_text
from promptlint.model import Prompt
from promptlint.rules.registry import RULES
from promptlint.rules.running import run_rule
from promptlint.rules.selection import codes_where, enabled_rules, with_severities
from promptlint.rules.support.base import Context

from .composed import field_model, prompt_findings
from .endpoints import mapped_prefixes
from .recognise import Recognised, locate_prompt, recognise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Protocol

    from promptlint.config import Config
    from promptlint.diagnostics import Diagnostic

    class Linter(Protocol):
        """The function that lints a prompt: `linter.lint`, or the same with links."""

        def __call__(self, prompt: str, *, model: str | None, target: str | None, config: Config | None) -> Report:
            """The report on one prompt."""


__all__ = ["judge", "lint_request"]

_ABOUT_LINKS = codes_where(lambda rule: rule.about_link)
_VOIDS = codes_where(lambda rule: rule.voids)


def lint_request(
    body: dict[str, Any] | list[Any],
    *,
    target: str | None = None,
    url: str | None = None,
    headers: Mapping[str, str] | None = None,
    model: str | None = None,
    config: Config | None = None,
    endpoints: Mapping[str, str] | None = None,
) -> Report:
    """Lint the body of a request that is about to be sent. No I/O.

    `target` names the service. Without it, the `url` determines the service, by `endpoints` (URL prefix → target, before those of
    the config) and by the addresses of known services. The body's own fields count only if there is no address with a host.
    Otherwise the target of the config applies; without one, only the prompt is linted. `model` is the account's default model.
    Each diagnostic has the JSON pointer of its field, and `start` and `end` count within that field's string (0 if it is not a
    string). `Report.fixed` is the prompt with its safe fixes; for a list of bodies, the first prompt. Raises TypeError if the
    body is neither an object nor a list, ConfigError for an unknown target.
    """
    from promptlint.linter import lint

    return judge(body, recognised(body, target, url, headers, config, endpoints), lint, model=model, config=config)


def recognised(
    body: dict[str, Any] | list[Any],
    target: str | None,
    url: str | None,
    headers: Mapping[str, str] | None,
    config: Config | None,
    endpoints: Mapping[str, str] | None = None,
) -> tuple[Recognised, ...]:
    """The endpoint of each object of the body: one for an object, one per item for a list.

    Raises TypeError if the body is neither.
    """
    if not isinstance(body, (dict, list)):
        raise TypeError(f"a request body is a JSON object or a list of them (a dict or a list), not {type(body).__name__}")
    from promptlint.midjourney.tables import targets

    for argument, value in (("target", target), ("url", url)):
        if value is not None:
            require_text(value, argument)
    if headers is not None:
        headers = {str(name): value for name, value in require_pairs(headers, "headers")}
    prefixes = mapped_prefixes(endpoints, config)
    fallback = config.target if config is not None and config.target is not None and targets().endpoints(config.target) else None

    def find(item: object) -> Recognised:
        fields = item if isinstance(item, dict) else {}
        found = recognise(targets(), fields, target=target, url=url, headers=headers, prefixes=prefixes)
        if found.by == "nothing" and fallback is not None:
            return recognise(targets(), fields, target=fallback, url=url)
        return found

    return tuple(map(find, body)) if isinstance(body, list) else (find(body),)


def judge(
    body: dict[str, Any] | list[Any],
    sent_to: tuple[Recognised, ...],
    lint: Linter,
    *,
    model: str | None = None,
    config: Config | None = None,
) -> Report:
    """The report on a body sent to known endpoints; `lint` lints its prompts, with or without checking links."""
    from promptlint.config import Config

    config = config or Config()
    if isinstance(body, dict):
        return _judge(body, sent_to[0], lint, model, config, listed=False if sent_to[0].by == "url" else None)
    reports = [
        (index, item, place, _judge(item, place, lint, model, config, listed=True))
        for index, (item, place) in enumerate(zip(body, sent_to, strict=True))
        if isinstance(item, dict)
    ]
    found: dict[Diagnostic, None] = {}
    for index, _, _, report in reports:
        found.update((each._replace(pointer=f"/{index}{each.pointer}" if each.pointer else ""), None) for each in report.diagnostics)
    first = next((report for _, item, place, report in reports if locate_prompt(item, place.endpoint)), None)
    if first is None:
        first = reports[0][3] if reports else lint("", model=model, target=None, config=config)
    return Report(first.prompt, tuple(found), first.model, first.model_from, _FixedPrompt(first))


def _judge(body: dict[str, Any], sent_to: Recognised, lint: Linter, model: str | None, config: Config, *, listed: bool | None) -> Report:
    """The report on one object."""
    from promptlint.midjourney.tables import targets

    target = targets().named(sent_to.target) if sent_to.target is not None else None
    endpoint = sent_to.endpoint
    pointer = locate_prompt(body, endpoint)
    model = _model(body, sent_to) or model

    def lint_prompt(prompt: str) -> Report:
        return lint(prompt, model=model, target=sent_to.target, config=config)

    request = Request(body, target, endpoint, pointer, None, listed)  # type: ignore[arg-type]
    prompt = request.value(pointer) if pointer else ""
    base = lint_prompt(prompt)
    request = request._replace(prompt=base.prompt)
    enabled = enabled_rules(config)
    fields = _field_findings(request, config, base, enabled)
    links = _link_findings(request, lint_prompt, enabled)
    found = [*prompt_findings(request, base, lint_prompt, _misread(fields), links), *links, *fields]
    order = {each: number for number, each in enumerate(_order(request))}
    found.sort(key=lambda each: (order.get(each.pointer or "", len(order)), each.start, each.end, each.code))
    return Report(base.prompt, with_severities(tuple(found), config), base.model, base.model_from, _FixedPrompt(base))


def _misread(found: list[Diagnostic]) -> frozenset[str]:
    """The pointers of values that are wrong for their field, or ignored, and so never become a parameter."""
    return frozenset(each.pointer or "" for each in found if each.code in _VOIDS)


class _FixedPrompt:
    """Computes `Report.fixed` of a body: that of its prompt alone, without what the service appends."""

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
    """The model that the body's address or a field selects, or None."""
    endpoint = sent_to.endpoint
    if endpoint is None:
        return None
    if not endpoint.model_field:
        return endpoint.model or None
    from promptlint.text.pointer import resolve

    named = resolve(body, endpoint.model_field)
    if isinstance(named, (str, int, float)) and not isinstance(named, bool):
        return field_model(endpoint, str(named))
    return None


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


# ── the fields ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _link_findings(request: Request, lint_prompt: Any, enabled: frozenset[str]) -> list[Diagnostic]:
    """The findings of image links in separate fields."""
    found: list[Diagnostic] = []
    for pointer, field, value in request.sound():
        if field.format not in ("url", "image") or not isinstance(value, str) or not value:
            continue
        if field.format == "image" and not value.startswith(("http://", "https://")):
            continue  # base64, which base64-image checks
        # A link before a word is a prompt with an image: the rules on links then report it. The white
        # space ends what they look at, so that no finding of theirs reaches the word.
        report = lint_prompt(f"{value} x")
        links = [each for each in report.diagnostics if each.code in _ABOUT_LINKS] if report.prompt.links else []
        found += [each._replace(pointer=pointer, fix=None) for each in links]
        if not links:
            found += run_rule("malformed-url", field.name, value, pointer, enabled=enabled, function="check_field")
    return found


def _field_findings(request: Request, config: Config, base: Report, enabled: frozenset[str]) -> list[Diagnostic]:
    """The findings of the rules about requests; none if the service is unknown."""
    if request.target is None or request.endpoint is None:
        return []
    from promptlint.midjourney.tables import vocabulary

    context = Context(vocabulary(), request.target, config, base.model, base.model_from, (base.model,), {})
    rules = [rule for rule in RULES if "request" in rule.on]
    return [each for rule in rules for each in run_rule(rule.name, request, context, enabled=enabled)]
