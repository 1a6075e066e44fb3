"""The complete report on each case: findings of all rules with span, severity, message, help and fix.

`reports/NAME.txt` has the reports on the cases of a rule, `reports/parses.txt` those on the prompts of `parses.prompts`. After an
intended change, `PROMPTLINT_UPDATE=1 pytest tests/rules/test_reports.py` writes them again, and the difference is what to review.
(A case names only the part of a message that matters to it; see docs/testing.md for what that left untested.)
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import promptlint
from promptlint.rules.registry import RULES, Rule

from .test_cases import diagnostics, of, subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from promptlint.diagnostics import Diagnostic

HERE = Path(__file__).parent
GOLDEN = HERE / "reports"
PROMPTS = [
    line.encode().decode("unicode_escape") if "\\" in line else line
    for line in (HERE.parent / "parses.prompts").read_text(encoding="utf-8").splitlines()
]


def described(found: Diagnostic) -> str:
    """Everything of a finding, in two lines at most."""
    place = f"{found.pointer or ''} {found.start}:{found.end}".lstrip()
    fix = found.fix
    edits = "" if fix is None else ", ".join(f"{each.start}:{each.end} {each.text!r}" for each in fix.edits)
    written = "" if fix is None else f"\n    {'fix' if fix.safe else 'unsafe fix'} {edits}"
    return f"  {found.code} {found.severity} {place} {found.message} | {found.help}{written}"


def chapter(title: str, found: Iterable[Diagnostic]) -> str:
    return "\n".join([title, *map(described, found)])


def title(case: dict[str, Any]) -> str:
    """The subject of the case; a text that repeats a unit, in few words."""
    options = "".join(f" {name}={value!r}" for name, value in {**case.get("options", {}), **case.get("links", {})}.items())
    change = f" {case['field']} {case.get('value', '(gone)')}" if "body" in case else ""
    given = case.get("prompt", "")
    return (repr(f"{given['start']}{given['unit']}…") if isinstance(given, dict) else repr(subject(case))) + change + options


def compare(name: str, made: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("PROMPTLINT_UPDATE"):
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_cases(rule: Rule) -> None:
    cases = [*of(rule)["found"], *of(rule).get("reported", ())]
    compare(rule.name, "\n\n".join(chapter(title(case), diagnostics(case)) for case in cases) + "\n")


def test_prompts_that_take_each_branch_of_the_parser() -> None:
    compare("parses", "\n\n".join(chapter(repr(prompt), promptlint.lint(prompt).diagnostics) for prompt in PROMPTS) + "\n")


def test_every_file_of_reports_is_of_a_rule() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted([*(rule.name for rule in RULES), "parses"])
