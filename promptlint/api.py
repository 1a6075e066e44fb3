"""Lint and check image links: `promptlint.check` and related functions.

The only public functions that open a socket; the modules for it are imported when a link is checked.
"""

from __future__ import annotations

from promptlint.linter import lint
from promptlint.rules.selection import enabled_rules, with_severities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from promptlint.config import Config
    from promptlint.diagnostics import Diagnostic, Report
    from promptlint.links.options import LinkOptions
    from promptlint.model import Prompt

__all__ = ["acheck", "check", "check_request"]


def check(
    prompt: str,
    *,
    model: str | None = None,
    target: str | None = None,
    config: Config | None = None,
    links: bool | LinkOptions = True,
) -> Report:
    """Lint a prompt and check its image links over the network.

    `model`, `target` and `config` are those of `promptlint.lint`. `links` is False to check no links, True to use the options of
    the config, or options, which also apply to the offline checks. A link with an error is not checked. Raises what `lint`
    raises, and ValueError for invalid options; a problem with a link is a finding.
    """
    options = _options(links, config)
    config = _under(links, config)
    report = lint(prompt, model=model, target=target, config=config)
    if options is None or not report.prompt.links:
        return report
    from promptlint.links.online.check import check_report

    return report.with_diagnostics(_graded(check_report(report, options, config), config))


async def acheck(
    prompt: str,
    *,
    model: str | None = None,
    target: str | None = None,
    config: Config | None = None,
    links: bool | LinkOptions = True,
) -> Report:
    """The same as `check`, for code that runs in an event loop."""
    options = _options(links, config)
    config = _under(links, config)
    report = lint(prompt, model=model, target=target, config=config)
    if options is None or not report.prompt.links:
        return report
    from promptlint.links.online.check import acheck_report

    return report.with_diagnostics(_graded(await acheck_report(report, options, config), config))


def check_request(
    body: dict[str, Any] | list[Any],
    *,
    target: str | None = None,
    url: str | None = None,
    headers: Mapping[str, str] | None = None,
    model: str | None = None,
    config: Config | None = None,
    endpoints: Mapping[str, str] | None = None,
    links: bool | LinkOptions = True,
) -> Report:
    """Lint the body of a request, as `promptlint.lint_request` does, and check the image links in its prompt and fields.

    Each link is checked once, however often it occurs.
    """
    from promptlint.config import Config
    from promptlint.requests.composed import PLACEHOLDER
    from promptlint.requests.lint import judge, recognised

    options = _options(links, config)
    config = _under(links, config)
    sent_to = recognised(body, target, url, headers, config, endpoints)
    prompts: list[Prompt] = []

    def lint_offline(prompt: str, *, model: str | None, target: str | None, config: Config | None) -> Report:
        report = lint(prompt, model=model, target=target, config=config)
        images = tuple(image for image in report.prompt.images if image.url != PLACEHOLDER)
        prompts.append(report.prompt._replace(images=images))
        return report

    offline = judge(body, sent_to, lint_offline, model=model, config=config)
    if options is None or not any(prompt.links for prompt in prompts):
        return offline
    from promptlint.links.online.check import check_prompts

    judged_by = config or Config()
    run = check_prompts(prompts, options, now=judged_by.clock())
    if run.interrupted:
        raise KeyboardInterrupt
    rules = enabled_rules(judged_by)

    def lint_settled(prompt: str, *, model: str | None, target: str | None, config: Config | None) -> Report:
        report = lint(prompt, model=model, target=target, config=config)
        return report.with_diagnostics(_graded(run.apply_results(report.prompt, report.diagnostics, rules), config))

    return judge(body, sent_to, lint_settled, model=model, config=config)


def _options(links: bool | LinkOptions, config: Config | None) -> LinkOptions | None:
    """The options of the link check, or None for no check. Raises TypeError and ValueError."""
    from promptlint.config import require_config

    require_config(config)
    if links is False:
        return None
    if not isinstance(links, bool):
        from promptlint.links.options import LinkOptions

        if not isinstance(links, LinkOptions):
            raise TypeError(f"links must be a bool or a promptlint.LinkOptions, not {type(links).__name__}")
        return links.checked()
    if config is not None and config.offline:
        return None
    from promptlint.links.options import from_settings

    return from_settings(config.links if config else ())


def _graded(diagnostics: tuple[Diagnostic, ...], config: Config | None) -> tuple[Diagnostic, ...]:
    """The diagnostics with the severities of the config."""
    return diagnostics if config is None else with_severities(diagnostics, config)


def _under(links: bool | LinkOptions, config: Config | None) -> Config | None:
    """The config with the given options instead of its own, so that the offline checks use them too.

    Lists (hosts, headers) matter only if links are checked; without them, the config can be the key of a cache.
    """
    if isinstance(links, bool):
        return config
    from promptlint.config import Config

    plain = tuple((name, value) for name, value in links._asdict().items() if isinstance(value, bool | float | int | str))
    return (config or Config())._replace(links=plain, offline=False)
