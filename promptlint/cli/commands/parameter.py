"""`promptlint parameter`: list the values of a parameter and the models that support it, with the evidence; or list all."""

from __future__ import annotations

from promptlint.errors import ConfigError
from promptlint.midjourney.names import check_name
from promptlint.midjourney.rows import number_text
from promptlint.midjourney.tables import vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from promptlint.cli.call import Call
    from promptlint.cli.streams import Streams
    from promptlint.midjourney.rows import Definition, Limits, Support
    from promptlint.midjourney.vocabulary import Vocabulary

__all__ = ["columns", "run"]


def run(call: Call, streams: Streams) -> int:
    """Print one parameter, or all of them. Raises ConfigError for a name that the tables do not have."""
    words = vocabulary()
    wanted = call.text("model")
    model = check_name("model", wanted, "--model: ") if wanted else ""
    if call.arguments:
        named = _described(words, _named(words, call.arguments[0]), model)
        document: dict[str, Any] = {"version": 1, "parameter": named}
        text = _page(words, named)
    else:
        every = [_described(words, each, model or words.default_model) for each in words.definitions]
        document = {"version": 1, "parameters": every}
        text = _list(words, every, model or words.default_model)
    if call.text("output-format") == "json":
        import json

        text = json.dumps(document, ensure_ascii=False, indent=2)
    streams.out.write(text + "\n")
    return 0


def _named(words: Vocabulary, written: str) -> Definition:
    """The parameter of any spelling, with or without dashes."""
    name = written.strip().lstrip("-—–").lower()
    definition = words.definition(words.names.get(name, ""))
    if definition is None:
        from promptlint.text.did_you_mean import hint

        raise ConfigError(f"unknown parameter `{written}`{hint(name, words.names, 'run `promptlint parameter` to list all')}")
    return definition


def _described(words: Vocabulary, definition: Definition, model: str) -> dict[str, Any]:
    """The parameter as JSON has it; `models` has one entry per model of which something is known."""
    models = [model] if model else [each.name for each in words.models.values()]
    cells = [_cell(words, definition, each) for each in models]
    required = definition.requires
    return {
        "name": definition.name,
        "written": f"--{definition.written}",
        "aliases": [f"--{alias}" for alias in definition.aliases if alias != definition.written],
        "title": definition.title,
        "summary": definition.summary,
        "kind": definition.kind,
        "status": definition.status,
        "repeatable": definition.repeatable,
        "requires": required.parameter if required else None,
        "note": definition.note or None,
        "source": _source(words, definition.source, definition.date, definition.confidence),
        "models": [cell for cell in cells if model or cell["status"] != "unknown" or cell["values"]],
    }


def _cell(words: Vocabulary, definition: Definition, model: str) -> dict[str, Any]:
    support, limits = words.support(definition.name, model), words.limits(definition.name, model)
    default = None if limits is None else limits.default
    return {
        "model": model,
        "status": "selects" if definition.name in words.model_flags and support.status == "unknown" else support.status,
        "evidence": support.evidence or None,
        "note": support.note or None,
        "source": _support_source(words, support),
        "values": _values(limits),
        "default": number_text(default) if default is not None else None,
        "limits": _limits(words, limits),
    }


def _support_source(words: Vocabulary, support: Support) -> dict[str, str] | None:
    return _source(words, support.source, support.date, support.confidence) if support.source else None


def _values(limits: Limits | None) -> str | None:
    return None if limits is None or limits.allowed == "any" else limits.allowed


def _limits(words: Vocabulary, limits: Limits | None) -> dict[str, Any] | None:
    """The range or the list of values, the effect of any other value, and the evidence."""
    if limits is None:
        return None
    return {
        "min": limits.minimum,
        "max": limits.maximum,
        "longest": limits.longest,
        "values": list(limits.values),
        "others": limits.outside,
        "note": limits.note or None,
        "source": _source(words, limits.source, limits.date, limits.confidence),
    }


def _source(words: Vocabulary, key: str, date: str, confidence: str) -> dict[str, str]:
    source = words.sources[key]
    return {"title": source.title, "where": source.where, "date": date, "confidence": confidence}


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _list(words: Vocabulary, every: list[dict[str, Any]], model: str) -> str:
    rows = [(each["written"], _status(each["models"][0]), each["models"][0]["values"] or "", each["summary"]) for each in every]
    lines = [f"Parameters on {words.models[model].title}:", "", *columns(rows), "", "Run `promptlint parameter NAME` to compare models."]
    return "\n".join(lines)


def _status(cell: dict[str, Any]) -> str:
    status: str = cell["status"]
    return {"supported": "yes", "selects": "selects a model", "unknown": "not known"}.get(status, status)


def _page(words: Vocabulary, told: dict[str, Any]) -> str:
    spellings = dict.fromkeys((told["written"], f"--{told['name']}", *told["aliases"]))
    lines = [f"{', '.join(spellings)}  {told['title']}, {told['kind']}, {told['status']}", told["summary"]]
    if told["requires"]:
        lines.append(f"Requires {'an image link' if told['requires'] == 'image' else words.spelling(told['requires'])}.")
    if told["note"]:
        lines.append(told["note"])
    rows = [_row(words, cell) for cell in told["models"]]
    if rows:
        lines += ["", *columns([("model", "status", "evidence", "values", "default", "source"), *rows])]
    notes: dict[str, list[str]] = {}
    for cell in told["models"]:
        for note in _notes(cell):
            notes.setdefault(note, []).append(words.models[cell["model"]].title)
    return "\n".join([*lines, *([""] if notes else []), *(f"{', '.join(models)}: {note}" for note, models in notes.items())])


def _row(words: Vocabulary, cell: dict[str, Any]) -> tuple[str, ...]:
    told = cell["limits"]["source"] if cell["limits"] else None
    origins = dict.fromkeys(_origin(each) for each in (cell["source"], told) if each)
    title = words.models[cell["model"]].title
    return title, _status(cell), cell["evidence"] or "", cell["values"] or "", cell["default"] or "", "; ".join(origins)


def _origin(source: dict[str, str]) -> str:
    return f"{source['title']}, {source['date']}, {source['confidence']} confidence"


def _notes(cell: dict[str, Any]) -> Iterator[str]:
    for note in (cell["note"], cell["limits"] and cell["limits"]["note"]):
        if note:
            yield note


def columns(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Rows in columns of equal width; columns that are empty throughout are left out."""
    table = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in table]
    kept = [(column, width) for column, width in zip(table, widths, strict=True) if width]
    shown = zip(*(column for column, _ in kept), strict=True)
    return ["  ".join(cell.ljust(width) for cell, (_, width) in zip(row, kept, strict=True)).rstrip() for row in shown]
