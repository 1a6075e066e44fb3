"""Each rule has a file of cases, `cases/NAME.toml`: what it finds, and what it leaves alone.

A case has a `prompt` (with `options` of `promptlint.lint` and `Config`), a `verdict` on a link (with options for `links`), a
`body` of `tests/bodies.py` in which `field` has another value, in JSON, or is gone, a whole `request`, or a `file`. One
that is found says where (`span`, several `spans`, `pointer`, `places`), how severe, and a part of the `message` (or `words` in
message or help). `fixed` is the text after the finding's own fix, which is `safe` or not; `all_fixed` is `Report.fixed`.
With `select`, no other finding of these rules may be there; `among` says the same of all rules with this prefix. The cases of
`reported` say nothing themselves: the complete report on each is in `reports/NAME.txt`.
"""

from __future__ import annotations

import importlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from bodies import GOOD, URLS, changed

import promptlint
from promptlint.config import Config
from promptlint.diagnostics import Diagnostic, apply_edits
from promptlint.findings import Finding
from promptlint.links.online.check import problems
from promptlint.links.options import LinkOptions
from promptlint.links.verdict import Verdict
from promptlint.linter import lint_in_file, settings_for
from promptlint.project.inputs import LintInput
from promptlint.project.pipeline import lint_input
from promptlint.project.scope import Scope
from promptlint.requests.lint import lint_request
from promptlint.rules.registry import RULES, Rule
from promptlint.settings_file.reading import Settings

CASES = Path(__file__).parent / "cases"
LINK = promptlint.parse("https://i.pictures.zone/cat.png?hm=secret a cat").images[0]

Case = dict[str, Any]


def of(rule: Rule) -> dict[str, list[Case]]:
    with (CASES / f"{rule.name}.toml").open("rb") as file:
        return tomllib.load(file)


def rows(kind: str) -> list[Any]:
    named = [(rule, number, case) for rule in RULES if (CASES / f"{rule.name}.toml").exists() for number, case in enumerate(of(rule)[kind])]
    return [pytest.param(rule, case, id=f"{rule.code}-{number}-{subject(case)[:40]!r}") for rule, number, case in named]


def subject(case: Case) -> str:
    """The subject of the case, in a few words."""
    return str(next(case[key] for key in ("prompt", "verdict", "body", "request", "file") if key in case))


def text(written: str | dict[str, Any]) -> str:
    """A text, or one that repeats a unit many times."""
    return written if isinstance(written, str) else written["start"] + written["unit"] * written["times"] + written["end"]


def config(case: Case) -> Config:
    options = case.get("options", {})
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in options.items() if name in Config._fields}
    fields.pop("model", None)
    fields.pop("target", None)
    return Config(**fields, select=tuple(case.get("select", ())))


def report(case: Case, prompt: str) -> promptlint.Report:
    options = case.get("options", {})
    settings = settings_for(options.get("model"), options.get("target"), config(case))
    return lint_in_file(prompt, settings, template=options.get("template", False), wrapped=options.get("wrapped", False))


def diagnostics(case: Case) -> tuple[Diagnostic, ...]:
    """The findings in the subject of a case."""
    if "prompt" in case:
        return report(case, text(case["prompt"])).diagnostics
    if "verdict" in case:
        return tuple(problems(Verdict("u", **case["verdict"]), LINK, LinkOptions(**case.get("links", {}))))
    if "body" in case:
        return lint_request(changed(case), url=URLS[case["body"]]).diagnostics
    if "request" in case:
        return lint_request(json.loads(case["request"]), target=case.get("target"), url=case.get("url")).diagnostics
    return tuple(finding.diagnostic for finding in findings(case))


def findings(case: Case) -> tuple[Finding, ...]:
    name = case.get("name", "-")
    unit = LintInput(name, name, data=case["file"].encode())
    return tuple(lint_input(Scope(unit, Settings(config(case)))).findings)


