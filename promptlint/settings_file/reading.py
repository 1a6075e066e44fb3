"""Find and read the settings of a file: the nearest ones upward, on top of the user's own, overridden by the command line.

`Settings` is a `Config` with its origin; `Discovery` finds it. A `pyproject.toml` without our table does not stop the search.
"""

from __future__ import annotations

import os

from promptlint.config import HOUSE, Config
from promptlint.errors import ConfigError, reason
from promptlint.rules.selection import enabled_rules
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.real_paths import inside
from promptlint.text.repository import repository

from .locations import user_file
from .steering import read_steering_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["Discovery", "Settings", "read"]

_MAX_SIZE = 1 << 20
"""The bytes of the largest settings file that is read."""
_MANY_DOTS = 100  # fewer cannot make a key that takes tomllib long


class Settings(NamedTuple):
    """A config and its origin.

    `root` is the directory that the config's globs and paths are relative to. `origins` has (key, place) for each key that is
    set; the place is a file, or the command line. `notes` are lines for the user, about values that were lowered. `files` are the
    files that were read: settings and their word lists.
    """

    config: Config = Config()
    root: str = ""
    origins: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def read(path: str, *, trusted: bool) -> Settings:
    """The settings of one file. `trusted` means that the user named the file or owns it, so it may set everything.

    Raises ConfigError if it cannot be read or used.
    """
    table = _table(path, trusted=trusted)
    if table is None:
        raise ConfigError(f"{path}: the table [tool.promptlint] is missing")
    return _settings(table, path, trusted=trusted)


def _table(path: str, *, trusted: bool) -> dict[str, Any] | None:
    """Our table of a TOML file; None for a `pyproject.toml` without it."""
    try:
        data = read_steering_file(path, _MAX_SIZE, root="" if trusted else repository(os.path.dirname(os.path.abspath(path))))
    except OSError as error:
        raise ConfigError(f"{path}: cannot read the settings: {reason(error)}") from None
    shared = os.path.basename(path) == "pyproject.toml"
    # Importing tomllib costs more than everything else here, and most pyproject files have no table for us.
    if shared and not _mentions_us(data):
        return None
    import tomllib

    try:
        text = data.decode("utf-8-sig")
        if text.count(".") > _MANY_DOTS:
            from promptlint.sources.source_map import SourceText
            from promptlint.sources.toml_file import refuse_long_keys

            refuse_long_keys(SourceText(text))
        table: Any = tomllib.loads(text)
    except RecursionError:
        raise ConfigError(f"{path}: invalid TOML: nested too deeply") from None
    except ValueError as error:  # TOMLDecodeError, UnicodeDecodeError; a number of thousands of digits
        raise ConfigError(f"{path}: invalid TOML: {error}") from None
    if not shared:
        return dict(table)
    table = table.get("tool", {})
    table = table.get("promptlint") if isinstance(table, dict) else None
    if table is not None and not isinstance(table, dict):
        from .values import described

        raise ConfigError(f"{path}: tool.promptlint: must be a table, not {described(table)}")
    return table


def _settings(table: dict[str, Any], path: str, *, trusted: bool, extending: tuple[str, ...] = ()) -> Settings:
    """The settings of a table, over those of the file that it extends. `extending` are the files on the way to this one."""
    from .keys import STEERING, read_table  # only where there is a table

    notes: list[str] = []
    fields = read_table(table, path, trusted=trusted, note=notes.append)
    set_here = tuple((name, path) for name in table if name not in STEERING)
    root = os.path.dirname(os.path.abspath(path))
    files = (path, os.path.join(root, table["words"])) if "words" in table else (path,)
    own = Settings(Config(**fields), root, set_here, tuple(notes), files)
    if "extend" not in table:
        return own
    base = _extended(table["extend"], path, trusted=trusted, extending=(*extending, os.path.realpath(path)))
    return _over(base._replace(config=_absolute(base, own.root)), own)


def _extended(named: str, path: str, *, trusted: bool, extending: tuple[str, ...]) -> Settings:
    """The settings that the file `path` extends: of the same repository, and with no more trust. Raises ConfigError."""
    where = f"{path}: extend: "
    folder = os.path.dirname(os.path.abspath(path))
    base = os.path.normpath(os.path.join(os.path.dirname(path), named))
    top = repository(folder)
    if "\0" in named:
        raise ConfigError(f"{where}`{named}` is not a file name: it contains a null character")
    if (not trusted or os.path.exists(os.path.join(top, ".git"))) and not inside(base, top):
        raise ConfigError(f"{where}`{named}` is outside the repository of this settings file, `{top}`")
    if os.path.realpath(base) in extending:
        raise ConfigError(f"{where}`{named}` already extends this file")
    if len(extending) > _MAX_EXTENDED:
        raise ConfigError(f"{where}more than {_MAX_EXTENDED} settings files extend each other")
    if not os.path.lexists(base):
        raise ConfigError(f"{where}no such file: `{named}`")
    table = _table(base, trusted=trusted)
    if table is None:
        raise ConfigError(f"{where}the table [tool.promptlint] is missing from `{named}`")
    return _settings(table, base, trusted=trusted, extending=extending)


_MAX_EXTENDED = 20


