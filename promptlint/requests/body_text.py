"""The bytes of a JSON body: read them, and write them with one string changed and every other byte unchanged."""

from __future__ import annotations

from promptlint.bodies.nodes import node_at
from promptlint.diagnostics import Edit, apply_edits
from promptlint.errors import SourceError
from promptlint.sources.json_scanner import scan
from promptlint.sources.nodes import MapNode, Text
from promptlint.sources.source_map import PromptText, SourceText
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from promptlint.sources.nodes import Node

__all__ = ["BodyText", "InexactError", "read_body"]

MAX_DEPTH = 32
"""Deeper values are not fields of any service; they are read as empty, because their depth could exhaust the interpreter's stack."""

_MARK = "\ufeff"


class InexactError(Exception):
    """A change that the bytes of a body cannot say exactly."""


class BodyText(NamedTuple):
    """A body: its value, its text and its encoding. `exact` means that the text represents all of the bytes."""

    value: Any
    text: str
    encoding: str
    exact: bool

    def with_edits(self, pointer: str, edits: Iterable[Edit]) -> BodyText:
        """Return the body with edits made to the text at a pointer. Raises InexactError.

        Escapes that no edit touches stay as they are written.
        """
        begin = 1 if self.text.startswith(_MARK) else 0
        host = SourceText(self.text)
        node = node_at(scan(host, begin), pointer)
        if not self.exact or not isinstance(node, Text) or node.decode is None:
            raise InexactError
        text, mappings = node.decode()
        made = PromptText(text, "request", host, tuple(mappings), (0, len(text))).host_edits(tuple(edits))
        changed = None if made is None else _read(apply_edits(self.text, made), self.encoding, exact=True)
        if changed is None:
            raise InexactError
        return changed

    def content(self) -> bytes:
        """Return the bytes, in the encoding that they came in. Raises InexactError."""
        try:
            return self.text.encode(self.encoding)
        except UnicodeEncodeError:
            raise InexactError from None


def read_body(content: bytes) -> BodyText | None:
    """The body of these bytes, or None if they are not JSON. Bytes that are invalid in the encoding are read as U+FFFD."""
    encoding = _encoding(content)
    try:
        text, exact = content.decode(encoding), True
    except UnicodeDecodeError:
        text, exact = content.decode(encoding, "replace"), False
    return _read(text, encoding, exact=exact)


def _encoding(content: bytes) -> str:
    """UTF-8, or the encoding that a byte order mark or the zeros of the first characters indicate (RFC 4627, section 3)."""
    import json

    named = json.detect_encoding(content)
    if named == "utf-8-sig":
        return "utf-8"
    if named in ("utf-16", "utf-32"):  # the mark determines the byte order, and stays part of the text
        little = content[:2] == b"\xff\xfe"
        return f"{named}-{'le' if little else 'be'}"
    return named


def _read(text: str, encoding: str, *, exact: bool) -> BodyText | None:
    import json

    try:
        value = json.loads(text.removeprefix(_MARK), parse_int=_whole)
    except RecursionError:
        value = _deep(text)
    except ValueError:
        return None
    return BodyText(value, text, encoding, exact)


def _whole(digits: str) -> int | float:
    """A whole number; beyond the digits that Python reads, as JSON readers elsewhere take it."""
    try:
        return int(digits)
    except ValueError:
        return float(digits)


def _deep(text: str) -> Any:
    """The value of a text that is nested too deeply for Python's reader, without its deepest parts."""
    import json

    host = SourceText(text)
    try:
        root = scan(host, 1 if text.startswith(_MARK) else 0)
    except SourceError:
        return None

    def made(node: Node, depth: int) -> Any:
        if isinstance(node, MapNode):
            return {key: made(each, depth + 1) for key, each in node.items} if depth < MAX_DEPTH else {}
        if isinstance(node, list):
            return [made(each, depth + 1) for each in node] if depth < MAX_DEPTH else []
        return node.text(host) if node.decode is not None else json.loads(node.text(host), parse_int=_whole)

    return made(root, 0)
