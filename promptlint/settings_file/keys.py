"""The keys of the settings file, and how each value is checked.

A settings file beside the prompts belongs to the author of that tree. So it is data only: it runs nothing, reads nothing outside
its directory, contains no regular expression, and cannot widen what the link check may reach.
"""

from __future__ import annotations

import os
import re

from promptlint.config import PLANS, HouseRule, Override
from promptlint.diagnostics import SEVERITIES
from promptlint.errors import ConfigError, reason
from promptlint.midjourney.names import check_name
from promptlint.output import FORMATS
from promptlint.rules.selection import ALWAYS_ERRORS, expand_rules
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.phrases import MAX_LENGTH
from promptlint.text.real_paths import inside
from promptlint.text.regex_compat import lazy_pattern

from .locations import user_file
from .steering import read_steering_file
from .values import Location, choice, globs, limited, model, pairs, text, texts
from .versions import check_required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["KEYS", "LINK_CAPS", "PRIVATE_LINK_KEYS", "STEERING", "Key", "read_table"]

# These let a run reach or reveal more than by default: not allowed for a file that came with the prompts.
PRIVATE_LINK_KEYS = ("allow-private", "proxy", "ca-bundle", "headers", "user-agent", "trusted-hosts", "redact")
LINK_CAPS = {
    "timeout": 60.0,
    "connect-timeout": 60.0,
    "concurrency": 64,
    "per-host": 32,
    "min-interval": 5.0,
    "retries": 5,
    "max-wait": 60.0,
    "max-redirects": 20,
    "max-links": 5000,
    "cache-ttl": 604800.0,
}
"""The highest values for settings beside the prompts, so that a file in a repository cannot make a run costly."""

_LINK_TABLE = "links.headers"  # the one option of links that is a table; its others with more than one value are lists
_MAX_WORDS_SIZE = 10 << 20


class Key(NamedTuple):
    """A key of the settings file. `kind` names the shape of its value, one of `_READERS`."""

    name: str
    kind: str
    help: str
    choices: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """Return the field of `Config` that it sets."""
        return self.name.replace("-", "_")

    @property
    def steers(self) -> bool:
        """Return whether it controls how the file is read and does not set a field."""
        return self.kind in ("extend", "version")


KEYS = (
    Key("extend", "extend", "another settings file of the repository to inherit from"),
    Key("required-version", "version", 'the required version of promptlint, such as ">=0.1"'),
    Key("model", "model", "the account's default model, for prompts that do not name one"),
    Key("target", "target", "the service that receives the prompts"),
    Key("plan", "choice", "the Midjourney plan, for its limits on jobs", PLANS),
    Key("select", "rules", "run only these rules: codes, prefixes, names or ALL"),
    Key("ignore", "rules", "disable these rules"),
    Key("extend-select", "rules", "enable these rules in addition"),
    Key("severity", "severity", "severity of the findings of a rule, by code, prefix or name", SEVERITIES),
    Key("per-file-ignores", "rules by glob", "disable rules for some files, by glob"),
    Key("ignores", "places", 'single findings to suppress, each "path:line:rule"'),
    Key("known-parameters", "texts", "parameters to accept although no model is known to have them"),
    Key("options", "texts by name", "the account's custom options (/prefer option set) and their values"),
    Key("suffix", "text", "what the account's settings append to each prompt (/prefer suffix)"),
    Key("fail-on", "choice", "lowest severity that sets exit status 1", SEVERITIES),
    Key("min-severity", "choice", "lowest severity to report", SEVERITIES),
    Key("output-format", "choice", "output format of `promptlint lint` when it runs in this directory", tuple(FORMATS)),
    Key("offline", "switch", "never open a connection to check image links"),
    Key("files", "files", "model and target of some files, by glob"),
    Key("include", "globs", "the files to lint in a directory, as globs"),
    Key("exclude", "globs", "files and directories to skip, as globs"),
    Key("force-exclude", "switch", "skip excluded files even if they are passed by name"),
    Key("prompt-keys", "texts", "keys that hold prompts in JSON, YAML and the like"),
    Key("prompt-columns", "texts", "columns that hold prompts in CSV and the like"),
    Key("blocks", "switch", "in text files, blank lines separate prompts instead of line ends"),
    Key("python", "switch", "lint prompts in Python files"),
    Key("toml", "switch", "lint prompts in TOML files"),
    Key("spelling", "spelling", 'required spelling of parameters (canonical-name): "long", "short", or a table'),
    Key("words", "words", "a file of phrases to report (flagged-word), one per line"),
    Key("house-rules", "house rules", "rules of your own: what each requires, forbids and allows"),
    Key("links", "links", "options of the link check"),
    Key("endpoints", "endpoints", "URL prefixes of requests and the service behind each"),
)


