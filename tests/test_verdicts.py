"""Prompts whose verdict is known from Midjourney itself, each with its source: what the tables must agree with."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import promptlint
from promptlint.rules.selection import find_rule

TABLE = tomllib.loads((Path(__file__).parent / "verdicts.toml").read_text(encoding="utf-8"))
VERDICTS: list[dict[str, Any]] = TABLE["verdicts"]


def test_there_are_enough_and_each_is_different_and_has_a_source() -> None:
    assert len(VERDICTS) >= 150
    assert len({(row["prompt"], row.get("pad")) for row in VERDICTS}) == len(VERDICTS)
    assert {row["source"] for row in VERDICTS} == set(TABLE["sources"])


@pytest.mark.parametrize("row", VERDICTS, ids=lambda row: row["prompt"][:60])
def test_verdict(row: dict[str, Any]) -> None:
    prompt = "a " * (row.get("pad", 0) // 2) + row["prompt"]
    config = promptlint.Config(now=0, extend_select=("MJ6",))
    found = promptlint.lint(prompt, config=config).diagnostics
    errors = [each for each in found if each.severity == "error"]
    if row["verdict"] in {"silent", "taken"}:
        assert not errors
        assert row["verdict"] == "taken" or not [each for each in found if each.severity == "warning"]
        return
    severity = {"refused": "error", "warned": "warning"}[row["verdict"]]
    own = [each for each in found if each.code == row["rule"]]
    assert severity in {each.severity for each in own}, found
    assert severity == "error" or not errors
    if "at" in row:
        assert row["at"] in {prompt[each.start : each.end] for each in own}


@pytest.mark.parametrize("row", [row for row in VERDICTS if "message" in row], ids=lambda row: row["message"][:60])
def test_the_message_is_foreseen_by_the_rule_that_finds_it(row: dict[str, Any]) -> None:
    failure = promptlint.explain(row["message"])
    assert failure.known
    assert row["rule"] in failure.rules
    assert find_rule(row["rule"]) is not None
