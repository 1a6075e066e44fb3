"""The tables `[[house-rules]]`: a project's own requirements for prompts, as data."""

from __future__ import annotations

from promptlint.config import Demands, HouseRule
from promptlint.diagnostics import SEVERITIES
from promptlint.errors import ConfigError
from promptlint.midjourney.tables import vocabulary
from promptlint.text.phrases import MAX_LENGTH
from promptlint.text.regex_compat import compile_pattern
from promptlint.text.shortening import shortened

from .values import Location, choice, globs, model, pairs, text, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["DEMANDS", "PARTS", "read_house_rules"]

PARTS = ("require", "forbid", "allow")
_KEYS = ("name", "message", "severity", "files", *PARTS)
_NAME = compile_pattern(r"[a-z0-9]++(?:-[a-z0-9]++)*+")
_HOST = compile_pattern(r"[a-z0-9_-]++(?:\.[a-z0-9_-]++)*+")
_MAX_RULES = 200


def read_house_rules(value: Any, location: Location) -> tuple[HouseRule, ...]:
    """The rules of the list. Raises ConfigError, which names the key."""
    if not isinstance(value, list):
        raise location.refuse("a list of tables, [[house-rules]]", value)
    if len(value) > _MAX_RULES:
        raise ConfigError(f"{location.start}at most {_MAX_RULES} rules are allowed, not {len(value)}")
    names = vocabulary().names | {name.lstrip("-").lower(): name.lstrip("-").lower() for name in location.own}
    rules: dict[str, HouseRule] = {}
    for index, table in enumerate(value):
        rule = _rule(table, location.item(index), names)
        if rule.name in rules:
            raise ConfigError(f"{location.item(index).inside('name').start}the name `{rule.name}` is used twice")
        rules[rule.name] = rule
    return tuple(rules.values())


def _rule(value: Any, location: Location, names: dict[str, str]) -> HouseRule:
    table = pairs(value, location)
    for key in table:
        if key not in _KEYS:
            raise location.unknown(key, _KEYS)
    if "name" not in table:
        raise ConfigError(f"{location.start}`name` is missing: findings carry it as `house:NAME`")
    name = text(table["name"], location.inside("name"))
    if not _NAME.fullmatch(name):
        raise ConfigError(f"{location.inside('name').start}`{name}` must be lower-case words with hyphens, such as `needs-ratio`")
    parts = {part: _demands(table[part], location.inside(part), names) for part in PARTS if part in table}
    if not any(any(demands) for demands in parts.values()):
        raise ConfigError(f"{location.start}the rule has no effect: add `require`, `forbid` or `allow`")
    rule = HouseRule(
        name,
        text(table.get("message", ""), location.inside("message")),
        choice(table.get("severity", "warning"), location.inside("severity")._replace(choices=SEVERITIES)),
        globs(table.get("files", []), location.inside("files")),
        **parts,
    )
    if rule.allow.words and not rule.forbid.words:
        raise ConfigError(f"{location.inside('allow.words').start}requires `forbid.words`, to which it lists exceptions")
    return rule


def _demands(value: Any, location: Location, names: dict[str, str]) -> Demands:
    table = pairs(value, location)
    fields: dict[str, Any] = {}
    for key, each in table.items():
        if key not in DEMANDS:
            raise location.unknown(key, DEMANDS)
        fields[key.replace("-", "_")] = DEMANDS[key](each, location.inside(key), names)
    return Demands(**fields)


def _parameters(value: Any, location: Location, names: dict[str, str]) -> tuple[str, ...]:
    return tuple(_parameter(each, location, names) for each in texts(value, location))


def _parameter(written: str, location: Location, names: dict[str, str]) -> str:
    """The canonical name of a parameter, which may be written with its dashes."""
    name = names.get(written.strip().lstrip("-").lower())
    if name is None:
        from promptlint.text.did_you_mean import hint

        raise ConfigError(
            f"{location.start}unknown parameter `{written}`{hint(written.lstrip('-'), names, 'run `promptlint parameter` to list all')}"
        )
    return name


def _values(value: Any, location: Location, names: dict[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, tuple[str, ...]] = {}
    for written, listed in pairs(value, location).items():
        here = location.inside(written)
        name = _parameter(written, location, names)
        if name in found:
            raise ConfigError(f"{here.start}`{written}` is an alias of a parameter that is already listed")
        if not isinstance(listed, list) or not listed:
            raise here.refuse('a list of values such as ["16:9", 2]', listed)
        found[name] = tuple(_value(each, here) for each in listed)
    return tuple(found.items())


def _value(value: Any, location: Location) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise location.refuse("a list of strings and numbers", value)
    return str(value)


def _models(value: Any, location: Location, _names: dict[str, str]) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise location.refuse("a list of models", value)
    return tuple(dict.fromkeys(model(each, location) for each in value))


def _words(value: Any, location: Location, _names: dict[str, str]) -> tuple[str, ...]:
    words = texts(value, location)
    for each in words:
        if not any(character.isalnum() for character in each):
            raise ConfigError(f"{location.start}`{each}` has no letter or digit, so it never matches")
        if len(each) > MAX_LENGTH:
            raise ConfigError(f"{location.start}`{shortened(each)}` has more than {MAX_LENGTH} characters")
    return words


def _hosts(value: Any, location: Location, _names: dict[str, str]) -> tuple[str, ...]:
    hosts = tuple(each.strip().lower().removeprefix("*.") for each in texts(value, location))
    for each in hosts:
        if not _HOST.fullmatch(each):
            raise ConfigError(f"{location.start}`{each}` is not a host name: write it like `cdn.example.org`")
    return hosts


DEMANDS: dict[str, Callable[[Any, Location, dict[str, str]], Any]] = {
    "parameters": _parameters,
    "values": _values,
    "models": _models,
    "words": _words,
    "link-hosts": _hosts,
}
"""The keys of `require`, `forbid` and `allow`."""
