"""Colours and widths of terminals."""

from __future__ import annotations

import os

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["Paint", "colored", "is_terminal", "width"]

STYLES = {"error": "1;31", "warning": "1;33", "info": "1;34", "place": "1", "help": "36", "faint": "2"}


class Paint(NamedTuple):
    """Colours text, or leaves it as it is."""

    on: bool = False

    def __call__(self, text: str, style: str) -> str:
        """The text in a style of `STYLES`."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.on else text


def is_terminal(stream: TextIO) -> bool:
    """Whether a person sees what is written there."""
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def colored(wish: str | None, stream: TextIO) -> bool:
    """Whether to use colours: as `--color` says, else NO_COLOR beats FORCE_COLOR beats the terminal (no-color.org)."""
    if wish in ("always", "never"):
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def width(stream: TextIO) -> int:
    """Cells of a line of the terminal, 0 where there is none."""
    if not is_terminal(stream):
        return 0
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return 0
