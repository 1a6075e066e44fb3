"""The tree of a prompt, as text with its mistakes marked, and as JSON."""

from __future__ import annotations

import json

from promptlint.parsing.parser import parse
from promptlint.parsing.syntax_tree import syntax_tree

from .excerpt import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.model import Anomaly
    from promptlint.parsing.syntax_tree import SyntaxNode
    from promptlint.sources.source_map import PromptText

__all__ = ["json_of", "lines_of", "nodes_of"]

_INDENT = "  "
_DEEPEST = 40
"""Number of indented levels: braces may nest thousands deep."""


def lines_of(path: str, prompt: PromptText) -> Iterator[str]:
    """The location, then one line per node: kind, span, the text of a terminal, and its mistake."""
    yield f"{shown(path)}:{prompt.line}:\n"
    for depth, node, marks in nodes_of(prompt.text):
        line = f"{_INDENT * min(depth + 1, _DEEPEST)}{node.kind} {node.start}:{node.end}"
        if not node.children and node.end > node.start:
            line += f" {shown(prompt.text[node.start : node.end])!r}" + (f"  <- {', '.join(marks)}" if marks else "")
        yield line + "\n"


def nodes_of(text: str) -> Iterator[tuple[int, SyntaxNode, list[str]]]:
    """Yield each node of a prompt's tree with its depth, and the kinds of the slips that lie in a terminal."""
    slips = sorted(parse(text).anomalies, key=_place)
    at = 0
    for depth, node in syntax_tree(text).walk():
        marks = []
        if not node.children and node.end > node.start:
            while at < len(slips) and _place(slips[at]) < node.end:
                marks.append(slips[at].kind)
                at += 1
        yield depth, node, marks


def _place(slip: Anomaly) -> int:
    """The start of a mistake's own token; for a missing one, the position where it should be."""
    return slip.edit[0] if slip.edit is not None else slip.start


def json_of(path: str, prompt: PromptText) -> str:
    """One prompt of the JSON document."""
    head = json.dumps({"path": path, "line": prompt.line, "text": prompt.text})
    return f'{head[:-1]}, "tree": {"".join(_json(syntax_tree(prompt.text)))}}}'


def _json(tree: SyntaxNode) -> Iterator[str]:
    """The tree in pieces; nothing recurses, as braces may nest deeper than Python calls."""
    waiting: list[SyntaxNode | str] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
            continue
        yield f'{{"kind": "{node.kind}", "start": {node.start}, "end": {node.end}, "children": ['
        waiting.append("]}")
        for number, child in enumerate(reversed(node.children), 1 - len(node.children)):
            waiting.append(child)
            if number:
                waiting.append(", ")
