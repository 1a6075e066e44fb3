"""TOML: strings under prompt keys. `tomllib` validates the file; a small scanner finds the position of each string."""

from __future__ import annotations

import re
from functools import partial

from promptlint.errors import SourceError
from promptlint.text.regex_compat import lazy_pattern

from .comments import MARK
from .keyed import KIND, prompts, reasons_in
from .nodes import MapNode, Node, Text
from .source_map import Mapping, SourceText, escaped_mappings, units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .hosts import ReadOptions
    from .unread import Item

__all__ = ["KIND", "MAX_DOTS", "comments", "find", "reasons", "refuse_long_keys"]

FORM = "toml-key"

_TOKEN = lazy_pattern(
    r'''[ \t]*+(?:
        (?P<string>"""(?:[^"\\]++|\\[\s\S]|"{1,2}+(?!"))*+"{3,5}|\'\'\'(?:[^']++|'{1,2}+(?!'))*+'{3,5}
           |"(?:[^"\\\r\n]++|\\.)*+"|'[^'\r\n]*+')
      | (?P<comment>\#[^\r\n]*+)
      | (?P<newline>\r?\n)
      | (?P<mark>[\[\]{}=,.])
      | (?P<word>[^\s"'\#\[\]{}=,.][^\s"'\#\[\]{}=,]*+)
    )''',
    re.VERBOSE,
)
# tomllib reads each line ending as one line feed.
_LINE_END = lazy_pattern(r"\r\n")
_ESCAPE = lazy_pattern(rf"\\(?:u([0-9a-fA-F]{{4}})|U([0-9a-fA-F]{{8}})|x([0-9a-fA-F]{{2}})|([ \t]*+\r?\n\s*+)|(.))|{_LINE_END.pattern}")
MAX_DOTS = 100
_SIMPLE = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