STEERING = frozenset(key.name for key in KEYS if key.steers)
"""The keys that control how a file is read: `reading` follows them."""


def read_table(table: dict[str, Any], path: str, *, trusted: bool, note: Callable[[str], None]) -> dict[str, Any]:
    """Return the fields of `Config` that the table of the file `path` sets.

    `trusted` means that the user named the file or owns it, so it may set everything. `note` is called with a line for each
    value that is lowered. Raises ConfigError.
    """
    keys = {key.name: key for key in KEYS}
    root = os.path.dirname(os.path.abspath(path))
    if "required-version" in table:  # first: a later version may have keys that this one does not know
        check_required(table["required-version"], f"{path}: required-version: ")
    fields: dict[str, Any] = {}
    for name, value in table.items():
        if name == "tool":
            raise ConfigError(f"{path}: `[tool.promptlint]` is for pyproject.toml: in this file, write the keys without it")
        if name not in keys:
            from promptlint.text.did_you_mean import hint

            raise ConfigError(f"{path}: unknown key `{name}`{hint(name, keys, 'run `promptlint config --isolated` to list all')}")
        key = keys[name]
        if key.steers:
            text(value, Location(path, name, root, trusted, note))
            continue
        here = Location(path, name, root, trusted, note, key.choices, _own_parameters(table))
        fields[key.field] = _READERS[key.kind](value, here)
    return fields


def _own_parameters(table: dict[str, Any]) -> tuple[str, ...]:
    """The names of the account's parameters and options in the table, which need not be right."""
    found = [each for name in ("known-parameters", "options") if isinstance(table.get(name), (list, dict)) for each in table[name]]
    return tuple(each for each in found if isinstance(each, str))


def _switch(value: Any, place: Location) -> bool:
    if not isinstance(value, bool):
        raise place.refuse("true or false", value)
    return value


def _severity(value: Any, place: Location) -> tuple[tuple[str, str], ...]:
    """Selectors of rules, each with the severity of what they find."""
    table = pairs(value, place)
    for selector, each in table.items():
        here = place.inside(selector)
        choice(each, here)
        if expand_rules([selector], place.start) <= ALWAYS_ERRORS:
            raise ConfigError(f"{here.start}the severity of this rule cannot be changed, because what could not be read was not checked")
    return tuple(table.items())


def _target(value: Any, place: Location) -> str:
    return check_name("target", text(value, place), place.start)


def _rules(value: Any, place: Location) -> tuple[str, ...]:
    selectors = texts(value, place)
    expand_rules(selectors, place.start)
    return selectors


def _rules_by_glob(value: Any, place: Location) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (each, _rules(rules, place.inside(glob)))
        for glob, rules in limited(pairs(value, place), place, "patterns").items()
        for each in globs([glob], place.inside(glob))
    )


def _texts_by_name(value: Any, place: Location) -> tuple[tuple[str, str], ...]:
    return tuple((name, text(each, place.inside(name))) for name, each in pairs(value, place).items())


_PLACE = lazy_pattern(r"(.+):([0-9]+):((?:house:)?[^:]+)$", re.DOTALL)


def _places(value: Any, place: Location) -> tuple[tuple[str, int, str], ...]:
    found = []
    for each in texts(value, place):
        path, line, rule = _PLACE.findall(each)[0] if _PLACE.match(each) else ("", "", "")
        if not path or not line.isdecimal():
            raise place.refuse('like "prompts.json:12:MJ101"', each)
        expand_rules([rule], place.start)
        found.append((path, int(line), rule))
    return tuple(found)


def _files(value: Any, place: Location) -> tuple[Override, ...]:
    if not isinstance(value, list):
        raise place.refuse("a list of tables", value)
    return tuple(_file(each, place) for each in limited(value, place, "tables"))


def _file(value: Any, place: Location) -> Override:
    table = pairs(value, place)
    for name in table:
        if name not in Override._fields:
            raise place.unknown(name, Override._fields)
    if "include" not in table:
        raise ConfigError(f"{place.start}`include` is missing: list the files that these settings apply to")
    return Override(
        globs(table["include"], place.inside("include")),
        model(table["model"], place.inside("model")) if "model" in table else None,
        _target(table["target"], place.inside("target")) if "target" in table else None,
    )


