"""A report computes nothing before it is read, and always says the same."""

from __future__ import annotations

import copy
import pickle
from collections import Counter

import pytest

import promptlint
from promptlint import linter
from promptlint.config import Config
from promptlint.diagnostics import Fix

FIXABLE = "a red fox --ar16:9 --sytlize 100"


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """The number of times a prompt was linted (`judge`) and rules were run (`run`)."""
    done: Counter[str] = Counter()

    def counted(name: str) -> None:
        original = getattr(linter, name)

        def call(*arguments: object, **named: object) -> object:
            done[name.strip("_")] += 1
            return original(*arguments, **named)

        monkeypatch.setattr(linter, name, call)

    counted("_judge")
    counted("_run")
    return done


def test_rules_run_when_findings_are_read_and_fixes_are_proven_when_their_safety_is(work: Counter[str]) -> None:
    report = promptlint.lint(FIXABLE)
    assert work == {"judge": 1}
    assert [each.code for each in report.diagnostics] == ["MJ005", "MJ101"]
    assert not report.ok
    assert work == {"judge": 1, "run": 1}
    assert all(each.message and each.fix and each.fix.edits for each in report.diagnostics)
    assert work == {"judge": 1, "run": 1}
    assert [each.fix.safe for each in report.diagnostics if each.fix] == [True, True]
    assert work["judge"] == 4  # itself, each fix alone, both together
    assert all(each.fix and each.fix.safe for each in report.diagnostics)
    assert work["judge"] == 4  # itself, each fix alone, both together


def test_a_fix_that_is_not_safe_is_never_called_so() -> None:
    report = promptlint.lint("a red fox --video --ar16:9 -motion high --loop --end https://img.mysite.net/a.png v6")
    for each in report.diagnostics:
        if each.fix is not None and each.fix.safe:
            fixed = promptlint.lint(promptlint.diagnostics.apply_edits(report.source, each.fix.edits))
            graver = {other.code for other in fixed.diagnostics if other.severity != "info"}
            assert graver <= {other.code for other in report.diagnostics}


def test_a_fix_is_equal_hashed_copied_and_pickled_by_what_it_says() -> None:
    (found,) = promptlint.lint("a red fox --ar16:9").diagnostics
    fix = found.fix
    assert fix is not None
    told = Fix(safe=True, edits=fix.edits)
    assert pickle.loads(pickle.dumps(fix)) == copy.deepcopy(fix) == fix == told
    assert hash(fix) == hash(told)
    assert fix != Fix(safe=False, edits=fix.edits)
    assert fix != Fix(safe=True, edits=())
    assert fix != (True, fix.edits)
    assert repr(fix) == f"Fix(safe=True, edits={fix.edits!r})"
    assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(AttributeError, match="Fix is frozen: cannot set safe"):
        fix.safe = False  # type: ignore[misc]


@pytest.mark.parametrize("config", [None, Config(suffix="--v 7"), Config(severity=(("glued-value", "info"),))])
def test_the_order_of_reading_makes_no_difference(config: Config | None) -> None:
    one, other = (promptlint.lint(FIXABLE, config=config) for _ in range(2))
    fixed, ok, diagnostics = one.fixed, one.ok, one.diagnostics
    assert (other.diagnostics, other.ok, other.fixed) == (diagnostics, ok, fixed)
    assert fixed == "a red fox --ar 16:9 --stylize 100"


@pytest.mark.parametrize(
    ("text", "right"),
    [("14:1", True), ("1:14", True), ("15:1", False), ("1:15", False), ("0:1", False), ("1:0", False), ("3:2:1", False), ("٣:2", False)],
)
def test_a_ratio_is_held_against_the_limits_of_one_that_was_right(text: str, right: bool) -> None:
    assert promptlint.lint("a quiet harbour --ar 3:2 --v 7").ok
    assert (promptlint.lint(f"a quiet harbour --ar {text} --v 7").diagnostics == ()) is right


@pytest.mark.parametrize(
    ("ignored", "slip", "wrong"),
    [
        ("MJ002", "a quiet harbour --v 7 —ar 3:2", "a quiet harbour --v 7 --r 3:2"),
        ("MJ006", "a quiet harbour --v 7 -ar 3:2", "a quiet harbour --v 7 --r 3:2"),
        ("MJ005", "a quiet harbour --v 7 --ar12:9", "a quiet harbour --v 7 --r12:9"),
        ("MJ003", "a quiet harbour --v 7 - -ar 3:2", "a quiet harbour --v 7 -ar 3:2"),
    ],
)
def test_a_slip_whose_rule_is_ignored_teaches_nothing(ignored: str, slip: str, wrong: str) -> None:
    config = Config(ignore=(ignored,))
    findings = promptlint.lint(wrong, config=config).diagnostics
    assert findings != ()
    assert promptlint.lint(slip, config=config).diagnostics == ()
    assert promptlint.lint(wrong, config=config).diagnostics == findings
