"""The shape of a table: read it, validate it against its JSON Schema, and name each mistake by its key.

`schemas/NAME.json` defines the keys of a table and the kinds of their values; a `description` there completes the sentence "must
be …". Relations between rows are checked by code. jsonschema is imported only here, when tables are compiled or tested.
"""

from __future__ import annotations

import json
import os
import tomllib
from functools import cache
from math import isfinite

from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from promptlint.text.did_you_mean import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from jsonschema.exceptions import ValidationError

__all__ = ["SCHEMAS", "TableError", "parse", "plain", "refuse", "shape_problems"]

SCHEMAS = os.path.join(os.path.dirname(__file__), "schemas")


class TableError(ValueError):
    """A table is malformed. `problems` has one line for each mistake, which begins with the key."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Keep the mistakes; the message has one per line."""
        super().__init__("\n".join(problems))
        self.problems = problems


def refuse(problems: Iterator[str]) -> None:
    """Raise TableError if there is any problem."""
    found = tuple(problems)
    if found:
        raise TableError(found)


def parse(text: str) -> dict[str, Any]:
    """Return the table of a TOML text, its dates as ISO text. Raises TableError."""
    try:
        table: dict[str, Any] = plain(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise TableError((f"invalid TOML: {error}",)) from error
    return table


def plain(value: Any) -> Any:
    """Dates of TOML as ISO text, so that every value is a literal."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def shape_problems(name: str, data: Any) -> Iterator[str]:
    """Yield each mistake in the keys and kinds of a table as `key: what is wrong`; `name` is that of its schema."""
    for error in _validator(name).iter_errors(data):
        yield from _worded(error)


@cache
def _validator(name: str) -> Any:
    """The validator of a schema. A number must be finite: TOML has `nan` and `inf`, and no table means them."""
    with open(os.path.join(SCHEMAS, f"{name}.json"), encoding="utf-8") as file:
        schema = json.load(file)
    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number)
    return extend(Draft202012Validator, type_checker=checker)(schema)  # type: ignore[no-untyped-call]


def _is_number(_checker: object, value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _worded(error: ValidationError) -> Iterator[str]:
    """One mistake in our words; of unknown and missing keys one line each."""
    path = _key(error)
    schema: Any = error.schema
    value: Any = error.instance
    if not isinstance(schema, dict):
        yield f"{path}: {error.message}"
    elif error.validator == "additionalProperties":
        for name in value.keys() - schema["properties"].keys():
            near = nearest(name, sorted(schema["properties"]))
            yield f"{_join(path, name)}: unknown key" + (f"; did you mean {near}?" if near else "")
    elif error.validator == "required":
        if error.message.endswith("is a required property"):
            (missing,) = [name for name in schema["required"] if error.message.startswith(repr(name))]
            yield f"{_join(path, missing)}: is missing"
    elif error.validator == "enum":
        yield f"{path}: must be one of {', '.join(map(str, schema['enum']))}"
    else:
        yield f"{path}: must be {schema.get('description', error.message)}"


def _key(error: ValidationError) -> str:
    """The position in the table, `parameters.stylize.limits[2].max`."""
    path = ""
    for step in error.absolute_path:
        path = f"{path}[{step}]" if isinstance(step, int) else _join(path, step)
    return path


def _join(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)
