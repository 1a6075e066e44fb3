"""Errors that a caller may see, and the reason of a system error in its own words."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["ConfigError", "SourceError", "StaleTablesError", "reason", "require_pairs", "require_text", "require_texts"]


class ConfigError(ValueError):
    """Settings that cannot be used. The message names the file or option, the key, and what would be right."""

    def __init__(self, message: str) -> None:
        """Store the message, with what it quotes shortened."""
        super().__init__(_short(message))


class SourceError(ValueError):
    """A file that is not valid for its format. `line` and `column` count from 1, in code points."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        """Store the problem and its position."""
        self.message = _short(message)
        super().__init__(self.message)
        self.line = line
        self.column = column


def _short(message: str) -> str:
    from promptlint.text.shortening import with_short_quotes

    return with_short_quotes(message)


class StaleTablesError(RuntimeError):
    """The compiled tables of a checkout are missing or older than `grammar/`."""

    def __init__(self) -> None:
        """Set the message, which says what to run."""
        super().__init__("the compiled tables are missing or older than grammar/: run `python -m promptlint.compile`")


def reason(error: OSError) -> str:
    """Return the reason of a system error in the system's words, or the message of one of our errors."""
    if error.errno:
        return (error.strerror or type(error).__name__).lower()
    return error.strerror or str(error) or type(error).__name__


def require_text(value: object, name: str = "a prompt") -> None:
    """Raise TypeError for a value that is not a str, so that a caller's `None` or bytes are not reported as something else."""
    if not isinstance(value, str):
        hint = ": decode it first" if isinstance(value, (bytes, bytearray)) else ""
        raise TypeError(f"{name} must be a str, not {type(value).__name__}{hint}")


def require_texts(value: Any, name: str) -> tuple[str, ...]:
    """Return a list of texts as a tuple. Raises TypeError for anything else, and for a str, whose letters would be taken."""
    if isinstance(value, str):
        raise TypeError(f"{name} must be a list of str, not str: write [{value!r}]")
    for text in (texts := _items(value, name, "list of str")):
        if not isinstance(text, str):
            raise TypeError(f"{name} must be a list of str, but has {type(text).__name__} in it")
    return texts


def require_pairs(value: Any, name: str, wanted: str = "dict") -> tuple[tuple[Any, Any], ...]:
    """Return a mapping, or a list of pairs, as a tuple of pairs. Raises TypeError for anything else, which is not what is `wanted`."""
    if isinstance(value, (str, bytes)):
        raise TypeError(f"{name} must be a {wanted}, not {type(value).__name__}")
    for pair in (pairs := _items(value.items() if hasattr(value, "items") else value, name, wanted)):
        if not (isinstance(pair, (tuple, list)) and len(pair) == 2):
            raise TypeError(f"{name} must be a {wanted}, but has {type(pair).__name__} in it")
    return tuple((one, other) for one, other in pairs)


def _items(value: Any, name: str, wanted: str) -> tuple[Any, ...]:
    if not hasattr(value, "__iter__"):
        raise TypeError(f"{name} must be a {wanted}, not {type(value).__name__}")
    return tuple(value)
