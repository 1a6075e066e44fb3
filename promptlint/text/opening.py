"""Open files that another program may exchange for a pipe at any moment."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["open_at_once", "read_head"]

_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
_TO_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | _AT_ONCE


def open_at_once(path: str) -> BinaryIO:
    """Open a file to read; a pipe does not wait for a writer. Its descriptor says what it is. Raises OSError."""
    return open(path, "rb", opener=_without_waiting)


def read_head(path: str, count: int) -> bytes:
    """Return the first bytes of a file, at most `count`. A pipe without a writer has none. Raises OSError."""
    descriptor = os.open(path, _TO_READ)
    try:
        return os.read(descriptor, count)
    finally:
        os.close(descriptor)


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | _AT_ONCE)
