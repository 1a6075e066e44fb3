"""Python: the texts of string literals, with slots for expressions in f-strings and sums. Parsed, never run.

`ast` finds literals and their names. A scanner decodes a literal and the position of each character; its result is used only if
`ast` agrees.
"""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from promptlint.errors import SourceError
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .code import COLLECTING, Holder, concatenated, filled, locked, may_hold_prompts, prompts, put, slot, unread
from .comments import MARK
from .heuristics import complete
from .nodes import MapNode, Node, Text
from .source_map import SourceText, Unit, escaped_mappings, units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .hosts import ReadOptions
    from .nodes import Decoded
    from .unread import Item

__all__ = ["comments", "declared_encoding", "find", "literals", "reasons", "unread"]

FORM = "python-string"

_PREFIX = lazy_pattern(r"([A-Za-z]{0,2})(\"\"\"|'''|\"|')")
_ESCAPE = lazy_pattern(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]++)\}|([0-7]{1,3})|(?:\r\n|[\r\n])|(.))|(\r\n?)",
    re.DOTALL,
)
_LINE_END = lazy_pattern(r"\r\n?")  # Python reads each as one line feed
_WORDS = lazy_pattern(r"[^\\{\"']++")
_TWO_BRACES = lazy_pattern(r"\{\{|\}\}")
_SIMPLE = {"\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
# PEP 263: in one of the first two lines, which contain only a comment.
_ENCODING = re.compile(rb"(?:[ \t\f]*+(?:#[^\r\n]*+)?(?:\r\n?|\n))?[ \t\f]*+#[^\r\n]*?coding[:=][ \t]*+([-\w.]++)")
_SUPERSET_OF_ASCII = lazy_pattern(r"utf-8|ascii|iso8859|cp\d|koi8|mac-|euc|shift|gb|big5")

# Methods and functions that return the text of their literal in another form: it is read, and nothing is written there.
_METHODS = frozenset({"strip", "lstrip", "rstrip", "format", "removeprefix", "removesuffix", "replace", "lower", "title", "capitalize"})
_FUNCTIONS = frozenset({"dedent", "cleandoc", "strip"})
_DEFAULTS = frozenset({"default"})
_SUBMITTING = "imagine"


def find(host: SourceText, name: str, settings: ReadOptions) -> Iterator[Item]:
    """The prompts of a Python file. Raises SourceError if it is not valid for the running version."""
    if may_hold_prompts(host.text, name, settings.prompt_keys):
        yield from prompts(literals(host), host, name, settings.prompt_keys, FORM)


def reasons(_host: SourceText, _name: str) -> Callable[[int], str]:
    """Return the location of an index in the file, in words."""
    return lambda _: "in code"


def comments(host: SourceText, _name: str) -> Iterator[tuple[int, int]]:
    """The comments with a directive."""
    import tokenize
    from io import StringIO

    try:
        for token in tokenize.generate_tokens(StringIO(host.text, newline="").readline):
            if token.type == tokenize.COMMENT and MARK in token.string:
                start = host.starts[token.start[0] - 1] + token.start[1]
                yield start, start + len(token.string)
    except (tokenize.TokenError, SyntaxError):
        return  # `find` reports what is wrong with the file


def declared_encoding(data: bytes) -> str:
    """The encoding that the head of a file declares (PEP 263), or empty if it declares none that is a superset of ASCII."""
    import codecs

    match = _ENCODING.match(data)
    try:
        name = codecs.lookup(match[1].decode()).name if match else ""
    except (LookupError, UnicodeError):
        return ""
    return name if _SUPERSET_OF_ASCII.match(name) else ""


def literals(host: SourceText) -> list[Node]:
    """The literals of a module under their names. Raises SourceError if it is not valid for the running version."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # unknown escapes in somebody's file are not our concern
            module = ast.parse(host.text)
    except SyntaxError as error:
        raise SourceError(f"Invalid Python: {error.msg}", error.lineno or 1, error.offset or 1) from None
    except (RecursionError, MemoryError):
        raise SourceError("This Python is nested too deeply to be read") from None
    except ValueError as error:
        raise SourceError(f"This Python file cannot be read: {error}") from None
    return _Reader(host).read(module)


class _Step(NamedTuple):
    """A node to visit, the container of its value, and its key.

    `function` is the name of the function around it. `is_locked` means that the program transforms the text.
    """

    node: ast.AST
    holder: Holder
    key: str = ""
    function: str = ""
    is_locked: bool = False


class _Reader:
    """One pass over a module with an explicit stack."""

    def __init__(self, host: SourceText) -> None:
        self._host = host
        self._roots: list[Node] = []
        self._stack: list[_Step] = []
        self._added: dict[int, list[ast.expr]] = {}
        self._line, self._start = 0, 0  # the last requested line, and its start
        self._columns: list[int] = []  # the byte after each of its characters; empty if it is ASCII

    def read(self, module: ast.Module) -> list[Node]:
        """The literals of a module, those of one value together."""
        self._added = _additions(module)
        self._stack.append(_Step(module, self._roots))
        while self._stack:
            step = self._stack.pop()
            following = self._literal(step) if isinstance(step.node, ast.expr) else None
            self._stack += reversed(self._inner(step) if following is None else following)
        return self._roots

    def _literal(self, step: _Step) -> list[_Step] | None:
        """Add a literal to its container; return the steps within it, or None."""
        separator, items = _joined_items(step.node)
        added = [part for value in self._added.get(id(step.node), ()) for part in _operands(value)]
        parts = [*(items or _operands(step.node)), *added]
        if not any(map(_is_string, parts)):
            return None
        decoders = [self._decoder(part) for part in parts]
        first, last = parts[0], parts[-1]
        start, end = self._span(first)[0], self._span(last)[1]
        # A literal that is read differently from Python is left out, and listed as unread.
        if all(decoder is not None for decoder in decoders):
            decoded = concatenated((decoder() for decoder in decoders if decoder is not None), separator)
            decoded = filled(decoded) if step.is_locked else locked(decoded) if items or added else decoded
            put(step.holder, step.key, Text(start, end, lambda: decoded, wrapped=True), start)
        return [_Step(part, self._roots, function=step.function) for part in parts if not _is_string(part)]

    def _decoder(self, part: ast.expr) -> Callable[[], Decoded] | None:
        """A function that returns the text of one operand of a sum; None for a literal that the scanner reads differently."""
        start, end = self._span(part)
        if not _is_string(part):
            return lambda: slot(start, end, self._host.text[start:end])
        decoded, plain = _decode(self._host.text, start, end)
        return (lambda: decoded) if plain == _constant_text(part) else None

    def _inner(self, step: _Step) -> list[_Step]:  # noqa: PLR0912 (one branch for each kind of node)
        """The steps from a node that is not a literal to those within it."""
        node, here = step.node, _Step(step.node, self._roots, function=step.function)
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            inner: list[Node] = []
            put(step.holder, step.key, inner, self._begin(node))
            return [step._replace(node=part, holder=inner, key="") for part in node.elts]
        if isinstance(node, ast.Dict):
            return self._items(step, [(_text_of(key), value) for key, value in zip(node.keys, node.values, strict=True)])
        if isinstance(node, ast.Call):
            return self._call(step, node)
        if isinstance(node, ast.Assign):
            return [each for target in node.targets[:1] for each in self._assigned(here, target, node.value)]
        if isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
            return self._assigned(here, node.target, node.value) if node.value is not None else []
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inside = [here._replace(node=part, function=node.name) for part in node.body]
            return [*self._decorators(here, node), *self._defaults(here, node.args), *inside]
        if isinstance(node, ast.Lambda):
            return [*self._defaults(here, node.args), step._replace(node=node.body)]
        if isinstance(node, ast.Return) and node.value is not None:
            return [here._replace(node=node.value, key=step.function)]
        if isinstance(node, ast.IfExp):
            return [here._replace(node=node.test), step._replace(node=node.body), step._replace(node=node.orelse)]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return [step._replace(node=node.left), step._replace(node=node.right)]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and any(map(_is_string, _operands(node.left))):
            return [step._replace(node=node.left, is_locked=True), here._replace(node=node.right)]
        if isinstance(node, ast.BoolOp):
            return [step._replace(node=value) for value in node.values]
        if isinstance(node, (ast.Await, ast.Starred)):
            return [step._replace(node=node.value)]
        return [here._replace(node=child) for child in ast.iter_child_nodes(node) if not _is_passed_over(node, child)]

    def _items(self, step: _Step, items: Sequence[tuple[str, ast.expr]]) -> list[_Step]:
        """The steps to the values of a dictionary, or to the arguments of a call."""
        node = MapNode(self._begin(step.node), [])
        put(step.holder, step.key, node, node.start)
        return [step._replace(node=value, holder=node, key=key) for key, value in items]

    def _call(self, step: _Step, node: ast.Call) -> list[_Step]:
        here = _Step(node, self._roots, function=step.function)
        name = _name(node.func)
        if isinstance(node.func, ast.Attribute) and name in _METHODS and _is_string(node.func.value):
            return [step._replace(node=node.func.value, is_locked=True), *self._arguments(here, node, "")]
        if name in _FUNCTIONS and node.args:
            return [step._replace(node=node.args[0], is_locked=True)]
        defaults = [keyword for keyword in node.keywords if keyword.arg in _DEFAULTS]
        if defaults and step.key and not node.args:
            return [step._replace(node=keyword.value) for keyword in defaults]
        key = name if _SUBMITTING in name.lower() else ""
        if isinstance(node.func, ast.Attribute) and name in COLLECTING:
            key = _name(node.func.value)
        return [here._replace(node=node.func), *self._arguments(here, node, key)]

    def _arguments(self, here: _Step, node: ast.Call, key: str) -> list[_Step]:
        named = [(keyword.arg or "", keyword.value) for keyword in node.keywords]
        return self._items(here, [*((key, value) for value in node.args), *named]) if node.args or named else []

    def _assigned(self, here: _Step, target: ast.expr, value: ast.expr) -> list[_Step]:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            return [here._replace(node=part, key=_name(each)) for each, part in zip(target.elts, value.elts, strict=True)]
        return [here._replace(node=value, key=_name(target))]

    def _defaults(self, here: _Step, arguments: ast.arguments) -> list[_Step]:
        """The default values of parameters, under their names."""
        positional = [*arguments.posonlyargs, *arguments.args]
        pairs = list(zip(positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True))
        pairs += [(each, value) for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value is not None]
        return [here._replace(node=value, key=each.arg) for each, value in pairs]

    def _decorators(self, here: _Step, node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[_Step]:
        return [here._replace(node=each) for each in node.decorator_list]

    # positions

    def _span(self, node: ast.AST) -> tuple[int, int]:
        assert isinstance(node, ast.expr)
        line, column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return self._index(node.lineno, node.col_offset), self._index(line, column)

    def _begin(self, node: ast.AST) -> int:
        return self._span(node)[0]

    def _index(self, line: int, column: int) -> int:
        """The code point of a position that `ast` gives in bytes of UTF-8."""
        if line != self._line:
            start, end = self._host.line_span(self._host.line + line - 1)
            text = self._host.text[start:end]
            sizes = [] if text.isascii() else [len(each.encode("utf-8", "surrogatepass")) for each in text]
            self._line, self._start, self._columns = line, start, list(accumulate(sizes))
        return self._start + (bisect_right(self._columns, column) if self._columns else column)


def _is_string(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _operands(node: ast.AST) -> list[ast.expr]:
    """The operands of a sum, from left to right; of anything else the node alone."""
    found: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        found.append(node.right)
        node = node.left
    assert isinstance(node, ast.expr)
    return [node, *reversed(found)]


def _joined_items(node: ast.AST) -> tuple[str, list[ast.expr]]:
    """The separator and the items of `" ".join(["…", "…"])`; no items for anything else, nor if these are prompts themselves."""
    if not isinstance(node, ast.Call) or len(node.args) != 1 or not isinstance(node.func, ast.Attribute) or node.func.attr != "join":
        return "", []
    separator, items = node.func.value, node.args[0]
    if not isinstance(separator, ast.Constant) or not isinstance(items, (ast.List, ast.Tuple)):
        return "", []
    if any(isinstance(item, ast.Starred) for item in items.elts) or sum(complete(_text_of(item)) for item in items.elts) > 1:
        return "", []
    return str(separator.value), list(items.elts)


def _additions(module: ast.Module) -> dict[int, list[ast.expr]]:
    """For the `id` of each text stored under a name, the texts that `+=` adds to it directly below."""
    found: dict[int, list[ast.expr]] = {}
    for node in ast.walk(module):
        for block in (getattr(node, "body", None), getattr(node, "orelse", None)):
            stored: dict[str, ast.expr] = {}
            for statement in block if isinstance(block, list) else ():
                if isinstance(statement, ast.Assign) and any(map(_is_string, _operands(statement.value))):
                    stored[_written_name(statement.targets[0])] = statement.value
                elif isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add):
                    value = stored.get(_written_name(statement.target) or " ")
                    if value is not None and any(map(_is_string, _operands(statement.value))):
                        found.setdefault(id(value), []).append(statement.value)
                else:
                    stored.clear()  # a branch or a call may change it
    return found


def _constant_text(node: ast.expr) -> str:
    """The value of a literal according to `ast`, without its slots."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))


def _text_of(node: ast.AST | None) -> str:
    """The value of a literal string, or empty for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _name(node: ast.AST) -> str:
    """The last name of an expression: `prompt` of `prompt`, `self.prompt` and `job["prompt"]`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return _text_of(node.slice) if isinstance(node, ast.Subscript) else ""


def _written_name(node: ast.AST) -> str:
    """A name with the one before its dot: `prompt` or `self.prompt`; empty for anything else."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _is_passed_over(node: ast.AST, child: ast.AST) -> bool:
    """Return whether a part of a node is never a prompt: a docstring, a type, a key, a side of a comparison, an added text."""
    if isinstance(node, ast.Expr):
        return _is_string(child)
    if isinstance(node, ast.AugAssign):
        return child is node.value and any(map(_is_string, _operands(node.value)))
    if isinstance(node, (ast.Compare, ast.MatchValue)):
        return _is_string(child)
    return (isinstance(node, ast.Subscript) and child is node.slice) or (isinstance(node, ast.arg) and child is node.annotation)


# --- the text of a literal


def _decode(source: str, start: int, end: int) -> tuple[Decoded, str]:
    """The text of the literals in a span, joined, and the same without its slots."""
    parts: list[Decoded] = []
    plain = ""
    at = start
    while at < end:
        match = _PREFIX.match(source, at, end)
        if match is None:
            at = _past_comment(source, at, end)
            continue
        raw, slots, quote = "r" in match[1].lower(), "f" in match[1].lower(), match[2]
        escape = "python raw" if raw else f"python {'f' if slots else ''}{quote}"
        at = match.end()
        while not source.startswith(quote, at):
            stop = _piece_end(source, at, end, quote, slots=slots)
            pieces = units(source, at, stop, _LINE_END, lambda _: "\n") if raw else units(source, at, stop, _ESCAPE, _read_escape)
            piece = escaped_mappings(_single_braces(source, pieces) if slots else pieces, escape)
            plain += piece[0]
            parts.append(piece)
            at = stop
            if at >= end:
                break
            if source[at] == "{":
                at = _slot_end(source, at, end)
                parts.append(slot(stop, at, source[stop + 1 : at - 1]))
        at += len(quote)
    return concatenated(parts), plain


def _past_comment(source: str, at: int, end: int) -> int:
    """The end of one character between two literals, or of a comment."""
    if source[at] != "#":
        return at + 1
    stop = source.find("\n", at, end)
    return stop if stop >= 0 else end


def _piece_end(source: str, at: int, end: int, quote: str, *, slots: bool) -> int:
    """The end of a literal's text: its quotes or, with slots, a brace that opens one."""
    while at < end and not source.startswith(quote, at):
        if words := _WORDS.match(source, at, end):
            at = words.end()
        elif source[at] == "\\":
            named = source.find("}", at, end) if slots and source.startswith("\\N{", at) else -1
            at = named + 1 if named >= 0 else at + 2
        elif slots and source[at] == "{" and source[at + 1 : at + 2] != "{":
            return at
        else:
            at += 2 if slots and source[at] == "{" else 1
    return min(at, end)


def _slot_end(source: str, at: int, end: int) -> int:
    """After the brace that closes the slot which opens at `at`."""
    depth = 0
    while at < end:
        character = source[at]
        if character in "\"'":
            quote = source[at : at + 3] if source[at : at + 3] == character * 3 else character
            at += len(quote)
            while at < end and not source.startswith(quote, at):
                at += 2 if source[at] == "\\" else 1
            at += len(quote)
            continue
        depth += (character in "{[(") - (character in "}])")
        at += 1
        if not depth:
            return at
    return end


def _single_braces(source: str, pieces: Iterable[Unit]) -> Iterator[Unit]:
    """The units of an f-string, in which a brace is written twice."""
    for text, start, end in pieces:
        if text == source[start:end]:
            yield from units(source, start, end, _TWO_BRACES, lambda match: match[0][0])
        else:
            yield text, start, end


def _read_escape(match: re.Match[str]) -> str:
    """The text of an escape or of a line ending; an unknown escape is kept, and one before a line break is removed with it."""
    import unicodedata

    code, name, octal, other, ending = match[1] or match[2] or match[3], match[4], match[5], match[6], match[7]
    if code:
        return chr(int(code, 16))
    if name:
        return unicodedata.lookup(name)
    if octal:
        return chr(int(octal, 8))
    if ending:
        return "\n"
    return _SIMPLE.get(other, match[0]) if other else ""
