"""MJ801 to MJ805, the house rules: off unless they are asked for."""

from __future__ import annotations

import io
from typing import Any, NamedTuple

import pytest

import promptlint
from promptlint.cli.main import main


class Case(NamedTuple):
    prompt: str
    code: str
    spans: list[str]
    message: str
    fixed: str | None = None
    model: str | None = None
    spelling: Any = ""


FOUND = [
    Case("a castle", "MJ801", [""], "this prompt runs on 8.2, the default today"),
    Case("a castle --ar 1:1  ", "MJ801", [""], "names no model"),
    Case("a castle --ar 1:1", "MJ801", [""], "runs on 7 today", model="7"),
    Case("a castle --v", "MJ801", [""], "names no model"),
    Case("[SUBJECT] --ar 1:1", "MJ801", [""], "names no model"),
    Case("v 7 a castle", "MJ801", [""], "names no model"),
    Case("a castle --aspect 1:1", "MJ802", ["--aspect"], "`--aspect` is spelled `--ar`", "a castle --ar 1:1"),
    Case("a castle --version 7 --s 9", "MJ802", ["--version", "--s"], "in this house", "a castle --v 7 --stylize 9"),
    Case("a castle --ar 1:1", "MJ802", ["--ar"], "is spelled `--aspect`", "a castle --aspect 1:1", None, "long"),
    Case("a castle --stylize 9", "MJ802", ["--stylize"], "is spelled `--s`", "a castle --s 9", None, "short"),
    Case("a castle --c 9 --p", "MJ802", ["--c", "--p"], "either", "a castle --chaos 9 --profile"),
    Case("a castle --s 9 --ar 1:1", "MJ802", ["--s"], "`--stylize`", "a castle --stylize 9 --ar 1:1", None, (("stylize", "stylize"),)),
    Case("{a castle --aspect 1:1, a lake}", "MJ802", ["--aspect"], "`--ar`", "{a castle --ar 1:1, a lake}"),
    Case("a castle --v 7 --ar 1:1", "MJ803", ["--v 7"], "`--ar` comes before `--v`", "a castle --ar 1:1 --v 7"),
    Case("a castle --ar 1:1 --v 7 --no a, b", "MJ803", ["--ar 1:1"], "`--no --ar --v`", "a castle --no a, b --ar 1:1 --v 7"),
    Case("a castle --draft  --v 7", "MJ803", ["--draft"], "`--v` comes before `--draft`", "a castle --v 7  --draft"),
    Case("a castle --s 9 --seed 4 --s 8", "MJ803", ["--s 9"], "order", "a castle --seed 4 --s 9 --s 8"),
    Case("a castle --v 7 --ar {1:1, 2:1}", "MJ803", ["--v 7"], "before", "a castle --ar {1:1, 2:1} --v 7"),
    Case(
        "a castle --raw --sref 1::2 https://s.mj.run/x --tile",
        "MJ803",
        ["--raw"],
        "`--tile`",
        "a castle --tile --raw --sref 1::2 https://s.mj.run/x",
    ),
]

SILENT = [
    ("MJ801", "a castle --v 7"),
    ("MJ801", "a castle --niji 7"),
    ("MJ801", "https://s.mj.run/x --video"),
    ("MJ801", "a castle --test"),
    ("MJ801", "a castle --v {6, 7}"),
    ("MJ801", "a castle --ar {{ratio}} --v {{model}}"),
    ("MJ801", "a castle --ar 1:1 [PARAMETERS]"),
    ("MJ801", ""),
    ("MJ802", "a castle --ar 1:1 --stylize 9 --v 7"),
    ("MJ802", "a castle --AR 1:1"),  # parameter-case mends it first
    ("MJ802", "a castle —aspect 1:1"),  # so does dash-form
    ("MJ802", "a castle --w 512 --v 2"),  # --w was --width then
    ("MJ802", "a castle --foo 1"),
    ("MJ802", "the --verb"),
    ("MJ803", "a castle --ar 1:1 --v 7"),
    ("MJ803", "a castle --v 7"),
    ("MJ803", "a castle --v 7 --ar16:9"),  # a mistake of form is mended first
    ("MJ803", "a castle --v 7 a lake --ar 1:1"),
    ("MJ803", "a castle --v 6 --niji 7 --ar 1:1"),  # of two models the last counts
    ("MJ803", "{a castle --v 7 --ar 1:1, a lake}"),
    ("MJ803", "a castle --s 9 --foo 1 --ar 1:1"),
]


