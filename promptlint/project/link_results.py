"""What the check of a whole run's links found, for each way of checking that the settings ask for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.config import Config
    from promptlint.links.online.check import LinkRun

__all__ = ["ONLINE", "LinkResults"]

# The rules that judge what a host answered.
ONLINE = ("MJ551", "MJ552", "MJ553", "MJ554", "MJ555", "MJ556", "MJ557", "MJ558", "MJ559", "MJ560", "MJ561", "MJ571")


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
