r"""Positions in a document as editors count them: lines from 0, characters in the units of an encoding.

The protocol ends a line at `\n`, `\r\n` and `\r` only, as our hosts do. (pygls also ends it at U+2028, form feeds and others, which
occur in prompts pasted from the web, so its own conversion is not used.)
"""

from __future__ import annotations

from promptlint.sources.source_map import line_starts

__all__ = ["BYTE_ORDER_MARK", "Lines"]

BYTE_ORDER_MARK = "\ufeff"


class Lines:
    """The lines of a text, and the way between its code points and the units `utf-8`, `utf-16` or `utf-32`.

    Offsets are those of the hosts, which do not count a byte order mark; the editor does.
    """

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        """Take the text of a document as the editor has it."""
        self.text = text
        self._encoding = encoding
        self._starts = line_starts(text)
        self._mark = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
        self._plain = encoding == "utf-32" or text.isascii()

    def position(self, line: int, column: int) -> tuple[int, int]:
        """The position of a host's line and column, both from 1."""
        row, at = line - 1, column - 1 + (self._mark if line == 1 else 0)
        if self._plain:
            return row, at
        start = self._starts[min(row, len(self._starts) - 1)]
        return row, self._units(self.text[start : start + at])

    def at(self, offset: int) -> tuple[int, int]:
        """The position of a host's offset."""
        from bisect import bisect_right

        offset += self._mark
        row = bisect_right(self._starts, offset) - 1
        return row, self._units(self.text[self._starts[row] : offset])

    def offset(self, row: int, units: int) -> int:
        """The host's offset of a position; beyond the end of a line or of the text, that end."""
        return max(0, self.index(row, units) - self._mark)

    def index(self, row: int, units: int) -> int:
        """The code point of the text at a place, a byte order mark counted; beyond an end it is that end."""
        if row >= len(self._starts):
            return len(self.text)
        return self._starts[row] + self._code_points(self.line(row), units)

    def line(self, row: int) -> str:
        """The text of a line, counted from 0, without its line ending."""
        end = self._starts[row + 1] if row + 1 < len(self._starts) else len(self.text)
        return self.text[self._starts[row] : end].rstrip("\r\n")

    def start(self, row: int) -> int:
        """The host's offset at which a line begins."""
        return max(0, self._starts[row] - self._mark)

    def _units(self, text: str) -> int:
        if self._plain or text.isascii():
            return len(text)
        if self._encoding == "utf-16":
            return len(text.encode("utf-16-le", "surrogatepass")) // 2
        return len(text.encode("utf-8", "surrogatepass"))

    def _code_points(self, line: str, units: int) -> int:
        if self._plain or line.isascii():
            return min(units, len(line))
        passed = 0
        for index, character in enumerate(line):
            if passed >= units:
                return index
            passed += self._units(character)
        return len(line)
