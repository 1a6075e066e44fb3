"""`--statistics`: counts by rule, most frequent first."""

from reports import about_file, finding, prompt

from promptlint.diagnostics import Edit, Fix
from promptlint.output.statistics import Statistics

LINTED = prompt("a cat v6 --cref x")


def table(findings, *, can_be_fixed=True):
    statistics = Statistics()
    assert list(statistics.counted(iter(findings), lambda: can_be_fixed)) == findings
    return statistics.table()


def test_no_finding_is_no_table():
    assert table([]) == ""


def test_rules_by_count_then_code():
    bare = {"code": "MJ001", "name": "missing-dashes", "severity": "warning"}
    fixable = finding(LINTED, "v6", **bare, fix=Fix(safe=True, edits=(Edit(6, 8, "--v 6"),)))
    unsafe = finding(LINTED, "cat", **bare, fix=Fix(safe=False, edits=(Edit(6, 8, ""),)))
    findings = [about_file("x.md"), fixable, unsafe, finding(LINTED, "--cref x")]
    assert table(findings) == (
        "2  MJ001  missing-dashes        warning  1 fixable with --fix\n"
        "1  MJ301  unsupported-by-model  error\n"
        "1  MJ910  unreadable-file       error\n"
    )
    assert table(findings, can_be_fixed=False) == (
        "2  MJ001  missing-dashes        warning\n1  MJ301  unsupported-by-model  error\n1  MJ910  unreadable-file       error\n"
    )
