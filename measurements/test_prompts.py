"""Prompts of people: formatted and moved to another model they keep their meaning, and what was recorded is judged as it ended."""

from __future__ import annotations

import json

import pytest
from material import CORPUS

import promptlint
from promptlint.midjourney.tables import vocabulary
from promptlint.parsing.parser import parse
from promptlint.rewrite.format import format_prompt
from promptlint.rewrite.migrate import migrate_prompt
from promptlint.semantics.canonical import drawn
from promptlint.semantics.check_parameter import check_parameter


def test_prompts_of_people_keep_their_meaning() -> None:
    changed = 0
    for name in ("accepted.jsonl", "typed.jsonl"):
        for line in (CORPUS / name).read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["prompt"]
            formatted = format_prompt(text)
            changed += formatted != text
            assert format_prompt(formatted) == formatted
            assert drawn(parse(formatted)) == drawn(parse(text))
    assert changed > 100


@pytest.mark.parametrize("to", ["8.2", "7", "niji 7"])
def test_prompts_of_people_move_once(to: str) -> None:
    words = vocabulary()
    for line in (CORPUS / "accepted.jsonl").read_text(encoding="utf-8").splitlines()[::3]:
        row = json.loads(line)
        migration = migrate_prompt(row["prompt"], to, model=row["model"])
        assert migrate_prompt(migration.text, to, model=migration.model).text == migration.text
        if migration.edits:
            left = {mistake.kind for one in parse(migration.text).parameters for mistake in check_parameter(one, migration.model, words)}
            assert "unsupported-by-model" not in left


def test_every_recorded_prompt_ends_as_it_did() -> None:
    path = CORPUS / "recorded.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        config = promptlint.Config(plan=row.get("plan"))
        report = promptlint.lint(
            row["prompt"], model=None if row["model"] == "video" else row["model"], target=row["target"], config=config
        )
        errors = {each.name for each in report.diagnostics if each.severity == "error"}
        if row["accepted"] is not None:
            assert not errors if row["accepted"] else row["rule"] in errors, row["prompt"]
