"""Read a file that steers a run: settings, a word list, a baseline, a `.gitignore`. Any of them may come with a hostile tree."""

from __future__ import annotations

import os
import stat

from promptlint.text.opening import open_at_once
from promptlint.text.real_paths import inside

__all__ = ["SteeringFileError", "read_steering_file"]


class SteeringFileError(OSError):
    """A steering file that is not read; `strerror` is the reason, as the end of a sentence."""

    def __init__(self, why: str, path: str) -> None:
        """Store why `path` is not read."""
        super().__init__(0, why, path)


def read_steering_file(path: str, limit: int, *, root: str = "") -> bytes:
    """Return the content of a regular file of at most `limit` bytes, which must be in the directory `root` if one is given.

    A device, a pipe or a socket is not read, because that may never end. Raises OSError.
    """
    if "\0" in path:
        raise SteeringFileError("its name contains a null character", path)
    if root and not inside(path, root):
        raise SteeringFileError(f"it is a link out of {root}", path)
    _require_regular(os.stat(path), path)
    with open_at_once(path) as file:
        _require_regular(os.fstat(file.fileno()), path)
        data = file.read(limit + 1)
    if len(data) > limit:
        raise SteeringFileError(f"it is larger than {limit >> 10} KB", path)
    return data


def _require_regular(status: os.stat_result, path: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise SteeringFileError("it is a directory", path)
    if not stat.S_ISREG(status.st_mode):
        raise SteeringFileError("it is not a regular file", path)
