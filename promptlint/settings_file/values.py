"""Values of the settings file that several keys share, with checks and errors in the words of TOML."""

from __future__ import annotations

from promptlint.errors import ConfigError
from promptlint.midjourney.names import check_name
from promptlint.text.globs import normalized
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.shortening import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sized
    from typing import Any, TypeVar

    _Sized = TypeVar("_Sized", bound=Sized)

__all__ = ["Location", "choice", "described", "glob", "globs", "limited", "model", "pairs", "text", "texts"]

_MAX_PATTERNS = 1000  # each is tried on every file


class Location(NamedTuple):
    """The location of a value: for messages, for relative paths, and for its permissions. `note` collects messages about changes to it.

    `choices` are the only texts that a choice accepts, `own` the account's own parameters and options, which no model knows.
    """

    file: str
    key: str
    root: str
    trusted: bool
    note: Callable[[str], None]
    choices: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    def inside(self, key: str) -> Location:
        """The location of a key in the table that is here."""
        return self._replace(key=f"{self.key}.{key}" if self.key else key)

    def item(self, index: int) -> Location:
        """The location of an item of the list that is here."""
        return self._replace(key=f"{self.key}[{index}]")

    @property
    def start(self) -> str:
        """The beginning of a message about it."""
        return f"{self.file}: {shortened(self.key, 200)}: "

    def refuse(self, wanted: str, value: object) -> ConfigError:
        """The error for a wrong value: `wanted` is what is expected instead."""
        return ConfigError(f"{self.start}must be {wanted}, not {described(value)}")

    def unknown(self, name: str, names: Any) -> ConfigError:
        """The error about a key that the table here does not have."""
        from promptlint.text.did_you_mean import hint

        return ConfigError(f"{self.start}unknown key `{name}`{hint(name, names)}")


def described(value: object) -> str:
    """A wrong value, in the words of TOML."""
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f'the string "{shortened(value)}"'
    return "a list" if isinstance(value, list) else "a table" if isinstance(value, dict) else "a date"


def text(value: Any, location: Location) -> str:
    """The value as a text. Raises ConfigError, as all of these functions do."""
    if not isinstance(value, str):
        raise location.refuse("a string", value)
    return value


def texts(value: Any, location: Location) -> tuple[str, ...]:
    """The value as a list of texts."""
    if not isinstance(value, list):
        raise location.refuse("a list of strings", value)
    for each in value:
        if not isinstance(each, str):
            raise location.refuse("a list of strings", each)
    return tuple(value)


def pairs(value: Any, location: Location) -> dict[str, Any]:
    """The value as a table."""
    if not isinstance(value, dict):
        raise location.refuse("a table", value)
    return value


def choice(value: Any, location: Location) -> str:
    """The value as one of the choices here."""
    if value not in location.choices:
        raise location.refuse("one of " + ", ".join(f'"{each}"' for each in location.choices), value)
    return str(value)


def model(value: Any, location: Location) -> str:
    """The name of a model; `model = 7` and `model = 8.2` are what people write first, and both are plain."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    return check_name("model", text(value, location), location.start)


def globs(value: Any, location: Location) -> tuple[str, ...]:
    """The value as a list of patterns of files."""
    return tuple(each for one in limited(texts(value, location), location, "patterns") for each in glob(one, location))


def limited(values: _Sized, location: Location, what: str) -> _Sized:
    """The values, if they are not too many."""
    if len(values) > _MAX_PATTERNS:
        raise ConfigError(f"{location.start}at most {_MAX_PATTERNS} {what} are allowed, not {len(values)}")
    return values


def glob(value: str, location: Location) -> tuple[str, ...]:
    """The patterns that a written one expands to."""
    try:
        return normalized(value, location.root)
    except ValueError as error:
        raise ConfigError(f"{location.start}`{value}`: {error}") from None
