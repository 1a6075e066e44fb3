"""Real paths: paths without links in them."""

from __future__ import annotations

import os

__all__ = ["RealPaths", "contains", "inside"]


def inside(path: str, root: str) -> bool:
    """Return whether a path, with its links followed, is in the directory `root`, or that directory."""
    if "\0" in path:
        return True  # no file has such a name, so reading it fails
    return contains(os.path.realpath(root), os.path.realpath(path))


def contains(root: str, path: str) -> bool:
    """Return whether a real path is in the directory with the real path `root`, or that directory."""
    try:
        return os.path.commonpath([root, path]) == root
    except ValueError:  # another drive, on Windows
        return False


class RealPaths:
    """Resolves the paths of files; the directory of several is resolved once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._folders: dict[str, str] = {}

    def of(self, path: str) -> str:
        """Return the path of a file without links in it."""
        if os.path.basename(path) in {"", os.curdir, os.pardir} or os.path.islink(path):  # noqa: PTH114 (pathlib is 16 ms)
            return os.path.realpath(path)
        return self.of_file(path)

    def of_file(self, path: str) -> str:
        """Return the same of a file that is not a link itself."""
        folder, name = os.path.split(path)
        return os.path.join(self.folder(folder), name)

    def folder(self, path: str) -> str:
        """Return the path of a directory, empty for the current one, without links in it."""
        real = self._folders.get(path)
        if real is None:
            real = self._folders[path] = os.path.realpath(path)
        return real
