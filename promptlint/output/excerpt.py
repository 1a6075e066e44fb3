"""A line of a file with a span marked under it, in terminal cells: right for tabs, wide characters and emoji."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

from .wording import visible

__all__ = ["Excerpt", "excerpt", "shown"]

_TAB = 4
# Characters that take no room and change what a prompt means: to be seen, they are written out.
_HIDDEN = "\u00ad\u180e\u200b\u2060\ufeff"
_JOINERS = "\u200c\u200d"
_CUT = "…"


class Excerpt(NamedTuple):
    """`line` is what to print, `indent` the cells in front of the mark, `marks` the carets."""

    line: str
    indent: int
    marks: str


def excerpt(line: str, start: int, end: int, width: int) -> Excerpt:
    """The line, cut to `width` cells around the code points `start:end`, and the position of the carets.

    `end` may lie after the line; an empty span gets one caret.
    """
    start, end = min(start, len(line)), min(end, len(line))
    # Nothing further away than `width` characters can be seen: a line of 10 MB costs no more than one of 300.
    from_, to = max(0, start - width - 1), min(len(line), min(end, start + width) + width + 1)
    cells = _cells(line[from_:to])
    first, last = start - from_, min(end - from_, len(cells))
    low, high = _window(cells, first, max(last, first + 1), width)
    before = _CUT if from_ + low > 0 else ""
    after = _CUT if from_ + high < len(line) else ""
    in_front = _drawn(cells[low:first])
    marked = _drawn(cells[low : min(last, high)]) - in_front
    return Excerpt(before + "".join(text for text, _ in cells[low:high]) + after, len(before) + in_front, "^" * max(1, marked))


def shown(text: str) -> str:
    """A text as it is printed within a line: what cannot be seen is written out, line breaks too."""
    return "".join(cell for cell, _ in _cells(text))


def _drawn(cells: list[tuple[str, int]]) -> int:
    """The width of a row of characters: together they may be narrower than one by one, like the two of a flag."""
    text = "".join(each for each, _ in cells)
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(0, wcswidth(text))


def _window(cells: list[tuple[str, int]], first: int, last: int, width: int) -> tuple[int, int]:
    """The range of cells to show: the span, then as much before and after as fits."""
    if sum(cell for _, cell in cells) <= width:
        return 0, len(cells)
    room = width - 2
    low, high = first, first
    while high < min(last, len(cells)) and cells[high][1] <= room:
        room -= cells[high][1]
        high += 1
    behind = room // 3
    while high < len(cells) and cells[high][1] <= behind:
        behind -= cells[high][1]
        room -= cells[high][1]
        high += 1
    while low > 0 and cells[low - 1][1] <= room:
        low -= 1
        room -= cells[low][1]
    while high < len(cells) and cells[high][1] <= room:
        room -= cells[high][1]
        high += 1
    return low, high


def _cells(text: str) -> list[tuple[str, int]]:
    """The printed form of each character, and its width in cells."""
    if text.isascii() and text.isprintable():
        return [(character, 1) for character in text]
    cells: list[tuple[str, int]] = []
    column = 0
    for index, character in enumerate(text):
        cell = _cell(character, text[index - 1 : index], column)
        if _continues_emoji(text, index):
            cell = (cell[0], 0)  # a terminal draws the sequence as one picture
        cells.append(cell)
        column += cell[1]
    return cells


def _cell(character: str, before: str, column: int) -> tuple[str, int]:
    if character == "\t":
        cells = _TAB - column % _TAB
        return " " * cells, cells
    if character in _HIDDEN or (character in _JOINERS and before.isascii()):
        return _written_out(character)
    if character in "\n\r":
        return ("\\n", 2) if character == "\n" else ("\\r", 2)
    if character.isascii() and character.isprintable():
        return character, 1
    written = visible(character)
    if written != character:
        return written, len(written)
    from wcwidth import wcwidth  # only a line with such a character pays for it

    cells = wcwidth(character)
    return (character, cells) if cells >= 0 else _written_out(character)


def _written_out(character: str) -> tuple[str, int]:
    written = f"\\u{ord(character):04x}"
    return written, len(written)


def _continues_emoji(text: str, index: int) -> bool:
    """Return whether the character is joined to the picture before it, as in a family of emoji or a skin tone."""
    if index == 0 or text[index].isascii():
        return False
    return (text[index - 1] == "\u200d" and index > 1 and not text[index - 2].isascii()) or "\U0001f3fb" <= text[index] <= "\U0001f3ff"
