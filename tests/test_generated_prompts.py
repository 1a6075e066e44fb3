"""The bar of the project, on prompts it has not been tuned to: no false alarm, every planted mistake named at its place."""

from __future__ import annotations

from collections import Counter

import pytest
from generated import MISTAKES, planted, well_formed

import promptlint


def test_there_are_forty_kinds() -> None:
    assert len(MISTAKES) >= 40


def test_well_formed_prompts_are_silent() -> None:
    for seed in range(2_000):
        prompt = well_formed(seed)
        loud = [each for each in promptlint.lint(prompt).diagnostics if each.severity != "info"]
        assert not loud, (prompt, loud)


def test_planted_mistakes_get_their_own_rule_at_their_own_place() -> None:
    missed: Counter[str] = Counter()
    doubled: Counter[str] = Counter()
    count = 50 * len(MISTAKES)
    for mistake in planted(count):
        found = promptlint.lint(mistake.text, model=mistake.model).diagnostics
        own = [each for each in found if each.code == mistake.code and each.start < mistake.end and mistake.start < each.end]
        missed[mistake.kind] += not own
        doubled[mistake.kind] += any(each.severity == "error" and each not in own for each in found)
    assert missed.total() <= 0.01 * count, +missed
    assert doubled.total() <= 0.02 * count, +doubled


@pytest.mark.parametrize("seed", range(200))
def test_a_safe_fix_leaves_no_mistake_of_writing_and_adds_none(seed: int) -> None:
    mistake = list(planted(seed + 1, seed=seed))[-1]
    before = {each.code for each in promptlint.lint(mistake.text).diagnostics if each.severity == "error"}
    fixed = promptlint.fix(mistake.text)
    after = promptlint.lint(fixed).diagnostics
    assert not [each for each in after if each.fix and each.fix.safe], (mistake.text, fixed)
    models = {"MJ301", "MJ202", "MJ204", "MJ205", "MJ302"}  # naming the intended model may cause findings under it
    assert {each.code for each in after if each.severity == "error"} <= before | models
    assert promptlint.fix(fixed) == fixed
