"""Wrap text at the width of the terminal."""

from __future__ import annotations

__all__ = ["wrapped"]


def wrapped(text: str, width: int, indent: str = "", first: str | None = None) -> list[str]:
    """Return `text` in lines of at most `width` characters that begin with `indent`, the first with `first`.

    A longer word keeps a line of its own: it may be a URL, which is never cut.
    """
    lines: list[str] = []
    start = line = indent if first is None else first
    for word in text.split():
        if len(line) + len(word) >= width and line != start:
            lines.append(line.rstrip())
            start = line = indent
        line += word + " "
    return [*lines, line.rstrip()]
