"""Print a unified diff, in color on a terminal."""

from __future__ import annotations

from .terminal import Paint, is_terminal
from .wording import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["write_diff"]

_STYLES = {"---": "place", "+++": "place", "@@ ": "help", "\\ N": "faint"}
_CHANGES = {"-": "removed", "+": "added"}


def write_diff(diff: str, out: TextIO, *, color: bool) -> None:
    """Write a unified diff to `out`.

    A file or a pipe gets it verbatim, for `patch`. On a terminal, nothing in it may move the cursor or change the reading
    direction, and an empty line separates it from the findings.
    """
    if not color and not is_terminal(out):
        out.write(diff)
        return
    paint = Paint(color)
    for line in visible(diff).split("\n")[:-1]:
        style = _STYLES.get(line[:3]) or _CHANGES.get(line[:1], "")
        out.write((paint(line, style) if style else line) + "\n")
    if diff and is_terminal(out):
        out.write("\n")