def _spelling(value: Any, place: Location) -> str | tuple[tuple[str, str], ...]:
    if isinstance(value, dict):
        return _texts_by_name(value, place)
    if value not in ("long", "short"):
        raise place.refuse('"long", "short" or a table such as { aspect = "ar" }', value)
    return str(value)


def _words(value: Any, place: Location) -> tuple[str, ...]:
    """The phrases of a file, which must be in the tree of the settings unless the settings are the user's own."""
    name = text(value, place)
    path = os.path.join(place.root, name)
    try:
        if not place.trusted and not inside(path, place.root):
            raise ConfigError(f"{place.start}`{name}` is outside the directory of this settings file")
        data = read_steering_file(path, _MAX_WORDS_SIZE)
    except OSError as error:
        raise ConfigError(f"{place.start}cannot read `{name}`: {reason(error)}") from None
    try:
        phrases = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{place.start}`{name}` is not UTF-8") from None
    if "\0" in phrases:
        raise ConfigError(f"{place.start}`{name}` is not UTF-8 text: it contains null characters, as UTF-16 and UTF-32 do")
    lines = [line.strip() for line in phrases.splitlines()]
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LENGTH and not line.startswith("#"):
            raise ConfigError(f"{place.start}line {number} of `{name}` has more than {MAX_LENGTH} characters")
    return tuple(line for line in lines if line and not line.startswith("#"))


def _links(value: Any, place: Location) -> tuple[tuple[str, object], ...]:
    """Options of the link check, as fields of LinkOptions."""
    from promptlint.links.options import LinkOptions, from_settings

    options = []
    known = {name.replace("_", "-"): name for name in LinkOptions._fields}
    for name, given in pairs(value, place).items():
        here = place.inside(name)
        if name not in known:
            raise place.unknown(name, known)
        if name in PRIVATE_LINK_KEYS and not place.trusted:
            raise ConfigError(
                f"{here.start}not allowed in a settings file beside the prompts, because it decides what the link check may "
                f"reach; pass it on the command line or set it in {user_file()}"
            )
        read = _like(given, LinkOptions._field_defaults[known[name]], here)
        options.append((known[name], read if place.trusted else _capped(name, read, here)))
    try:
        from_settings(options)
    except ValueError as error:
        raise ConfigError(f"{place.start}{error}") from None
    return tuple(options)


def _capped(name: str, value: Any, place: Location) -> object:
    """The value, lowered to the limit for settings beside the prompts."""
    cap = LINK_CAPS.get(name)
    if cap is None or not value > cap:
        return value
    place.note(f"{place.start}lowered from {value:g} to {cap:g}, the limit for a settings file beside the prompts")
    return cap


def _endpoints(value: Any, place: Location) -> tuple[tuple[str, str], ...]:
    """URL prefixes with the names of their targets."""
    from promptlint.requests.endpoints import check_endpoints

    return check_endpoints(pairs(value, place), place.start.removesuffix(": "))


def _like(value: Any, default: object, place: Location) -> object:
    """The value, where it has the type of the default."""
    if isinstance(default, bool):
        return _switch(value, place)
    if isinstance(default, (int, float)):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise place.refuse("a number", value)
        if value < 0 or (isinstance(default, int) and not isinstance(value, int)):
            raise place.refuse("a non-negative integer" if isinstance(default, int) else "a non-negative number", value)
        return type(default)(value)
    if isinstance(default, tuple):
        return (_texts_by_name if place.key == _LINK_TABLE else texts)(value, place)
    return text(value, place)


def _house_rules(value: Any, place: Location) -> tuple[HouseRule, ...]:
    from .house_rules import read_house_rules

    return read_house_rules(value, place)


_READERS = {
    "house rules": _house_rules,
    "model": model,
    "target": _target,
    "choice": choice,
    "text": text,
    "texts": texts,
    "switch": _switch,
    "globs": globs,
    "severity": _severity,
    "rules": _rules,
    "rules by glob": _rules_by_glob,
    "texts by name": _texts_by_name,
    "places": _places,
    "files": _files,
    "spelling": _spelling,
    "words": _words,
    "links": _links,
    "endpoints": _endpoints,
}
