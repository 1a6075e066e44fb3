"""Checks of `midjourney/targets.toml`, made when it is compiled."""

from __future__ import annotations

from typing import Any

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TargetError", "validate"]

Table = dict[str, Any]


class TargetError(ValueError):
    """The table of targets cannot be used. The message names the key, for example `targets.ttapi.braces.effect`."""


_EFFECTS = ("rejected", "ignored", "altered", "expanded", "joined", "unknown")
_TYPES = ("string", "integer", "number", "boolean", "array", "object")
_FORMATS = ("callback", "url", "base64", "data-url")

# Keys of each kind of row with the type of their value; a `!` in front marks those that must be there.
_TARGET_KEYS = {
    "!title": str, "!kind": str, "!prompt_length": dict, "!braces": dict, "!line_breaks": dict, "!strips_command": dict,
    "bare_niji": dict, "images": dict, "refuses": dict, "strips": dict, "appends": list,
    "headers": list, "recognised_by": list, "endpoints": dict,
}  # fmt: skip
_EFFECT_KEYS = {"!effect": str, "!source": str, "note": str, "instead": str}
_ENDPOINT_KEYS = {
    "!title": str, "!method": str, "!hosts": list, "!path": str, "!fields": dict, "!source": str, "prompt": str, "when": dict,
    "one_of": list, "model_field": str, "models": dict,
}  # fmt: skip
_FIELD_KEYS = {
    "!type": str, "items": str, "required": str, "default": object, "values": list, "minimum": (int, float), "maximum": (int, float),
    "shortest": int, "longest": int, "fewest": int, "most": int, "unit": str, "outside": str, "outside_note": str, "format": str,
    "schemes": list, "empty": bool, "numeric_string": str, "open": bool, "parameter": str, "clash": str, "patience": dict, "note": str,
    "source": str,
}  # fmt: skip
_APPEND_KEYS = {"!text": str, "!field": str, "value": str, "unless": list, "counted": bool, "!source": str, "note": str}


def validate(data: Table) -> None:
    """Check every row of the table. Raises TargetError that names the key of the first wrong one."""
    _keys(data, "", {"!schema": int, "!as_of": str, "!verified": str, "!sources": dict, "!targets": dict, "synonyms": list})
    if data["schema"] != 1:
        raise TargetError(f"schema: this version reads 1, not {data['schema']}")
    for key, row in data["sources"].items():
        _keys(row, f"sources.{key}", {"!title": str, "!where": str, "!date": str, "!tier": str})
        _among(row["tier"], ("official", "live", "vendor", "community"), f"sources.{key}.tier")
    for number, row in enumerate(data.get("synonyms", ())):
        _keys(row, f"synonyms[{number}]", {"!names": list})
    for name, row in data["targets"].items():
        _check_target(data, name, row)


def _check_target(data: Table, name: str, row: Table) -> None:
    at = f"targets.{name}"
    _keys(row, at, _TARGET_KEYS)
    _among(row["kind"], ("app", "api"), f"{at}.kind")
    _keys(row["prompt_length"], f"{at}.prompt_length", {"!value": int, "!source": str, "note": str})
    if row["prompt_length"]["value"] < 1:
        raise TargetError(f"{at}.prompt_length.value: a length is at least 1, not {row['prompt_length']['value']}")
    _keys(row["strips_command"], f"{at}.strips_command", {"!value": bool, "!source": str, "note": str})
    if "images" in row:
        _keys(row["images"], f"{at}.images", {"!most": int, "!source": str, "note": str})
    effects = {f"{at}.{key}": row[key] for key in ("braces", "line_breaks", "bare_niji") if key in row}
    for group in ("refuses", "strips"):
        effects |= {f"{at}.{group}.{key}": each for key, each in row.get(group, {}).items()}
    for where, each in effects.items():
        _keys(each, where, _EFFECT_KEYS)
        _among(each["effect"], _EFFECTS, f"{where}.effect")
    for number, each in enumerate(row.get("appends", ())):
        _keys(each, f"{at}.appends[{number}]", _APPEND_KEYS)
    for key, each in row.get("endpoints", {}).items():
        _check_endpoint(each, f"{at}.endpoints.{key}")
    _check_sources(data, row, at)


