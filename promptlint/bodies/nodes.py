"""Positions of values in a JSON text."""

from __future__ import annotations

from promptlint.text.pointer import split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.sources.nodes import Node

__all__ = ["node_at"]


def node_at(root: Node, pointer: str) -> Node | None:
    """The node at the pointer; for a duplicate key the last one, as parsers do."""
    from promptlint.sources.nodes import MapNode

    node: Node | None = root
    for key in split(pointer):
        if isinstance(node, MapNode):
            node = next((value for name, value in reversed(node.items) if name == key), None)
        elif isinstance(node, list) and key.isdecimal() and int(key) < len(node):
            node = node[int(key)]
        else:
            return None
    return node
