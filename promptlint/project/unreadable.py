"""Say which input cannot be read, where, and why."""

from __future__ import annotations

from promptlint.errors import SourceError, reason
from promptlint.findings import Finding
from promptlint.rules.running import run_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .inputs import LintInput
    from .scope import FileState, Scope

__all__ = ["unreadable", "unreadable_file"]


def unreadable_file(scope: Scope, state: FileState, error: Exception) -> Iterator[Finding]:
    """The finding on an input that cannot be read, or not to its end; no setting hides it."""
    line, column = (error.line, error.column) if isinstance(error, SourceError) else (1, 1)
    state.problems.append(unreadable(scope.unit, error))
    for diagnostic in run_rule("unreadable-file", _why(error)):
        yield Finding(diagnostic, scope.unit.path, line, column, line, column)


def unreadable(unit: LintInput, error: Exception) -> str:
    """A message for the user: which input cannot be read, where, and why."""
    position = f"{unit.path}:{error.line}:{error.column}" if isinstance(error, SourceError) else unit.path
    return f"{position}: {_why(error)}"


def _why(error: Exception) -> str:
    """Why an input cannot be read, in plain words."""
    if isinstance(error, SourceError):
        return error.message
    if isinstance(error, FileNotFoundError):
        return "The file does not exist"
    if isinstance(error, OSError):
        return f"The file cannot be read: {reason(error)}"
    if isinstance(error, UnicodeError):
        return "The file is not UTF-8 text"
    return str(error)
