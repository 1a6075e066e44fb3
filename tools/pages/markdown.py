"""Small pieces of Markdown that the made pages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["code", "made_from", "table"]


def made_from(sources: str) -> str:
    """The comment at the top of a generated page."""
    return f"<!-- Made by tools/generate.py from {sources}: change that, and run it. -->\n\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars in cells are escaped."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def code(text: str) -> str:
    """A code span, also of text with back-ticks in it."""
    fence = "`"
    while fence in text:
        fence += "`"
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}"
