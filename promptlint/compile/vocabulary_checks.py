"""Check relations between the rows of `grammar/parameters.toml`, when it is compiled and in its tests.

Every error names the key (`parameters.stylize.limits[2].max`), and all of them are reported at once.
"""

from __future__ import annotations

import re

from promptlint.midjourney.vocabulary import Vocabulary
from promptlint.text.joining import or_list

from .shape import parse, refuse, shape_problems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["build", "load", "validate"]

Table = dict[str, "Any"]


def load(text: str) -> Table:
    """The table from its TOML text, checked (TableError)."""
    data = parse(text)
    validate(data)
    return data


def validate(data: Table) -> None:
    """Raise a TableError that names every mistake: those of shape if there are any, else those of meaning."""
    refuse(shape_problems("parameters", data))
    refuse(f"{path}: {complaint}" for path, complaint in _meaning(data))


def build(data: Table) -> Vocabulary:
    """A vocabulary from a table that is checked first (TableError). A run makes a `Vocabulary` straight away."""
    validate(data)
    return Vocabulary(data)


def _meaning(data: Table) -> Iterator[tuple[str, str]]:
    """Mistakes in relations between rows; the shape is valid."""
    yield from _sources(data)
    broken = list(_sets(data)) + list(_model_names(data))
    yield from broken
    if broken:
        return
    yield from _models(data)
    yield from _spellings(data)
    vocabulary = Vocabulary(data)
    for name, row in data["parameters"].items():
        yield from _parameter(vocabulary, f"parameters.{name}", row)
    for name, row in data["features"].items():
        yield from _named_twice(vocabulary, f"features.{name}.support", row.get("support", ()))
    for index, row in enumerate(data["conflicts"]):
        yield from _conflict(data, f"conflicts[{index}]", row)
    for path in ("video.parameters", "video.written", "format.order"):
        table, key = path.split(".")
        yield from _listed(path, data[table][key], data["parameters"])


