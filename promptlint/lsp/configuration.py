"""The settings of open documents, read again when a settings file changes, appears or disappears."""

from __future__ import annotations

import os

from promptlint.errors import ConfigError
from promptlint.project.discovery import FileFilter, is_excluded
from promptlint.settings_file.locations import user_file
from promptlint.settings_file.reading import Discovery, Settings
from promptlint.sources.hosts import HOSTS, extension

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["WATCHED", "Configuration", "is_read"]

_FILES = ("promptlint.toml", "pyproject.toml")
WATCHED = "**/*.toml"
"""The files whose changes the editor should report: `extend` may name any."""

_Stamp = tuple[tuple[str, int, int], ...]


class Configuration:
    """Settings by path. Invalid settings are reported once to `complain`, and the previous ones stay active."""

    def __init__(self, complain: Callable[[str], None]) -> None:
        """Read nothing yet."""
        self._complain = complain
        self._found: dict[str, tuple[_Stamp, Settings]] = {}
        self._broken: dict[str, str] = {}

    def of(self, path: str) -> Settings:
        """Return the settings that apply to a document.

        Each call checks whether a settings file changed: that takes microseconds, and works with editors that do not watch files.
        Broken settings are read each time, as it is not known which files they would have extended.
        """
        folder = os.path.dirname(path)
        known = self._found.get(folder)
        if known is not None and folder not in self._broken and known[0] == tuple(_stamps(folder, known[1].files)):
            return known[1]
        try:
            settings = Discovery().of(path)
            self._broken.pop(folder, None)
        except ConfigError as error:
            if self._broken.get(folder) != str(error):
                self._complain(str(error))
            self._broken[folder] = str(error)
            settings = known[1] if known is not None else Settings()
        self._found[folder] = (tuple(_stamps(folder, settings.files)), settings)
        return settings


def _stamps(folder: str, files: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Name, time and size of each settings file from a directory upward, of the user's own, and of `files`, which these extend."""
    names = [user_file(), *files]
    while True:
        names += [os.path.join(folder, name) for name in _FILES]
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    for name in names:
        try:
            told = os.stat(name)
        except OSError:
            continue
        yield name, told.st_mtime_ns, told.st_size


def is_read(path: str, settings: Settings) -> bool:
    """Return whether a document is one to lint: a format we read, switched on where it must be, and not left out by the settings.

    Editors send whatever their user attached us to, so for other files we are silent and complain about nothing.
    """
    host = HOSTS.get(extension(path))
    config = settings.config
    if host is None or (host.switch and not getattr(config, host.switch)):
        return False
    return not is_excluded(path, FileFilter(exclude=tuple(config.exclude), root=settings.root))
