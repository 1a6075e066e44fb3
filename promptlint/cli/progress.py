"""A line on the terminal that shows the progress of a long run, and is removed at its end."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["Progress"]

_AFTER = 1.0  # seconds: a shorter run needs no such line
_EVERY = 0.1
_BAR = 24


class Progress:
    """Draws on a terminal; does nothing on any other stream."""

    def __init__(self, stream: TextIO, *, on: bool) -> None:
        """Start the clock. `on` means that the stream is a terminal, where anything is drawn."""
        self._stream = stream
        self.on = on
        self._began = time.monotonic()
        self._next = self._began + _AFTER
        self._drawn = False

    def update(self, done: int, total: int, what: str) -> None:
        """Report that `done` of `total` are done, in the words `what`."""
        if not self.on:
            return
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _EVERY
        filled = _BAR * done // max(1, total)
        self._stream.write(f"\r\x1b[K[{'#' * filled}{'.' * (_BAR - filled)}] {done}/{total} {what}")
        self._stream.flush()
        self._drawn = True

    def rate(self, count: int) -> str:
        """Number of a second, since the start."""
        return f"{count / max(0.001, time.monotonic() - self._began):,.0f}/s"

    def left(self, done: int, total: int) -> str:
        """The estimated remaining time: `2:05 left`."""
        seconds = round((time.monotonic() - self._began) * (total - done) / max(1, done))
        return f"{seconds // 60}:{seconds % 60:02} left"

    def clear(self) -> None:
        """Remove the line, so that something else can be written."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._drawn = False
