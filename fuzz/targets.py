"""Fuzz targets: bytes in; AssertionError or any other exception is a bug. The properties are those of `tests/oracles.py`."""

from __future__ import annotations

import json
from collections.abc import Callable

import oracles

from promptlint.midjourney import tables

MODELS = (None, "8.2", "8.1", "7", "6.1", "6", "niji 7", "niji 6", "5.2", "4", "3", "video")
PLACES = (None, *tables.targets().names)


def _text(data: bytes) -> str:
    """Any string: invalid UTF-8 becomes lone surrogates, as it does on a command line."""
    return data.decode("utf-8", "surrogateescape")


def _lint(data: bytes) -> None:
    chosen = data[0] if data else 0
    oracles.check_lint(_text(data[1:]), MODELS[chosen % len(MODELS)], PLACES[chosen // 16 % len(PLACES)])


def _explain(data: bytes) -> None:
    message, _, prompt = _text(data).partition("\x00")
    oracles.check_explain(message, prompt or None)


def _request(data: bytes) -> None:
    oracles.check_requests_file(_text(data))
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        return
    if isinstance(body, dict):
        oracles.check_request(body)


def _address(data: bytes) -> None:
    oracles.check_address(_text(data))
    oracles.check_redaction(_text(data))


def _file(ending: str) -> Callable[[bytes], None]:
    return lambda data: oracles.check_file(f"midjourney-prompts.{ending}", data)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "parse": lambda data: oracles.check_parse(_text(data)),
    "lint": _lint,
    "fix": lambda data: oracles.check_fix(_text(data)),
    "txt": _file("txt"),
    "md": _file("md"),
    "json": _file("json"),
    "jsonl": _file("jsonl"),
    "csv": _file("csv"),
    "yaml": _file("yaml"),
    "toml": _file("toml"),
    "py": _file("py"),
    "config": oracles.check_settings,
    "address": _address,
    "request": _request,
    "explain": _explain,
}
"""Name of a target, which is also the name of its directory of seeds, to what it does with the bytes."""
