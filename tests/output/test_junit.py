"""JUnit: well-formed for any text, an error a failed case, the counts right."""

from xml.etree import ElementTree

from hypothesis import given, settings
from reports import about_file, finding, prompt, reports, written

from promptlint.findings import Totals
from promptlint.output.junit import render


def suites(findings, **options):
    document = ElementTree.fromstring(written(render, findings, **options).encode())
    assert document.tag == "testsuites"
    return document.findall("testsuite")


@settings(max_examples=60, deadline=None)
@given(reports())
def test_any_report_is_well_formed_and_counted(findings):
    found = suites(findings)
    assert sum(len(suite.findall("testcase")) for suite in found) == max(1, len(findings))
    for suite in found:
        assert int(suite.get("tests")) == len(suite.findall("testcase")) > 0
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert all(case.get("name") and case.get("classname") for case in suite.findall("testcase"))


def test_a_clean_run_is_one_passed_case():
    (suite,) = suites([], totals=Totals(files=2, prompts=7))
    (case,) = suite.findall("testcase")
    assert case.get("name") == "no findings in 7 prompts"
    assert len(case) == 0


def test_an_error_fails_a_warning_does_not():
    linted = prompt("a --cref x")
    (suite,) = suites([finding(linted, "--cref x", help="Pin model 7."), finding(linted, "a", severity="warning")])
    failed, passed = suite.findall("testcase")
    assert failed.get("name") == "MJ301 unsupported-by-model at 1:3"
    assert failed.find("failure").get("message") == "It is refused. Pin model 7."
    assert failed.find("failure").text == "prompts.txt:1:3: error MJ301 unsupported-by-model: It is refused. Pin model 7."
    assert passed.find("failure") is None
    assert passed.find("system-out").text.startswith("prompts.txt:1:1: warning MJ301")


def test_a_suite_for_each_file():
    found = suites([finding(prompt("a", "a.txt"), "a"), finding(prompt("b", "a.txt"), "b"), about_file("c.md")])
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in found] == [("a.txt", "2", "2"), ("c.md", "1", "1")]


def test_text_of_a_prompt_stays_text():
    (suite,) = suites([finding(prompt("a"), "a", message='</failure>\x1b]]> & "q" \x00\ud800')])
    assert suite.find("testcase/failure").get("message") == '</failure>\\x1b]]> & "q" \\x00\\ud800'
