"""Ask the image links of a whole run before it is linted: each address once, in however many prompts it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.errors import ConfigError, SourceError
from promptlint.rules.selection import enabled_rules

from .inputs import prompts_of
from .link_results import ONLINE, Answers
from .options import MUCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from promptlint.config import Config
    from promptlint.model import Prompt

    from .inputs import Unit

__all__ = ["ask_links"]


def ask_links(answers: Answers, units: Iterable[tuple[Unit, Config]], progress: Callable[[int, int], None]) -> None:
    """Ask the links of the units, wait, and add to `answers`. Without a link, nothing of the network is imported."""
    prompts: dict[tuple[tuple[str, object], ...], list[Prompt]] = {}
    clocks: dict[tuple[tuple[str, object], ...], Config] = {}
    for unit, config in units:
        key = tuple(config.links)
        clocks.setdefault(key, config)
        if not unit.request and not enabled_rules(config).isdisjoint(ONLINE):
            prompts.setdefault(key, []).extend(_with_links(unit, config))
    for key, found in prompts.items():
        if found and not answers.interrupted:
            _ask(answers, found, clocks[key], progress)


def _ask(answers: Answers, prompts: list[Prompt], config: Config, progress: Callable[[int, int], None]) -> None:
    from promptlint.links.online.check import check_prompts
    from promptlint.links.options import from_settings

    run = check_prompts(prompts, from_settings(config.links), progress, now=config.now)
    answers.add(config, run)
    if "info" not in (config.min_severity, config.fail_on) and not run.options.strict and "MJ561" in enabled_rules(config):
        answers.unverified += run.unverified


def _with_links(unit: Unit, config: Config) -> Iterator[Prompt]:
    """The prompts of a unit that bring a link that none before them has, so that few are held of a long file."""
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
        return  # linting it will tell


def _texts(unit: Unit, config: Config) -> Iterator[str]:
    """The prompts of a unit that may have a link. A long file is not read with care a second time for it."""
    if unit.size >= MUCH:
        from .parallel import is_long, with_links

        if is_long(unit, config):
            yield from with_links(unit, config)
            return
    yield from (source.text for source in prompts_of(unit, config) if "//" in source.text)
