"""An input with its settings, the state of its file while it is read, and the run that has its findings."""

from __future__ import annotations

from functools import lru_cache

from promptlint.diagnostics import SEVERITIES, Diagnostic
from promptlint.findings import Finding
from promptlint.rules.selection import enabled_rules, with_severities
from promptlint.settings_file.reading import Settings
from promptlint.text.namedtuple import NamedTuple

from .inputs import LintInput
from .options import RunOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from promptlint.config import Config
    from promptlint.errors import SourceError
    from promptlint.links.online.check import LinkRun
    from promptlint.sources.hosts import Found

    from .suppressions import Suppressions

__all__ = ["FileState", "InputRun", "Scope", "Summary"]


class Scope(NamedTuple):
    """An input with its settings. `links` are the results of the link check, or None if no link was checked."""

    unit: LintInput
    settings: Settings
    options: RunOptions = RunOptions()
    links: LinkRun | None = None

    @property
    def config(self) -> Config:
        """The config of its settings, with the house rules that apply to this input."""
        config = self.settings.config
        return _for_file(config, self.unit.name, self.settings.root) if config.house_rules else config

    @property
    def enabled(self) -> frozenset[str]:
        """The codes of the rules that run."""
        return enabled_rules(self.settings.config)

    def graded(self, diagnostic: Diagnostic) -> Diagnostic:
        """The diagnostic with the severity of the settings."""
        return with_severities((diagnostic,), self.settings.config)[0]

    def shows(self, diagnostic: Diagnostic) -> bool:
        """Return whether a diagnostic is severe enough to be shown: what decides the exit status always is."""
        return diagnostic.severity in self.shown

    @property
    def shown(self) -> tuple[str, ...]:
        """The severities that are shown."""
        config = self.settings.config
        return _shown(config.min_severity, config.fail_on)


@lru_cache(maxsize=9)
def _shown(min_severity: str, fail_on: str) -> tuple[str, ...]:
    """The severities that are shown."""
    return SEVERITIES[: 1 + max(map(SEVERITIES.index, (min_severity, fail_on)))]


@lru_cache(maxsize=256)
def _for_file(config: Config, name: str, root: str) -> Config:
    """The config with the house rules that apply to the file `name`, and so to each of its prompts."""
    from promptlint.text.globs import matches

    if not any(rule.files for rule in config.house_rules):
        return config
    rules = [rule for rule in config.house_rules if not rule.files or (name and any(matches(name, glob, root) for glob in rule.files))]
    return config._replace(house_rules=tuple(rule._replace(files=()) for rule in rules))


class Summary(NamedTuple):
    """The findings of one rule that is reported once a file: the first of them, and how many there are."""

    first: Finding
    prompts: int

    def plus(self, other: Summary) -> Summary:
        """The summary of these and later findings."""
        return Summary(self.first, self.prompts + other.prompts)


class FileState:
    """The state of a file from one prompt to the next.

    `prompts` counts the prompts that were read; `problems` are messages for the user about what could not be read, and `notes`
    about how the rest was read. `directives` are invalid comments to promptlint; `once` are the findings that are summarized at
    the end, by code. `found` is what is read, `unread` the number of locations with parameters outside prompts.
    """

    __slots__ = ("directives", "found", "notes", "once", "problems", "prompts", "suppressions", "unread")

    def __init__(self) -> None:
        """Begin a file."""
        self.prompts = 0
        self.problems: list[str] = []
        self.notes: dict[str, None] = {}
        self.directives: tuple[SourceError, ...] = ()
        self.once: dict[str, Summary] = {}
        self.suppressions: Suppressions | None = None
        self.found: Found | None = None
        self.unread = 0

    @property
    def waits(self) -> bool:
        """Return whether there is a comment or a place so far that may get a finding once the file is read."""
        found = self.found
        return bool(self.directives or self.suppressions or (found and (found.unread or found.cut_off)))


class InputRun(NamedTuple):
    """The linting of one input. `prompts`, `problems` and `notes` are complete once `findings` is used up."""

    scope: Scope
    state: FileState
    findings: Iterator[Finding]

    @property
    def unit(self) -> LintInput:
        """The input."""
        return self.scope.unit

    @property
    def config(self) -> Config:
        """The config that applies to it."""
        return self.scope.settings.config

    @property
    def prompts(self) -> int:
        """The number of prompts read so far."""
        return self.state.prompts

    @property
    def unread(self) -> int:
        """The number of locations with parameters outside prompts; complete after the last of `findings`."""
        return self.state.unread

    @property
    def looked_for(self) -> str:
        """The keys or columns that were looked for, if the input has keys or columns but none of them had a prompt; else empty."""
        found = self.state.found
        return found.looked_for if found and not (self.prompts or self.problems or found.cut_off) and self.unit.size else ""

    @property
    def problems(self) -> list[str]:
        """Messages for the user about what could not be read."""
        return self.state.problems

    @property
    def can_be_fixed(self) -> bool:
        """Return whether its fixes are written: an input that cannot be read completely is not changed. Known after the last finding."""
        return not self.problems

    @property
    def notes(self) -> Iterable[str]:
        """Messages for the user about how the input was read, each once."""
        return self.state.notes