def _absolute(settings: Settings, root: str) -> Config:
    """The config with globs that mean the same in another directory: those of a base are relative to its own."""
    config = settings.config
    if settings.root == root:
        return config

    def moved(glob: str) -> str:
        return os.path.join(settings.root, glob).replace(os.sep, "/") if "/" in glob else glob  # an absolute one stays

    return config._replace(
        include=tuple(map(moved, config.include)),
        exclude=tuple(map(moved, config.exclude)),
        per_file_ignores=tuple((moved(glob), rules) for glob, rules in config.per_file_ignores),
        ignores=tuple((os.path.join(settings.root, path), line, rule) for path, line, rule in config.ignores),
        house_rules=tuple(rule._replace(files=tuple(map(moved, rule.files))) for rule in config.house_rules),
        files=tuple(files._replace(include=tuple(map(moved, files.include))) for files in config.files),
    )


_BY_NAME = ("links", "severity", "options", "endpoints")
"""The fields that are tables: of two layers, each name has the value of the upper one."""


def _over(lower: Settings, upper: Settings) -> Settings:
    """The settings of one layer on top of those of another: its keys win, tables are merged by name, `offline` stays on."""
    fields: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for settings in (lower, upper):
        for name, file in settings.origins:
            field = name.replace("-", "_")
            value = getattr(settings.config, field)
            if field in _BY_NAME and field in fields:
                value = tuple((dict(fields[field]) | dict(value)).items())
            if field == "house_rules":
                again = {rule.name for rule in value}
                value = (*(rule for rule in fields.get(field, ()) if rule.name not in again), *value)
            fields[field] = value or fields.get(field, False) if field == "offline" else value
            origins[name] = file
    return Settings(
        Config(**fields), upper.root or lower.root, tuple(origins.items()), lower.notes + upper.notes, lower.files + upper.files
    )


def _mentions_us(data: bytes) -> bool:
    """Return whether a `pyproject.toml` may have our table: `[tool.promptlint]` however it is spelled, or `promptlint` in `[tool]`."""
    import re

    table = rb"""tool["' \t]*+\.[ \t]*+["']?promptlint|^[ \t]*+["']?promptlint["']?[ \t]*+[.=]"""
    return b"promptlint" in data and re.search(table, data, re.MULTILINE) is not None


class Discovery:
    """Finds the settings of files; each directory is looked at once."""

    def __init__(self, file: str | None = None, *, isolated: bool = False, overrides: Mapping[str, Any] | None = None) -> None:
        """Use `file` for all (`--config`), or find nothing (`isolated`). `overrides` are the command line's fields.

        Raises ConfigError.
        """
        self._overrides = dict(overrides or {})
        self._user = Settings()
        if not isolated and os.path.isfile(user_file()):
            self._user = read(user_file(), trusted=True)
        self._fixed = self._layered(Settings()) if isolated else None
        if file is not None:
            self._fixed = self._layered(read(file, trusted=True))
        self._found: dict[str, Settings] = {}

    def of(self, path: str) -> Settings:
        """The settings that apply to a file, or to the content of a directory. Raises ConfigError."""
        if self._fixed is not None:
            return self._fixed
        path = os.path.abspath(path)
        return self._of_folder(path if os.path.isdir(path) else os.path.dirname(path))

    def _of_folder(self, folder: str) -> Settings:
        """The nearest settings upward, remembered for every directory on the way."""
        passed = []
        while folder not in self._found:
            passed.append(folder)
            settings = _here(folder)
            parent = os.path.dirname(folder)
            if settings is not None or parent == folder:
                self._found[folder] = self._layered(settings or Settings())
                break
            folder = parent
        for each in passed:
            self._found[each] = self._found[folder]
        return self._found[folder]

    def _layered(self, project: Settings) -> Settings:
        """The command line over the project over the user."""
        below = _over(self._user, project)
        origins = dict(below.origins)
        fields: dict[str, Any] = {name.replace("-", "_"): getattr(below.config, name.replace("-", "_")) for name in origins}
        if "select" in self._overrides:  # exactly these rules: what a file adds or ignores does not count
            for field in ("ignore", "extend_select"):
                fields.pop(field, None)
                origins.pop(field.replace("_", "-"), None)
        for field, value in self._overrides.items():
            if field == "links":
                fields[field] = tuple((dict(fields.get(field, ())) | dict(value)).items())
            else:
                fields[field] = (*fields.get(field, ()), *value) if field in ("ignore", "extend_select") else value
            origins[field.replace("_", "-")] = "command line"
        config = Config(**fields)
        if any(name.lower().startswith(HOUSE) for name in (*config.select, *config.extend_select)):
            enabled_rules(config)  # a name that is not there would run nothing, in silence
        return below._replace(config=config, origins=tuple(origins.items()))


def _here(folder: str) -> Settings | None:
    """The settings in this very directory."""
    own = os.path.join(folder, "promptlint.toml")
    if _is_there(own):
        return read(own, trusted=False)
    shared = os.path.join(folder, "pyproject.toml")
    if _is_there(shared):
        table = _table(shared, trusted=False)
        if table is not None:
            return _settings(table, shared, trusted=False)
    return None


def _is_there(path: str) -> bool:
    """Return whether there is something to read. A pipe, a device or a link to nowhere is: reading it reports what it is."""
    return os.path.lexists(path) and not os.path.isdir(path)
