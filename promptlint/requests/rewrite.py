"""Put another text into a JSON body and leave every other byte as it was."""

from __future__ import annotations

from promptlint.bodies.nodes import node_at
from promptlint.text.pointer import split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["replaced", "with_value"]


def with_value(body: dict[str, Any], pointer: str, value: object) -> dict[str, Any]:
    """A copy of the body with another value at a pointer that it has."""
    copy = dict(body)
    *parents, last = split(pointer)
    inner = copy
    for key in parents:
        inner[key] = dict(inner[key])
        inner = inner[key]
    inner[last] = value
    return copy


def replaced(content: bytes, body: dict[str, Any], pointer: str, value: str) -> bytes:
    """The bytes of a JSON body with another text at a pointer that it has; `body` is what they say.

    Bytes that are not UTF-8 are written anew.
    """
    import json

    from promptlint.errors import SourceError
    from promptlint.sources.jsonc import scan
    from promptlint.sources.keyed import Text
    from promptlint.sources.source_map import SourceText

    try:
        text = content.decode("utf-8")
        node = node_at(scan(SourceText(text)), pointer)
    except (UnicodeDecodeError, SourceError):
        node = None
    if not isinstance(node, Text) or node.decode is None:
        return json.dumps(with_value(body, pointer, value), ensure_ascii=False).encode("utf-8", "surrogatepass")
    literal = json.dumps(value, ensure_ascii=text.isascii())
    return (text[: node.start] + literal + text[node.end :]).encode("utf-8", "surrogatepass")
