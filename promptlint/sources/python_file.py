"""Python: string literals that are assigned to, passed or stored under prompt names. Read, never run.

Off unless the settings ask for it. Literals that are put side by side are one text. An f-string is left alone: what it
says is known only when the program runs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import partial
from itertools import accumulate

from promptlint.errors import SourceError

from .comments import MARK
from .keyed import KIND, MapNode, Node, Text, prompts
from .source_map import Mapping, SourceText, escaped_mappings

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator

    from .hosts import SourceSettings
    from .unread import Item

__all__ = ["KIND", "comments", "find", "reasons"]

FORM = "python-string"

_LITERAL = re.compile(r"([A-Za-z]{0,2})(\"\"\"|'''|\"|')")
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]++)\}|([0-7]{1,3})|(?:\r\n|[\r\n])|(.))", re.DOTALL
)
_SIMPLE = {"\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def find(host: SourceText, _name: str, settings: SourceSettings) -> Iterator[Item]:
    """The prompts of a Python file. Raises SourceError where it is no Python of the version that runs."""
    reader = _Reader(host)
    for owner in reader.owners():
        yield from prompts(owner, host, settings.prompt_keys, FORM)


def reasons(_host: SourceText, _name: str) -> Callable[[int], str]:
    """Say where in the file an index stands: Python is read for named strings, and what else stands there is code."""
    return lambda _: "in code"


def comments(host: SourceText) -> Iterator[tuple[int, int]]:
    """The comments that hold a remark."""
    import tokenize
    from io import StringIO

    try:
        for token in tokenize.generate_tokens(StringIO(host.text, newline="").readline):
            if token.type == tokenize.COMMENT and MARK in token.string:
                start = host.starts[token.start[0] - 1] + token.start[1]
                yield start, start + len(token.string)
    except (tokenize.TokenError, SyntaxError):
        return  # `find` tells what is wrong with the file


class _Reader:
    """The named strings of a module, as trees of the nodes that all keyed hosts share."""

    def __init__(self, host: SourceText) -> None:
        import ast
        import warnings

        self.host = host
        self._line, self._start = 0, 0  # the last line that was asked for, and where it begins
        self._columns: list[int] = []  # behind which byte each of its characters ends; empty where it is ASCII
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # an unknown escape in somebody's file is not ours to tell
                self.module = ast.parse(host.text)
        except SyntaxError as error:
            raise SourceError(f"This is no valid Python: {error.msg}.", error.lineno or 1, error.offset or 1) from None
        except (ValueError, RecursionError, MemoryError) as error:
            raise SourceError(f"This Python file cannot be read: {error}.") from None

    def owners(self) -> Iterator[MapNode]:
        """Assignments, calls and dictionaries, each with the strings that it names, in the order of the file."""
        import ast

        found: list[MapNode] = []
        for node in ast.walk(self.module):
            items: list[tuple[str, ast.expr]] = []
            if isinstance(node, ast.Assign):
                items = [(_target(target), node.value) for target in node.targets]
            elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
                items = [(_target(node.target), node.value)]
            elif isinstance(node, ast.Call):
                items = [(keyword.arg or "", keyword.value) for keyword in node.keywords]
            elif isinstance(node, ast.Dict):
                items = [(_literal(key), value) for key, value in zip(node.keys, node.values, strict=True)]
            named = [(key, tree) for key, value in items if key and (tree := self._tree(value)) is not None]
            if named and isinstance(node, (ast.expr, ast.stmt)):
                found.append(MapNode(self._index(node.lineno, node.col_offset), named))
        yield from sorted(found, key=lambda map_node: map_node.start)

    def _tree(self, value: ast.expr) -> Node | None:
        """A string, or a list of strings; a dictionary within is an owner of its own."""
        import ast

        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            start = self._index(value.lineno, value.col_offset)
            end = self._index(value.end_lineno or value.lineno, value.end_col_offset or value.col_offset)
            return Text(start, end, partial(_decode, self.host, start, end), wrapped=True)
        if isinstance(value, (ast.List, ast.Tuple, ast.Set)):
            parts = [tree for part in value.elts if (tree := self._tree(part)) is not None]
            return parts or None
        return None

    def _index(self, line: int, column: int) -> int:
        """The code point of a place that `ast` gives in bytes of UTF-8."""
        if line != self._line:
            start, end = self.host.line_span(line)
            text = self.host.text[start:end]
            sizes = [] if text.isascii() else [len(each.encode("utf-8", "surrogatepass")) for each in text]
            self._line, self._start, self._columns = line, start, list(accumulate(sizes))
        return self._start + (bisect_right(self._columns, column) if self._columns else column)


def _literal(node: ast.expr | None) -> str:
    """What a literal string says, empty for anything else."""
    import ast

    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _target(node: ast.expr) -> str:
    """The name that an assignment binds: `prompt`, `self.prompt`, `job["prompt"]`."""
    import ast

    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return _literal(node.slice) if isinstance(node, ast.Subscript) else ""


def _decode(host: SourceText, start: int, end: int) -> tuple[str, list[Mapping]]:
    """The text of the literals in a span, one behind the other, and where each character stands."""
    text: str = ""
    mappings: list[Mapping] = []
    source = host.text
    at = start
    while at < end:
        match = _LITERAL.match(source, at, end)
        if match is None:
            at = _past_comment(source, at, end)
            continue
        raw, quote = "r" in match[1].lower(), match[2]
        stop = _closing(source, match.end(), end, quote)
        escape = "python raw" if raw else f"python {quote[0]}"
        units = _raw_units(source, match.end(), stop) if raw else _units(source, match.end(), stop)
        piece, places = escaped_mappings(units, escape)
        mappings += [place._replace(start=place.start + len(text)) for place in places]
        text += piece
        at = stop + len(quote)
    return text, mappings


def _past_comment(source: str, at: int, end: int) -> int:
    """Behind one character between two literals, or behind a comment."""
    if source[at] != "#":
        return at + 1
    stop = source.find("\n", at, end)
    return stop if stop >= 0 else end


def _closing(source: str, at: int, end: int, quote: str) -> int:
    while at < end and not source.startswith(quote, at):
        at += 2 if source[at] == "\\" else 1
    return at


def _raw_units(source: str, at: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Text as it stands; Python makes one line feed of each line ending."""
    for match in re.compile(r"\r\n?").finditer(source, at, end):
        yield source[at : match.start()], at, match.start()
        yield "\n", match.start(), match.end()
        at = match.end()
    yield source[at:end], at, end


def _units(source: str, at: int, end: int) -> Iterator[tuple[str, int, int]]:
    import unicodedata

    while at < end:
        backslash = source.find("\\", at, end)
        stop = backslash if backslash >= 0 else end
        yield from _raw_units(source, at, stop)
        if backslash < 0:
            return
        match = _ESCAPE.match(source, backslash, end)
        if match is None:
            return
        code, name, octal, other = match[1] or match[2] or match[3], match[4], match[5], match[6]
        if code:
            yield chr(int(code, 16)), backslash, match.end()
        elif name:
            yield unicodedata.lookup(name), backslash, match.end()
        elif octal:
            yield chr(int(octal, 8)), backslash, match.end()
        elif other and other in _SIMPLE:
            yield _SIMPLE[other], backslash, match.end()
        elif other:  # an unknown escape stands as it is; of one before a line break nothing stays
            yield source[backslash : match.end()], backslash, match.end()
        at = match.end()
