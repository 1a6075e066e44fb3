"""Colors and width of a terminal."""

from __future__ import annotations

import os

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["Paint", "colored", "is_terminal", "text_width", "width"]

STYLES = {"error": "1;31", "warning": "1;33", "info": "1;34", "place": "1", "help": "36", "faint": "2", "removed": "31", "added": "32"}
_TEXT_WIDTH = 100
"""Columns of prose if the output is not a terminal."""


class Paint(NamedTuple):
    """Colors text if it is on."""

    on: bool

    def __call__(self, text: str, style: str) -> str:
        """Return the text in a style of `STYLES`."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.on else text


def is_terminal(stream: TextIO) -> bool:
    """Return whether the stream is a terminal."""
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def colored(wish: str | None, stream: TextIO) -> bool:
    """Return whether to use colors: `--color`, then NO_COLOR, then FORCE_COLOR, then the terminal decides (no-color.org)."""
    if wish in ("always", "never"):
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def width(stream: TextIO) -> int:
    """Return the columns of the terminal, 0 for any other stream."""
    if not is_terminal(stream):
        return 0
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return 0


def text_width(stream: TextIO) -> int:
    """Return the columns to wrap prose at."""
    return width(stream) or _TEXT_WIDTH
