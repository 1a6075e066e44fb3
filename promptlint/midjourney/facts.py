"""The vocabulary's facts one by one, in words, each with where it comes from (`promptlint config --facts`)."""

from __future__ import annotations

from promptlint.text.joining import or_list
from promptlint.text.namedtuple import NamedTuple

from .rows import CONFIDENCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from .rows import Limits
    from .targets import Endpoint, Field, Targets
    from .vocabulary import Vocabulary

__all__ = ["Fact", "facts", "target_facts"]


class Fact(NamedTuple):
    """One fact. `path` is its key in `grammar/parameters.toml`, `subject` what it is about, `statement` the fact.

    `source` is a key of the sources, `date` the date of the fact, `confidence` high, medium or low, `verified` the day on which
    the fact was last compared with its source.
    """

    path: str
    subject: str
    statement: str
    source: str
    date: str
    confidence: str
    verified: str


def facts(vocabulary: Vocabulary) -> Iterator[Fact]:
    """Every fact of the table, in its order."""
    data = vocabulary.data
    yield _fact(vocabulary, "meta", "models", f"accounts that chose none use {vocabulary.default_model}", data["meta"])
    for name, model in vocabulary.models.items():
        statement = f"{model.status} since {model.since}" if model.status == "live" else f"{model.status}, released {model.since}"
        yield _fact(vocabulary, f"models.{name}", model.spelling, statement, data["models"][name])
    for name in data["parameters"]:
        yield from _parameter_facts(vocabulary, name)
    for name, row in data["features"].items():
        yield from _support_facts(vocabulary, f"features.{name}", name, row)
    for index, (conflict, row) in enumerate(zip(vocabulary.conflicts, data["conflicts"], strict=True)):
        subject = " with ".join(_side(vocabulary, name, dict(conflict.values)) for name in conflict.parameters)
        yield _fact(vocabulary, f"conflicts[{index}]", subject, f"{conflict.effect}{_on(conflict.models)}: {conflict.reason}", row)
    yield from _other_facts(vocabulary)


def _parameter_facts(vocabulary: Vocabulary, name: str) -> Iterator[Fact]:
    row = vocabulary.data["parameters"][name]
    path, subject = f"parameters.{name}", vocabulary.spelling(name)
    yield _fact(vocabulary, path, subject, f"{row['kind']}, {row['status']}: {row['summary']}", row)
    if "requires" in row:
        required = row["requires"]["parameter"]
        needs = "an image link before the text" if required == "image" else vocabulary.spelling(required)
        yield from _requirement_facts(vocabulary, f"{path}.requires", subject, f"requires {needs}", row["requires"])
    if "repeat_counts" in row:
        yield _fact(vocabulary, path, subject, f"if repeated, the {row['repeat_counts']} applies", {"source": row["repeat_source"]})
    yield from _support_facts(vocabulary, path, name, row)
    for index, limit in enumerate(row.get("limits", ())):
        models = vocabulary.expand(limit["models"])
        limits = vocabulary.limits(name, models[0])
        assert limits is not None
        yield _fact(vocabulary, f"{path}.limits[{index}]", subject, f"accepts {_limits_text(limits)}{_on(models)}{_note(limit)}", limit)


def _requirement_facts(vocabulary: Vocabulary, path: str, subject: str, needs: str, row: dict[str, Any]) -> Iterator[Fact]:
    yield _fact(vocabulary, path, subject, f"{needs}, otherwise {row['missing']}", row)
    for index, each in enumerate(row.get("elsewhere", ())):
        statement = f"{needs}, otherwise {each['missing']} on {or_list(each['targets'])}{_note(each)}"
        yield _fact(vocabulary, f"{path}.elsewhere[{index}]", subject, statement, each)


def _support_facts(vocabulary: Vocabulary, path: str, name: str, row: dict[str, Any]) -> Iterator[Fact]:
    for index, cell in enumerate(row.get("support", ())):
        statement = f"{cell['status']}{_on(vocabulary.expand(cell['models']))} ({cell['evidence']}){_note(cell)}"
        yield _fact(vocabulary, f"{path}.support[{index}]", vocabulary.spelling(name), statement, cell)


