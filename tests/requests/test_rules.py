"""The examples in the docstrings of the request rules, and the two rules on words."""

from __future__ import annotations

import json
from time import process_time

import pytest

import promptlint
from examples import Example, examples
from promptlint import Config
from promptlint.requests.lint import lint_request
from promptlint.text.phrases import Phrases

EXAMPLES = examples(("MJ7",))


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example: Example) -> None:
    target = example.options.get("target", "ttapi")
    text = example.text
    report = lint_request(json.loads(text), target=target) if text.startswith("{") else promptlint.lint(text, target=target, model="7")
    codes = [each.code for each in report.diagnostics]
    assert (example.rule.code in codes) is not example.good, codes
    if example.good:
        assert codes == []


def test_every_rule_on_requests_has_examples() -> None:
    assert {(each.rule.code, each.good) for each in EXAMPLES} == {
        (f"MJ{number}", good) for number in range(701, 711) for good in (True, False)
    }


@pytest.mark.parametrize(
    ("prompt", "target", "code", "severity", "span", "fixed"),
    [
        ("a fox --niji 6 --ar 1:1", "evolink", "MJ709", "error", (6, 14), "a fox --niji 6 --ar 1:1"),
        ("a fox --turbo --ar 1:1", "evolink", "MJ709", "warning", (6, 13), "a fox --ar 1:1"),
        ("a fox --v 8.2", "kinovi", "MJ709", "warning", (6, 13), "a fox --v 8.2"),
        ("--turbo --ar 1:1\n", "evolink", "MJ709", "warning", (0, 7), " --ar 1:1\n"),  # nothing is in front of it
    ],
)
def test_forbidden_parameter(prompt: str, target: str, code: str, severity: str, span: tuple[int, int], fixed: str) -> None:
    report = promptlint.lint(prompt, target=target, config=Config(select=["MJ709"]))
    (found,) = report.diagnostics
    assert (found.code, found.severity, (found.start, found.end)) == (code, severity, span)
    assert found.fix is not None
    assert report.fixed == fixed
    assert promptlint.lint(prompt, config=Config(select=["MJ709"])).diagnostics == ()


@pytest.mark.parametrize(
    ("words", "text", "hits"),
    [
        (["cutting"], "a cutting-edge, cutting tool", ["cutting"]),
        (["cutting-edge"], "a Cutting-Edge tool", ["Cutting-Edge"]),
        (["clear", "disk"], "transparent, clearly a diskette", []),
        (["blood", "blood moon"], "blood moon over a blood red sea", ["blood moon", "blood"]),
        (["naked woman"], "naked, woman; naked\n woman", ["naked\n woman"]),
        (["裸"], "一个裸体的人, 裸", ["裸", "裸"]),
        (["血腥"], "血 腥和血腥", ["血 腥", "血腥"]),
        (["ＢＬＯＯＤ"], "some BLOOD and ｂｌｏｏｄ", ["BLOOD", "ｂｌｏｏｄ"]),
        (["straße"], "STRASSE and Straße", ["STRASSE", "Straße"]),
        (["don’t"], "don't", ["don't"]),
        (["---", ""], "a --- b", []),
    ],
)
def test_phrases(words: list[str], text: str, hits: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in Phrases(tuple(words)).find(text)] == hits


def test_all_flagged_words_are_reported_at_once_with_their_places() -> None:
    config = Config(select=["MJ601"], words=("gore", "blood", "fox", "ar"))
    prompt = "https://i.fox-den.org/blood.png a gore scene with Blood --no fox, tree --ar 1:1"
    report = promptlint.lint(prompt, config=config)
    assert [(each.code, each.severity, prompt[each.start : each.end]) for each in report.diagnostics] == [
        ("MJ601", "warning", "gore"),
        ("MJ601", "warning", "Blood"),
        ("MJ601", "warning", "fox"),
    ]


def test_flagged_words_are_off_without_being_asked_for() -> None:
    assert [each.code for each in promptlint.lint("gore --v 7", config=Config(words=("gore",))).diagnostics] == []


def test_refused_exclusion() -> None:
    prompt = "casual clothing --no text, Clothing, clothes --v 7"
    report = promptlint.lint(prompt, config=Config(extend_select=["MJ602"]))
    assert [(each.code, each.severity, prompt[each.start : each.end]) for each in report.diagnostics] == [
        ("MJ602", "warning", "Clothing"),
        ("MJ602", "warning", "clothes"),
    ]


def test_searching_takes_time_in_proportion_to_the_text() -> None:
    phrases = Phrases((*(f"word{number} tail" for number in range(2000)), "a a a a b"))

    def seconds(size: int) -> float:
        text = "a " * size
        best = 9.0
        for _ in range(3):
            begun = process_time()
            assert list(phrases.find(text)) == []
            best = min(best, process_time() - begun)
        return best

    assert seconds(8000) < 32 * seconds(1000)  # eight times the text; a quadratic search would take 64 times as long
