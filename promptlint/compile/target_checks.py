"""Check relations between the rows of `midjourney/targets.toml`, when it is compiled and in its tests."""

from __future__ import annotations

from .shape import refuse, shape_problems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["validate"]

Table = dict[str, "Any"]

_BOUNDS = (("minimum", "maximum"), ("shortest", "longest"), ("fewest", "most"))


def validate(data: Table) -> None:
    """Raise a TableError that names every mistake: those of shape if there are any, else those of meaning."""
    refuse(shape_problems("targets", data))
    refuse(_meaning(data))


def _meaning(data: Table) -> Iterator[str]:
    for name, row in data["targets"].items():
        for key, endpoint in row.get("endpoints", {}).items():
            yield from _endpoint(f"targets.{name}.endpoints.{key}", endpoint)
        yield from _sources(data["sources"], row, f"targets.{name}")


def _endpoint(at: str, row: Table) -> Iterator[str]:
    fields = row["fields"]
    for pointer, field in fields.items():
        parent = pointer.rpartition("/")[0]
        if not pointer.startswith("/") or (parent and parent not in fields):
            yield f"{at}.fields.{pointer}: `{parent}` is not a field of this endpoint"
        for low, high in _BOUNDS:
            if field.get(low, 0) > field.get(high, field.get(low, 0)):
                yield f"{at}.fields.{pointer}.{low}: {field[low]} is greater than {high}, {field[high]}"
        other = field.get("stands_for", {}).get("field", pointer)
        if other not in fields:
            yield f"{at}.fields.{pointer}.stands_for.field: `{other}` is not a field of this endpoint"
    named = [(key, row[key]) for key in ("prompt", "model_field") if row.get(key)]
    named += [(key, pointer) for key in ("one_of", "when") for pointer in row.get(key, ())]
    for key, pointer in named:
        if pointer not in fields:
            yield f"{at}.{key}: `{pointer}` is not a field of this endpoint"
        elif key == "when" and fields[pointer].get("required") != "rejected":
            yield f"{at}.when: `{pointer}` is not a required field, so a request without it may be for another endpoint"


def _sources(sources: Table, row: object, at: str) -> Iterator[str]:
    """Each `source` in the row that is not a row of [sources]."""
    if isinstance(row, list):
        for number, each in enumerate(row):
            yield from _sources(sources, each, f"{at}[{number}]")
    if isinstance(row, dict):
        for key, value in row.items():
            if key == "source" and value not in sources:
                yield f"{at}.source: `{value}` is not a row of [sources]"
            yield from _sources(sources, value, f"{at}.{key}")
