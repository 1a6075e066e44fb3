"""docs/schemas: the JSON Schemas of the settings file and of the JSON output."""

from __future__ import annotations

import json

from promptlint.schema import config_schema, output_schema

__all__ = ["pages"]


def pages() -> dict[str, str]:
    """Path and text of both schemas."""
    schemas = {"config": config_schema(), "output": output_schema()}
    return {f"docs/schemas/{name}.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in schemas.items()}
