"""Open files that another program may exchange for a pipe at any moment."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["open_at_once"]


def open_at_once(path: str, buffering: int = -1) -> BinaryIO:
    """Open a file to read; a pipe does not wait for a writer. Its descriptor says what it is; `buffering` as for `open`. Raises OSError."""
    return open(path, "rb", buffering, opener=_without_waiting)


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
