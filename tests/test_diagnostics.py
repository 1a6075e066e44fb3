"""Edits, passes of fixing, severities, and the findings under several models."""

from __future__ import annotations

import pytest

from promptlint.diagnostics import MAX_PASSES, SEVERITIES, Diagnostic, Edit, Fix, Report, apply_edits, apply_passes, at_least, merged


def finding(code: str, start: int, *, safe: bool | None = None, severity: str = "error", message: str = "m") -> Diagnostic:
    fix = None if safe is None else Fix(safe, (Edit(start, start + 1, "x"),))
    return Diagnostic(code, "name", severity, message, start, start + 1, fix=fix)  # type: ignore[arg-type]


def report(*found: Diagnostic) -> Report:
    return Report("abc", found, "7", "default", None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("edits", "text"),
    [
        ([], "abcdef"),
        ([Edit(0, 0, "x"), Edit(6, 6, "y")], "xabcdefy"),
        ([Edit(3, 5, ""), Edit(0, 1, "xyz")], "xyzbcf"),
        ([Edit(1, 2, "x"), Edit(2, 3, "y")], "axydef"),
        ([Edit(2, 2, "x"), Edit(2, 2, "y")], "abxycdef"),
        ([Edit(0, 6, "")], ""),
    ],
)
def test_edits(edits: list[Edit], text: str) -> None:
    assert apply_edits("abcdef", edits) == apply_edits("abcdef", tuple(edits)) == text


def test_edits_that_overlap() -> None:
    with pytest.raises(ValueError, match="edits overlap at 1"):
        apply_edits("abcdef", [Edit(1, 3, ""), Edit(0, 2, "")])


def test_severities() -> None:
    assert [[at_least(one, other) for other in SEVERITIES] for one in SEVERITIES] == [
        [True, True, True],
        [False, True, True],
        [False, False, True],
    ]


def test_safe_fixes_come_first_and_again_after_an_unsafe_one() -> None:
    calls = []

    def fix(text: str, *, unsafe: bool) -> str:
        calls.append((text, unsafe))
        return {("a", False): "b", ("b", True): "c", ("c", False): "d"}.get((text, unsafe), text)

    assert apply_passes("a", fix, unsafe=True) == "d"
    assert calls == [("a", False), ("b", False), ("b", True), ("c", False), ("d", False), ("d", True)]
    calls.clear()
    assert apply_passes("a", fix, unsafe=False) == "b"
    assert calls == [("a", False), ("b", False)]


@pytest.mark.parametrize("unsafe", [False, True])
def test_fixing_ends(unsafe: bool) -> None:
    def longer(text: str, *, unsafe: bool) -> str:
        return text + "x"

    assert apply_passes("", longer, unsafe=unsafe) == "x" * MAX_PASSES
    assert apply_passes("", longer, unsafe=unsafe, passes=3) == "xxx"


def test_findings_under_several_models() -> None:
    both, six, seven = finding("MJ002", 5), finding("MJ001", 5), finding("MJ001", 5, message="other")
    early, late = finding("MJ009", 1), finding("MJ001", 9)
    found = merged([report(both, six, late), report(early, both, seven)], ("6", "7"))
    assert [(each.code, each.start, each.message, each.models) for each in found] == [
        ("MJ009", 1, "m", ("7",)),
        ("MJ001", 5, "m", ("6",)),
        ("MJ001", 5, "other", ("7",)),
        ("MJ002", 5, "m", ()),
        ("MJ001", 9, "m", ("6",)),
    ]


@pytest.mark.parametrize(("six", "seven", "safe"), [(True, True, True), (True, False, False), (False, True, False), (False, False, False)])
def test_a_fix_is_safe_if_it_is_on_each_model(six: bool, seven: bool, safe: bool) -> None:
    (found,) = merged([report(finding("MJ001", 1, safe=six)), report(finding("MJ001", 1, safe=seven))], ("6", "7"))
    assert found == finding("MJ001", 1, safe=safe)
    (alone, other) = merged([report(finding("MJ001", 1, safe=six)), report(finding("MJ002", 1, safe=seven))], ("6", "7"))
    assert alone.fix is not None and alone.fix.safe is six
    assert other.fix is not None and other.fix.safe is seven


def test_diagnostics_in_words_and_as_data() -> None:
    plain = finding("MJ001", 1)
    assert str(plain) == "1-2: error MJ001 name: m"
    assert str(plain._replace(help="Do.", message="m.")) == "1-2: error MJ001 name: m. Do."
    assert str(plain._replace(message="a\n\x1b\u202eb")) == r"1-2: error MJ001 name: a\n\x1b\u202eb"
    assert str(plain._replace(code="house:no-cats", name="no-cats")) == "1-2: error house:no-cats: m"
    assert "models" not in plain.to_dict()
    assert plain._replace(models=("6", "7")).to_dict()["models"] == ["6", "7"]
    counted = report(plain, plain, finding("MJ002", 1, severity="warning"))
    assert repr(counted) == "<Report: 2 errors, 1 warning, model 7 (default)>"
    assert repr(report(finding("MJ002", 1, severity="info"))) == "<Report: 1 info, model 7 (default)>"
    assert (counted.ok, report(finding("MJ002", 1, severity="warning")).ok, report().ok) == (False, True, True)


def test_other_findings_are_sorted() -> None:
    found = [finding("MJ002", 5), finding("MJ001", 5), finding("MJ009", 1)]
    assert [each.code for each in report().with_diagnostics(tuple(found)).diagnostics] == ["MJ009", "MJ001", "MJ002"]


def test_a_fix_is_a_frozen_value() -> None:
    fix = Fix(safe=True, edits=(Edit(0, 1, "x"),))
    assert fix == Fix(safe=True, edits=(Edit(0, 1, "x"),)) and hash(fix) == hash(Fix(safe=True, edits=(Edit(0, 1, "x"),)))
    assert fix != Fix(safe=False, edits=fix.edits)
    assert fix != Fix(safe=True, edits=())
    assert fix != "fix"
    assert repr(fix) == "Fix(safe=True, edits=(Edit(start=0, end=1, text='x'),))"
    assert fix.with_edits(()) == Fix(safe=True, edits=())
    with pytest.raises(AttributeError, match="Fix is frozen: cannot set edits"):
        fix.edits = ()


def test_a_report_is_frozen() -> None:
    with pytest.raises(AttributeError, match="Report is frozen: cannot set model"):
        report().model = "6"


def test_a_fix_is_proven_when_it_is_read_and_once() -> None:
    asked = []

    def proof(fix: Fix) -> bool:
        asked.append(fix.edits)
        return False

    fix = Fix(proof, ())
    moved = fix.with_edits((Edit(0, 1, ""),))
    assert asked == []
    assert (moved.safe, fix.safe, moved.safe) == (False, False, False)
    assert asked == [()]
