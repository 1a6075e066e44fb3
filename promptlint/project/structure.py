"""Compare a file before and after an edit, as the format's own library reads it: only the edited values may change.

JSON, TOML, CSV and Python are read by the standard library, YAML by PyYAML, Markdown by markdown-it. Our own scanners read JSON
with comments and trailing commas, which `json` rejects, and the text of JavaScript literals, whose positions tree-sitter
provides.
"""

from __future__ import annotations

from collections import Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    Leaf = tuple[object, object]
    """A part of a file: what must stay, such as its path or kind, and its value."""

__all__ = ["ends_with_row", "only_changes"]


def only_changes(name: str, before: str, after: str, values: Iterable[tuple[str, str]]) -> bool:
    """Return whether two texts of the file `name` differ in these values alone, each a pair of the old and the new one.

    The values are not looked at before the first difference, as they are large, and most documents have none that counts.

    White space around a value is not compared, as a prompt is read without it.
    """
    host = _module(name)
    if host in ("txt", "markdown") and before.count("\n") != after.count("\n"):
        return False
    leaves = _READERS.get(host)
    if leaves is None:
        return True
    try:
        return _differ_in(zip(leaves(before, name), leaves(after, name), strict=True), values)
    except (ValueError, SyntaxError, RecursionError, MemoryError):  # also where one has more parts than the other
        return False


def _module(name: str) -> str:
    """The name of the module that reads files of this name."""
    from promptlint.sources.hosts import HOSTS, extension

    return HOSTS.get(extension(name), HOSTS[""]).module


def _differ_in(pairs: Iterable[tuple[Leaf, Leaf]], values: Iterable[tuple[str, str]]) -> bool:
    """Return whether the old and the new parts differ in these values alone."""
    left: Counter[tuple[str, str]] | None = None
    for one, other in pairs:
        if one == other:
            continue
        left = Counter(values) if left is None else left
        texts = [part[1].strip() for part in (one, other) if isinstance(part[1], str)]
        if one[0] != other[0] or len(texts) < 2:
            return False
        old, new = texts
        if old == new or left[old, new] < 1:
            return False
        left[old, new] -= 1
    return True


def _json(text: str, _name: str) -> Iterator[Leaf]:
    import json

    try:
        root = json.loads(text, object_pairs_hook=_Pairs, parse_int=_Number, parse_float=_Number, parse_constant=_Number, strict=False)
    except (ValueError, RecursionError):
        from promptlint.sources.json_scanner import scan
        from promptlint.sources.source_map import SourceText

        yield from _scanned(scan(host := SourceText(text)), host)
        return
    yield from _walk(root)


class _Pairs(list):  # type: ignore[type-arg]
    """The keys of an object with their values, in order; duplicate keys are possible."""


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


def _walk(root: object) -> Iterator[Leaf]:
    """The values of a tree with their keys, without recursion; the sizes of containers describe the rest of its shape."""
    stack: list[tuple[object, object]] = [("", root)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, _Pairs):
            yield (key, "object", len(value)), None
            stack += reversed(value)
        elif isinstance(value, dict):
            yield (key, "object", len(value)), None
            stack += reversed(value.items())
        elif isinstance(value, list):
            yield (key, "list", len(value)), None
            stack += [("", child) for child in reversed(value)]
        else:
            yield (key, type(value).__name__), value


def _scanned(root: Any, host: Any) -> Iterator[Leaf]:
    """The values of our own tree of a JSON text with comments."""
    from promptlint.sources.nodes import MapNode

    stack: list[tuple[str, Any]] = [("", root)]
    while stack:
        key, node = stack.pop()
        if isinstance(node, MapNode):
            yield (key, "object", len(node.items)), None
            stack += reversed(node.items)
        elif isinstance(node, list):
            yield (key, "list", len(node)), None
            stack += [("", child) for child in reversed(node)]
        else:
            yield (key, bool(node.decode)), node.text(host)


def _json_lines(text: str, name: str) -> Iterator[Leaf]:
    for number, line in enumerate(text.split("\n" if "\n" in text else "\r")):
        if line.strip():
            for what, value in _json(line, name):
                yield (number, what), value


def _toml(text: str, _name: str) -> Iterator[Leaf]:
    import tomllib

    yield from _walk(tomllib.loads(text, parse_float=_Number))


def _csv(text: str, name: str) -> Iterator[Leaf]:
    for number, row in enumerate(_csv_rows(text, name)):
        yield (number, len(row)), None
        for column, cell in enumerate(row):
            yield (number, column), cell


def ends_with_row(name: str, text: str) -> bool:
    """Return whether rows that follow a text of whole lines are new ones for the format's library, too."""
    if _module(name) != "delimited":
        return "\n" in text or "\r" not in text  # in a text without any line feed, carriage returns end lines
    from collections import deque

    try:
        return not deque(_csv_rows(text + "\n\n", name), maxlen=1).pop()
    except ValueError:
        return False


def _csv_rows(text: str, name: str) -> Iterator[list[str]]:
    import csv
    import re

    from promptlint.sources.delimited import delimiter_in

    lines = (line[0] for line in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text))
    try:
        yield from _of_any_length(csv.reader(lines, delimiter=delimiter_in(text, name), skipinitialspace=True), len(text) + 1)
    except csv.Error as error:
        raise ValueError(str(error)) from None