def _walk(path: str, value: Any) -> Iterator[tuple[str, str, Any]]:
    """Every key of the table with its path and value, nested ones too."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield f"{path}.{name}" if path else name, name, item
            yield from _walk(f"{path}.{name}" if path else name, item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(f"{path}[{index}]", item)


def _sources(data: Table) -> Iterator[tuple[str, str]]:
    for path, name, value in _walk("", {table: rows for table, rows in data.items() if table != "sources"}):
        if name in {"source", "repeat_source", "others_source"} and value not in data["sources"]:
            yield path, f"{value} is not among the sources"


def _sets(data: Table) -> Iterator[tuple[str, str]]:
    """Sets that go round in a circle."""
    for name in data["sets"]:
        inside, waiting = set[str](), [name]
        while waiting:
            for member in data["sets"].get(waiting.pop(), ()):
                if member[0] == "@" and member[1:] not in inside:
                    inside.add(member[1:])
                    waiting.append(member[1:])
        if name in inside:
            yield f"sets.{name}", "contains itself"


def _model_names(data: Table) -> Iterator[tuple[str, str]]:
    """Names of models and sets that do not exist."""
    lists = [(f"sets.{name}", members) for name, members in data["sets"].items()]
    lists += [(path, value) for path, name, value in _walk("", data) if name == "models" and isinstance(value, list)]
    for path, members in lists:
        for index, member in enumerate(members):
            if (member[1:] not in data["sets"]) if member[0] == "@" else (member not in data["models"]):
                yield f"{path}[{index}]", f"{member} is not a {'set' if member[0] == '@' else 'model'}"
    meta = data["meta"]
    for path, member in (
        ("meta.default_model", meta["default_model"]),
        *(("meta.other_defaults", name) for name in meta["other_defaults"]),
    ):
        if member not in data["models"]:
            yield path, f"{member} is not a model"


def _models(data: Table) -> Iterator[tuple[str, str]]:
    selects: dict[tuple[str, str | None], str] = {}
    for name, row in data["models"].items():
        path = f"models.{name}"
        if row["flag"] not in data["parameters"]:
            yield f"{path}.flag", f"{row['flag']} is not a parameter"
        for value in [*row["values"], *([] if row["values"] and not row.get("bare") else [None])]:
            other = selects.setdefault((row["flag"], value), name)
            if other != name:
                yield f"{path}.values", f"--{row['flag']} {value or ''} already selects {other}".replace("  ", " ")
        if any(not re.fullmatch(r"\d+(\.\d+)?", value) for value in row["values"]):
            yield f"{path}.values", "must be numbers like 8.2"
        if (row["status"] == "withdrawn") != ("until" in row):
            yield f"{path}.until", "is required for a withdrawn model, and allowed for no other"
        yield from _likeness(data["models"], name)


def _likeness(models: Table, name: str) -> Iterator[tuple[str, str]]:
    seen = [name]
    while like := models[seen[-1]].get("like"):
        if like not in models:
            yield f"models.{seen[-1]}.like", f"{like} is not a model"
            return
        if like in seen:
            yield f"models.{name}.like", "is circular"
            return
        seen.append(like)


def _spellings(data: Table) -> Iterator[tuple[str, str]]:
    owners = {name: name for name in data["parameters"]}
    for name, row in data["parameters"].items():
        for index, alias in enumerate(row.get("aliases", ())):
            other = owners.setdefault(alias, name)
            if other != name or alias == name:
                yield f"parameters.{name}.aliases[{index}]", f"{alias} already means {other}"
        if row.get("written", name) not in {name, *row.get("aliases", ())}:
            yield f"parameters.{name}.written", "must be the name or an alias"
    for spelling, name in owners.items():
        if not re.fullmatch(r"[a-z]+", spelling):
            yield f"parameters.{name}", f"{spelling} must be lower-case letters"


def _parameter(vocabulary: Vocabulary, path: str, row: Table) -> Iterator[tuple[str, str]]:
    names = vocabulary.data["parameters"]
    requires = row.get("requires", {})
    if requires and requires["parameter"] not in {*names, "image"}:
        yield f"{path}.requires.parameter", f"{requires['parameter']} is not a parameter"
    yield from _listed(f"{path}.taken_for", row.get("taken_for", []), names)
    for index, other in enumerate(row.get("instead", ())):
        if other["parameter"] not in names:
            yield f"{path}.instead[{index}].parameter", f"{other['parameter']} is not a parameter"
    counts = row.get("counts", {})
    if counts.get("max", counts.get("min", 0)) < counts.get("min", 0):
        yield f"{path}.counts.max", "is less than min"
    if ("repeat_counts" in row) != ("repeat_source" in row):
        yield f"{path}.repeat_source", "requires repeat_counts"
    if "echo" in row and row["kind"] != "switch":
        yield f"{path}.echo", "is allowed for a switch only"
    if row["kind"] == "choice" and not row.get("limits"):
        yield f"{path}.limits", "is required for a choice"
    yield from _named_twice(vocabulary, f"{path}.support", row.get("support", ()))
    yield from _named_twice(vocabulary, f"{path}.limits", row.get("limits", ()))
    for index, limit in enumerate(row.get("limits", ())):
        yield from _limit(names, f"{path}.limits[{index}]", row["kind"], limit)


def _named_twice(vocabulary: Vocabulary, path: str, rows: Any) -> Iterator[tuple[str, str]]:
    seen: dict[str, int] = {}
    for index, row in enumerate(rows):
        for model in vocabulary.expand(row["models"]):
            if seen.setdefault(model, index) != index:
                yield f"{path}[{index}].models", f"{model} is already in row {seen[model]}"


_LIMIT_KEYS = {
    "ratio": {"longest", "longest_with"},
    "choice": {"values", "tolerated", "open"},
    "integer": {"min", "max", "values", "tolerated", "warn_min", "warn_max", "with_codes"},
    "decimal": {"min", "max", "values", "tolerated", "warn_min", "warn_max"},
    "codes": {"disputed"},
}
_LIMIT_NEEDS = {
    "ratio": {"longest"},
    "choice": {"values"},
    "integer": {"max", "values"},
    "decimal": {"max", "values"},
    "codes": {"disputed"},
}
_ANY_LIMIT = {"models", "default", "outside", "evidence", "note", "source", "date", "confidence", "verified"}


def _limit(names: Table, path: str, kind: str, row: Table) -> Iterator[tuple[str, str]]:
    """Mistakes in one row of limits."""
    fitting = _LIMIT_KEYS.get(kind)
    if fitting is None:
        yield path, f"kind {kind} has no limits"
        return
    for key in sorted(row.keys() - fitting - _ANY_LIMIT):
        yield f"{path}.{key}", f"does not belong to kind {kind}"
    if len(_LIMIT_NEEDS[kind] & row.keys()) != 1:
        yield path, f"requires {or_list(sorted(_LIMIT_NEEDS[kind]))}"
    for key in ("values", "tolerated"):
        for index, value in enumerate(row.get(key, ())):
            if isinstance(value, str) != (kind == "choice"):
                yield f"{path}.{key}[{index}]", f"{value!r} does not fit kind {kind}"
    for key in row.get("longest_with", {}).keys() - names.keys():
        yield f"{path}.longest_with.{key}", "is not a parameter"
    if ("min" in row) != ("max" in row):
        yield f"{path}.{'max' if 'min' in row else 'min'}", "is missing"
    elif "max" in row:
        yield from _range(path, row)
    elif (
        kind in {"integer", "decimal", "choice"}
        and "default" in row
        and row["default"] not in [*row.get("values", ()), *row.get("tolerated", ())]
    ):
        yield f"{path}.default", "is not among the values"


def _range(path: str, row: Table) -> Iterator[tuple[str, str]]:
    if row["max"] <= row["min"]:
        yield f"{path}.max", "must be greater than min"
        return
    for key in ("warn_min", "warn_max", "default"):
        if key in row and (isinstance(row[key], str) or not row["min"] <= row[key] <= row["max"]):
            yield f"{path}.{key}", "must be between min and max"


def _conflict(data: Table, path: str, row: Table) -> Iterator[tuple[str, str]]:
    if len(row["parameters"]) != 2 or len(set(row["parameters"])) != 2:
        yield f"{path}.parameters", "must be two parameters"
    yield from _listed(f"{path}.parameters", row["parameters"], data["parameters"])
    for name in row.get("value", {}).keys() - set(row["parameters"]):
        yield f"{path}.value.{name}", "is not one of the two"


def _listed(path: str, names: list[str], known: Table) -> Iterator[tuple[str, str]]:
    """Names that are not parameters, or that are listed twice."""
    for index, name in enumerate(names):
        if name not in known:
            yield f"{path}[{index}]", f"{name} is not a parameter"
        elif name in names[:index]:
            yield f"{path}[{index}]", f"{name} is listed twice"
