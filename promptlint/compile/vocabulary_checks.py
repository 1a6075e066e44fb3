"""What a sound `grammar/parameters.toml` looks like. Read when the table is compiled and by its tests, never by a run.

Every complaint names the place (`parameters.stylize.limits[2].max`), and all of them are made at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from math import isfinite
from typing import Any

from promptlint.midjourney.vocabulary import Vocabulary
from promptlint.text.did_you_mean import nearest
from promptlint.text.namedtuple import NamedTuple

__all__ = ["problems"]

Table = dict[str, Any]
Check = Callable[[Any], str]
"""Returns what is wrong with a value, or nothing."""


class VocabularyError(ValueError):
    """The table is malformed. `problems` has one line for each mistake, beginning with the key."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Keep the mistakes; the message is one a line."""
        super().__init__("\n".join(problems))
        self.problems = problems


def load(text: str) -> dict[str, Any]:
    """The table from its TOML text, checked (VocabularyError)."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError((f"not TOML: {error}",)) from error
    validate(data)
    return data


def validate(data: dict[str, Any]) -> None:
    """Raise a VocabularyError that names every mistake of the table; silent where it is sound."""
    found = tuple(problems(data))
    if found:
        raise VocabularyError(found)


def build(data: dict[str, Any]) -> Vocabulary:
    """A vocabulary from a table that is checked first (VocabularyError). A run makes a `Vocabulary` straight away."""
    validate(data)
    return Vocabulary(data)


def problems(data: Table) -> Iterator[str]:
    """Every mistake as `key: what is wrong`: those of shape alone where there are any, else those of meaning."""
    shape = [f"{path}: {complaint}" for path, complaint in _shape(data)]
    if shape:
        yield from shape
        return
    for path, complaint in _meaning(data):
        yield f"{path}: {complaint}"


# ----------------------------------------------------------------------------------------------------------- the shape


class Key(NamedTuple):
    """One key of a table: what its value must be, and whether it must be there."""

    check: Check
    required: bool = True


def _may(check: Check) -> Key:
    """A key that may be absent."""
    return Key(check, required=False)


def _text(value: Any) -> str:
    return "" if isinstance(value, str) and value.strip() else "must be a text"


def _boolean(value: Any) -> str:
    return "" if isinstance(value, bool) else "must be true or false"


def _whole(value: Any) -> str:
    return "" if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else "must be a whole number from 0"


def _number(value: Any) -> str:
    return "" if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) else "must be a number"


def _scalar(value: Any) -> str:
    return "" if isinstance(value, str) or not _number(value) else "must be a text or a number"


def _date(value: Any) -> str:
    return "" if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", value) else "must be a date like 2026-11-22 or 2026-11"


def _schema(value: Any) -> str:
    return "" if value == 1 else "must be 1, the only form this version reads"


def _one_of(*words: str) -> Check:
    return lambda value: "" if value in words else f"must be one of {', '.join(words)}"


def _list_of(check: Check, *, empty: bool = False) -> Check:
    def complain(value: Any) -> str:
        if not isinstance(value, list) or not (value or empty):
            return "must be a list" if empty else "must be a list that is not empty"
        return next((f"[{index}] {complaint}" for index, item in enumerate(value) if (complaint := check(item))), "")

    return complain


def _map_of(check: Check) -> Check:
    def complain(value: Any) -> str:
        if not isinstance(value, dict) or not value:
            return "must be a table that is not empty"
        return next((f"{key} {complaint}" for key, item in value.items() if (complaint := check(item))), "")

    return complain


_TEXTS = _list_of(_text)
_CONFIDENCE = _may(_one_of("high", "medium", "low"))
_ORIGIN = {"source": Key(_text), "date": _may(_date), "confidence": _CONFIDENCE, "verified": _may(_date)}
"""The keys of every row that states a fact."""

_META = {
    "schema": Key(_schema),
    "as_of": Key(_date),
    "verified": Key(_date),
    "default_model": Key(_text),
    "default_since": Key(_date),
    "other_defaults": Key(_list_of(_text, empty=True)),
    "source": Key(_text),
}
_SOURCE = {
    "title": Key(_text),
    "where": Key(_text),
    "date": Key(_date),
    "tier": Key(_one_of("official", "live", "vendor", "community")),
    "verified": _may(_date),
}
_MODEL = {
    "family": Key(_one_of("v", "niji", "test", "video", "edit")),
    "generation": Key(_whole),
    "flag": Key(_text),
    "values": Key(_list_of(_text, empty=True)),
    "bare": _may(_boolean),
    "beside": _may(_boolean),
    "like": _may(_text),
    "status": Key(_one_of("live", "legacy", "withdrawn")),
    "since": Key(_date),
    "until": _may(_date),
    "default_from": _may(_date),
    "default_until": _may(_date),
    "note": _may(_text),
} | _ORIGIN
_KINDS = ("switch", "integer", "decimal", "ratio", "choice", "words", "references", "urls", "url", "codes", "model", "url_or_loop")
_PARAMETER = {
    "aliases": _may(_TEXTS),
    "written": _may(_text),
    "kind": Key(_one_of(*_KINDS)),
    "optional": _may(_boolean),
    "echo": _may(_TEXTS),
    "alone": _may(_boolean),
    "role": _may(_one_of("exclusions", "references", "style version", "jobs", "relax", "stealth", "video")),
    "group": Key(_one_of("model", "image", "reference", "personal", "job", "video", "legacy", "undocumented", "dialog")),
    "title": Key(_text),
    "summary": Key(_text),
    "status": Key(_one_of("current", "retired", "undocumented", "dialog")),
    "repeatable": _may(_boolean),
    "repeat_counts": _may(_one_of("first", "last")),
    "repeat_source": _may(_text),
    "taken_for": _may(_TEXTS),
    "note": _may(_text),
} | _ORIGIN
_REQUIRES = {"parameter": Key(_text), "missing": Key(_one_of("rejected", "unsupported", "ignored"))} | _ORIGIN
_ELSEWHERE = {
    "targets": Key(_TEXTS),
    "missing": Key(_one_of("rejected", "unsupported", "ignored", "noted", "supported")),
    "note": _may(_text),
} | _ORIGIN
_INSTEAD = {"parameter": Key(_text), "models": _may(_TEXTS)}
_COUNTS = {"min": Key(_whole), "max": _may(_whole)}
_SUPPORT = {
    "models": Key(_TEXTS),
    "status": Key(_one_of("supported", "rejected", "unsupported", "ignored", "unknown")),
    "evidence": Key(_one_of("chart", "faq", "documented", "recorded", "secondary")),
    "targets": _may(_TEXTS),
    "note": _may(_text),
} | _ORIGIN
_LIMITS = {
    "models": Key(_TEXTS),
    "min": _may(_number),
    "max": _may(_number),
    "values": _may(_list_of(_scalar)),
    "tolerated": _may(_list_of(_scalar)),
    "warn_min": _may(_number),
    "warn_max": _may(_number),
    "longest": _may(_number),
    "longest_with": _may(_map_of(_number)),
    "with_codes": _may(_list_of(_number)),
    "open": _may(_boolean),
    "disputed": _may(_TEXTS),
    "evidence": _may(_one_of("recorded")),
    "default": _may(_scalar),
    "outside": Key(_one_of("rejected", "clamped", "doubtful")),
    "note": _may(_text),
} | _ORIGIN
_FEATURE = {"written": Key(_text), "title": Key(_text), "note": _may(_text)} | _ORIGIN
_CONFLICT = {
    "parameters": Key(_TEXTS),
    "value": _may(_map_of(_text)),
    "models": _may(_TEXTS),
    "effect": Key(_one_of("rejected", "unsupported", "noted")),
    "reason": Key(_text),
} | _ORIGIN
_SINGLES = {
    "meta": _META,
    "video": {
        "parameters": Key(_TEXTS),
        "written": Key(_TEXTS),
        "others": Key(_one_of("rejected", "unsupported", "ignored")),
        "others_source": Key(_text),
    }
    | _ORIGIN,
    "film": {"models": Key(_TEXTS)} | _ORIGIN,
    "limits": {"prompt_length": Key(_whole)} | _ORIGIN,
    "exclusions": {"refused": Key(_TEXTS)} | _ORIGIN,
    "format": {"order": Key(_TEXTS)} | _ORIGIN,
}
_FAMILIES = {
    "sources": _SOURCE,
    "models": _MODEL,
    "parameters": _PARAMETER,
    "features": _FEATURE,
    "plans": {"jobs": Key(_whole), "relax": Key(_boolean), "relax_video": Key(_boolean), "stealth": Key(_boolean)} | _ORIGIN,
}
_UNDASHED = {"names": Key(_TEXTS), "glued": _may(_TEXTS)}
_INNER = {"requires": _REQUIRES, "counts": _COUNTS, "undashed": _UNDASHED}
_ROWS = {"support": _SUPPORT, "limits": _LIMITS, "instead": _INSTEAD, "elsewhere": _ELSEWHERE}
_HOLDS = {"parameter": {*_INNER, "support", "limits", "instead"}, "feature": {"support"}, "video": {"requires"}, "requires": {"elsewhere"}}
"""The tables and lists of tables that a table of each sort may hold."""


def _shape(data: Table) -> Iterator[tuple[str, str]]:
    """Mistakes in keys and types."""
    yield from _keys("", data, {*_SINGLES, *_FAMILIES, "sets", "conflicts"}, {*_SINGLES, *_FAMILIES, "sets", "conflicts"})
    for name, keys in _SINGLES.items():
        yield from _table(name, data.get(name, {}), keys, holds=_HOLDS.get(name, set()), present=name in data)
    for name, keys in _FAMILIES.items():
        for child, row in _items(data.get(name)):
            yield from _table(f"{name}.{child}", row, keys, holds=_HOLDS.get(name.removesuffix("s"), set()))
        if not isinstance(data.get(name, {}), dict):
            yield name, "must be a table"
    for name, members in _items(data.get("sets")):
        if complaint := _TEXTS(members):
            yield f"sets.{name}", complaint
    yield from _table_rows("conflicts", data.get("conflicts", []), _CONFLICT)


def _items(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _table(path: str, row: Any, keys: dict[str, Key], *, holds: Collection[str] = (), present: bool = True) -> Iterator[tuple[str, str]]:
    """Mistakes in one table, and in the tables that it `holds`."""
    if not isinstance(row, dict):
        yield path, "must be a table"
        return
    if not present:
        return
    nested = set(holds)
    yield from _keys(path, row, {*keys, *nested}, {name for name, key in keys.items() if key.required})
    for name, key in keys.items():
        if name in row and (complaint := key.check(row[name])):
            yield f"{path}.{name}", complaint
    for name in nested & row.keys():
        if name in _INNER:
            yield from _table(f"{path}.{name}", row[name], _INNER[name], holds=_HOLDS.get(name, ()))
        else:
            yield from _table_rows(f"{path}.{name}", row[name], _ROWS[name])


def _table_rows(path: str, rows: Any, keys: dict[str, Key]) -> Iterator[tuple[str, str]]:
    if not isinstance(rows, list):
        yield path, "must be a list of tables"
        return
    for index, row in enumerate(rows):
        yield from _table(f"{path}[{index}]", row, keys)


def _keys(path: str, row: Table, known: set[str], required: set[str]) -> Iterator[tuple[str, str]]:
    prefix = f"{path}." if path else ""
    for name in row.keys() - known:
        near = nearest(name, sorted(known))
        yield f"{prefix}{name}", f"is no key here; the nearest is {near}" if near else "is no key here"
    for name in sorted(required - row.keys()):
        yield f"{prefix}{name}", "is missing"


# --------------------------------------------------------------------------------------------------------- the meaning


def _meaning(data: Table) -> Iterator[tuple[str, str]]:
    """Mistakes in what the rows say about each other; the shape is right."""
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
            yield f"sets.{name}", "holds itself"


def _model_names(data: Table) -> Iterator[tuple[str, str]]:
    """Names of models and sets that do not exist."""
    lists = [(f"sets.{name}", members) for name, members in data["sets"].items()]
    lists += [(path, value) for path, name, value in _walk("", data) if name == "models" and isinstance(value, list)]
    for path, members in lists:
        for index, member in enumerate(members):
            if (member[1:] not in data["sets"]) if member[0] == "@" else (member not in data["models"]):
                yield f"{path}[{index}]", f"{member} is no {'set' if member[0] == '@' else 'model'}"
    meta = data["meta"]
    for path, member in (
        ("meta.default_model", meta["default_model"]),
        *(("meta.other_defaults", name) for name in meta["other_defaults"]),
    ):
        if member not in data["models"]:
            yield path, f"{member} is no model"


def _models(data: Table) -> Iterator[tuple[str, str]]:
    selects: dict[tuple[str, str | None], str] = {}
    for name, row in data["models"].items():
        path = f"models.{name}"
        if row["flag"] not in data["parameters"]:
            yield f"{path}.flag", f"{row['flag']} is no parameter"
        for value in [*row["values"], *([] if row["values"] and not row.get("bare") else [None])]:
            other = selects.setdefault((row["flag"], value), name)
            if other != name:
                yield f"{path}.values", f"--{row['flag']} {value or ''} already selects {other}".replace("  ", " ")
        if any(not re.fullmatch(r"\d+(\.\d+)?", value) for value in row["values"]):
            yield f"{path}.values", "must be numbers like 8.2"
        if (row["status"] == "withdrawn") != ("until" in row):
            yield f"{path}.until", "belongs to a withdrawn model, and only to one"
        yield from _likeness(data["models"], name)


def _likeness(models: Table, name: str) -> Iterator[tuple[str, str]]:
    seen = [name]
    while like := models[seen[-1]].get("like"):
        if like not in models:
            yield f"models.{seen[-1]}.like", f"{like} is no model"
            return
        if like in seen:
            yield f"models.{name}.like", "goes round in a circle"
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
            yield f"parameters.{name}", f"{spelling} must be small letters only"


def _parameter(vocabulary: Vocabulary, path: str, row: Table) -> Iterator[tuple[str, str]]:
    names = vocabulary.data["parameters"]
    requires = row.get("requires", {})
    if requires and requires["parameter"] not in {*names, "image"}:
        yield f"{path}.requires.parameter", f"{requires['parameter']} is no parameter"
    yield from _listed(f"{path}.taken_for", row.get("taken_for", []), names)
    for index, other in enumerate(row.get("instead", ())):
        if other["parameter"] not in names:
            yield f"{path}.instead[{index}].parameter", f"{other['parameter']} is no parameter"
    counts = row.get("counts", {})
    if counts.get("max", counts.get("min", 0)) < counts.get("min", 0):
        yield f"{path}.counts.max", "is less than min"
    if ("repeat_counts" in row) != ("repeat_source" in row):
        yield f"{path}.repeat_source", "goes with repeat_counts"
    if "echo" in row and row["kind"] != "switch":
        yield f"{path}.echo", "belongs to a switch"
    if row["kind"] == "choice" and not row.get("limits"):
        yield f"{path}.limits", "a choice needs its values"
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
_ANY_LIMIT = {"models", "default", "outside", "evidence", "note", *_ORIGIN}


def _limit(names: Table, path: str, kind: str, row: Table) -> Iterator[tuple[str, str]]:
    """Mistakes in one row of limits."""
    fitting = _LIMIT_KEYS.get(kind)
    if fitting is None:
        yield path, f"kind {kind} has no limits"
        return
    for key in sorted(row.keys() - fitting - _ANY_LIMIT):
        yield f"{path}.{key}", f"does not belong to kind {kind}"
    if len(_LIMIT_NEEDS[kind] & row.keys()) != 1:
        yield path, f"needs {' or '.join(sorted(_LIMIT_NEEDS[kind]))}"
    for key in ("values", "tolerated"):
        for index, value in enumerate(row.get(key, ())):
            if isinstance(value, str) != (kind == "choice"):
                yield f"{path}.{key}[{index}]", f"{value!r} does not fit kind {kind}"
    for key in row.get("longest_with", {}).keys() - names.keys():
        yield f"{path}.longest_with.{key}", "is no parameter"
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
        yield f"{path}.max", "must be more than min"
        return
    for key in ("warn_min", "warn_max", "default"):
        if key in row and (isinstance(row[key], str) or not row["min"] <= row[key] <= row["max"]):
            yield f"{path}.{key}", "must lie between min and max"


def _conflict(data: Table, path: str, row: Table) -> Iterator[tuple[str, str]]:
    if len(row["parameters"]) != 2 or len(set(row["parameters"])) != 2:
        yield f"{path}.parameters", "must be two"
    yield from _listed(f"{path}.parameters", row["parameters"], data["parameters"])
    for name in row.get("value", {}).keys() - set(row["parameters"]):
        yield f"{path}.value.{name}", "is not one of the two"


def _listed(path: str, names: list[str], known: Table) -> Iterator[tuple[str, str]]:
    """Names that are no parameters, or that come twice."""
    for index, name in enumerate(names):
        if name not in known:
            yield f"{path}[{index}]", f"{name} is no parameter"
        elif name in names[:index]:
            yield f"{path}[{index}]", f"{name} comes twice"