def _other_facts(vocabulary: Vocabulary) -> Iterator[Fact]:
    data = vocabulary.data
    beside = ", ".join(vocabulary.spelling(name) for name in vocabulary.video_parameters)
    written = ", ".join(vocabulary.spelling(name) for name in vocabulary.video_written)
    video, others = data["video"], {"source": data["video"]["others_source"]}
    yield _fact(vocabulary, "video", "--video", f"can be combined with {beside}; Midjourney writes {written} with `--video 1`", video)
    yield _fact(vocabulary, "video.others", "--video", f"any other parameter is {vocabulary.video_others}", others)
    yield from _requirement_facts(vocabulary, "video.requires", "--video", "requires an image link before the text", video["requires"])
    films = ", ".join(vocabulary.expand(data["film"]["models"]))
    yield _fact(vocabulary, "film", "--video", f"requests a video of the grid on {films}", data["film"])
    for name, plan in vocabulary.plans.items():
        features = (("Relax", plan.relax), ("relaxed videos in SD", plan.relax_video), ("Stealth", plan.stealth))
        statement = f"{plan.jobs} jobs per prompt, {', '.join(word for word, holds in features if holds) or 'neither Relax nor Stealth'}"
        yield _fact(vocabulary, f"plans.{name}", f"plan {name}", statement, data["plans"][name])
    yield _fact(vocabulary, "limits", "prompt", f"at most {vocabulary.prompt_length} characters, parameters included", data["limits"])
    yield _fact(vocabulary, "exclusions", "--no", f"may be rejected with {or_list(vocabulary.refused_exclusions)}", data["exclusions"])
    yield _fact(vocabulary, "format", "order", " ".join(vocabulary.order), data["format"])


def _fact(vocabulary: Vocabulary, path: str, subject: str, statement: str, row: dict[str, Any]) -> Fact:
    source, date, confidence = vocabulary.provenance(row)
    verified = row.get("verified") or vocabulary.sources[source].verified or vocabulary.verified
    return Fact(path, subject, statement, source, date, confidence, verified)


def _side(vocabulary: Vocabulary, name: str, values: dict[str, str]) -> str:
    return f"{vocabulary.spelling(name)} {values.get(name, '')}".strip()


def _on(models: Iterable[str]) -> str:
    named = ", ".join(models)
    return f" on {named}" if named else ""


def _note(row: dict[str, Any]) -> str:
    return f": {row['note']}" if row.get("note") else ""


def _limits_text(limits: Limits) -> str:
    return f"{limits.allowed} (others {limits.outside})"


# ---- targets ------------------------------------------------------------------------------------------------------------


def target_facts(targets: Targets) -> Iterator[Fact]:
    """Every fact with its source and date, in the order of the table."""
    for name in targets:
        target = targets.named(name)
        for key, evidence in target.evidence.items():
            statement = f"{key.replace('_', ' ')}: {evidence.effect}"
            yield _target_fact(targets, f"targets.{name}.{key}", target.title, statement, evidence.source)
        for group, effects in (("refuses", target.refuses), ("strips", target.strips)):
            for parameter, evidence in effects.items():
                yield _target_fact(
                    targets, f"targets.{name}.{group}.{parameter}", target.title, f"{parameter} is {evidence.effect}", evidence.source
                )
        for number, append in enumerate(target.appends):
            statement = f"appends {append.text} for the field {append.field}"
            yield _target_fact(targets, f"targets.{name}.appends[{number}]", target.title, statement, append.evidence.source)
        if target.ended is not None:
            yield _target_fact(targets, f"targets.{name}.ended", target.title, f"ended; use {target.ended.instead}", target.ended.source)
        for endpoint in targets.endpoints(name):
            yield from _endpoint_facts(targets, endpoint, target.title)


def _endpoint_facts(targets: Targets, endpoint: Endpoint, title: str) -> Iterator[Fact]:
    path = f"targets.{endpoint.target}.endpoints.{endpoint.name}"
    yield _target_fact(targets, path, title, f"{endpoint.title}: {endpoint.method} {endpoint.path}", endpoint.source)
    for field in endpoint.fields.values():
        yield _target_fact(
            targets, f"{path}.fields.{field.pointer}", title, f"{endpoint.title}: `{field.name}` is {_describe(field)}", field.source
        )


def _target_fact(targets: Targets, path: str, subject: str, statement: str, source: str) -> Fact:
    row = targets.sources[source]
    return Fact(path, subject, statement, source, row["date"], CONFIDENCE[row["tier"]], targets.verified)


def _describe(field: Field) -> str:
    """One line about the values of a field."""
    words = ["of a type that no source documents" if field.type == "any" else field.type]
    if field.required:
        words.append("required" if field.required == "rejected" else "possibly required")
    if field.values:
        words.append("one of " + " ".join(map(str, field.values)))
    if field.minimum is not None or field.maximum is not None:
        words.append(f"{field.minimum} to {field.maximum}")
    if field.step is not None:
        words.append(f"in steps of {field.step}")
    if field.parameter:
        words.append(f"sets {'an image link' if field.parameter == 'image' else field.parameter}")
    if field.longest is not None:
        words.append(f"at most {field.longest} characters")
    return ", ".join(words)
