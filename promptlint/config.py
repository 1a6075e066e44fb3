"""`Config`: the assumptions of a run, and the rules it runs.

`settings_file` reads it from files.
"""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

from .errors import ConfigError, require_pairs, require_text, require_texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

__all__ = ["HOUSE", "PLANS", "Config", "Demands", "HouseRule", "Override", "require_config"]

PLANS = ("basic", "standard", "pro", "mega")


class Override(NamedTuple):
    """Settings for the files that match one of the globs `include`, over those for all."""

    include: tuple[str, ...]
    model: str | None = None
    target: str | None = None


class Demands(NamedTuple):
    """The conditions of a house rule: canonical names of parameters, values by parameter, names of models, words, hosts."""

    parameters: tuple[str, ...] = ()
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    models: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    link_hosts: tuple[str, ...] = ()


class HouseRule(NamedTuple):
    """A house rule. It applies to files that match one of the globs `files`, or to all if that is empty."""

    name: str
    message: str = ""
    severity: str = "warning"
    files: tuple[str, ...] = ()
    require: Demands = Demands()
    forbid: Demands = Demands()
    allow: Demands = Demands()

    @property
    def code(self) -> str:
        """The code of its findings, which suppressions and selectors also use."""
        return HOUSE + self.name


HOUSE = "house:"
"""The prefix of the code of each house rule."""


class _Fields(NamedTuple):
    model: str | None
    target: str | None
    plan: str | None
    select: Sequence[str]
    ignore: Sequence[str]
    extend_select: Sequence[str]
    known_parameters: Sequence[str]
    now: float | None
    options: Sequence[tuple[str, str]]
    suffix: str
    spelling: str | Sequence[tuple[str, str]]
    words: Sequence[str]
    fail_on: str
    min_severity: str
    per_file_ignores: Sequence[tuple[str, tuple[str, ...]]]
    ignores: Sequence[tuple[str, int, str]]
    files: Sequence[Override]
    include: Sequence[str]
    exclude: Sequence[str]
    force_exclude: bool
    prompt_keys: Sequence[str]
    prompt_columns: Sequence[str]
    blocks: bool
    python: bool
    toml: bool
    links: Sequence[tuple[str, object]]
    endpoints: Sequence[tuple[str, str]]
    severity: Sequence[tuple[str, str]]
    offline: bool
    output_format: str
    house_rules: Sequence[HouseRule]


