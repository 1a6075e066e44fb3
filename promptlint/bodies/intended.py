"""Find the field that an unknown key was intended to be: another spelling, another service's name for it, or a typing error."""

from __future__ import annotations

from promptlint.text.pointer import split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.targets import Field

    from .model import Request

__all__ = ["intended_field", "stand_in"]


def intended_field(request: Request, pointer: str) -> Field | None:
    """The field that the unknown key at `pointer` was probably intended to be, among the missing fields next to it."""
    name = split(pointer)[-1]
    parent = pointer.rpartition("/")[0]
    free = {field.name: field for field in request.fields.values() if field.parent == parent and not request.given(field.pointer)}
    for candidate, field in free.items():
        if _folded(candidate) == _folded(name):
            return field
    from promptlint.midjourney.tables import targets

    alike = targets().synonyms(name)
    for candidate, field in free.items():
        if candidate in alike:
            return field
    from promptlint.text.did_you_mean import nearest

    close = nearest(name, free)
    return free[close] if close is not None else None


def stand_in(request: Request, field: Field) -> str | None:
    """The unknown key that was probably intended to be `field`, or None."""
    for pointer in request.unlisted():
        if pointer.rpartition("/")[0] == field.parent and intended_field(request, pointer) == field:
            return split(pointer)[-1]
    return None


def _folded(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
