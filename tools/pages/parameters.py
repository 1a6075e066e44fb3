"""docs/parameters.md: every parameter and model, what works with what, and how that is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from promptlint.midjourney.rows import KINDS, Definition, Limits, Model, Support
from promptlint.midjourney.tables import vocabulary
from promptlint.rules.support.base import SEVERITY

from .markdown import code, made_from, table

Fact = TypeVar("Fact", Support, "Limits | None")

__all__ = ["limits_text", "named", "page", "source_link"]

MARKS = {"supported": "yes", "rejected": "rejected", "unsupported": "unsupported", "ignored": "ignored", "unknown": ""}
EFFECTS = {"rejected": "the job is rejected", "clamped": "the nearest valid value is used", "doubtful": "unknown"}

_CITED = frozenset({"official", "vendor"})
"""The tiers of sources that a page links to. Of the others, records by private persons, the table has the address."""

_HEAD = """\
# Parameters and models

The parameters of every Midjourney model, generated from [grammar/parameters.toml](../grammar/parameters.toml) and last checked
against the sources on {verified}. The default model of an account is {default}.

In the tables, **rejected** means that Midjourney rejects the job (an error); **ignored**, that the job runs without the parameter
(a warning); and **unsupported**, that the model does not have the parameter but no rejection is recorded (a warning). For an
empty cell nothing is known, and nothing is reported. Each parameter has a table with the source, date and confidence of each fact.
"""


def page() -> str:
    """The text of the page."""
    words = vocabulary()
    parts = [
        made_from("grammar/parameters.toml"),
        _HEAD.format(verified=words.verified, default=words.models[words.default_model].title),
        "\n## Models\n\n",
        table(("model", "written", "status", "since", "default"), map(_model, words.models.values())),
        "\n## Current models\n\n",
        _grid([model for model in words.models.values() if model.status == "live"]),
        "\n## Earlier models\n\n",
        _grid([model for model in words.models.values() if model.status != "live"]),
        "\n## Parameters\n",
        *(_parameter(definition) for definition in words.definitions),
        "\n## Other features\n",
        *(_feature(name) for name in words.data["features"]),
        "\n## Conflicts\n\n",
        _conflicts(),
        "\n## Plans\n\n",
        table(("plan", "jobs of one prompt", "Relax", "Relax for videos (SD)", "Stealth", "source"), _plans()),
        "\n## Sources\n\n",
        table(("key", "what", "date", "kind"), _sources()),
    ]
    return "".join(parts)


def named(models: tuple[str, ...] | list[str]) -> str:
    """Return the titles of models in a row: `V6, V6.1, Niji 6`."""
    return ", ".join(vocabulary().models[model].title for model in models)


def limits_text(limits: Limits) -> str:
    """The accepted values: `0 to 1000 (default 100)`."""
    default = f" (default {limits.default:g})" if isinstance(limits.default, (int, float)) else f" (default {limits.default})"
    return limits.allowed + (default if limits.default is not None else "")


def source_link(key: str, page: str = "") -> str:
    """A source by its key, as a link to the table of sources; `page` is the way there from another page."""
    return f"[{key}]({page}#sources)"


def _model(model: Model) -> tuple[str, ...]:
    default = f"{model.default_from} to {model.default_until or 'today'}" if model.default_from else ""
    until = f" to {model.until}" if model.until else ""
    return model.title, code(model.spelling), model.status, model.since + until, default


def _grid(models: list[Model]) -> str:
    """The support on these models; parameters that select a model, and retired ones, are listed elsewhere."""
    words = vocabulary()
    names = [one.name for one in words.definitions if one.status != "retired" and one.kind != "model" and one.name not in ("test", "testp")]
    rows = []
    for name in (*names, *words.data["features"]):
        marks = [MARKS[words.support(name, model.name).status] for model in models]
        if any(marks):
            spelled = words.spelling(name)
            rows.append((spelled if " " in spelled else code(spelled), *marks))
    return table(("", *(model.title for model in models)), rows)


def _parameter(definition: Definition) -> str:
    words = vocabulary()
    names = [f"--{name}" for name in (definition.name, *definition.aliases)]
    value = KINDS[definition.kind] + (", or nothing" if definition.optional else "")
    parts = [f"\n### {words.spelling(definition.name)}\n\n{definition.summary}\n\n"]
    parts.append(f"{definition.title}, {definition.status}. Written {', '.join(map(code, names))}. Takes {value}.{_count(definition)}")
    if definition.requires:
        needed = definition.requires.parameter
        beside = "an image link before the text" if needed == "image" else code(words.spelling(needed))
        parts.append(f" Needs {beside}; without it {_missing(definition.requires.missing)}.")
        parts += [f" On {each.target}: {each.note}" for each in definition.requires.elsewhere]
    if definition.note:
        parts.append(f" {definition.note}")
    parts.append("\n")
    parts.append(_supports(definition.name))
    parts.append(_limits(definition.name))
    return "".join(parts)


def _count(definition: Definition) -> str:
    least, most = definition.counts
    if most is None or most == 1:  # the kind says `one`
        return ""
    return f" {most} at most." if least <= 1 else f" {least} to {most}."


def _missing(effect: str) -> str:
    return {"rejected": "the job is rejected", "unsupported": "no rejection is recorded"}.get(effect, "it does nothing")


def _feature(name: str) -> str:
    return f"\n### {vocabulary().data['features'][name]['title']}\n{_supports(name)}"


def _supports(name: str) -> str:
    """The models that support it, with the evidence; models that share a row in one."""
    words = vocabulary()
    cells = [(words.support(name, model), model) for model in words.models]
    rows = [
        (
            named(models),
            MARKS[support.status],
            support.evidence,
            source_link(support.source),
            support.date,
            support.confidence,
            support.note,
        )
        for support, models in _together(cells)
        if support.status != "unknown"
    ]
    return "\n" + table(("models", "", "evidence", "source", "date", "confidence", "note"), rows) if rows else ""


def _limits(name: str) -> str:
    words = vocabulary()
    cells = [(words.limits(name, model), model) for model in words.models]
    rows = [
        (
            named(models),
            limits_text(limits),
            EFFECTS[limits.outside],
            source_link(limits.source),
            limits.date,
            limits.confidence,
            limits.note,
        )
        for limits, models in _together(cells)
        if limits is not None
    ]
    return "\n" + table(("models", "values", "other values", "source", "date", "confidence", "note"), rows) if rows else ""


def _together(cells: list[tuple[Fact, str]]) -> list[tuple[Fact, list[str]]]:
    """Facts with all models they hold for, in the order of the first of them."""
    models: dict[Fact, list[str]] = {}
    for fact, model in cells:
        models.setdefault(fact, []).append(model)
    return list(models.items())


def _conflicts() -> str:
    words = vocabulary()
    rows = []
    for conflict in words.conflicts:
        sides = [f"{words.spelling(name)} {dict(conflict.values).get(name, '')}".strip() for name in conflict.parameters]
        models = named(conflict.models) or "all"
        origin = (source_link(conflict.source), conflict.date, conflict.confidence)
        rows.append((" with ".join(map(code, sides)), models, SEVERITY[conflict.effect], conflict.reason, *origin))
    return table(("", "models", "", "because", "source", "date", "confidence"), rows)


def _plans() -> Iterator[tuple[str, ...]]:
    for plan in vocabulary().plans.values():
        features = ("yes" if has else "no" for has in (plan.relax, plan.relax_video, plan.stealth))
        yield plan.name, str(plan.jobs), *features, source_link(plan.source)


def _sources() -> Iterator[tuple[str, ...]]:
    for source in vocabulary().sources.values():
        linked = source.tier in _CITED and source.where.startswith("https://") and " " not in source.where
        title = f"[{source.title}]({source.where})" if linked else source.title
        yield source.key, title, source.date, source.tier
