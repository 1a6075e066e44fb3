"""JSON pointers (RFC 6901): naming and reading one value in a JSON document."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["join", "resolve", "split"]

_MISSING = object()


def split(pointer: str) -> list[str]:
    """The keys of a pointer, unescaped."""
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
    """The value at the pointer, or None."""
    found = _walk(body, pointer)
    return None if found is _MISSING else found
