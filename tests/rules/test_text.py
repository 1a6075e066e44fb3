"""MJ401 to MJ410: nothing to draw, weights, braces, what other models understand."""

from __future__ import annotations

from typing import Any

import pytest

import promptlint
from promptlint.diagnostics import Diagnostic

A = "https://cdn.midjourney.com/a/0_0.png"
B = "https://cdn.midjourney.com/b/0_0.png"
RULES = ("MJ401", "MJ402", "MJ403", "MJ404", "MJ405", "MJ406", "MJ407", "MJ408", "MJ409", "MJ410")


def report_on(prompt: str, *, plan: str | None = None, **options: Any) -> promptlint.Report:
    return promptlint.lint(prompt, config=promptlint.Config(select=RULES, plan=plan), **options)


V6, V61, V3 = {"model": "6"}, {"model": "6.1"}, {"model": "3"}


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [each.code for each in diagnostics]


def test_each_malformed_weight_is_named_and_one_pass_mends_them() -> None:
    report = report_on("hot ::2 dog:::3 on::grass", model="6.1")
    assert codes(report.diagnostics) == ["MJ405"] * 3
    assert report.fixed == "hot::2 dog::3 on:: grass"
    assert report_on(report.fixed, model="6.1").diagnostics == ()


def test_form_and_number_of_a_weight_are_two_mistakes() -> None:
    report = report_on("hot ::1.5 dog", model="2")
    assert [(each.code, report.prompt.source[each.start : each.end]) for each in report.diagnostics] == [
        ("MJ405", "::1.5"),
        ("MJ405", "1.5"),
    ]


@pytest.mark.parametrize(
    ("prompt", "fixed"),
    [
        (f"a castle {A} at night", f"{A} a castle at night"),
        (f"/imagine prompt: a castle <{A}>", f"/imagine prompt: {A} a castle"),
        (f"/imagine prompt:a castle {A}", f"/imagine prompt: {A} a castle"),
        (f"{A} a castle {B}::2 --v 6", f"{A} {B}::2 a castle --v 6"),
        (f"a castle {A} and {B}", f"{A} {B} a castle and"),
    ],
)
def test_a_link_moves_to_the_front(prompt: str, fixed: str) -> None:
    config = promptlint.Config(select=("MJ408",))
    assert promptlint.fix(prompt, config=config) == prompt
    assert promptlint.fix(prompt, unsafe=True, config=config) == fixed
    assert promptlint.lint(fixed, config=config).diagnostics == ()


def test_the_help_says_how_many_characters_are_too_many() -> None:
    assert "at least 1 character." in report_on("a" * 6001).diagnostics[0].help
    assert "at least 25 characters." in report_on("a" * 6025).diagnostics[0].help


def test_the_help_on_json_is_the_prompt_in_it() -> None:
    help_text = report_on('{"style": "ink", "prompt": "a castle --ar 16:9"}').diagnostics[0].help
    assert "`a castle --ar 16:9`" in help_text


def test_json_nested_too_deep_for_a_decoder_is_still_json() -> None:
    assert codes(report_on('{"a": ' * 5_000).diagnostics) == ["MJ410", "MJ403"]


def test_the_help_on_a_negation_names_what_is_not_wanted() -> None:
    assert "`--no red cars`" in report_on("a street without any red cars").diagnostics[0].help


def test_a_slot_in_braces_is_not_judged_in_a_template() -> None:
    config = promptlint.Config(select=RULES)
    from promptlint.linter import lint, lint_in_file, settings_for

    assert codes(lint("a {} bird, {colour}", target="ttapi", config=config).diagnostics) == ["MJ406"]
    assert lint_in_file("a {} bird, {colour}", settings_for(None, "ttapi", config), template=True, wrapped=False).diagnostics == ()


@pytest.mark.parametrize(
    "text", ["(" * 50_000, "((a" * 20_000, "<lora:" * 20_000, "a, no " * 20_000, "BREAK" + "\n " * 30_000, "steps:" * 20_000]
)
def test_patterns_are_linear(text: str) -> None:
    """A pattern that reads the text again from each place would take minutes here."""
    import time

    began = time.process_time()
    report_on(text)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("prompt", "span"),
    [
        ("a bird --ar {1:1, 2:1", "{"),
        ("a bird --v {6, 7 --ar 1:1", "{"),
        ("a bird --ar 1:1} --v 7", "}"),
        ("a bird --ar 1:1 } --v 7", "}"),
        ("a bird --ar 1:1 {red, blue --v 7", "{"),
        ("a bird --no {red, blue --v 7", "{"),
        ("a bird --sref {1, 2 --v 7", "{"),
        ("a bird --raw { --v 7", "{"),
        ("a bird --ar {} --v 7", "{}"),
    ],
)
def test_a_brace_without_its_other_half_is_one_mistake(prompt: str, span: str) -> None:
    """With every rule: words in a list without an end are checked neither as values nor as stray words."""
    assert [(each.code, prompt[each.start : each.end]) for each in promptlint.lint(prompt).diagnostics] == [("MJ406", span)]
