"""JSON pointers (RFC 6901): naming, reading and replacing one value in a request body."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.sources.keyed import Node

__all__ = ["join", "node_at", "resolve", "split"]

_MISSING = object()


def split(pointer: str) -> list[str]:
    """The keys a pointer goes through, unescaped."""
    return [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]


def join(pointer: str, key: str | int) -> str:
    """The pointer of a key, or of an item's index, under `pointer`."""
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def _walk(body: Any, pointer: str) -> Any:
    for key in split(pointer):
        if isinstance(body, dict):
            body = body.get(key, _MISSING)
        elif isinstance(body, list) and key.isdecimal() and int(key) < len(body):
            body = body[int(key)]
        else:
            return _MISSING
    return body


def resolve(body: Any, pointer: str) -> Any:
    """The value at the pointer, None where there is none."""
    found = _walk(body, pointer)
    return None if found is _MISSING else found


def node_at(root: Node, pointer: str) -> Node | None:
    """The node at the pointer in a tree that knows its places; of a key that is there twice the last, as readers take it."""
    from promptlint.sources.keyed import MapNode

    node: Node | None = root
    for key in split(pointer):
        if isinstance(node, MapNode):
            node = next((value for name, value in reversed(node.items) if name == key), None)
        elif isinstance(node, list) and key.isdecimal() and int(key) < len(node):
            node = node[int(key)]
        else:
            return None
    return node
