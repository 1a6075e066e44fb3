"""Check the versions of promptlint that may read a settings file (`required-version`)."""

from __future__ import annotations

import re

from promptlint.errors import ConfigError
from promptlint.text.regex_compat import compile_pattern
from promptlint.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["check_required"]

_CLAUSE = compile_pattern(r"\s*+(?:(==|!=|>=|<=|~=|>|<)\s*+)?+([0-9]{1,9}+(?:\.[0-9]{1,9}+){0,5}+)\s*+")

_Release = tuple[int, ...]

_HOLDS: dict[str, Callable[[_Release, _Release], bool]] = {
    "==": lambda ours, wanted: ours == wanted,
    "!=": lambda ours, wanted: ours != wanted,
    ">=": lambda ours, wanted: ours >= wanted,
    "<=": lambda ours, wanted: ours <= wanted,
    ">": lambda ours, wanted: ours > wanted,
    "<": lambda ours, wanted: ours < wanted,
}


def check_required(value: object, where: str) -> None:
    """Raise ConfigError, beginning with `where`, unless this version is one of those that `value` names.

    `value` is a version or comma-separated bounds, as in Python packages: `>=0.1`, `>=0.1,<0.3`, `~=0.1.2`.
    """
    clauses = [_CLAUSE.fullmatch(each) for each in value.split(",")] if isinstance(value, str) else [None]
    for clause in clauses:
        if clause is None:
            raise ConfigError(f'{where}must be versions such as ">=0.1" or ">=0.1,<0.3", not `{value}`')
        if not _holds(clause[1] or "==", clause[2]):
            raise ConfigError(f"{where}these settings require promptlint {value}, but this is {__version__}")


def _holds(operator: str, version: str) -> bool:
    ours, wanted = _release(__version__), _release(version)
    if operator == "~=":
        kept = max(1, version.count("."))  # all but the last number stay
        return ours >= wanted and ours[:kept] == wanted[:kept]
    return _HOLDS[operator](ours, wanted)


def _release(version: str) -> _Release:
    """Return the numbers of a version, of which `1.0` and `1.0.0` have the same."""
    numbers = [int(number) for number in re.findall(r"[0-9]+", version)]
    return (*numbers, *(0,) * (6 - len(numbers)))
