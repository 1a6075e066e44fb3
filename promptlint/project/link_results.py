"""What the check of a whole run's links found, for each way of checking that the settings ask for."""

from __future__ import annotations

from promptlint.rules.selection import codes_where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.config import Config
    from promptlint.links.online.check import LinkRun

__all__ = ["ONLINE", "LinkResults"]

ONLINE = codes_where(lambda rule: rule.online)
"""The codes of the rules that judge what a host answered."""


class LinkResults:
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

    def add(self, config: Config, run: LinkRun) -> None:
        """Keep what was answered to the questions that these settings ask."""
        self._runs[tuple(config.links)] = run
        self.notes += run.notes
        self.interrupted = run.interrupted
        self.unasked += run.unasked

    def of(self, config: Config) -> LinkRun | None:
        """The answers for prompts under these settings, None where nothing was asked."""
        return self._runs.get(tuple(config.links))
