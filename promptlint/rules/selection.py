"""Select rules: from codes, prefixes of codes and names to rules."""

from __future__ import annotations

from functools import lru_cache

from promptlint.config import HOUSE
from promptlint.errors import ConfigError

from .registry import RULES, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from promptlint.config import Config
    from promptlint.diagnostics import Diagnostic, Severity

__all__ = ["ALWAYS_ERRORS", "codes_where", "enabled_rules", "expand_rules", "find_rule", "house_codes", "with_severities"]


def find_rule(key: str) -> Rule | None:
    """The rule with this code or name, in either case, or None."""
    wanted = key.strip()
    for rule in RULES:
        if rule.code == wanted.upper() or rule.name == wanted.lower():
            return rule
    return None


def codes_where(attribute: Callable[[Rule], object]) -> frozenset[str]:
    """The codes of the rules for which `attribute` is true."""
    return frozenset(rule.code for rule in RULES if attribute(rule))


def enabled_rules(config: Config) -> frozenset[str]:
    """The codes of the rules that run under these settings, including house rules. Raises ConfigError for an unknown name."""
    enabled = _enabled(tuple(config.select), tuple(config.extend_select), tuple(config.ignore), house_codes(config))
    return enabled - _ONLINE if config.offline else enabled


_ONLINE = codes_where(lambda rule: rule.online)

ALWAYS_ERRORS = codes_where(lambda rule: not rule.recordable)
"""The codes of the rules about what could not be read: neither a baseline nor a severity makes less of them."""


def with_severities(diagnostics: tuple[Diagnostic, ...], config: Config) -> tuple[Diagnostic, ...]:
    """Return the diagnostics with the severities of the settings; doing so twice changes nothing more."""
    if not config.severity or not diagnostics:
        return diagnostics
    chosen = _severities(tuple(config.severity), house_codes(config))
    return tuple(each._replace(severity=chosen.get(each.code, each.severity)) for each in diagnostics)


@lru_cache(maxsize=64)
def _severities(table: tuple[tuple[str, Severity], ...], house: frozenset[str]) -> dict[str, Severity]:
    """Return the severity of each code that the settings name; the selector that covers the fewest rules decides."""
    chosen: dict[str, Severity] = {}
    rows = [(expand_rules([selector], house=house), each) for selector, each in table]
    for codes, severity in sorted(rows, key=lambda row: -len(row[0])):
        chosen |= dict.fromkeys(codes - ALWAYS_ERRORS, severity)
    return chosen


_enabled_cache: dict[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], frozenset[str]], frozenset[str]] = {}


def house_codes(config: Config) -> frozenset[str]:
    """The codes of the house rules of these settings."""
    return frozenset(rule.code for rule in config.house_rules) if config.house_rules else _NONE


_NONE: frozenset[str] = frozenset()


def _enabled(select: tuple[str, ...], extend: tuple[str, ...], ignore: tuple[str, ...], house: frozenset[str]) -> frozenset[str]:
    """The codes that run; cached, because every prompt of a run has the same."""
    key = (select, extend, ignore, house)
    if key not in _enabled_cache:
        base = expand_rules(select, house=house) if select else house | frozenset(rule.code for rule in RULES if rule.default)
        if len(_enabled_cache) > 256:  # bounded for a server that is handed a new config with each request
            _enabled_cache.clear()
        # A name that is only left out may be that of another directory's settings.
        ignored = {name for name in ignore if name.lower().startswith(HOUSE)}
        left_out = expand_rules(set(ignore) - ignored, house=house) | {name.lower() for name in ignored}
        _enabled_cache[key] = (base | expand_rules(extend, house=house)) - left_out
    return _enabled_cache[key]


def expand_rules(selectors: Iterable[str], where: str = "", *, house: frozenset[str] | None = None) -> frozenset[str]:
    """Expand codes, prefixes of codes (`MJ3`), names and `ALL` to codes.

    `house` are the codes of the house rules, which `house` and `ALL` include; `None` if they are unknown: then every such name is
    accepted. Raises ConfigError, beginning with `where`, for an unknown name.
    """
    codes: set[str] = set()
    for selector in selectors:
        wanted = selector.strip()
        if wanted.lower().startswith(HOUSE.rstrip(":")):
            codes |= _house_rules(wanted.lower(), where, house)
            continue
        found = _selected(wanted)
        if wanted.upper() == "ALL" and house:
            found |= house
        if not found:
            from promptlint.text.did_you_mean import hint

            names = [name for rule in RULES for name in (rule.code, rule.name)]
            raise ConfigError(f"{where}unknown rule `{wanted}`{hint(wanted, names, 'run `promptlint rule` to list all' if where else '')}")
        codes |= found
    return frozenset(codes)


@lru_cache(maxsize=256)
def _selected(wanted: str) -> frozenset[str]:
    """The codes that a selector names. Cached: settings may repeat one a hundred thousand times."""
    return frozenset(rule.code for rule in RULES if rule.name == wanted.lower() or _covers(wanted.upper(), rule.code))


def _house_rules(wanted: str, where: str, house: frozenset[str] | None) -> frozenset[str]:
    """Expand `house` or `house:NAME` to codes."""
    if house is None:
        if wanted.startswith(HOUSE) or wanted + ":" == HOUSE:
            return frozenset({wanted})
    elif wanted + ":" == HOUSE:
        return house
    elif wanted in house:
        return frozenset({wanted})
    from promptlint.text.did_you_mean import hint

    raise ConfigError(f"{where}unknown house rule `{wanted.removeprefix(HOUSE)}`{hint(wanted, sorted(house or ()))}")


def _covers(selector: str, code: str) -> bool:
    """Return whether `ALL`, `MJ`, `MJ3` or the whole code includes the rule `code`."""
    return selector == "ALL" or (selector.startswith("MJ") and code.startswith(selector))
