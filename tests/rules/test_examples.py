"""The examples in a rule's docstring are its documentation and its test."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

import promptlint
from examples import Example, examples
from promptlint.rules.registry import RULES

PROMPT_RULES = ("MJ0", "MJ1", "MJ2", "MJ3", "MJ4", "MJ50", "MJ51", "MJ52", "MJ53", "MJ6", "MJ80")
ABOUT_FILES = {"duplicate-prompt", "mixed-models"}
EXAMPLES = [each for each in examples(PROMPT_RULES) if each.rule.name not in ABOUT_FILES]


def report(example: Example) -> promptlint.Report:
    options: dict[str, Any] = {key: value for key, value in example.options.items() if key in {"plan", "spelling", "now"}}
    if "words" in example.options:
        options["words"] = tuple(example.options["words"].split(","))
    config = promptlint.Config(extend_select=(example.rule.code,), **options)
    return promptlint.lint(example.text, model=example.options.get("model"), target=example.options.get("target"), config=config)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example: Example) -> None:
    codes = {each.code for each in report(example).diagnostics}
    assert (example.rule.code in codes) is not example.good, codes


@pytest.mark.parametrize("example", [each for each in EXAMPLES if not each.good], ids=str)
def test_a_fix_is_of_the_sort_that_the_list_of_rules_tells(example: Example) -> None:
    fixes = [each.fix for each in report(example).diagnostics if each.code == example.rule.code and each.fix is not None]
    assert {each.safe for each in fixes} <= {"S": {True}, "U": {False}, "": set()}[example.rule.fix]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_is_documented(rule: Any) -> None:
    doc = importlib.import_module(rule.module).__doc__ or ""
    first, _, rest = doc.partition("\n\n")
    assert first.strip().endswith("."), "the first line says what the rule finds, as a sentence"
    assert len(rest.split()) > 15, "the docstring says why"


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.code.startswith(PROMPT_RULES)], ids=lambda rule: rule.code)
def test_rule_has_examples(rule: Any) -> None:
    kinds = {each.good for each in examples((rule.code,))}
    assert kinds == {True, False}, "a rule shows what it finds and what is right"


def test_codes_and_names_are_unique_and_sorted() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)
