"""JavaScript and TypeScript: the texts of string and template literals, with slots for expressions in templates and sums.

Requires the extra `code` (tree-sitter), which is imported only for a file that may contain prompts. tree-sitter finds literals
and their names. A scanner decodes the literals, because tree-sitter also accepts literals that JavaScript rejects. Nothing is
written near a syntax error.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from importlib import import_module

from promptlint.errors import SourceError
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .code import COLLECTING, concatenated, locked, may_hold_prompts, prompts, put, slot, unread
from .comments import MARK
from .heuristics import complete
from .nodes import MapNode, Node, Text
from .source_map import Unit, escaped_mappings, joined, units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from .code import Holder
    from .hosts import ReadOptions
    from .nodes import Decoded
    from .source_map import SourceText
    from .unread import Item


__all__ = ["comments", "find", "is_installed", "leaves", "literals", "reasons", "unread"]

FORM = "javascript-string"

_GRAMMARS = {
    "ts": ("tree_sitter_typescript", "language_typescript"),
    "mts": ("tree_sitter_typescript", "language_typescript"),
    "cts": ("tree_sitter_typescript", "language_typescript"),
    "tsx": ("tree_sitter_typescript", "language_tsx"),
}
_JAVASCRIPT = ("tree_sitter_javascript", "language")

_STRINGS = frozenset({"string", "template_string"})
_BLOCKS = frozenset({"program", "statement_block", "class_body"})
# Nodes with types, names of modules or keys, and no texts of the program.
_PASSED_OVER = frozenset({
    "type_annotation", "type_arguments", "type_parameters", "type_alias_declaration", "interface_declaration", "literal_type",
    "import_statement", "computed_property_name", "comment", "regex",
})  # fmt: skip
_THROUGH = frozenset({"parenthesized_expression", "non_null_expression", "spread_element", "await_expression", "jsx_expression"})
_CASTS = frozenset({"as_expression", "satisfies_expression"})
# Nodes with a name: the kind of node, the field of its name and that of its value.
_NAMED = {
    "variable_declarator": ("name", "value"),
    "assignment_expression": ("left", "right"),
    "augmented_assignment_expression": ("left", "right"),
    "pair": ("key", "value"),
    "field_definition": ("property", "value"),
    "public_field_definition": ("name", "value"),
    "required_parameter": ("pattern", "value"),
    "optional_parameter": ("pattern", "value"),
    "assignment_pattern": ("left", "right"),
    "object_assignment_pattern": ("left", "right"),
    "enum_assignment": ("name", "value"),
}
_FUNCTIONS = frozenset({
    "function_declaration", "function_expression", "generator_function_declaration", "generator_function", "method_definition",
    "arrow_function",
})  # fmt: skip
_STATEMENTS = frozenset({"expression_statement", "lexical_declaration", "variable_declaration"})
_PATTERNS = frozenset({"object_pattern", "array_pattern"})
_MARKUP = frozenset({"jsx_text", "html_character_reference"})
_EITHER = frozenset({"||", "??", "&&"})
# Methods that return the text of their literal in another form.
_METHODS = frozenset({"trim", "trimStart", "trimEnd", "replace", "replaceAll", "toLowerCase", "normalize"})
_SUBMITTING = "imagine"


def find(host: SourceText, name: str, settings: ReadOptions) -> Iterator[Item]:
    """The prompts of a JavaScript or TypeScript file. Raises SourceError if tree-sitter is not installed."""
    if may_hold_prompts(host.text, name, settings.prompt_keys):
        yield from prompts(literals(host, name), host, name, settings.prompt_keys, FORM)


def reasons(_host: SourceText, _name: str) -> Callable[[int], str]:
    """Return the location of an index in the file, in words."""
    return lambda _: "in code"


def comments(host: SourceText, name: str) -> Iterator[tuple[int, int]]:
    """The comments with a directive."""
    tree = _Tree(host.text, name)
    for node in _walk(tree.root):
        if node.type == "comment":
            start, end = tree.span(node)
            if host.text.find(MARK, start, end) >= 0:
                yield start, end


def is_installed() -> bool:
    """Return whether the extra `code` is there."""
    try:
        _parser("js")
    except SourceError:
        return False
    return True


def literals(host: SourceText, name: str) -> list[Node]:
    """The literals of a file under their names. Raises SourceError if tree-sitter is not installed."""
    return _Reader(_Tree(host.text, name), host, name).read()


def leaves(text: str, name: str) -> Iterator[tuple[object, object]]:
    """The parts of a file, in order: for a literal its kind and text, for anything else its kind and source."""
    tree = _Tree(text, name)
    stack = [tree.root]
    while stack:
        node = stack.pop()
        parts = _operands(node)
        if any(part.type in _STRINGS for part in parts):
            decoded = concatenated(_decoded(tree, part) or ("", []) for part in parts)
            code = tuple(text[slice(*tree.span(each))] for part in parts for each in _expressions(part))
            yield (tuple((part.type, part.has_error) for part in parts), code), decoded[0]
            continue
        if node.type == "jsx_text":
            yield node.type, _markup(text, *tree.span(node))[0]
            continue
        if node.type == "jsx_attribute":
            tree.attributes.update(child.start_byte for child in node.children)
        written = text[slice(*tree.span(node))] if not node.child_count else ""
        yield (node.type, node.is_missing, node.child_count, written), None
        stack += reversed(node.children)


@cache
def _parser(ending: str) -> Any:
    """The parser for files with an extension. Raises SourceError if tree-sitter is not installed."""
    package, function = _GRAMMARS.get(ending, _JAVASCRIPT)
    try:
        library, grammar = import_module("tree_sitter"), import_module(package)
    except ImportError:
        raise SourceError("JavaScript and TypeScript files require tree-sitter: `pip install 'midjourney-promptlint[code]'`") from None
    return library.Parser(library.Language(getattr(grammar, function)()))


class _Tree:
    """A file as tree-sitter parses it, with the code points that its bytes are."""

    _CHUNK = 512

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self._data = text.encode("utf-8", "surrogatepass")
        self._starts: list[int] = []
        """The byte offset of each run of `_CHUNK` code points; empty if the text is ASCII."""
        self.attributes: set[int] = set()
        """The byte offsets of the values of attributes that were visited: asking a node for its parent searches from the root."""
        if len(self._data) != len(text):
            at = 0
            for index in range(0, len(text), self._CHUNK):
                self._starts.append(at)
                at += len(text[index : index + self._CHUNK].encode("utf-8", "surrogatepass"))
        # If a comment does not end, tree-sitter scans the rest of the file from each `/*`; one that ends changes nothing else.
        closing = b"\n/**/" if text.rfind("/*") > text.rfind("*/") else b""
        self.root = _parser(name.rpartition(".")[2].lower()).parse(self._data + closing).root_node

    def span(self, node: Any) -> tuple[int, int]:
        """Start and end of a node in code points."""
        return self._index(node.start_byte), self._index(min(node.end_byte, len(self._data)))

    def source(self, node: Any) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self.text[start:end]

    def _index(self, at: int) -> int:
        if not self._starts:
            return at
        chunk = bisect_right(self._starts, at) - 1
        return chunk * self._CHUNK + len(self._data[self._starts[chunk] : at].decode("utf-8", "surrogatepass"))


def _walk(root: Any) -> Iterator[Any]:
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack += reversed(node.children)


class _Step(NamedTuple):
    """A node to visit, the container of its value, and its key.

    `function` is the name of the function around it. `is_locked` means that nothing may be written: the program transforms the
    text, or the statement has a mistake.
    """

    node: Any
    holder: Holder
    key: str = ""
    function: str = ""
    is_locked: bool = False


class _Reader:
    """One pass over a tree with an explicit stack."""

    def __init__(self, tree: _Tree, host: SourceText, name: str) -> None:
        self._tree = tree
        self._host = host
        self._stem = name.partition(".")[0]
        self._roots: list[Node] = []
        self._added: dict[int, list[Any]] = {}

    def read(self) -> list[Node]:
        """The literals of the file, those of one value together."""
        stack = [_Step(self._tree.root, self._roots)]
        while stack:
            step = stack.pop()
            if step.node.type in _PASSED_OVER:
                continue
            if step.node.type in _BLOCKS:
                self._add_up(step.node)
            following = self._literal(step)
            stack += reversed(self._inner(step) if following is None else following)
        return self._roots

    def _literal(self, step: _Step) -> list[_Step] | None:
        """Add a literal to its container; return the steps within it, or None."""
        separator, items = self._joined_items(step.node)
        added = [part for value in self._added.get(step.node.id, ()) for part in _operands(value)]
        parts = [*(items or _operands(step.node)), *added]
        if not any(part.type in _STRINGS for part in parts):
            return None
        decoded = [_decoded(self._tree, part) for part in parts]
        if all(each is not None for each in decoded):
            text = concatenated((each for each in decoded if each is not None), separator)
            self._put(step, parts[0], parts[-1], locked(text) if items or added else text)
        return [self._unnamed(step, part) for part in parts if part.type not in _STRINGS]

    def _joined_items(self, node: Any) -> tuple[str, list[Any]]:
        """The separator and the items of `["…", "…"].join(" ")`; no items for anything else, nor if these are prompts themselves."""
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or arguments is None or function.type != "member_expression" or self._name(function) != "join":
            return "", []
        array, given = function.child_by_field_name("object"), arguments.named_children
        if array.type != "array" or len(given) != 1 or given[0].type not in _STRINGS:
            return "", []
        items = array.named_children
        texts = [_decoded(self._tree, item) for item in items if item.type in _STRINGS]
        separator = _decoded(self._tree, given[0])
        if (
            separator is None
            or sum(complete(text[0]) for text in texts if text) > 1
            or any(item.type == "spread_element" for item in items)
        ):
            return "", []
        return separator[0], items

    def _add_up(self, block: Any) -> None:
        """Note for each text stored under a name the texts that `+=` adds to it directly below."""
        stored: dict[str, Any] = {}
        for statement in block.named_children:
            for node in statement.named_children if statement.type in _STATEMENTS else (None,):
                if node is None or node.type not in _NAMED:
                    stored.clear()  # a branch or a call may change it
                    continue
                name, value = (node.child_by_field_name(field) for field in _NAMED[node.type])
                if name is None or value is None or not any(part.type in _STRINGS for part in _operands(value)):
                    continue
                key = self._tree.source(name)
                if not _adds_text(node, value):
                    stored[key] = value
                elif key in stored:
                    self._added.setdefault(stored[key].id, []).append(value)

    def _put(self, step: _Step, first: Any, last: Any, decoded: Decoded) -> None:
        text = locked(decoded) if step.is_locked else decoded
        start, end = self._tree.span(first)[0], self._tree.span(last)[1]
        put(step.holder, step.key, Text(start, end, lambda: text, wrapped=True), start)

    def _unnamed(self, step: _Step, node: Any) -> _Step:
        """A step to a node that is not a value of its parent."""
        return step._replace(node=node, holder=self._roots, key="")

    def _inner(self, step: _Step) -> list[_Step]:  # noqa: PLR0912 (one branch for each kind of node)
        """The steps from a node that is not a literal to those within it."""
        node, kind = step.node, step.node.type
        if kind in _NAMED:
            return self._named(step)
        if kind == "array":
            inner: list[Node] = []
            put(step.holder, step.key, inner, self._tree.span(node)[0])
            return [step._replace(node=part, holder=inner, key="") for part in node.named_children]
        if kind in ("object", "arguments"):
            holder = MapNode(self._tree.span(node)[0], [])
            put(step.holder, step.key if kind == "object" else "", holder, holder.start)
            key = "" if kind == "object" else step.key
            return [step._replace(node=part, holder=holder, key=key) for part in node.named_children]
        if kind in _THROUGH:
            return [step._replace(node=part) for part in node.named_children]
        if kind in _CASTS:
            return [step._replace(node=node.named_children[0])] if node.named_children else []
        if kind == "type_assertion":
            return [step._replace(node=node.named_children[-1])] if node.named_children else []
        if kind == "ternary_expression":
            values = [node.child_by_field_name(field) for field in ("consequence", "alternative")]
            return [
                *(self._unnamed(step, part) for part in node.named_children if part not in values),
                *(step._replace(node=value) for value in values if value is not None),
            ]
        if kind == "binary_expression":
            return self._sides(step)
        if kind == "call_expression":
            return self._call(step)
        if kind in _FUNCTIONS:
            return self._function(step)
        if kind == "return_statement":
            return [self._unnamed(step, part)._replace(key=step.function) for part in node.named_children]
        if kind == "export_statement":
            if node.child_by_field_name("source") is not None:
                return []
            value = node.child_by_field_name("value")
            return [self._unnamed(step, part)._replace(key=self._stem if part == value else "") for part in node.named_children]
        if kind == "jsx_attribute" and len(node.named_children) > 1:
            return self._attribute(step)
        if kind == "jsx_element":
            self._markup(step)
        inner_steps = [self._unnamed(step, part) for part in node.named_children if not _is_passed_over(node, part)]
        if kind in _BLOCKS:
            return [each._replace(is_locked=each.node.has_error) for each in inner_steps]
        return inner_steps

    def _named(self, step: _Step) -> list[_Step]:
        """The steps from what has a name and a value."""
        node = step.node
        name, value = (node.child_by_field_name(field) for field in _NAMED[node.type])
        if name is None or value is None:
            return [self._unnamed(step, part) for part in node.named_children if part != name or part.type == "object_pattern"]
        inside = [self._unnamed(step, name)] if name.type in _PATTERNS or name.type.endswith("_expression") else []
        if _adds_text(node, value):
            return inside
        holder = step.holder if node.type == "pair" else self._roots
        return [*inside, step._replace(node=value, holder=holder, key=self._name(name))]

    def _sides(self, step: _Step) -> list[_Step]:
        """The steps from an operator: to both sides of a choice or a sum; a comparison has no texts."""
        operator = step.node.child_by_field_name("operator")
        if operator is not None and operator.type in _EITHER | {"+"}:
            return [step._replace(node=part) for part in step.node.named_children]
        return [self._unnamed(step, part) for part in step.node.named_children if part.type not in _STRINGS]

    def _call(self, step: _Step) -> list[_Step]:
        node = step.node
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or arguments is None:
            return [self._unnamed(step, part) for part in node.named_children]
        if arguments.type == "template_string":  # a tag transforms it
            return [step._replace(node=arguments, is_locked=True)]
        name = self._name(function)
        receiver = function.child_by_field_name("object") if function.type == "member_expression" else None
        if receiver is not None and receiver.type in _STRINGS and name in _METHODS:
            return [step._replace(node=receiver, is_locked=True), self._unnamed(step, arguments)]
        key = name if _SUBMITTING in name.lower() else ""
        if receiver is not None and name in COLLECTING:
            key = self._name(receiver)
        return [self._unnamed(step, function), self._unnamed(step, arguments)._replace(key=key)]

    def _function(self, step: _Step) -> list[_Step]:
        node = step.node
        name = node.child_by_field_name("name")
        function = self._name(name) if name is not None else step.key
        body = node.child_by_field_name("body")
        rest = [self._unnamed(step, part)._replace(function=function) for part in node.named_children if part not in (name, body)]
        if body is None:
            return rest
        if body.type == "statement_block":
            return [*rest, self._unnamed(step, body)._replace(function=function)]
        return [*rest, step._replace(node=body)]

    def _attribute(self, step: _Step) -> list[_Step]:
        """The value of an attribute."""
        name, value = step.node.named_children[:2]
        self._tree.attributes.add(value.start_byte)
        return [self._unnamed(step, value)._replace(key=self._tree.source(name))]

    def _markup(self, step: _Step) -> None:
        """The text of an element without other content."""
        texts = [part for part in step.node.named_children if part.type not in ("jsx_opening_element", "jsx_closing_element")]
        if texts and all(part.type in _MARKUP for part in texts):
            decoded = _markup(self._tree.text, self._tree.span(texts[0])[0], self._tree.span(texts[-1])[1])
            self._put(self._unnamed(step, texts[0]), texts[0], texts[-1], decoded)

    def _name(self, node: Any) -> str:
        """The last name of an expression: `prompt` of `prompt`, `job.prompt`, `job["prompt"]`, `"prompt"` and `["prompt"]`."""
        if node.type in ("member_expression", "subscript_expression"):
            node = node.child_by_field_name("property") or node.child_by_field_name("index")
        if node is not None and node.type == "computed_property_name" and node.named_children:
            node = node.named_children[0]
        if node is None or node.type in _PATTERNS:
            return ""
        source = self._tree.source(node)
        return source[1:-1] if node.type == "string" else source if node.child_count == 0 else ""


def _operands(node: Any) -> list[Any]:
    """The operands of a sum, from left to right; of anything else the node alone."""
    found = []
    while node.type == "binary_expression" and node.child_by_field_name("operator").type == "+":
        right = node.child_by_field_name("right")
        left = node.child_by_field_name("left")
        if left is None or right is None:
            break
        found.append(right)
        node = left
    return [node, *reversed(found)]


def _expressions(part: Any) -> list[Any]:
    """The expressions that a part of a sum inserts: the substitutions of a template, or a whole operand that is not a literal."""
    if part.type not in _STRINGS:
        return [part]
    return [child for child in part.named_children if child.type == "template_substitution"]


def _adds_text(node: Any, value: Any) -> bool:
    """Return whether a node is `prompt += "…"`: the added text is not a prompt."""
    operator = node.child_by_field_name("operator")
    return operator is not None and operator.type == "+=" and any(part.type in _STRINGS for part in _operands(value))


_NO_TEXT_IN = {"expression_statement": frozenset({"string"}), "switch_case": _STRINGS, "subscript_expression": _STRINGS}
"""Texts that are never prompts: a directive, the value of a `case`, an index."""


def _is_passed_over(node: Any, child: Any) -> bool:
    return child.type in _NO_TEXT_IN.get(node.type, ())


# --- the text of a literal


_ESCAPE = lazy_pattern(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{0*+([0-9a-fA-F]{1,6})\}|([0-3][0-7]{0,2}|[4-7][0-7]?)|(\r\n|[\r\n\u2028\u2029])|(.))",
    re.DOTALL,
)
_LINE_END = lazy_pattern(r"\r\n?")
_LOW = lazy_pattern(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u\{0*+([dD][c-fC-F][0-9a-fA-F]{2})\}")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v"}
_LAST = 0x10FFFF


def _decoded(tree: _Tree, node: Any) -> Decoded | None:
    """The text of an operand of a sum; None for a literal that JavaScript rejects."""
    start, end = tree.span(node)
    text = tree.text
    if node.type not in _STRINGS:
        return slot(start, end, text[start:end])
    quote = text[start]
    if end - start < 2 or text[end - 1] != quote:
        return None
    if node.start_byte in tree.attributes:  # it has references and no escapes
        return escaped_mappings(_references(text, start + 1, end - 1), "script markup")
    parts: list[Decoded] = []
    at = start + 1
    for inner in _expressions(node):
        left, right = tree.span(inner)
        piece = _units(text, at, left, quote)
        if piece is None:
            return None
        parts += [escaped_mappings(piece, f"script {quote}"), slot(left, right, text[left + 2 : right - 1])]
        at = right
    piece = _units(text, at, end - 1, quote)
    return None if piece is None else concatenated([*parts, escaped_mappings(piece, f"script {quote}")])


def _units(text: str, at: int, end: int, quote: str) -> list[Unit] | None:
    """The units of a piece of a literal, or None if JavaScript rejects it. A template reads each line ending as one line feed."""
    found: list[Unit] = []
    while at < end:
        backslash = text.find("\\", at, end)
        stop = backslash if backslash >= 0 else end
        if quote != "`" and any(ending in text[at:stop] for ending in "\r\n"):
            return None
        found += units(text, at, stop, _LINE_END, lambda _: "\n")
        if backslash < 0:
            break
        unit = _escaped(text, backslash, end, quote)
        if unit is None:
            return None
        found.append((unit[0], backslash, unit[1]))
        at = unit[1]
    return found


def _escaped(text: str, at: int, end: int, quote: str) -> tuple[str, int] | None:
    """The text of an escape and where it ends; None for one that JavaScript rejects."""
    match = _ESCAPE.match(text, at, end)
    if match is None:
        return None
    code, octal, broken, other = match[1] or match[2] or match[3], match[4], match[5], match[6]
    if code:
        value = int(code, 16)
        low = _LOW.match(text, match.end(), end) if 0xD800 <= value < 0xDC00 else None
        if low is not None:
            return chr(0x10000 + ((value - 0xD800) << 10) + int(low[1] or low[2], 16) - 0xDC00), low.end()
        return (chr(value), match.end()) if value <= _LAST else None
    if octal:
        is_null = octal == "0" and text[match.end() : match.end() + 1] not in "0123456789"
        return None if quote == "`" and not is_null else (chr(int(octal, 8)), match.end())
    if broken:
        return "", match.end()
    if other in ("x", "u") or (quote == "`" and other in "89"):
        return None
    return _SIMPLE.get(other, other), match.end()


_LINE = lazy_pattern(r"[^\r\n]+")
_REFERENCE = lazy_pattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});")


def _references(text: str, at: int, end: int) -> Iterator[Unit]:
    """The units of text in JSX, where `&quot;` is a character; an unknown reference stays as it is."""
    from html import unescape

    return units(text, at, end, _REFERENCE, lambda match: unescape(match[0]))


def _markup(text: str, start: int, end: int) -> Decoded:
    """The text of an element: its lines without the white space around them, joined by single spaces."""
    lines: list[Decoded] = []
    for match in _LINE.finditer(text, start, end):
        inner = match[0].strip(" \t")
        at = match.start() + len(match[0]) - len(match[0].lstrip(" \t"))
        if inner:
            lines.append(escaped_mappings(_references(text, at, at + len(inner)), "script markup"))
    return joined(lines)
