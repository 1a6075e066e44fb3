"""The results of the link check of a whole run, by the options that the settings ask for."""

from __future__ import annotations

from promptlint.rules.selection import codes_where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.config import Config
    from promptlint.links.online.check import LinkRun

__all__ = ["ONLINE", "LinkResults"]

ONLINE = codes_where(lambda rule: rule.online)
"""The codes of the rules about a host's response."""


class LinkResults:
    """The results of the link check, by the options of the settings.

    `notes` are lines for the user. `interrupted` means that Ctrl-C ended the check; `unchecked` is the number of links that were
    left. `unverified` is the number of links that could not be checked without a finding, because the settings hide infos.
    """

    def __init__(self) -> None:
        """Begin with no answer."""
        self.notes: list[str] = []
        self.interrupted = False
        self.unverified = 0
        self.unchecked = 0
        self._runs: dict[tuple[tuple[str, object], ...], LinkRun] = {}

    def add(self, config: Config, run: LinkRun) -> None:
        """Add the results of a check with the options of these settings."""
        self._runs[tuple(config.links)] = run
        self.notes += run.notes
        self.interrupted = run.interrupted
        self.unchecked += run.unchecked

    def of(self, config: Config) -> LinkRun | None:
        """The results for prompts under these settings, or None if nothing was checked."""
        return self._runs.get(tuple(config.links))