def _of_any_length(rows: Iterator[list[str]], longest: int) -> Iterator[list[str]]:
    """The rows, with cells of up to `longest` code points; the limit is that of the process, so it holds only while a row is read."""
    import csv

    row: list[str] | None = []
    while row is not None:
        limit = csv.field_size_limit(longest)
        try:
            row = next(rows, None)
        finally:
            csv.field_size_limit(limit)
        if row is not None:
            yield row


def _yaml(text: str, _name: str) -> Iterator[Leaf]:
    """The events of the text, each with everything about a node but its position."""
    import yaml

    resolve = yaml.SafeLoader("").resolve
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            told = {name: value for name, value in vars(event).items() if name not in ("start_mark", "end_mark", "value")}
            value = getattr(event, "value", None)
            if isinstance(event, yaml.ScalarEvent) and event.implicit[0]:
                told["resolved"] = resolve(yaml.ScalarNode, value, event.implicit)  # type: ignore[no-untyped-call]
            # A value with an anchor occurs several times, so it must not change.
            anchored = value if getattr(event, "anchor", None) else None
            yield (type(event).__name__, tuple(sorted(told.items(), key=lambda item: item[0])), anchored), value
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def _python(text: str, _name: str) -> Iterator[Leaf]:
    """The nodes of the module as `ast` reads it; a sum of texts counts as the one that it makes."""
    import ast
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stack: list[ast.AST] = [ast.parse(text)]
    while stack:
        node = stack.pop()
        parts = _python_parts(node)
        if parts is None:
            yield (type(node).__name__, tuple((name, _kept(value)) for name, value in ast.iter_fields(node))), None
            stack += reversed(list(ast.iter_child_nodes(node)))
        else:
            yield tuple(each for each in parts if not isinstance(each, str)), "".join(each for each in _with_slots(parts))


def _python_parts(node: ast.AST) -> list[str | tuple[str, str]] | None:
    """The strings of a literal or a sum of literals, and the code between them; None for another node."""
    import ast

    sums: list[ast.AST] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        sums.append(node.right)
        node = node.left
    parts: list[str | tuple[str, str]] = []
    for operand in [node, *reversed(sums)]:
        for each in operand.values if isinstance(operand, ast.JoinedStr) else [operand]:
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                parts.append(each.value)
            else:
                parts.append((type(each).__name__, ast.unparse(each)))
        parts.append(("end of", type(operand).__name__))
    is_text = any(isinstance(each, str) for each in parts) or isinstance(node, ast.JoinedStr)
    return parts if is_text else None


def _with_slots(parts: list[str | tuple[str, str]]) -> Iterator[str]:
    from promptlint.sources.code import slot

    for each in parts:
        if isinstance(each, str):
            yield each
        elif each[0] != "end of":
            yield slot(0, 0, each[1])[0]


def _kept(value: object) -> object:
    """A field of a node, without the nodes in it, which have their turn; a number as it is written, as 1 and True are equal."""
    import ast

    if isinstance(value, list):
        return tuple(type(each).__name__ if isinstance(each, ast.AST) else each for each in value)
    return type(value).__name__ if isinstance(value, ast.AST) else repr(value)


def _javascript(text: str, name: str) -> Iterator[Leaf]:
    from promptlint.sources.javascript_file import leaves

    yield from leaves(text, name)


def _markdown(text: str, _name: str) -> Iterator[Leaf]:
    """The blocks, with their lines; for code that we read, and for the front matter, its values."""
    from promptlint.sources.markdown_blocks import FRONT_MATTER, parse_blocks

    front = FRONT_MATTER.match(text)
    if front:
        yield from _fence(front[0].strip(".-\r\n\t "), "yaml")
    known: dict[object, Any] = {}
    yield from [leaf for token in parse_blocks(text) for leaf in _block(token, known)]  # a token is larger than its part


def _block(token: Any, known: dict[object, Any]) -> Iterator[Leaf]:
    """The parts of a token; those that are equal are one object."""
    kind = token.type, token.tag, token.nesting, token.level, token.info
    leaf = (known.setdefault(kind, kind), *(token.map or ())), None
    yield leaf if token.map else known.setdefault(leaf, leaf)
    if token.type == "fence":
        yield from _fence(token.content, token.info)


def _fence(content: str, info: str) -> Iterator[Leaf]:
    """The values of the code in a fence: nothing for a fence of prompts, all of it if it is not complete code."""
    from textwrap import dedent

    from promptlint.sources.fences import kind_of, language_in
    from promptlint.sources.hosts import HOSTS

    kind = kind_of(language_in(info))
    if not kind:
        return
    try:
        yield from list(_READERS[HOSTS[kind].module](dedent(content), f"fence.{kind}")) if kind in HOSTS else [("code", (content,))]
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        yield "code", (content,)


_READERS: dict[str, Callable[[str, str], Iterator[Leaf]]] = {
    "jsonc": _json,
    "jsonlines": _json_lines,
    "toml_file": _toml,
    "delimited": _csv,
    "yaml_file": _yaml,
    "python_file": _python,
    "javascript_file": _javascript,
    "markdown": _markdown,
}
"""The reader of each host; a text file has lines only."""
