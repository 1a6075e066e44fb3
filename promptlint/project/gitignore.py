"""Decide what git would ignore in a directory: the patterns of its `.gitignore` files, but nothing that git tracks."""

from __future__ import annotations

import os
import re

from promptlint.errors import reason
from promptlint.settings_file.steering import SteeringFileError, read_steering_file
from promptlint.text.real_paths import RealPaths
from promptlint.text.repository import repository
from promptlint.text.shortening import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

__all__ = ["GitIgnore"]

_MAX_SIZE = 256 << 10
_MAX_PATTERNS = 5000
_MAX_STARS = 3
"""Stars in one segment of a `.gitignore` pattern, and segments `**`: each more takes a name's length times as long to match."""
_MAX_COSTLY = 50
"""Patterns of a `.gitignore` with more than one of them: for a name of 250 characters, one takes up to 20 ms."""


class GitIgnore:
    """The rules of the `.gitignore` files between the top of the repository and a file; pathspec matches the patterns.

    As in git, they do not apply to tracked files.
    """

    def __init__(self, start: str, on_error: Callable[[OSError], None] | None = None) -> None:
        self._top = repository(os.path.realpath(start))
        self._real_paths = RealPaths()
        self._on_error = on_error
        self._specs: dict[str, Any] = {}
        self._free: set[str] = set()  # directories without patterns in them and above
        self._tracked: frozenset[str] | None = None

    def hides(self, path: str, *, folder: bool) -> bool:
        """Return whether git would ignore a path; the file nearest to it decides."""
        above, name = os.path.split(path)
        at = holder = self._real_paths.folder(above)
        if holder in self._free:
            return False
        is_free = True
        while True:
            spec = self._spec(at)
            if spec is not None:
                is_free = False
                real = os.path.join(holder, name)
                told: bool | None = spec.check_file(os.path.relpath(real, at).replace(os.sep, "/") + ("/" if folder else "")).include
                if told is not None:
                    return told and not self._is_tracked(real)
            parent = os.path.dirname(at)
            if at in (self._top, parent):
                if is_free:
                    self._free.add(holder)
                return False
            at = parent

    def _is_tracked(self, real: str) -> bool:
        """Return whether git tracks a file, or one in a directory."""
        if self._tracked is None:
            from .tracked import tracked

            self._tracked = tracked(self._top)
        return os.path.relpath(real, self._top).replace(os.sep, "/") in self._tracked

    def _spec(self, folder: str) -> Any:
        if folder not in self._specs:
            self._specs[folder] = self._read(folder)
        return self._specs[folder]

    def _read(self, folder: str) -> Any:
        """The patterns of a directory's `.gitignore` and, at the top of a repository, of `.git/info/exclude`; None if there are none."""
        patterns: list[Any] = []
        for name in (os.path.join(".git", "info", "exclude"), ".gitignore"):
            try:
                patterns += self._usable(os.path.join(folder, name))
            except SteeringFileError as error:
                self._report(error)
            except OSError as error:
                if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
                    self._report(SteeringFileError(f"cannot read it: {reason(error)}", os.path.join(folder, name)))
        if not patterns:
            return None
        from pathspec import GitIgnoreSpec

        return GitIgnoreSpec(patterns)

    def _usable(self, path: str) -> Iterator[Any]:
        """The patterns of an ignore file without those that are invalid or would take long to match. Raises OSError."""
        if os.path.basename(path) == ".gitignore" and os.path.islink(path):  # noqa: PTH114
            raise SteeringFileError("it is a link, and git does not follow it either", path)
        data = read_steering_file(path, _MAX_SIZE)
        lines = data.decode("utf-8", "surrogateescape").splitlines()
        if len(lines) > _MAX_PATTERNS:
            raise SteeringFileError(f"it has more than {_MAX_PATTERNS:,} lines", path)
        costly = 0
        for number, line in enumerate(lines, 1):
            stars = _stars(line)
            costly += stars > 1
            try:
                if stars > _MAX_STARS:
                    raise ValueError(f"`{shortened(line)}` has more than {_MAX_STARS} `*` in one part, or `**` parts")
                if stars > 1 and costly > _MAX_COSTLY:
                    raise ValueError(f"more than {_MAX_COSTLY} lines have several `*` in one part, or `**` parts")
                yield from _patterns(line)
            except ValueError as error:
                self._report(SteeringFileError(f"line {number} is ignored: {error}", path))

    def _report(self, error: SteeringFileError) -> None:
        if self._on_error is not None:
            self._on_error(error)


def _patterns(line: str) -> Sequence[Any]:
    """The patterns of a line in pathspec: one, or none for an empty line. Raises ValueError, with the end of a sentence."""
    import warnings

    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class such as `[[:alpha:]]` in somebody's file
        try:
            return tuple(GitIgnoreSpec.from_lines([line]).patterns)
        except (ValueError, re.error):
            raise ValueError(f"`{shortened(line)}` is not a valid pattern") from None


def _stars(pattern: str) -> int:
    """The most `*` in one part of a pattern, or `**` parts: to match a name, a regular expression tries that many loops in each other."""
    if "*" not in pattern or pattern.startswith("#"):
        return 0
    parts = pattern.strip().strip("/").split("/")
    return max(parts.count("**"), *(len(re.findall(r"\*+", part)) for part in parts))
