"""Check the image links of a whole run before it is linted: each address once, in however many prompts it occurs."""

from __future__ import annotations

from promptlint.errors import ConfigError, SourceError
from promptlint.rules.selection import enabled_rules

from .inputs import prompts_of
from .link_results import ONLINE, LinkResults
from .options import PARALLEL_THRESHOLD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from promptlint.config import Config
    from promptlint.model import Prompt

    from .inputs import LintInput

__all__ = ["check_links"]


def check_links(link_results: LinkResults, units: Iterable[tuple[LintInput, Config]], progress: Callable[[int, int], None]) -> None:
    """Check the links of the inputs, wait, and add to `link_results`. Without links, no network module is imported."""
    prompts: dict[tuple[tuple[str, object], ...], list[Prompt]] = {}
    clocks: dict[tuple[tuple[str, object], ...], Config] = {}
    for unit, config in units:
        key = tuple(config.links)
        clocks.setdefault(key, config)
        if not unit.request and not enabled_rules(config).isdisjoint(ONLINE):
            prompts.setdefault(key, []).extend(_with_links(unit, config))
    for key, found in prompts.items():
        if found and not link_results.interrupted:
            _ask(link_results, found, clocks[key], progress)


def _ask(link_results: LinkResults, prompts: list[Prompt], config: Config, progress: Callable[[int, int], None]) -> None:
    from promptlint.links.online.check import check_prompts
    from promptlint.links.options import from_settings

    run = check_prompts(prompts, from_settings(config.links), progress, now=config.now)
    link_results.add(config, run)
    if "info" not in (config.min_severity, config.fail_on) and not run.options.strict:
        link_results.unverified += run.unverified(enabled_rules(config))


def _with_links(unit: LintInput, config: Config) -> Iterator[Prompt]:
    """The prompts of an input with a link that none before them has, so that few of a long file are kept."""
    from promptlint.parsing.parser import parse

    seen: set[str] = set()
    try:
        for text in _texts(unit, config):
            prompt = parse(text)
            fresh = {link.url for link in prompt.links} - seen
            if fresh:
                seen |= fresh
                yield prompt
    except (OSError, SourceError, ConfigError):
        return  # linting it will report that


def _texts(unit: LintInput, config: Config) -> Iterator[str]:
    """The prompts of a unit that may have a link. A long file is not read with care a second time for it."""
    if unit.size >= PARALLEL_THRESHOLD:
        from .line_ranges import with_links
        from .parallel import is_long

        if is_long(unit, config):
            yield from with_links(unit, config)
            return
    yield from (source.text for source in prompts_of(unit, config) if "//" in source.text)
