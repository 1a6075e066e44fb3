"""JSON Schemas of the settings file and the JSON output.

The settings' schema is made from the table of keys, so that an editor completes and checks what the program accepts.
`docs/schemas` has them, with that of the table of targets, which `promptlint.compile` validates with it.
"""

from __future__ import annotations

import json
import os
from typing import Any

from promptlint.diagnostics import SEVERITIES
from promptlint.rules.support.pages import HOME

__all__ = ["config_schema", "output_schema", "pages", "targets_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
SWITCH: Schema = {"type": "boolean"}
INDEX: Schema = {"type": "integer", "minimum": 0}
VERSIONS = r"^ *(==|!=|>=|<=|~=|>|<)? *[0-9]+(\.[0-9]+)* *(, *(==|!=|>=|<=|~=|>|<)? *[0-9]+(\.[0-9]+)* *)*$"
PLACE: Schema = {"type": "integer", "minimum": 1}


def pages() -> dict[str, str]:
    """Path and text of the schemas."""
    schemas = {"config": config_schema(), "output": output_schema(), "targets": targets_schema()}
    return {f"docs/schemas/{name}.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in schemas.items()}


def config_schema() -> Schema:
    """The schema of `promptlint.toml`, and of `[tool.promptlint]` in `pyproject.toml`."""
    from promptlint.settings_file.keys import KEYS

    return {
        "$schema": DIALECT,
        "$id": f"{HOME}/raw/main/docs/schemas/config.json",
        "title": "Settings of promptlint",
        "type": "object",
        "additionalProperties": False,
        "properties": {key.name: {"description": key.help} | _kinds(key.choices)[key.kind] for key in KEYS},
        "$defs": {"model": _model(), "target": _target(), "selector": _selector(), "rules": _rules(), "links": _links()},
    }


def _kinds(choices: tuple[str, ...]) -> dict[str, Schema]:
    """The schema of a value of each kind of key; `choices` are those of the key."""
    rules: Schema = {"$ref": "#/$defs/rules"}
    files: Schema = {"include": TEXTS, "model": {"$ref": "#/$defs/model"}, "target": {"$ref": "#/$defs/target"}}
    return {
        "model": {"$ref": "#/$defs/model"},
        "target": {"$ref": "#/$defs/target"},
        "choice": {"enum": list(choices)},
        "extend": TEXT,
        "version": {"type": "string", "pattern": VERSIONS},
        "globs": TEXTS,
        "severity": {"type": "object", "propertyNames": {"$ref": "#/$defs/selector"}, "additionalProperties": {"enum": list(choices)}},
        "text": TEXT,
        "texts": TEXTS,
        "switch": SWITCH,
        "rules": rules,
        "rules by glob": {"type": "object", "additionalProperties": rules},
        "texts by name": {"type": "object", "additionalProperties": TEXT},
        "endpoints": {"type": "object", "additionalProperties": {"$ref": "#/$defs/target"}},
        "places": {"type": "array", "items": {"type": "string", "pattern": "^.+:[0-9]+:[^:]+$"}},
        "files": {"type": "array", "items": _closed(files, required=("include",))},
        "spelling": {"anyOf": [{"enum": ["long", "short"]}, {"type": "object", "additionalProperties": TEXT}]},
        "words": TEXT,
        "house rules": {"type": "array", "items": _house_rule()},
        "links": {"$ref": "#/$defs/links"},
    }


def _model() -> Schema:
    from promptlint.midjourney.tables import vocabulary

    # A number too, because `model = 8.2` is what people write first.
    return {"anyOf": [{"enum": list(vocabulary().models)}, {"type": "number"}, {"type": "string", "pattern": "^[0-9a-z. ]+$"}]}


def _target() -> Schema:
    from promptlint.midjourney.tables import targets

    return {"enum": list(targets().names)}


def _rules() -> Schema:
    return {"type": "array", "items": {"$ref": "#/$defs/selector"}}


def _selector() -> Schema:
    from promptlint.rules.registry import RULES

    names = [name for rule in RULES for name in (rule.code, rule.name)]
    return {"anyOf": [{"enum": ["ALL", *names]}, {"type": "string", "pattern": "^(MJ[0-9]{0,2}|house(:[a-z0-9-]+)?)$"}]}


def _house_rule() -> Schema:
    from promptlint.settings_file.house_rules import PARTS

    model: Schema = {"$ref": "#/$defs/model"}
    values: Schema = {"type": "array", "minItems": 1, "items": {"type": ["string", "number"]}}
    demands = {
        "parameters": TEXTS,
        "values": {"type": "object", "additionalProperties": values},
        "models": {"type": "array", "items": model},
        "words": TEXTS,
        "link-hosts": TEXTS,
    }
    about = {"name": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}, "message": TEXT, "severity": {"enum": list(SEVERITIES)}}
    rule = _closed(about | {"files": TEXTS} | dict.fromkeys(PARTS, _closed(demands, required=())), required=("name",))
    return rule | {"anyOf": [{"required": [part]} for part in PARTS]}


def _links() -> Schema:
    from promptlint.links.options import LinkOptions

    return _closed({name.replace("_", "-"): _like(default) for name, default in LinkOptions._field_defaults.items()}, required=())


def _like(default: object) -> Schema:
    """The type of an option, from its default."""
    if isinstance(default, bool):
        return SWITCH
    if isinstance(default, int):
        return INDEX
    if isinstance(default, float):
        return {"type": "number", "minimum": 0}
    if isinstance(default, tuple):
        return {"anyOf": [TEXTS, {"type": "object", "additionalProperties": TEXT}]}
    return TEXT


def targets_schema() -> Schema:
    """The schema of `midjourney/targets.toml`: the one it is compiled with, at its public address."""
    from promptlint.compile.shape import SCHEMAS

    with open(os.path.join(SCHEMAS, "targets.json"), encoding="utf-8") as file:
        schema: Schema = json.load(file)
    return {"$schema": DIALECT, "$id": f"{HOME}/raw/main/docs/schemas/targets.json", **schema}


def output_schema() -> Schema:
    """The schema of `--output-format json`, with and without `--show-prompts`; `#/$defs/diagnostic` is a line of `jsonl`."""
    return {
        "$schema": DIALECT,
        "$id": f"{HOME}/raw/main/docs/schemas/output.json",
        "title": "JSON output of promptlint",
        "anyOf": [{"$ref": "#/$defs/report"}, {"$ref": "#/$defs/listing"}],
        "$defs": {"report": _report(), "listing": _listing(), "diagnostic": _diagnostic(), "fix": _fix()},
    }


def _report() -> Schema:
    counts = ("files", "prompts", "errors", "warnings", "infos", "unread")
    return _closed(
        {
            "version": {"const": 1},
            "diagnostics": {"type": "array", "items": {"$ref": "#/$defs/diagnostic"}},
            "prompts": {"type": "array", "items": _prompt(), "description": "The prompts that have findings."},
            "summary": _closed(dict.fromkeys(counts, INDEX)),
        }
    )


def _diagnostic() -> Schema:
    return _closed(
        {
            "code": {"type": "string", "pattern": "^(MJ[0-9]{3}|house:[a-z0-9-]+)$"},
            "name": TEXT,
            "severity": {"enum": list(SEVERITIES)},
            "message": TEXT,
            "path": {"type": "string", "description": "The file, `-` for standard input, `<prompt N>` for the N-th -p."},
            "line": PLACE,
            "column": PLACE | {"description": "Counts code points."},
            "end_line": PLACE,
            "end_column": PLACE,
            "prompt": {"type": ["integer", "null"], "minimum": 0, "description": "Which of `prompts`; null for a finding about a file."},
            "start": INDEX | {"description": "Code points from the beginning of the prompt."},
            "end": INDEX,
            "pointer": {"type": ["string", "null"], "description": "The JSON pointer of the field of a request body."},
            "help": TEXT,
            "fix": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/fix"}]},
            "models": TEXTS | {"description": "The models it holds under, where several were asked and not all have it."},
        },
        optional=("models",),
    )


def _fix() -> Schema:
    edit = _closed({"start": INDEX, "end": INDEX, "text": TEXT})
    return _closed({"safe": SWITCH, "edits": {"type": "array", "items": edit}})


def _prompt() -> Schema:
    return _closed(
        {
            "path": TEXT,
            "line": PLACE,
            "end_line": PLACE,
            "text": TEXT,
            "fixed": {"type": "string", "description": "The prompt with every safe fix applied."},
            "model": TEXT,
            "model_from": {"enum": ["prompt", "argument", "config", "default"]},
        }
    )


def _listing() -> Schema:
    prompt = _closed({"path": TEXT, "line": PLACE, "end_line": PLACE, "form": TEXT, "template": SWITCH, "text": TEXT})
    return _closed({"version": {"const": 1}, "prompts": {"type": "array", "items": prompt}})


def _closed(properties: Schema, required: tuple[str, ...] | None = None, optional: tuple[str, ...] = ()) -> Schema:
    """An object with these properties and no others; all are required unless said otherwise."""
    needed = [name for name in properties if name not in optional] if required is None else list(required)
    return {"type": "object", "additionalProperties": False, "required": needed, "properties": properties}