@pytest.mark.parametrize(("rule", "case"), rows("found"))
def test_found(rule: Rule, case: Case) -> None:
    every = diagnostics(case)
    mine = tuple(each for each in every if each.code == rule.code)
    assert mine, every
    assert {each.severity for each in mine} == {case["severity"]}
    assert any(case.get("message", "") in each.message for each in mine), mine
    assert any(case.get("words", "") in f"{each.message} {each.help}" for each in mine), mine
    if "prompt" in case:
        check_prompt(rule, case, every, mine)
    elif "verdict" in case:
        assert every == mine
        assert [(each.start, each.end) for each in mine] == [(LINK.start, LINK.end)]
        assert "secret" not in mine[0].message
    elif "body" in case:
        assert [each for each in every if each.severity != "info"] == list(mine)
        assert [each.pointer for each in mine] == [case["pointer"]]
        check_field(case, mine)
    elif "file" in case:
        located = [each for each in findings(case) if each.diagnostic.code == rule.code]
        assert [f"{each.line}:{each.column}" for each in located] == case["places"]
        for each, message in zip(located, case.get("messages", [case.get("message", "")] * len(located)), strict=True):
            assert message in each.diagnostic.message


def check_prompt(rule: Rule, case: Case, every: tuple[Diagnostic, ...], mine: tuple[Diagnostic, ...]) -> None:
    prompt = text(case["prompt"])
    assert [prompt[each.start : each.end] for each in mine] == [text(span) for span in case.get("spans", [case.get("span", "")])]
    if "select" in case:
        assert every == mine
    if "among" in case:
        assert [each for each in every if each.code.startswith(case["among"])] == list(mine)
    assert all(each.help.endswith((".", "`.")) for each in mine), "the help is a sentence"
    assert any(case.get("help", "") in each.help for each in mine)
    if "all_fixed" in case:
        fixed = report(case, prompt).fixed
        assert fixed == text(case["all_fixed"])
        if fixed != prompt:
            assert report(case, fixed).diagnostics == (), "a fix ends its finding"
        return
    (found,) = mine
    if "fixed" not in case:
        assert found.fix is None
        return
    assert found.fix is not None
    assert found.fix.safe is case.get("safe", False)
    mended = apply_edits(prompt, found.fix.edits)
    assert mended == text(case["fixed"])
    after = report(case, mended).diagnostics
    assert rule.code not in {each.code for each in after}, after
    assert {each.code for each in after if each.severity == "error"} <= {each.code for each in every if each.severity == "error"}
    if "among" in case:  # a corrected link is valid, judging by its address
        left = [each.code for each in after if each.code.startswith(case["among"]) and each.severity != "info"]
        assert left in ([], ["MJ510"])


def check_field(case: Case, mine: tuple[Diagnostic, ...]) -> None:
    """The span is in the field, and an error rejects the body."""
    body = changed(case)
    for found in mine:
        field: Any = body
        for key in (found.pointer or "").split("/")[1:]:
            field = field[int(key)] if isinstance(field, list) else field.get(key)
        assert 0 <= found.start <= found.end <= (len(field) if isinstance(field, str) else 0)
    assert lint_request(body, url=URLS[case["body"]]).ok == (case["severity"] != "error")


@pytest.mark.parametrize(("rule", "case"), rows("silent"))
def test_silent(rule: Rule, case: Case) -> None:
    prefix = "" if "select" in case else case.get("among", rule.code)
    found = [each for each in diagnostics(case) if each.code.startswith(prefix)]
    assert not found, found


@pytest.mark.parametrize(("rule", "case"), [row for row in rows("found") if isinstance(row.values[1].get("prompt"), str)])
def test_a_message_does_not_repeat_a_long_text(rule: Rule, case: Case) -> None:
    """Each word and number of a prompt in turn is as long as an attacker likes."""
    for word in re.finditer(r"\w+", case["prompt"]):
        long = word[0] + ("9" if word[0].isdecimal() else "x") * 5000
        for each in report(case, case["prompt"][: word.start()] + long + case["prompt"][word.end() :]).diagnostics:
            assert len(each.message) < 700 and len(each.help) < 700, each


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_cases(rule: Rule) -> None:
    cases = of(rule)
    assert cases["found"], "a rule shows what it finds"
    assert cases["silent"], "a rule shows what it leaves alone"
    importlib.import_module(rule.module)


def test_a_rule_is_online_if_it_is_about_what_a_host_answers() -> None:
    assert {rule.name for rule in RULES if rule.online} == {
        rule.name for rule in RULES if any("verdict" in case for case in of(rule)["found"])
    }


def test_every_file_of_cases_is_of_a_rule() -> None:
    assert sorted(path.stem for path in CASES.iterdir()) == sorted(rule.name for rule in RULES)


def test_every_case_of_a_body_names_one_that_is_right() -> None:
    assert {case["body"] for rule in RULES for case in of(rule)["found"] if "body" in case} <= set(GOOD)
