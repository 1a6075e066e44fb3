"""`promptlint model`: describe a model, how it is selected and what it supports; or list all."""

from __future__ import annotations

from promptlint.midjourney.names import check_name
from promptlint.midjourney.tables import vocabulary

from .parameter import columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.cli.call import Call
    from promptlint.cli.streams import Streams
    from promptlint.midjourney.rows import Model
    from promptlint.midjourney.vocabulary import Vocabulary

__all__ = ["run"]


def run(call: Call, streams: Streams) -> int:
    """Print one model, or all of them. Raises ConfigError for a name that the tables do not have."""
    words = vocabulary()
    if call.arguments:
        model = words.models[check_name("model", " ".join(call.arguments))]
        document: dict[str, Any] = {"version": 1, "model": {**_described(words, model), "parameters": _parameters(words, model)}}
        text = _page(document["model"])
    else:
        document = {"version": 1, "models": [_described(words, each) for each in words.models.values()]}
        text = _list(document["models"])
    if call.text("output-format") == "json":
        import json

        text = json.dumps(document, ensure_ascii=False, indent=2)
    streams.out.write(text + "\n")
    return 0


def _described(words: Vocabulary, model: Model) -> dict[str, Any]:
    source = words.sources[model.source]
    return {
        "name": model.name,
        "title": model.title,
        "written": model.spelling,
        "status": model.status,
        "since": model.since,
        "until": model.until or None,
        "default_from": model.default_from or None,
        "default_until": model.default_until or None,
        "default": model.name == words.default_model,
        "note": model.note or None,
        "source": {"title": source.title, "where": source.where, "date": model.date, "confidence": model.confidence},
    }


def _parameters(words: Vocabulary, model: Model) -> dict[str, list[str]]:
    """Status → the parameters that have it on this model, as they are written."""
    found: dict[str, list[str]] = {"supported": []}
    for definition in words.definitions:
        status = words.support(definition.name, model.name).status
        if status != "unknown" and definition.status == "current":
            found.setdefault(status, []).append(words.spelling(definition.name))
    return found


def _list(models: list[dict[str, Any]]) -> str:
    rows = [("model", "written", "status", "since", "default"), *((each["title"], *_facts(each)) for each in models)]
    return "\n".join([*columns(rows), "", "Run `promptlint model NAME` to list the parameters of a model."])


def _facts(told: dict[str, Any]) -> tuple[str, str, str, str]:
    default = f"{told['default_from']} to {told['default_until'] or 'today'}" if told["default_from"] else ""
    return told["written"], told["status"], told["since"] + (f" to {told['until']}" if told["until"] else ""), default


def _page(told: dict[str, Any]) -> str:
    written, status, since, default = _facts(told)
    source = told["source"]
    lines = [f"{told['title']}  written {written}, {status}, since {since}", *([f"Default from {default}."] if default else [])]
    lines += [told["note"]] if told["note"] else []
    lines.append(f"Source: {source['title']}, {source['date']}, {source['confidence']} confidence.")
    for name, spelled in told["parameters"].items():
        lines += ["", f"{name.capitalize()}:", f"  {' '.join(spelled)}"]
    return "\n".join([*lines, "", f"Run `promptlint parameter NAME --model {_quoted(told['name'])}` for values and sources."])


def _quoted(name: str) -> str:
    return f"'{name}'" if " " in name else name
