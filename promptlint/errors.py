"""The errors that a caller may meet, and why the system refused, in its own words."""

from __future__ import annotations

__all__ = ["ConfigError", "SourceError", "StaleTablesError", "reason", "require_text"]


class ConfigError(ValueError):
    """Settings that cannot be used. The message names the file or option, the key, and what would be right."""


class SourceError(ValueError):
    """A file that cannot be read as what its name says. `line` and `column` count from 1, in code points."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        """Say what is wrong, and where."""
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class StaleTablesError(RuntimeError):
    """The compiled tables of a checkout are missing or older than `grammar/`."""

    def __init__(self) -> None:
        """Say what to run."""
        super().__init__("the compiled tables are missing or older than grammar/: run `python -m promptlint.compile`")


def reason(error: OSError) -> str:
    """Return why the system refused, in its own words, or what an error of ours says."""
    if error.errno:
        return (error.strerror or type(error).__name__).lower()
    return error.strerror or str(error) or type(error).__name__


def require_text(value: object, name: str = "a prompt") -> None:
    """Raise TypeError for what is not a str, so that `None` or bytes of a caller are not reported as something else."""
    if not isinstance(value, str):
        hint = ": decode it first" if isinstance(value, (bytes, bytearray)) else ""
        raise TypeError(f"{name} must be a str, not {type(value).__name__}{hint}")
