"""A request as the rules see it: the body, what it is sent to, and the prompt in it."""

from __future__ import annotations

from promptlint.links.redact import quotable
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.pointer import join, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from promptlint.midjourney.targets import Endpoint, Field, Target
    from promptlint.model import Prompt

__all__ = ["Request", "as_number", "fits", "number_words", "quote", "span"]

_PYTHON: dict[str, type] = {"string": str, "boolean": bool, "array": list, "object": dict}


class Request(NamedTuple):
    """A request body that is about to be sent.

    `target` and `endpoint` are None if the service is unknown; then only the prompt can be checked. `pointer` is the position of
    the prompt, empty if there is none, and `prompt` is that prompt, parsed. `listed` is whether it is an item of a list of
    bodies, or None if that is unknown.
    """

    body: dict[str, Any]
    target: Target | None
    endpoint: Endpoint | None
    pointer: str
    prompt: Prompt
    listed: bool | None = None

    @property
    def fields(self) -> dict[str, Field]:
        """The fields that the endpoint knows, by pointer."""
        return self.endpoint.fields if self.endpoint is not None else {}

    @property
    def place(self) -> str:
        """The request in words, for messages."""
        if self.target is None or self.endpoint is None:
            return "the request"
        return f"{self.target.title}'s {self.endpoint.title} request"

    def value(self, pointer: str) -> Any:
        """The value at a pointer, or None."""
        return resolve(self.body, pointer)

    def given(self, pointer: str) -> bool:
        """Return whether a field has a value: not null and, for a field where an empty text counts as missing, not empty."""
        value = self.value(pointer)
        if value is None:
            return False
        field = self.fields.get(pointer)
        return not (value == "" and field is not None and field.empty)

    def present(self) -> Iterator[tuple[Field, Any]]:
        """The known fields that the body has, each with its value, in the order of the table."""
        for pointer, field in self.fields.items():
            if self.given(pointer):
                yield field, self.value(pointer)

    def parameter_of(self, field: Field) -> str:
        """The parameter that a field replaces in this body, or an empty string."""
        if field.stands_for is None:
            return field.parameter
        pointer, parameters = field.stands_for
        chosen = self.value(pointer)
        return parameters.get(chosen, "") if isinstance(chosen, str) else ""

    def unknown(self) -> Iterator[str]:
        """The pointers of the fields that the endpoint certainly does not have, in the order of the body."""
        return iter(()) if self.endpoint is not None and self.endpoint.open else self.unlisted()

    def unlisted(self) -> Iterator[str]:
        """The pointers of the fields that the table does not have, in the order of the body."""
        if not self.fields:
            return
        closed = [pointer for pointer, field in self.fields.items() if field.type == "object" and not field.open]
        for parent in ("", *closed):
            table = self.value(parent)
            if not isinstance(table, dict):
                continue
            for key in table:
                if (pointer := join(parent, key)) not in self.fields:
                    yield pointer

    def missing(self) -> Iterator[Field]:
        """The required fields that are not there; of a missing object only itself, not what would be in it."""
        for pointer, field in self.fields.items():
            if not field.required or self.given(pointer):
                continue
            if not field.parent or isinstance(self.value(field.parent), dict):
                yield field

    def items(self) -> Iterator[tuple[str, Field, str, Any]]:
        """Pointer, field, expected type and value of each known field that is there; of an array also of each item."""
        for field, value in self.present():
            yield field.pointer, field, field.type, value
            if field.type == "array" and isinstance(value, list):
                for index, item in enumerate(value):
                    yield join(field.pointer, index), field, field.items or "string", item

    def sound(self) -> Iterator[tuple[str, Field, Any]]:
        """Pointer, field and value of what has the right type: texts, numbers (also written as text), items of arrays."""
        for pointer, field, kind, value in self.items():
            typed = as_number(value) if kind in ("integer", "number") else value
            if typed is not None and fits(kind, typed):
                yield pointer, field, typed


def fits(kind: str, value: object) -> bool:
    """Return whether a value is of a JSON type; `integer` takes 300 and 300.0, as JSON Schema does, and `any` takes all."""
    if kind == "any":
        return True
    if kind == "integer":
        return not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))
    if kind == "number":
        return not isinstance(value, bool) and isinstance(value, (int, float))
    return isinstance(value, _PYTHON[kind])


def span(value: object) -> tuple[int, int]:
    """The span of a finding about a whole value: all of a string, empty for anything else."""
    return (0, len(value)) if isinstance(value, str) else (0, 0)


def as_number(value: object) -> float | None:
    """A number, or the number in a string, or None for anything else (true and false are not numbers)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value
    if not isinstance(value, str) or len(value) > 40:
        return None
    text = value.strip()
    try:
        return int(text) if text.lstrip("+-").isdecimal() else float(text)
    except ValueError:
        return None


def number_words(value: float) -> str:
    """A number for messages: the shortest form, or in words where it is beyond all forms."""
    try:
        return f"{value:g}"
    except OverflowError:
        return "a number with hundreds of digits"


def quote(value: object) -> str:
    """A value as JSON for messages, shortened if it is long."""
    import json

    try:
        text = json.dumps(value, ensure_ascii=False)
    except (RecursionError, ValueError, TypeError):  # nested too deeply, or not valid in JSON
        return "a list" if isinstance(value, list) else "an object" if isinstance(value, dict) else f"a {type(value).__name__}"
    return f"`{quotable(text, 60)}`"