def _check_endpoint(row: Table, at: str) -> None:
    _keys(row, at, _ENDPOINT_KEYS)
    if not row["path"].startswith("/") or row["path"].endswith("/"):
        raise TargetError(f"{at}.path: a path begins with a slash and ends without one, not `{row['path']}`")
    fields = row["fields"]
    for pointer, field in fields.items():
        _check_field(field, f"{at}.fields.{pointer}")
        parent = pointer.rpartition("/")[0]
        if not pointer.startswith("/") or (parent and parent not in fields):
            raise TargetError(f"{at}.fields.{pointer}: `{parent}` is no field of this endpoint")
    for key in ("prompt", "model_field"):
        if row.get(key) and row[key] not in fields:
            raise TargetError(f"{at}.{key}: `{row[key]}` is no field of this endpoint")
    for key in ("one_of", "when"):
        for pointer in row.get(key, ()):
            if pointer not in fields:
                raise TargetError(f"{at}.{key}: `{pointer}` is no field of this endpoint")


def _check_field(row: Table, at: str) -> None:
    _keys(row, at, _FIELD_KEYS)
    _among(row["type"], _TYPES, f"{at}.type")
    _among(row.get("items", "string"), _TYPES, f"{at}.items")
    _among(row.get("format", "url"), _FORMATS, f"{at}.format")
    _among(row.get("required", "rejected"), ("rejected", "unsure"), f"{at}.required")
    _among(row.get("numeric_string", "accepted"), ("accepted", "rejected"), f"{at}.numeric_string")
    _among(row.get("outside", "rejected"), _EFFECTS, f"{at}.outside")
    _among(row.get("clash", "rejected"), _EFFECTS, f"{at}.clash")
    for low, high in (("minimum", "maximum"), ("shortest", "longest"), ("fewest", "most")):
        if row.get(low, 0) > row.get(high, row.get(low, 0)):
            raise TargetError(f"{at}.{low}: {row[low]} is more than {high}, {row[high]}")
    if "patience" in row:
        _keys(row["patience"], f"{at}.patience", {"!field": str, "!value": str, "!minimum": int})


def _check_sources(data: Table, row: object, at: str) -> None:
    """Every `source` of the row and of what is in it must be a row of [sources]."""
    if isinstance(row, list):
        for number, each in enumerate(row):
            _check_sources(data, each, f"{at}[{number}]")
    if not isinstance(row, dict):
        return
    for key, value in row.items():
        if key == "source" and value not in data["sources"]:
            raise TargetError(f"{at}.source: `{value}` is no row of [sources]")
        _check_sources(data, value, f"{at}.{key}")


def _keys(row: object, at: str, allowed: Mapping[str, Any]) -> None:
    if not isinstance(row, dict):
        raise TargetError(f"{at}: this is to be a table, not {row!r}")
    types = {key.lstrip("!"): kind for key, kind in allowed.items()}
    for key, value in row.items():
        where = f"{at}.{key}".lstrip(".")
        if key not in types:
            from promptlint.text.did_you_mean import hint

            raise TargetError(f"{where}: there is no such key{hint(key, types)}")
        kind = types[key]
        wrong = not isinstance(value, kind) or (isinstance(value, bool) and kind not in (bool, object))
        if wrong:
            raise TargetError(f"{where}: {value!r} is of the wrong type")
    for key in allowed:
        if key.startswith("!") and key[1:] not in row:
            raise TargetError(f"{at}.{key[1:]}".lstrip(".") + ": it is missing")


def _among(value: object, allowed: tuple[str, ...], at: str) -> None:
    if value not in allowed:
        raise TargetError(f"{at}: `{value}` is none of {', '.join(allowed)}")
