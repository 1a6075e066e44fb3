"""`promptlint config`: print the effective settings of a file or directory, and where each comes from."""

from __future__ import annotations

import os

from promptlint.errors import ConfigError
from promptlint.midjourney.tables import vocabulary
from promptlint.rules.selection import enabled_rules
from promptlint.settings_file.keys import KEYS
from promptlint.settings_file.reading import Discovery

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.cli.call import Call
    from promptlint.cli.streams import Streams
    from promptlint.config import Config
    from promptlint.settings_file.keys import Key
    from promptlint.settings_file.reading import Settings

__all__ = ["run"]


def run(call: Call, streams: Streams) -> int:
    """Print every key with its value, or the ages of the facts. Raises ConfigError if settings are broken or the path does not exist."""
    if call.flag("facts"):
        from promptlint.cli.staleness import page

        streams.out.write(page())
        return 0
    path = call.arguments[0] if call.arguments else os.curdir
    if not os.path.exists(path):
        raise ConfigError(f"{path}: no such file or directory")
    settings = Discovery(call.text("config"), isolated=call.flag("isolated")).of(path)
    for note in settings.notes:
        streams.complain(note)
    streams.out.write(_page(settings))
    return 0


def _page(settings: Settings) -> str:
    """The keys as TOML, so that a line can be copied into a settings file."""
    origins = dict(settings.origins)
    rows = [(_row(key, settings.config), origins.get(key.name, "default")) for key in KEYS if not key.steers]
    width = min(60, max(len(left) for left, _ in rows))
    lines = [f"{left:<{width}}  # {origin}" for left, origin in rows]
    return "\n".join([*lines, "", f"# {len(enabled_rules(settings.config))} rules enabled; `promptlint rule` lists all."]) + "\n"


def _row(key: Key, config: Config) -> str:
    """A line of TOML; a key without a value is a comment."""
    value = _value(key, config)
    if key.name == "words" and config.words:
        return f"# words: {len(config.words)} phrases"
    unset = _UNSET.get(key.name, "")
    if value not in (None, "") and key.name != "words" and (value or not unset):
        return f"{key.name} = {_toml(value)}"
    assumed = {"model": vocabulary().default_model, "target": "discord"}.get(key.name)
    return f"# {key.name} is not set" + (f"; {assumed} is assumed" if assumed else unset)


_UNSET = {"select": "; the default rules are on", "include": "; file names decide"}
"""The effect of the lists that mean something else if they are empty."""


def _value(key: Key, config: Config) -> object:
    """The value in the shape in which a settings file writes it."""
    value = getattr(config, key.field)
    if key.kind in ("rules by glob", "texts by name", "endpoints", "severity") or (key.kind == "spelling" and not isinstance(value, str)):
        return dict(value)
    if key.kind == "house rules":
        return [_set(rule) for rule in value]
    if key.kind == "links":
        return {name.replace("_", "-"): _without_secrets(name, each) for name, each in value}
    if key.kind == "files":
        return [{name: each for name, each in files._asdict().items() if each is not None} for files in value]
    if key.kind == "places":
        return [f"{path}:{line}:{rule}" for path, line, rule in value]
    return value


def _set(value: Any) -> object:
    """A house rule, or a part of one, as a table of its set values."""
    if not hasattr(value, "_asdict"):
        return value
    told: dict[str, Any] = {
        name.replace("_", "-"): _set(each) for name, each in value._asdict().items() if each not in ("", ()) and any(each)
    }
    return {name: dict(each) if name == "values" else each for name, each in told.items()}


def _without_secrets(name: str, value: Any) -> object:
    """A setting of links as it may appear in a log: without the values of headers and the password of a proxy."""
    from promptlint.links.redact import redacted

    if name == "headers":
        return {host: f"{header.partition(':')[0]}: …" for host, header in value}
    return redacted(value) if isinstance(value, str) else value


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml_key(name)} = {_toml(each)}" for name, each in value.items()) + "}"
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return _string(str(value))


def _toml_key(name: str) -> str:
    return name if name.isascii() and name.replace("-", "").replace("_", "").isalnum() else _string(name)


def _string(text: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON; printable characters are not escaped."""
    import json

    return json.dumps(text, ensure_ascii=not text.isprintable())
