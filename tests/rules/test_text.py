"""MJ401 to MJ410: nothing to draw, weights, braces, what other models understand."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

import promptlint
from promptlint.diagnostics import Diagnostic

A = "https://cdn.midjourney.com/a/0_0.png"
B = "https://cdn.midjourney.com/b/0_0.png"
RULES = ("MJ401", "MJ402", "MJ403", "MJ404", "MJ405", "MJ406", "MJ407", "MJ408", "MJ409", "MJ410")
WHOLE = "the whole prompt"


class Case(NamedTuple):
    prompt: str
    code: str
    span: str
    severity: str
    message: str
    options: dict[str, Any] | None = None
    fixed: str | None = None


def report_on(prompt: str, *, plan: str | None = None, **options: Any) -> promptlint.Report:
    return promptlint.lint(prompt, config=promptlint.Config(select=RULES, plan=plan), **options)


V6, V61, V3 = {"model": "6"}, {"model": "6.1"}, {"model": "3"}

FOUND = [
    # MJ401
    Case("", "MJ401", WHOLE, "error", "empty"),
    Case("  \n ", "MJ401", WHOLE, "error", "`Empty prompt`"),
    Case("--ar 16:9 --v 7", "MJ401", WHOLE, "error", "parameters but nothing to draw"),
    Case("/imagine prompt:", "MJ401", WHOLE, "error", "is empty"),
    Case("/imagine prompt: --ar 1:1", "MJ401", WHOLE, "error", "nothing to draw"),
    Case("--no people", "MJ401", WHOLE, "error", "nothing to draw"),
    Case(f"--sref {A}", "MJ401", WHOLE, "error", "nothing to draw"),
    Case("::2 --v 6", "MJ401", WHOLE, "error", "nothing to draw"),
    Case("ar 16:9 v6", "MJ401", WHOLE, "error", "nothing to draw"),
    Case("--- --v 7", "MJ401", WHOLE, "error", "nothing to draw"),
    # MJ402
    Case(A, "MJ402", WHOLE, "error", "this prompt runs on 8.2, the default"),
    Case(f"{A} --v 7", "MJ402", WHOLE, "error", "`Cannot use --version 7 with only a single image prompt`"),
    Case(f"{A} --ar 1:1", "MJ402", WHOLE, "error", "runs on 6.1: Midjourney refuses it", V61),
    Case(f"<{A}>, --niji 7", "MJ402", WHOLE, "error", "runs on niji 7"),
    Case(f"{A} --v {{3, 7}}", "MJ402", WHOLE, "error", "runs on 7"),
    Case(f"{A} --v 5", "MJ402", WHOLE, "warning", "asks for more"),
    # MJ403
    Case("a" * 6001, "MJ403", WHOLE, "error", "has 6001 characters with its parameters, and Discord takes 6000"),
    Case("a" * 5993 + " --ar 1:1", "MJ403", WHOLE, "error", "`Prompts must be 6000 or fewer in length.`"),
    Case("a" * 2049, "MJ403", WHOLE, "error", "takes 2048", {"target": "useapi-v2"}),
    Case("a" * 5001, "MJ403", WHOLE, "error", "takes 5000", {"target": "useapi-v3"}),
    Case("/imagine prompt: " + "a" * 6000, "MJ403", WHOLE, "error", "has 6017", {"target": "ttapi"}),
    Case("😀" * 6001, "MJ403", WHOLE, "error", "6001"),
    # MJ404
    Case("tulips:: red::-1 --v 6.1", "MJ404", WHOLE, "error", "add up to 0 (1 - 1)"),
    Case("tulips::-1 field", "MJ404", WHOLE, "error", "add up to 0 (-1 + 1)", V6),
    Case("tulips::.1 red::.2 x::-.3", "MJ404", WHOLE, "error", "add up to 0 (0.1 + 0.2 - 0.3)", V6),
    Case("tulips::0.5 --no red", "MJ404", WHOLE, "error", "(0.5 - 0.5, the last for `--no`)", V6),
    Case("a::1 b::−2", "MJ404", WHOLE, "error", "add up to -1", V6),
    Case("a::0 --v 5.2", "MJ404", WHOLE, "error", "add up to 0 (0)"),
    # MJ405
    Case("hot ::2 dog", "MJ405", "::2", "warning", "stands behind a space", V61, "hot::2 dog"),
    Case("hot  ::.5 dog::2", "MJ405", "::.5", "warning", "stands behind a space", {"model": "niji 6"}, "hot::.5 dog::2"),
    Case("hot:::2 dog", "MJ405", ":::2", "warning", "has 3 colons", V61, "hot::2 dog"),
    Case("hot ::::2 dog", "MJ405", "::::2", "warning", "has 4 colons", V61, "hot::2 dog"),
    Case("hot::: dog", "MJ405", ":::", "warning", "has 3 colons", V61, "hot:: dog"),
    Case("hot::2dog", "MJ405", "::2dog", "warning", "`2dog` is none", V61, "hot::2 dog"),
    Case("hot::dog", "MJ405", "::dog", "warning", "`dog` is none", V61, "hot:: dog"),
    Case("hot::v 6", "MJ405", "::v", "warning", "`v` is none", V61),  # apart it would be a forgotten parameter
    Case("hot::1.5.2 dog", "MJ405", "::1.5.2", "warning", "`1.5.2` is none", V61, "hot::1.5.2 dog"),
    Case("hot::1.5 dog", "MJ405", "1.5", "warning", "runs on 3, which takes whole numbers", V3, "hot::1.5 dog"),
    # MJ406
    Case("a {red, blue bird", "MJ406", "{", "warning", "`{` is never closed", {}, "a {red, blue bird"),
    Case("a red, blue} bird", "MJ406", "}", "warning", "`}` closes nothing"),
    Case("a {} bird", "MJ406", "{}", "warning", "hold no alternatives"),
    Case("a { , } bird", "MJ406", "{ , }", "warning", "hold no alternatives"),
    Case("a bird --ar {1:1, 2:1", "MJ406", "{", "warning", "never closed"),
    Case("a {red, blue} bird", "MJ406", "{red, blue}", "error", "makes 2 jobs of one prompt, and TTAPI runs one", {"target": "ttapi"}),
    Case("a bird --ar {1:1, 2:1}", "MJ406", "{1:1, 2:1}", "error", "refuses it", {"target": "ttapi"}),
    # MJ407
    Case("a castle, (sunset:1.3)", "MJ407", "(sunset:1.3)", "warning", "a weight of Stable Diffusion"),
    Case("(old castle: .8) at night --v 7", "MJ407", "(old castle: .8)", "warning", "draws it as text"),
    Case("a castle, ((masterpiece))", "MJ407", "((masterpiece))", "warning", "emphasis"),
    Case("a castle <lora:ink_wash:0.8> at night", "MJ407", "<lora:ink_wash:0.8>", "warning", "none to load"),
    Case("a castle. Negative prompt: people", "MJ407", "Negative prompt:", "warning", "draws what it lists"),
    Case("a castle, BREAK, a lake", "MJ407", "BREAK", "warning", "takes it for a word"),
    Case("a castle. Steps: 30, Sampler: Euler a --v 7", "MJ407", "Steps: 30, Sampler: Euler a", "warning", "are settings"),
    # MJ408
    Case(f"a castle {A} --v 7", "MJ408", A, "info", "stands behind the text"),
    Case(f"{A} a castle {B}", "MJ408", B, "info", "in front"),
    Case(f"a castle <{A}>, at night", "MJ408", A, "info", "documentation"),
    Case(f"{{a, b}} castle {A}", "MJ408", A, "info", "behind the text"),
    # MJ409
    Case("a street without people", "MJ409", "without people", "info", "names what is not wanted"),
    Case("a street, no cars, noon", "MJ409", "no cars", "info", "draw what the text names"),
    Case("No text. A poster", "MJ409", "No text", "info", "`No text` names"),
    Case("a street without any red cars in it", "MJ409", "without any red cars", "info", "names what is not wanted"),
    Case("a street and no traffic lights --v 7", "MJ409", "no traffic lights", "info", "names what"),
    Case("a sky with no clouds or birds", "MJ409", "with no clouds", "info", "names what"),
    # MJ410
    Case('{"prompt": "a castle", "ar": "16:9"}', "MJ410", WHOLE, "warning", "is a JSON object"),
    Case(' { "text": "a castle" } --ar 16:9', "MJ410", '{ "text": "a castle" }', "warning", "plain text"),
    Case('{"prompt": {"subject": "a castle"', "MJ410", WHOLE, "warning", "JSON"),
    Case('{"prompt": "a castle --ar 16:9"}', "MJ410", WHOLE, "warning", "takes the braces for a list"),
    Case('{"prompt": "a castle"}', "MJ410", WHOLE, "warning", "JSON object", {"target": "ttapi"}),
]

SILENT = [
    # MJ401
    ("a castle", {}),
    ("{a castle, a lake} --v 7", {}),
    ("{{subject}} --ar 1:1", {}),
    ("[SUBJECT] --ar 1:1", {}),
    ("--v 7 a castle", {}),  # the words stand behind the parameter: text-after-parameter
    ("--pablo a castle", {}),  # an unknown name may be an option of the account that holds text
    ("--video --motion high", {}),  # a video begins with an image: video-parameters
    # MJ402
    (f"{A} {B}", {}),
    (f"{A} a castle", {}),
    (f"{A} --video", {}),
    (A, {"model": "video"}),
    (A, {"model": "3"}),
    (f"{A} --v 7 a castle", {}),
    (f"{A} [STYLE] --v 7", {}),
    # MJ403
    ("a" * 6000, {}),
    ("/imagine prompt: " + "a" * 6000, {}),
    ("😀" * 6000, {}),
    ("a" * 2048, {"target": "useapi-v2"}),
    # MJ404
    ("tulips:: red::-.5", {"model": "6.1"}),
    ("tulips::0.6 --no red", {"model": "6.1"}),
    ("tulips --no red", {"model": "6.1"}),
    ("tulips::-1 red::-1", {"model": "7"}),  # no weights there: weights-unsupported
    ("tulips::{-1, 2}", {"model": "6.1"}),
    ("tulips::-1 red::[WEIGHT]", {"model": "6.1"}),
    ("{tulips::2, field::-3}", {"model": "6.1"}),
    (f"{A}::-1 {B}::1 a castle", {"model": "6.1"}),  # the links' own weights are another sum
    # MJ405
    ("hot:: dog", {"model": "6.1"}),
    ("hot :: dog", {"model": "6.1"}),
    ("hot::2 dog::-.5", {"model": "6.1"}),
    ("hot::2, dog::1.", {"model": "6.1"}),
    ("std::vector ::2", {"model": "8.2"}),
    ("hot::2 dog", {"model": "3"}),
    # MJ406
    ("a {red, blue} bird", {}),
    ("a {red} bird", {"target": "web"}),
    (r"a \{red\} bird", {}),
    ("a {{colour}} bird", {"target": "ttapi"}),
    ("a {red, {light, dark} blue} bird", {}),
    ("a ${colour} bird", {"target": "ttapi"}),
    # MJ407
    ("a poster (16:9), psalm (23:1), (John 3:16)", {}),
    ("a castle (an old one), built in (1200)", {}),
    ("emoticons :) and :( and ((1))", {}),
    ("COFFEE BREAK POSTER, TAKE A BREAK", {}),
    ("the negative of a photo, a prompt answer: yes", {}),
    ("a castle steps: 30 of them", {}),
    ("https://example.org/a(b:1.3).png a castle", {}),
    # MJ408
    (f"{A}, {B} a castle", {}),
    (f"/imagine prompt: {A} a castle", {}),
    (f"- {A} a castle", {}),
    (f"a castle --sref {A}", {}),
    (f"a castle {A} --video", {}),
    # MJ409
    ("a road that is no longer used", {}),
    ("a door without end", {}),
    ("there are no people", {}),  # only where "no" begins a part of the text is it surely a wish
    ("no. 5 perfume", {}),
    ("piano, casino", {}),
    (f"{A} without people --video", {}),
    # MJ410
    ('{"a castle", "a lake"} at night', {}),
    ('a castle {"prompt": "x"}', {}),
    ('{red: "a", blue} castle', {}),
]


def spans(case: Case) -> str:
    return case.prompt if case.span == WHOLE else case.span


@pytest.mark.parametrize("case", FOUND, ids=lambda case: f"{case.code}-{case.prompt[:40]}")
def test_found(case: Case) -> None:
    report = report_on(case.prompt, **case.options or {})
    found = [(each.code, case.prompt[each.start : each.end], each.severity) for each in report.diagnostics]
    assert found == [(case.code, spans(case), case.severity)]
    (diagnostic,) = report.diagnostics
    assert case.message in diagnostic.message
    assert diagnostic.help.endswith((".", "`.")), "the help is a sentence"
    assert report.fixed == (case.prompt if case.fixed is None else case.fixed)


@pytest.mark.parametrize(("prompt", "options"), SILENT, ids=lambda value: str(value)[:40])
def test_silent(prompt: str, options: dict[str, Any]) -> None:
    assert report_on(prompt, **options).diagnostics == ()


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
    from promptlint.linter import lint

    assert codes(lint("a {} bird, {colour}", target="ttapi", config=config).diagnostics) == ["MJ406"]
    assert lint("a {} bird, {colour}", target="ttapi", config=config, template=True).diagnostics == ()


@pytest.mark.parametrize(
    "text", ["(" * 50_000, "((a" * 20_000, "<lora:" * 20_000, "a, no " * 20_000, "BREAK" + "\n " * 30_000, "steps:" * 20_000]
)
def test_patterns_are_linear(text: str) -> None:
    """A pattern that reads the text again from each place would take minutes here."""
    import time

    began = time.perf_counter()
    report_on(text)
    assert time.perf_counter() - began < 5


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
    """Every rule runs: what stands in a list that has no end is not judged as a value or as stray words."""
    assert [(each.code, prompt[each.start : each.end]) for each in promptlint.lint(prompt).diagnostics] == [("MJ406", span)]
