"""YAML: scalars under prompt keys, with positions from PyYAML's marks. Composed, never constructed: nothing is run.

PyYAML reads YAML 1.1: `no` and `on` are booleans and `16:9` is a number in base sixty. Here every scalar is its source text, so
none of that matters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import partial
from itertools import islice

from promptlint.errors import SourceError
from promptlint.text.regex_compat import lazy_pattern

from .comments import MARK
from .keyed import KIND, prompts, reasons_in
from .nodes import MapNode, Node, Text
from .source_map import Mapping, PromptText, SourceText, Unit, escaped_mappings, shifted, units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from .hosts import ReadOptions
    from .unread import Item

__all__ = ["KIND", "comments", "find", "reasons"]

FORM = "yaml-key"

_BREAK = lazy_pattern(r"\r\n|[\r\n\x85\u2028\u2029]")
_FOLD = lazy_pattern(r"[ \t]*+(?:\r\n|[\r\n\x85\u2028\u2029])(?:[ \t]|\r\n|[\r\n\x85\u2028\u2029])*+")
_FOLD_OR_QUOTES = lazy_pattern(rf"{_FOLD.pattern}|''")
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b", " ": " ",
    '"': '"', "\\": "\\", "/": "/", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_FOLD_OR_ESCAPE = lazy_pattern(
    rf"\\(?:(x[0-9A-Fa-f]{{2}}|u[0-9A-Fa-f]{{4}}|U[0-9A-Fa-f]{{8}})|([0abt\tnvfre \"\\/N_LP])|({_FOLD.pattern}))|{_FOLD.pattern}"
)
_COMMENT = lazy_pattern(r"[ \t]++(#[^\r\n]*+)")
_HEADER = lazy_pattern(r"(?:[&!][^\s]*+\s++)*+[|>][^#\r\n]*+(?:#[^\r\n]*+)?")
_ANCHORED = lazy_pattern(r"(?:![^\s]*+\s++)?&")
# What PyYAML says of a text without quotes that has `: ` in it, or begins with a bracket or another special character.
_UNQUOTED = lazy_pattern(r"^mapping values are not|but found '<scalar>'|character '[@`%|]' that cannot start")
_MAX_MERGED = 64


def find(host: SourceText, _name: str, settings: ReadOptions) -> Iterator[Item]:
    """The prompts of a YAML file, of all its documents. Raises SourceError if it is not YAML."""
    roots = _compose(host)
    roots.reverse()
    while roots:  # a document's nodes are not kept while its findings are
        seen: set[tuple[int, str]] = set()
        for item in prompts(_node(roots.pop(), host), host, settings.prompt_keys, FORM):
            key = (item.mappings[0].host, item.text) if isinstance(item, PromptText) else (-1, "")
            if key not in seen or not isinstance(item, PromptText):  # an alias may repeat a prompt
                yield item
            seen.add(key)


def reasons(host: SourceText, _name: str) -> Callable[[int], str]:
    """Return the location of an index in the file, in words: under which key, or in a comment."""
    return reasons_in([_node(root, host) for root in _compose(host)])


def comments(host: SourceText, _name: str) -> Iterator[tuple[int, int]]:
    """The comments with a directive: those outside every scalar."""
    scalars = sorted(_scalar_spans(_compose(host), host.text))
    starts = [first for first, _ in scalars]
    at = host.text.find(MARK)
    while at >= 0:
        line = host.position(at).line
        start, end = host.line_span(line)
        hash_at = host.text.rfind("#", start, at)
        within = bisect_left(starts, at) - 1  # scalars do not overlap: the last that begins before
        if hash_at >= 0 and not (within >= 0 and at < scalars[within][1]):
            yield hash_at, end
        at = host.text.find(MARK, max(end, at + 1))


def _compose(host: SourceText) -> list[Any]:
    """The nodes of the documents in the text."""
    import yaml

    from .yaml_loader import Loader

    try:
        return [node for node in yaml.compose_all(host.text, Loader=Loader) if node is not None]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"{error.problem or error.context}"
        advice = "; write the text in quotes" if _UNQUOTED.search(problem) else ""
        raise host.error(f"Invalid YAML: {problem}{advice}", mark.index if mark else 0) from None
    except yaml.reader.ReaderError as error:
        position = error.position if isinstance(error.position, int) else 0
        raise host.error(f"Invalid YAML: the character U+{ord(host.text[position]):04X} is not allowed", position) from None
    except RecursionError:
        raise SourceError("This YAML is nested too deeply to be read") from None


def _scalar_spans(roots: list[Any], text: str) -> Iterator[tuple[int, int]]:
    """The positions of scalars; of a block without its header, whose line may have a comment."""
    stack, seen = list(roots), set()
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node.value, str):
            start, end = node.start_mark.index, node.end_mark.index
            header = _HEADER.match(text, start, end) if node.style in ("|", ">") else None
            yield (header.end() if header else start), end
        else:
            stack += [part for item in node.value for part in (item if isinstance(item, tuple) else (item,))]


def _node(root: Any, host: SourceText) -> Node:
    """The tree of a composed document. Of aliases, only those of scalars are followed."""
    seen: set[int] = set()
    top: list[Node] = []
    stack: list[tuple[Any, Any]] = [(root, top.append)]
    while stack:
        node, put = stack.pop()
        if isinstance(node.value, str):
            put(_scalar(node, host))
            continue
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.tag.endswith(":map") or (node.value and isinstance(node.value[0], tuple)):
            map_node = MapNode(node.start_mark.index, [])
            put(map_node)
            stack += [(child, partial(_put_key, map_node, key)) for key, child in reversed([*node.value, *_merged(node)])]
        else:
            children: list[Node] = []
            put(children)
            stack += [(child, children.append) for child in reversed(node.value)]
    return top[0]


def _merged(node: Any) -> Iterator[tuple[Any, Any]]:
    """The first texts that a map takes over from those it merges (`<<: *base`), but for the keys it has.

    Only the first, as many maps may merge the same long ones; each text is read in its own map as well.
    """
    keys = {key.value for key, _ in node.value if isinstance(key.value, str)}
    bases = islice(_bases(node), _MAX_MERGED) if "<<" in keys else ()
    for key, child in islice((pair for base in bases for pair in base.value), _MAX_MERGED):
        if isinstance(key.value, str) and isinstance(child.value, str) and key.value not in keys:
            keys.add(key.value)
            yield key, child


def _bases(node: Any) -> Iterator[Any]:
    """The maps that a map merges."""
    for merge, value in node.value:
        if merge.tag.endswith(":merge"):
            maps = value.value if value.tag.endswith(":seq") else (value,)
            yield from (each for each in maps[:_MAX_MERGED] if each.tag.endswith(":map"))


def _put_key(map_node: MapNode, key: Any, child: Node) -> None:
    map_node.items.append((key.value if isinstance(key.value, str) else "", child))


def _scalar(node: Any, host: SourceText) -> Text:
    start, end = node.start_mark.index, node.end_mark.index
    if node.style is None and "str" not in node.tag and not re.search(r"[A-Za-z] ?[A-Za-z]", node.value):
        return Text(start, end, None)
    comment = _comment_behind(host, end) if node.style is None else None
    return Text(start, end, partial(_decode, host, node.value, node.style, start, end), wrapped=node.style != '"', comment=comment)


def _comment_behind(host: SourceText, end: int) -> tuple[int, int] | None:
    """Start and end of the comment on the line on which a plain scalar ends: ` #` ended it."""
    match = _COMMENT.match(host.text, end)
    return match.span(1) if match and MARK not in match[1] else None


def _decode(host: SourceText, value: str, style: str | None, start: int, end: int) -> tuple[str, list[Mapping]]:
    """The text of a scalar and the positions of its characters.

    The readers below must produce PyYAML's own value; if one does not (a folded block with odd indentation), the value is mapped
    line by line and never edited. Nor is a value with an anchor, which may occur in several places.
    """
    if _ANCHORED.match(host.text, start, end):
        return value, _by_line(host.text, value, start, end)
    reader = {None: _plain, "'": _single, '"': _double, "|": _literal, ">": _folded}[style]
    text, mappings = escaped_mappings(reader(host.text, start, end), _ESCAPE_NAMES[style])
    if text == value:
        return text, list(_undivided(text, mappings))
    # The header (`|`, `|-`, `|+`) determines how many of the last line breaks stay; none is part of a prompt.
    if text.rstrip("\n") == value.rstrip("\n"):
        return shifted(text, mappings, 0, len(value.rstrip("\n")))
    return value, _by_line(host.text, value, start, end)


def _undivided(text: str, mappings: list[Mapping]) -> Iterator[Mapping]:
    """The segments; folded lines with several line breaks are skipped, as none of those has a position."""
    stops = [*(each.start for each in mappings), len(text)][1:]
    for each, stop in zip(mappings, stops, strict=True):
        yield each._replace(kind="join") if each.kind == "escape" and stop - each.start > 1 else each


_ESCAPE_NAMES = {None: "yaml plain", "'": "yaml single", '"': "yaml double", "|": "yaml block", ">": ""}


def _by_line(text: str, value: str, start: int, end: int) -> list[Mapping]:
    """Each word of a value at its next position in the host: nothing can be edited."""
    mappings: list[Mapping] = []
    at, behind = start, 0
    for word in re.finditer(r"\S++", value):
        found = text.find(word[0], at, end)
        if word.start() > behind or not mappings:
            mappings.append(Mapping(behind, at, max(at, found), "escape"))
        at = found if found >= 0 else at
        mappings.append(Mapping(word.start(), at, min(end, at + len(word[0])), "plain" if found >= 0 else "escape"))
        at, behind = mappings[-1].host_end, word.end()
    if not mappings:  # a block of white space
        return [Mapping(0, start, end, "escape")]
    return [each for each, after in zip(mappings, [*mappings[1:], None], strict=True) if after is None or after.start > each.start]


def _plain(text: str, start: int, end: int) -> Iterator[Unit]:
    """A plain scalar: line breaks are folded."""
    return units(text, start, end, _FOLD, lambda match: _folded_text(match[0]))


def _folded_text(run: str) -> str:
    """One line break becomes a space, each further one stays."""
    breaks = len(_BREAK.findall(run))
    return " " if breaks == 1 else "\n" * (breaks - 1)


def _single(text: str, start: int, end: int) -> Iterator[Unit]:
    """A scalar in single quotes: two of them are one."""
    return units(text, start + 1, end - 1, _FOLD_OR_QUOTES, lambda match: _folded_text(match[0]) if match[0] != "''" else "'")


def _double(text: str, start: int, end: int) -> Iterator[Unit]:
    """A scalar in double quotes: escapes, and folded line breaks."""
    return units(text, start + 1, end - 1, _FOLD_OR_ESCAPE, _read_in_double)


def _read_in_double(match: re.Match[str]) -> str:
    """The text of an escape or of folded line breaks."""
    code, kind, fold = match.groups()
    if code:
        return chr(int(code[1:], 16))
    if kind:
        return _ESCAPES[kind]
    # An escaped line break is nothing, with the white space that begins the next line; each further one stays.
    return "\n" * (len(_BREAK.findall(fold)) - 1) if fold else _folded_text(match[0])


def _block_lines(text: str, start: int, end: int) -> tuple[int, list[tuple[int, int, str]]]:
    """The indentation of a block scalar and its lines as start, end and line break, without the header line."""
    header = _BREAK.search(text, start, end)
    if header is None:
        return 0, []
    lines: list[tuple[int, int, str]] = []
    at = header.end()
    while at < end:
        found = _BREAK.search(text, at, end)
        lines.append((at, found.start() if found else end, found[0] if found else ""))
        at = found.end() if found else end
    told = re.match(r"[|>][+-]?([1-9])?", text[start:end])
    spaces = [_indent(text, first, last) for first, last, _ in lines if text[first:last].strip(" ")]
    if told and told[1] and spaces:
        # The number counts from the parent's indentation, which PyYAML knows and we do not: the least one is available.
        return min(spaces), lines
    return (spaces[0] if spaces else 0), lines


def _indent(text: str, start: int, end: int) -> int:
    return end - start - len(text[start:end].lstrip(" "))


def _literal(text: str, start: int, end: int) -> Iterator[Unit]:
    """A literal block: lines without their indentation."""
    indent, lines = _block_lines(text, start, end)
    for first, last, ending in lines:
        begin = min(first + indent, last)
        yield text[begin:last], begin, last
        if ending:
            yield "\n", last, last + len(ending)


def _folded(text: str, start: int, end: int) -> Iterator[Unit]:
    """A folded block, in its common shape: lines of one paragraph joined by spaces, empty lines as line breaks."""
    indent, lines = _block_lines(text, start, end)
    pending: list[tuple[int, int]] = []
    for first, last, ending in lines:
        begin = min(first + indent, last)
        if begin < last:
            if pending:
                yield " " if len(pending) == 1 else "\n" * (len(pending) - 1), pending[0][0], begin
                pending = []
            yield text[begin:last], begin, last
        pending.append((last, last + len(ending)))
    if pending and pending[0][1] > pending[0][0]:
        yield "\n", *pending[0]