def report_on(code: str, prompt: str, *, model: str | None = None, spelling: Any = "") -> promptlint.Report:
    return promptlint.lint(prompt, model=model, config=promptlint.Config(select=(code,), spelling=spelling))


@pytest.mark.parametrize("case", FOUND, ids=lambda case: f"{case.code}-{case.prompt[:40]}")
def test_found(case: Case) -> None:
    report = report_on(case.code, case.prompt, model=case.model, spelling=case.spelling)
    found = [(each.code, each.severity, case.prompt[each.start : each.end]) for each in report.diagnostics]
    assert found == [(case.code, "warning", span) for span in case.spans]
    assert any(case.message in each.message + each.help for each in report.diagnostics)
    assert report.fixed == (case.fixed or case.prompt)
    if case.fixed:
        assert report_on(case.code, report.fixed, model=case.model, spelling=case.spelling).diagnostics == (), "a fix ends its finding"


@pytest.mark.parametrize(("code", "prompt"), SILENT)
def test_silent(code: str, prompt: str) -> None:
    assert report_on(code, prompt).diagnostics == ()


def test_house_rules_are_off_by_default() -> None:
    codes = {each.code for each in promptlint.lint("a castle --version 7 --aspect 1:1").diagnostics}
    assert not any(code.startswith("MJ8") for code in codes)


def test_names_and_order_are_mended_together() -> None:
    config = promptlint.Config(select=("MJ802", "MJ803"))
    assert promptlint.fix("a castle --version 7 --aspect 1:1", config=config) == "a castle --ar 1:1 --v 7"


def lint_file(text: str, select: str, *more: str) -> str:
    """What the command line says about a text file that is read from standard input."""
    out, err = io.StringIO(), io.StringIO()
    argv = ["lint", "--isolated", "--offline", "--select", select, "--output-format", "concise", *more, "-"]
    assert main(argv, io.StringIO(text), out, err) == 0
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a castle --ar 1:1 --v 7\nA  Castle --v 7 --aspect 1:1\n", ["2:1"]),
        ("a castle\na lake\na castle\na castle\n", ["3:1", "4:1"]),
        ("a castle --seed 1\na castle --seed 2\n", []),
        ("https://s.mj.run/x a castle\nhttps://s.mj.run/X a castle\n", []),
        ("a castle --no a, b\na castle --no b, a\n", []),
        ("\n\n# a castle\na castle\n", []),
        ("a castle::2 lake\na castle::2  LAKE\n", ["2:1"]),
        ("a castle --sref 1::2\na castle --sref 1::3\n", []),
        ("[SUBJECT] in ink\n[SUBJECT] in ink\n", []),
    ],
)
def test_duplicate_prompt(text: str, places: list[str]) -> None:
    found = lint_file(text, "MJ804").splitlines()
    assert [line.split(" ")[0].removeprefix("-:").rstrip(":") for line in found] == places
    assert all("draws the same" in line and "MJ804" in line for line in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a castle --v 7\na lake --v 6.1\na sea --v 6.1\n", [("2:8", "runs on 6.1, and the one in line 1 on 7")]),
        ("a castle --v 7\na lake\n", [("2:7", "runs on 8.2")]),
        ("a castle --v 7\na lake --niji 7\na sea --v 6\n", [("2:8", "niji 7"), ("3:7", "runs on 6,")]),
        ("a castle --v 7\na lake --v 7.0\n", []),
        ("a castle\na lake --v 8.2\n", []),
        ("a castle --v 7\n", []),
    ],
)
def test_mixed_models(text: str, found: list[tuple[str, str]]) -> None:
    lines = lint_file(text, "MJ805").splitlines()
    assert len(lines) == len(found)
    for line, (place, message) in zip(lines, found, strict=True):
        assert line.startswith(f"-:{place}") and message in line and "MJ805" in line


def test_findings_about_a_file_can_be_suppressed() -> None:
    text = "a castle\n# promptlint: ignore[MJ804] meant so\na castle\n"
    assert lint_file(text, "MJ804") == ""
    assert "3:1" in lint_file(text, "MJ804", "--no-suppressions")
