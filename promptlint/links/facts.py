"""The facts about hosts in `hosts.toml`, for the list of facts."""

from __future__ import annotations

import os
import tomllib

from promptlint.midjourney.facts import Fact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["facts"]

_TABLE = os.path.join(os.path.dirname(__file__), "hosts.toml")
_UNSOURCED = "general knowledge"
"""The source of an entry without a page."""


def facts() -> Iterator[Fact]:
    """Every fact about hosts, in the order of the table. Raises OSError if the installation is incomplete."""
    with open(_TABLE, "rb") as file:
        table: dict[str, Any] = tomllib.load(file)
    for name, rows in table.items():
        if isinstance(rows, dict):
            yield _fact(name, name, rows)
        else:
            yield from (_fact(f"{name}[{index}]", str(row.get("name", name)), row) for index, row in enumerate(rows))


def _fact(path: str, subject: str, row: dict[str, Any]) -> Fact:
    about = ", ".join(str(value) for key in ("hosts", "host", "path") for value in _listed(row.get(key)))
    source, day = str(row["source"]), str(row["date"])
    confidence = "low" if _UNSOURCED in source else "medium"
    return Fact(f"links/hosts.toml {path}", subject, about or "a table of its own", source, day, confidence, day)


def _listed(value: Any) -> list[Any]:
    """A value as a list, nothing as an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]
