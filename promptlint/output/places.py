"""The location of a finding for platforms: paths relative to the repository, with forward slashes."""

from __future__ import annotations

import os

from promptlint.text.repository import repository

from .wording import visible

__all__ = ["Places"]


class Places:
    """Converts the printed paths of one run into paths that are valid on the machine that reads the report.

    `directory` is the absolute directory that relative paths are relative to. The repository is the nearest parent directory with
    a `.git` in it (a file in a worktree), else `directory` itself.
    """

    __slots__ = ("_cache", "_directory", "_root")

    def __init__(self, directory: str) -> None:
        """Find the repository of `directory`; an empty one is the current directory."""
        self._directory = os.path.abspath(directory or os.getcwd())
        self._root = repository(self._directory)
        self._cache: dict[str, str] = {}

    def path(self, printed: str) -> str:
        """The path below the repository with forward slashes; unchanged if it is not a file or lies outside."""
        known = self._cache.get(printed)
        if known is None:
            known = self._cache[printed] = visible(self._relative(printed) or printed)
        return known

    def uri(self, printed: str) -> tuple[str, bool]:
        """The percent-encoded URI, and whether it is relative to the repository (absolute for a file outside)."""
        from urllib.parse import quote

        if _is_no_file(printed):
            return quote(printed, safe=""), False
        relative = self._relative(printed)
        if relative is not None:
            return quote(os.fsencode(relative), safe="/"), True
        absolute = os.path.abspath(os.path.join(self._directory, printed)).replace(os.sep, "/")
        return "file:///" + quote(os.fsencode(absolute.lstrip("/")), safe="/:"), False

    def _relative(self, printed: str) -> str | None:
        if _is_no_file(printed):
            return None
        try:
            relative = os.path.relpath(os.path.join(self._directory, printed), self._root)
        except ValueError:  # another drive, on Windows
            return None
        relative = relative.replace(os.sep, "/")
        return None if relative == ".." or relative.startswith("../") else relative


def _is_no_file(printed: str) -> bool:
    """Return whether it means standard input (`-`) or a prompt of the command line (`<prompt 1>`)."""
    return printed == "-" or (printed.startswith("<") and printed.endswith(">"))
