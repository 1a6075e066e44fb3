"""Each fact of the table, put to the linter as a prompt: what a model has passes, what it has not is named, and each limit holds.

The prompts are made from `grammar/parameters.toml`, so these tests show that the engine does what the table says. Whether
the table says what Midjourney does is shown by `test_verdicts.py`, which does not read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

import promptlint
from promptlint.diagnostics import Diagnostic
from promptlint.midjourney import tables
from promptlint.midjourney.rows import Definition, Limits, Model, number_text

VOCABULARY = tables.vocabulary()
LINK = "https://img.mysite.net/a.png"
COMPANIONS = {"sref": f"--sref {LINK}", "cref": f"--cref {LINK}", "oref": f"--oref {LINK}", "video": "", "image": ""}
SAMPLES = {
    "switch": "",
    "words": "boats",
    "references": "1",
    "urls": LINK,
    "url": LINK,
    "url_or_loop": "loop",
    "codes": "abc1234",
    "ratio": "1:1",
}
OF_VALUES = {"MJ201", "MJ202", "MJ203", "MJ204", "MJ207", "MJ208"}
SEVERITY = {"rejected": "error", "clamped": "warning", "doubtful": "warning"}


class Case(NamedTuple):
    """A value of a parameter on a model, and whether it is within the limits."""

    name: str
    model: str
    value: str
    within: bool
    outside: str

    def __str__(self) -> str:
        return f"{self.name}-{self.model}-{self.value}-{'in' if self.within else 'out'}"


def prompt_of(name: str, value: str, model: Model) -> str:
    """A prompt in which the parameter has all it needs and names its model."""
    spelling = VOCABULARY.spelling(name)
    parts = [f"{LINK} a heron", f"{spelling} {value}".strip()]
    requirement = VOCABULARY.requirement(name)
    if requirement is not None:
        parts.append(COMPANIONS[requirement.parameter])
    if model.name == "edit":
        parts.append("" if name == "edit" else f"--edit {LINK}")
        parts.append("--v 8.2")
    elif name != model.flag:
        parts.append(model.spelling)
    return " ".join(part for part in parts if part)


def of(found: tuple[Diagnostic, ...], codes: set[str], text: str, piece: str) -> list[Diagnostic]:
    """The findings of these rules that touch the first occurrence of a piece of the prompt."""
    start = text.index(piece)
    return [each for each in found if each.code in codes and each.start < start + len(piece) and start < each.end]


# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def models() -> Iterator[Model]:
    """Models that a prompt can name and that judge a text by their own rows."""
    return (model for model in VOCABULARY.models.values() if model.status != "withdrawn" and model.name != "edit")


def within(definition: Definition, limits: Limits) -> Iterator[str]:
    """Values at the edges of the limits."""
    if definition.kind == "codes":
        yield SAMPLES["codes"]
    elif limits.longest is not None:
        long = int(limits.longest * 2)
        yield from (f"{long}:2", f"2:{long}", "1:1")
    elif limits.values:
        yield from (number_text(value) for value in limits.values)
    else:
        low = limits.warn_min if limits.warn_min is not None else limits.minimum
        high = limits.warn_max if limits.warn_max is not None else limits.maximum
        yield from (number_text(edge) for edge in (low, high) if edge is not None)


def beyond(definition: Definition, limits: Limits) -> Iterator[str]:
    """Values just past the limits."""
    if definition.kind == "codes":
        yield from limits.disputed
    elif limits.longest is not None:
        long = int(limits.longest * 2) + 1
        yield from (f"{long}:2", f"2:{long}")
    elif limits.values and definition.kind == "choice":
        if not limits.open:
            yield "zebra"
    elif limits.values:
        yield number_text(max(float(value) for value in (*limits.values, *limits.tolerated)) + 94)
    else:
        step = 1 if definition.kind == "integer" else 0.5
        yield from (number_text(edge) for edge in (limits.maximum and limits.maximum + step,) if edge is not None)
        if limits.minimum is not None and limits.minimum >= step:
            yield number_text(limits.minimum - step)


def cases() -> Iterator[Case]:
    for definition in VOCABULARY.definitions:
        if definition.status != "current" or definition.kind == "model":
            continue
        for model in models():
            limits = VOCABULARY.limits(definition.name, model.name)
            status = VOCABULARY.support(definition.name, model.name).status
            if limits is None or status not in {"supported", "unknown"}:
                continue
            yield from (Case(definition.name, model.name, value, True, limits.outside) for value in within(definition, limits))
            yield from (Case(definition.name, model.name, value, False, limits.outside) for value in beyond(definition, limits))


CASES = list(cases())


def test_every_limit_of_the_table_is_tried_on_both_sides() -> None:
    """A parameter with limits that no case reaches would be a hole."""
    limited = {name for name, row in VOCABULARY.data["parameters"].items() if row.get("limits") and row["status"] == "current"}
    assert limited == {case.name for case in CASES if case.within}
    unlimited = {"style"} & {name for name in limited if all(row.get("open") for row in VOCABULARY.data["parameters"][name]["limits"])}
    assert limited - unlimited == {case.name for case in CASES if not case.within}
    assert len(CASES) > 400


@pytest.mark.parametrize("name", sorted({case.name for case in CASES}))
def test_limits(name: str) -> None:
    for case in CASES:
        if case.name != name:
            continue
        model = VOCABULARY.models[case.model]
        text = prompt_of(name, case.value, model)
        found = promptlint.lint(text, config=promptlint.Config(now=0)).diagnostics
        own = of(found, OF_VALUES, text, f"{VOCABULARY.spelling(name)} {case.value}".strip())
        assert bool(own) is not case.within, (text, found)
        if not case.within:
            at = text.index(f"{VOCABULARY.spelling(name)} {case.value}") + len(VOCABULARY.spelling(name)) + 1
            assert {(each.start, each.end) for each in own} == {(at, at + len(case.value))}
            # For an unknown style version, no source says that another one is used.
            disputed = VOCABULARY.limits(name, case.model).disputed
            expected = "error" if case.name == "sv" else "info" if case.value in disputed else SEVERITY[case.outside]
            assert {each.severity for each in own} == {expected}, (text, own)


# ── support ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def sample(definition: Definition, model: str) -> str:
    """A value that is right on the model."""
    limits = VOCABULARY.limits(definition.name, model)
    if limits is not None and limits.longest is None:
        return next(within(definition, limits))
    return SAMPLES.get(definition.kind, "1")


PAIRS = [
    (definition.name, model.name)
    for definition in VOCABULARY.definitions
    for model in models()
    if definition.status == "current" and definition.kind != "model" and model.family not in {"video"} and definition.group != "video"
]


def test_every_parameter_meets_every_model() -> None:
    assert len(PAIRS) > 400


@pytest.mark.parametrize("name", sorted({name for name, _ in PAIRS}))
def test_support(name: str) -> None:
    """Chart and FAQ, as in the table: no finding if a model supports it, an error if it rejects it, else a warning."""
    definition = VOCABULARY.definition(name)
    assert definition is not None
    for model in models():
        if (name, model.name) not in PAIRS or name == model.flag:
            continue
        text = prompt_of(name, sample(definition, model.name), model)
        support = VOCABULARY.support(name, model.name)
        found = promptlint.lint(text, target="web", config=promptlint.Config(now=0, target="web")).diagnostics
        own = of(found, {"MJ301"}, text, VOCABULARY.spelling(name))
        if support.status in {"supported", "unknown"} or "web" in support.targets:
            assert not own, (text, own)
            continue
        expected = "error" if support.status == "rejected" else "warning"
        assert [each.severity for each in own] == [expected], (text, found)
        assert own[0].start == text.index(f" {VOCABULARY.spelling(name)}") + 1


@pytest.mark.parametrize("model", [model.name for model in VOCABULARY.models.values() if model.family in {"v", "niji", "test"}])
def test_every_model_can_be_named(model: str) -> None:
    known = VOCABULARY.models[model]
    report = promptlint.lint(f"a heron {known.spelling}")
    assert (report.model, report.model_from) == (model, "prompt")
    withdrawn = [each.code for each in report.diagnostics]
    assert withdrawn == (["MJ206"] if known.status == "withdrawn" else [])


def has(name: str, model: str, *, unknown: bool) -> bool:
    """Return whether the model supports the parameter on the website, or that is unknown."""
    support = VOCABULARY.support(name, model)
    return support.status == "supported" or "web" in support.targets or (unknown and support.status == "unknown")


@pytest.mark.parametrize("conflict", VOCABULARY.conflicts, ids=lambda each: "-".join(each.parameters))
def test_conflicts(conflict) -> None:
    """Each pair that does not go together is named on a model that has both."""
    every = [model for model in VOCABULARY.models.values() if model.name != "edit" and model.name in (conflict.models or VOCABULARY.models)]
    model = next(
        model
        for unknown in (False, True)
        for model in reversed(every)
        if all(name == model.flag or has(name, model.name, unknown=unknown) for name in conflict.parameters)
    )
    values = dict(conflict.values)
    written = []
    for name in conflict.parameters:
        definition = VOCABULARY.definition(name)
        assert definition is not None
        value = values.get(name, "").replace("*", "1234567") or ("7" if definition.kind == "model" else sample(definition, model.name))
        written.append(f"{VOCABULARY.spelling(name)} {value}".strip())
    extra = "" if any(name in VOCABULARY.model_flags and name != "edit" for name in conflict.parameters) else model.spelling
    text = f"{LINK} a heron {' '.join(written)} {extra}".strip()
    found = promptlint.lint(text, config=promptlint.Config(now=0, target="web")).diagnostics
    expected = {"rejected": "error", "unsupported": "warning", "noted": "info"}[conflict.effect]
    own = [each for each in found if each.code in {"MJ303", "MJ305", "MJ306"}]
    assert expected in {each.severity for each in own} or "error" in {each.severity for each in own}, (text, found)