class Config(_Fields):
    """The assumptions of a run, and the rules it runs. Frozen and hashable; every field is optional.

    `model` is the account's default model, `target` the service that receives the prompt (None: `discord`), `plan` one of
    `PLANS`. `select` replaces the default rules, `extend_select` adds, `ignore` removes; each has codes, prefixes of codes, names
    or `ALL`. `known_parameters` and `options` (name → replacement) are the account's own parameters, `suffix` is what its
    settings append. `now` is the only clock of the rules about expiry, in seconds of Unix time (None: the system's); a `datetime`
    or an ISO 8601 string is accepted too. `words` are the phrases that `flagged-word` reports. The other fields apply to runs
    over files; `settings_file.keys.KEYS` explains them.

    Raises ConfigError for an invalid `now`, TypeError for a field of another type; unknown names of models, targets and rules
    are rejected where they are used.
    """

    __slots__ = ()

    def __new__(
        cls,
        model: str | None = None,
        target: str | None = None,
        plan: str | None = None,
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        extend_select: Iterable[str] = (),
        known_parameters: Iterable[str] = (),
        now: float | str | datetime | None = None,
        options: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        suffix: str = "",
        spelling: str | Mapping[str, str] | Iterable[tuple[str, str]] = "",
        words: Iterable[str] = (),
        fail_on: str = "error",
        min_severity: str = "warning",
        per_file_ignores: Mapping[str, Iterable[str]] | Iterable[tuple[str, Iterable[str]]] = (),
        ignores: Iterable[tuple[str, int, str]] = (),
        files: Iterable[Override] = (),
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
        force_exclude: bool = False,
        prompt_keys: Iterable[str] = (),
        prompt_columns: Iterable[str] = (),
        blocks: bool = False,
        python: bool = True,
        toml: bool = False,
        links: Mapping[str, object] | Iterable[tuple[str, object]] = (),
        endpoints: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        severity: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        offline: bool = False,
        output_format: str = "",
        house_rules: Iterable[HouseRule] = (),
    ) -> Config:
        """Make tuples of lists and dicts, so that a Config can be the key of a cache."""
        time = None if now is None else _seconds(now)
        values: tuple[Any, ...] = (
            model, target, plan, select, ignore, extend_select, known_parameters, time, options, suffix, spelling, words, fail_on,
            min_severity, per_file_ignores, ignores, files, include, exclude, force_exclude, prompt_keys, prompt_columns, blocks,
            python, toml, links, endpoints, severity, offline, output_format,
            house_rules,
        )  # fmt: skip
        for name, value in zip(cls._fields, values, strict=True):
            if name in _TEXTS and value is not None:
                require_text(value, name)
            elif name in _SWITCHES and not isinstance(value, bool):  # "no" would be true
                raise TypeError(f"{name} must be a bool, not {type(value).__name__}")
        tables = (require_pairs(value, name) if name in _TABLES else value for name, value in zip(cls._fields, values, strict=True))
        config = super().__new__(cls, *map(_frozen, tables))
        lists: dict[str, Any] = {name: require_texts(getattr(config, name), name) for name in _LISTS}
        if not all(isinstance(rule, HouseRule) for rule in config.house_rules):
            raise ConfigError("house rules are read from a settings file: use `Config.load`")
        return config._replace(**lists)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as a plain tuple of fields: a worker gets exactly this config."""
        return type(self)._make, (tuple(self),)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Config:
        """The settings of a file (`promptlint.toml`, or a `pyproject.toml` with the table). Raises ConfigError."""
        from promptlint.settings_file.reading import read

        return read(str(path), trusted=True).config

    def clock(self) -> float:
        """The time that rules on expiry go by, in seconds of Unix time."""
        if self.now is not None:
            return self.now
        import time

        return time.time()


def _frozen(value: Any) -> Any:
    """Lists as tuples and dicts as tuples of pairs, all the way down."""
    if isinstance(value, dict):
        return tuple((name, _frozen(each)) for name, each in value.items())
    if isinstance(value, (set, frozenset)):
        return tuple(sorted(value))
    if isinstance(value, list) or type(value) is tuple:  # a NamedTuple stays what it is
        return tuple(_frozen(each) for each in value)
    return value


def require_config(value: object) -> None:
    """Raise TypeError for a value that is neither a Config nor `None`."""
    if value is not None and not isinstance(value, Config):  # a dict could not even be looked up
        raise TypeError(f"config must be a promptlint.Config, not {type(value).__name__}")


_TEXTS = ("model", "target", "plan", "suffix", "fail_on", "min_severity", "output_format")
_SWITCHES = ("force_exclude", "blocks", "python", "toml", "offline")
_TABLES = ("options", "per_file_ignores", "links", "endpoints", "severity")
_LISTS = ("select", "ignore", "extend_select", "known_parameters", "words", "include", "exclude", "prompt_keys", "prompt_columns")
"""The fields whose letters would be taken for their items if a str were accepted."""

_LAST_SECOND = 253402300799
"""Of the year 9999; what is later is in milliseconds, or infinite."""


def _seconds(now: float | str | datetime) -> float:
    """A time as seconds of Unix time. A text is ISO 8601 or a number of seconds; without a zone it is UTC."""
    if isinstance(now, str):
        text = now
        try:
            now = float(text)
        except ValueError:
            now = _moment(text)
    if not isinstance(now, (int, float)):
        from datetime import UTC, datetime

        if not isinstance(now, datetime):
            raise TypeError(f"now must be a datetime, a str or a number of seconds, not {type(now).__name__}")
        return (now if now.tzinfo else now.replace(tzinfo=UTC)).timestamp()
    if not abs(now) <= _LAST_SECOND:  # not a number, too
        raise _no_time(str(now))
    return float(now)


def _moment(text: str) -> datetime:
    from datetime import datetime

    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise _no_time(text) from None


def _no_time(text: str) -> ConfigError:
    return ConfigError(f"`{text}` is not a time: write it like 2026-11-23T12:00:00Z")
