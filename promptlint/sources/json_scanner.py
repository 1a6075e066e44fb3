"""JSON, also with comments and trailing commas: a scanner that keeps the position of each value.

No JSON reader on the package index has the positions of a string's characters. This one reads what RFC 8259 allows, plus `//` and
`/* */` comments and a comma before a closing bracket, and reports the position of anything else.
"""

from __future__ import annotations

import re

from promptlint.errors import SourceError
from promptlint.text.regex_compat import lazy_pattern

from .comments import MARK
from .nodes import MapNode, Node, Text
from .source_map import Mapping, SourceText, escaped_mappings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .nodes import Decoded

__all__ = ["comments", "scan"]

_TOKEN = lazy_pattern(
    r"""[ \t\r\n\ufeff]*+(?:
        (?P<string>"(?:[^"\\\r\n]++|\\[^\r\n])*+")
      | (?P<mark>[{}\[\]:,])
      | (?P<word>-?[A-Za-z0-9][A-Za-z0-9+.-]*+)
      | (?P<comment>//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_ESCAPE = lazy_pattern(r'\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|(["\\/bfnrt]))')
_SIMPLE = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS = lazy_pattern(r"true|false|null|-?(?:NaN|Infinity)|-?(?:0|[1-9]\d*+)(?:\.\d++)?+(?:[eE][+-]?\d++)?+")


def comments(host: SourceText) -> Iterator[tuple[int, int]]:
    """The comments; in plain JSON, which has none, a text that begins with `promptlint:` (`"//": "promptlint: model=7"`)."""
    at, match = 0, _TOKEN.match(host.text)
    while match is not None and match["end"] is None:
        at = match.end()
        if match["comment"]:
            yield match.span("comment")
        elif match["string"] and match["string"].startswith('"' + MARK):
            yield match.start("string"), at - 1
        match = _TOKEN.match(host.text, at)


def scan(host: SourceText, start: int = 0, end: int | None = None) -> Node:
    """The value of a piece of JSON. Raises SourceError at the first position that is not JSON."""
    return _Scanner(host, start, len(host.text) if end is None else end).read()


class _Literal:
    """A string literal to decode when it is called; a `partial` takes three times the memory, and a file has many."""

    __slots__ = ("end", "host", "start")

    def __init__(self, host: SourceText, start: int, end: int) -> None:
        self.host = host
        self.start = start
        self.end = end

    def __call__(self) -> Decoded:
        return decode(self.host, self.start, self.end)


class _Scanner:
    """One pass with an explicit stack: nesting costs memory, never the interpreter's stack."""

    def __init__(self, host: SourceText, start: int, end: int) -> None:
        self.host = host
        self.text = host.text
        self.at = start
        self.end = end
        self.open: list[MapNode | list[Node]] = []
        self.opened: list[int] = []
        self.keys: list[str] = []
        self.names: dict[str, str] = {}  # objects of a list have the same keys: each is kept once
        self.whole: Node = []

    def read(self) -> Node:
        """The one value of the text."""
        while True:
            value = self._begun()
            if value is not None and self._placed(value):
                return self.whole

    def _begun(self) -> Node | None:
        """A complete value, or None at the beginning of an object or array that is not empty."""
        kind, start = self._next()
        if kind in ("string", "word"):
            return self._value(kind, start)
        if kind not in ("{", "["):
            raise self._unexpected(kind, start, "a value")
        container: MapNode | list[Node] = MapNode(start, []) if kind == "{" else []
        self.opened.append(start)
        if self._starts_with("}" if kind == "{" else "]"):
            self.opened.pop()
            return container
        self.open.append(container)
        if kind == "{":
            self.keys.append(self._key())
        return None

    def _placed(self, value: Node) -> bool:
        """Add a complete value to its container, and close what ends after it. True at the end of the text."""
        while self.open:
            holder = self.open[-1]
            if isinstance(holder, MapNode):
                holder.items.append((self.keys.pop(), value))
            else:
                holder.append(value)
            closing = "}" if isinstance(holder, MapNode) else "]"
            kind, start = self._next()
            if kind == "," and not self._starts_with(closing):
                if isinstance(holder, MapNode):
                    self.keys.append(self._key())
                return False
            if kind not in (",", closing):
                raise self._unexpected(kind, start, f"a comma or `{closing}`")
            value = self.open.pop()
            self.opened.pop()
        kind, start = self._next()
        if kind != "end":
            raise self._unexpected(kind, start, "the end of the file")
        self.whole = value
        return True

    def _next(self) -> tuple[str, int]:
        """The next token's kind (a mark is its own kind) and start; comments are passed over."""
        while True:
            match = _TOKEN.match(self.text, self.at, self.end)
            if match is None:
                at = self.at
                while at < self.end and self.text[at] in " \t\r\n\ufeff":
                    at += 1
                return "", at
            self.at = match.end()
            kind = match.lastgroup or ""
            if kind != "comment":
                return (match["mark"] if kind == "mark" else kind), match.start(kind)

    def _starts_with(self, mark: str) -> bool:
        """Return whether the next token is this mark; it is taken then."""
        before = self.at
        if self._next()[0] == mark:
            return True
        self.at = before
        return False

    def _key(self) -> str:
        kind, start = self._next()
        if kind != "string":
            raise self._unexpected(kind, start, "a key in double quotes")
        raw_end = self.at
        colon, at = self._next()
        if colon != ":":
            raise self._unexpected(colon, at, "a colon after the key")
        raw = self.text[start + 1 : raw_end - 1]
        return self.names.setdefault(raw, raw) if "\\" not in raw else decode(self.host, start, raw_end)[0]

    def _value(self, kind: str, start: int) -> Text:
        end = self.at
        if kind == "string":
            return Text(start, end, _Literal(self.host, start, end))
        if not _WORDS.fullmatch(self.text, start, end):
            raise self.host.error(f"Invalid JSON: `{self.text[start:end][:30]}` is not a value; strings require double quotes", start)
        return Text(start, end, None)

    def _unexpected(self, kind: str, start: int, wanted: str) -> SourceError:
        if kind == "end" or start >= self.end:
            where = f"; the bracket on line {self.host.position(self.opened[-1]).line} is not closed" if self.opened else ""
            return self.host.error(f"Invalid JSON: unexpected end of the file; expected {wanted}{where}", start)
        character = self.text[start]
        if character == '"' and kind != "string":
            return self.host.error("Invalid JSON: this string is not closed on its line", start)
        return self.host.error(f"Invalid JSON: unexpected `{character}`; expected {wanted}", start)


def decode(host: SourceText, start: int, end: int) -> tuple[str, list[Mapping]]:
    """The text of the string literal `start:end`, quotes included, and the position of each character."""
    text = host.text
    if text.find("\\", start, end) < 0:
        return text[start + 1 : end - 1], [Mapping(0, start + 1, end - 1, "plain", "json")]
    return escaped_mappings(_units(host, start + 1, end - 1), "json")


def _units(host: SourceText, at: int, end: int) -> Iterator[tuple[str, int, int]]:
    text = host.text
    while at < end:
        backslash = text.find("\\", at, end)
        if backslash != at:
            stop = backslash if backslash >= 0 else end
            yield text[at:stop], at, stop
            at = stop
            continue
        match = _ESCAPE.match(text, at, end)
        if match is None:
            raise host.error(f"Invalid JSON: `{text[at : at + 2]}` is not an escape; write a backslash as `\\\\`", at)
        if match[3]:
            yield _SIMPLE[match[3]], at, match.end()
            at = match.end()
            continue
        high = int(match[1], 16)
        if match[2] and 0xD800 <= high < 0xDC00:
            yield chr(0x10000 + ((high - 0xD800) << 10) + int(match[2], 16) - 0xDC00), at, match.end()
            at = match.end()
            continue
        yield chr(high), at, at + 6
        at += 6
