"""A progress bar on standard error, for a person only."""

from __future__ import annotations

from typing import TextIO

__all__ = ["Bar"]

_WIDTH = 24


class Bar:
    """Shows how many links have answered, where the stream is a terminal; else it does nothing."""

    def __init__(self, stream: TextIO) -> None:
        """Draw on `stream`."""
        self._stream = stream
        self._person = stream.isatty()
        self._drawn = ""

    def __call__(self, done: int, total: int) -> None:
        """Draw the state; the same picture is not drawn twice."""
        if not self._person or total < 2:
            return
        filled = _WIDTH * done // total
        line = f"checking links {'━' * filled}{' ' * (_WIDTH - filled)} {done}/{total}"
        if line != self._drawn:
            self._stream.write("\r" + line)
            self._stream.flush()
            self._drawn = line

    def clear(self) -> None:
        """Wipe the bar, so that the findings begin on an empty line."""
        if self._drawn:
            self._stream.write("\r" + " " * len(self._drawn) + "\r")
            self._stream.flush()
            self._drawn = ""
