"""PyYAML's loader, which passes over the words of a scalar in one step instead of character by character.

Only stretches of one line whose text is the value are passed; what ends a scalar, escapes and line breaks are left to PyYAML.
"""

from __future__ import annotations

import yaml

from promptlint.text.regex_compat import compile_pattern

__all__ = ["Loader"]

_BLANK = r"\0 \t\r\n\x85\u2028\u2029"
_QUOTED_WORDS = compile_pattern(rf"[^'\"\\{_BLANK}]++(?:[ \t]++[^'\"\\{_BLANK}]++)*+")
# Words with another one after them: the last one is left to PyYAML, as what follows it decides where the scalar ends.
_PLAIN_WORDS = compile_pattern(rf"(?:(?:[^:{_BLANK}]|:(?![{_BLANK}]))++ ++(?![#\t\r\n\0\x85\u2028\u2029]|:[{_BLANK}]))++")
_LINE_BREAK = compile_pattern(r"[\r\n\x85\u2028\u2029]")
_LONG = 8  # shorter stretches are not worth a search


class _Mark:
    """A position; PyYAML's own is four times as large, and each node has two."""

    __slots__ = ("column", "index", "line")

    def __init__(self, index: int, line: int, column: int) -> None:
        self.index = index
        self.line = line
        self.column = column


class Loader(yaml.SafeLoader):
    """A safe loader of a text, whose buffer is the whole text."""

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: yaml.Mark) -> list[str]:
        """The chunks of a scalar in quotes up to white space that may be folded, or its end."""
        words = _QUOTED_WORDS.match(self.buffer, self.pointer)
        if words is None:
            return super().scan_flow_scalar_non_spaces(double, start_mark)
        self.forward(len(words[0]))
        return [words[0], *super().scan_flow_scalar_non_spaces(double, start_mark)]

    def scan_plain(self) -> yaml.ScalarToken:
        """A scalar without quotes; in brackets, more characters end one."""
        words = None if self.flow_level else _PLAIN_WORDS.match(self.buffer, self.pointer)
        if words is None:
            return super().scan_plain()
        start_mark = self.get_mark()
        self.forward(len(words[0]))
        last = super().scan_plain()
        return yaml.ScalarToken(words[0] + last.value, plain=True, start_mark=start_mark, end_mark=last.end_mark)

    def get_mark(self) -> _Mark:  # type: ignore[override]  # what it has is what PyYAML and the reader ask for
        """The position of the next character."""
        return _Mark(self.index, self.line, self.column)

    def forward(self, length: int = 1) -> None:
        """Pass over characters; a byte order mark has no column."""
        stop = self.pointer + length
        if length < _LONG or _LINE_BREAK.search(self.buffer, self.pointer, stop):
            super().forward(length)
            return
        self.column += length - self.buffer.count("\ufeff", self.pointer, stop)
        self.pointer = stop
        self.index += length