def find(host: SourceText, _name: str, settings: ReadOptions) -> Iterator[Item]:
    """The prompts of a TOML file. Raises SourceError if it is not TOML."""
    import tomllib

    refuse_long_keys(host)
    try:
        tomllib.loads(host.text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        end = host.position(len(host.text))
        line, column = (int(place[1]), int(place[2])) if place else end
        raise SourceError(f"Invalid TOML: {re.sub(r' [(]at .*', '', str(error))}", line, column) from None
    except RecursionError:
        raise SourceError("This TOML is nested too deeply to be read") from None
    except ValueError:
        raise SourceError("Invalid TOML: a number has thousands of digits") from None
    yield from prompts(_Scanner(host).read(), host, settings.prompt_keys, FORM)


def refuse_long_keys(host: SourceText) -> None:
    """Raise SourceError for a dotted key of very many parts, which takes tomllib a time that grows with their square."""
    if all(line.count(".") <= MAX_DOTS for line in host.text.split("\n")):
        return
    at = dots = 0
    while (token := _TOKEN.match(host.text, at)) is not None:
        at = token.end()
        if token["word"]:
            dots += token["word"].count(".")
        elif token["mark"] == ".":
            dots += 1
        elif token["mark"] or token["newline"]:
            dots = 0
        if dots > MAX_DOTS:
            raise host.error(f"This key has more than {MAX_DOTS} dots, which is too many", token.end() - 1)


def reasons(host: SourceText, _name: str) -> Callable[[int], str]:
    """Return the key of an index of the file, in words."""
    return reasons_in([_Scanner(host).read()])


def comments(host: SourceText, _name: str) -> Iterator[tuple[int, int]]:
    """The comments with a directive."""
    at = 0
    while match := _TOKEN.match(host.text, at):
        at = match.end()
        if match["comment"] and MARK in match["comment"]:
            yield match.span("comment")


class _Scanner:
    """Reads a file that is known to be TOML."""

    def __init__(self, host: SourceText) -> None:
        self.host = host
        self.tokens = list(self._tokens())
        self.at = 0
        self.tables: dict[tuple[int, str], tuple[MapNode, Node]] = {}  # (id of a table, name) -> the table, and the first of this name

    def _tokens(self) -> Iterator[tuple[str, int, int]]:
        at = 0
        while match := _TOKEN.match(self.host.text, at):
            at = match.end()
            kind = match.lastgroup or ""
            if kind != "comment":
                yield kind, match.start(kind), match.end(kind)

    def read(self) -> MapNode:
        """The whole file: tables are nested by their headers."""
        root = MapNode(0, [])
        here = root
        while self.at < len(self.tokens):
            kind, start, end = self.tokens[self.at]
            if kind == "newline":
                self.at += 1
            elif self.host.text[start:end] == "[":
                double = self._text(self.at + 1) == "[" and self.tokens[self.at + 1][1] == end
                self.at += 2 if double else 1
                here = self._table(root, self._key("]"), start, fresh=double)
                self.at += 1 if double else 0
            else:
                self._pair(here)
        return root

    def _text(self, index: int) -> str:
        return self.host.text[self.tokens[index][1] : self.tokens[index][2]] if index < len(self.tokens) else ""

    def _key(self, end: str) -> list[str]:
        """A dotted key, including the mark after it."""
        parts = []
        while (text := self._text(self.at)) != end:
            kind, start, stop = self.tokens[self.at]
            if kind == "string":
                parts.append(_decode(self.host, start, stop)[0])
            elif kind == "word":
                parts += [part for part in text.split(".") if part]
            self.at += 1
        self.at += 1
        return parts

    def _pair(self, here: MapNode) -> None:
        start = self.tokens[self.at][1]
        path = self._key("=")
        self._add(self._table(here, path[:-1], start), path[-1], self._value())

    def _value(self) -> Node:
        kind, start, end = self.tokens[self.at]
        self.at += 1
        text = self.host.text[start:end]
        if kind == "string":
            return Text(start, end, partial(_decode, self.host, start, end), wrapped=text[:3] in ('"""', "'''"))
        if text == "[":
            return self._array()
        if text == "{":
            return self._inline(start)
        while self.tokens[self.at : self.at + 1] and self.tokens[self.at][1] == end:  # 1979-05-27T07:32:00.5, 1.5
            if self._text(self.at) in (",", "]", "}", "\n", "\r\n"):
                break
            end = self.tokens[self.at][2]
            self.at += 1
        return Text(start, end, None)

    def _array(self) -> list[Node]:
        values: list[Node] = []
        while (text := self._text(self.at)) != "]":
            if text == "," or self.tokens[self.at][0] == "newline":
                self.at += 1
            else:
                values.append(self._value())
        self.at += 1
        return values

    def _inline(self, start: int) -> MapNode:
        map_node = MapNode(start, [])
        while (text := self._text(self.at)) != "}":
            if text == "," or self.tokens[self.at][0] == "newline":
                self.at += 1
            else:
                self._pair(map_node)
        self.at += 1
        return map_node

    def _table(self, root: MapNode, path: list[str], start: int, *, fresh: bool = False) -> MapNode:
        """The table at a path, made where it is missing; a new one at the end of the array for `[[path]]`."""
        here = root
        for index, name in enumerate(path):
            found = self._find(here, name)
            last = index == len(path) - 1
            if isinstance(found, list) and not (last and fresh) and found and isinstance(found[-1], MapNode):
                here = found[-1]
                continue
            if isinstance(found, MapNode) and not (last and fresh):
                here = found
                continue
            made = MapNode(start, [])
            if last and fresh and isinstance(found, list):
                found.append(made)
            else:
                self._add(here, name, [made] if last and fresh else made)
            here = made
        return here

    def _add(self, table: MapNode, name: str, value: Node) -> None:
        table.items.append((name, value))
        self.tables.setdefault((id(table), name), (table, value))

    def _find(self, table: MapNode, name: str) -> Node | None:
        known = self.tables.get((id(table), name))
        return known[1] if known is not None else None


def _decode(host: SourceText, start: int, end: int) -> tuple[str, list[Mapping]]:
    """The text of a string, quotes included in the span, and the positions of its characters."""
    text = host.text
    quote = text[start]
    many = text.startswith(quote * 3, start)
    width = 3 if many else 1
    begin, stop = start + width, end - width
    if many and text[begin : begin + 1] == "\n":
        begin += 1
    elif many and text[begin : begin + 2] == "\r\n":
        begin += 2
    if quote == "'":
        return escaped_mappings(units(text, begin, stop, _LINE_END, lambda _: "\n"), "toml literal")
    return escaped_mappings(units(text, begin, stop, _ESCAPE, _read_escape), "toml basic")


def _read_escape(match: re.Match[str]) -> str:
    if code := match[1] or match[2] or match[3]:
        return chr(int(code, 16))
    return "" if match[4] else _SIMPLE.get(match[5], "\n")
