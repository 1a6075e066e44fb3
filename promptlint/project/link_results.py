"""Ask the image links of a whole run before it is linted: each address once, in however many prompts it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.errors import ConfigError, SourceError
from promptlint.rules.selection import enabled_rules

from .inputs import prompts_of
from .options import MUCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from promptlint.config import Config
    from promptlint.links.online.check import LinkRun
    from promptlint.model import Prompt

    from .inputs import Unit

__all__ = ["ONLINE", "Answers"]

# The rules that judge what a host answered.
ONLINE = ("MJ551", "MJ552", "MJ553", "MJ554", "MJ555", "MJ556", "MJ557", "MJ558", "MJ559", "MJ560", "MJ561", "MJ571")


class Answers:
    """What the hosts of the links answered, by the way the settings ask.

    `notes` are lines for the person who runs it. `interrupted` tells that Ctrl-C ended the asking; `unasked` is the number
    of links that were left. `unverified` is that of the links of which nothing is said as the settings hide infos, though
    they could not be checked.
    """

    def __init__(self) -> None:
        """Begin with no answer."""
        self.notes: list[str] = []
        self.interrupted = False
        self.unverified = 0
        self.unasked = 0
        self._runs: dict[tuple[tuple[str, object], ...], LinkRun] = {}

    def ask(self, units: Iterable[tuple[Unit, Config]], progress: Callable[[int, int], None]) -> None:
        """Ask the links of the units and wait. Without a link, nothing of the network is imported."""
        prompts: dict[tuple[tuple[str, object], ...], list[Prompt]] = {}
        clocks: dict[tuple[tuple[str, object], ...], Config] = {}
        for unit, config in units:
            key = tuple(config.links)
            clocks.setdefault(key, config)
            if not unit.request and not enabled_rules(config).isdisjoint(ONLINE):
                prompts.setdefault(key, []).extend(_with_links(unit, config))
        for key, found in prompts.items():
            if found and not self.interrupted:
                self._ask(found, clocks[key], progress)

    def _ask(self, prompts: list[Prompt], config: Config, progress: Callable[[int, int], None]) -> None:
        from promptlint.links.online.check import check_prompts
        from promptlint.links.options import from_settings

        run = check_prompts(prompts, from_settings(config.links), progress, now=config.now)
        self._runs[tuple(config.links)] = run
        self.notes += run.notes
        self.interrupted = run.interrupted
        self.unasked += run.unasked
        if "info" not in (config.min_severity, config.fail_on) and not run.options.strict and "MJ561" in enabled_rules(config):
            self.unverified += run.unverified

    def of(self, config: Config) -> LinkRun | None:
        """The answers for prompts under these settings, None where nothing was asked."""
        return self._runs.get(tuple(config.links))


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
