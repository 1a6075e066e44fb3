"""GitLab Code Quality: the documented fields, fingerprints that are unique and outlive an inserted line."""

import json
import re

from hypothesis import given, settings
from reports import about_file, finding, prompt, reports, written

from promptlint.output.gitlab import render


def issues(findings):
    return json.loads(written(render, findings))


@settings(max_examples=60, deadline=None)
@given(reports())
def test_any_report_has_the_documented_fields(findings):
    # docs.gitlab.com/ci/testing/code_quality: an array of objects with these fields, fingerprints unique.
    found = issues(findings)
    assert len(found) == len(findings)
    assert len({issue["fingerprint"] for issue in found}) == len(findings)
    for issue in found:
        assert issue["description"]
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert re.fullmatch("[0-9a-f]{32}", issue["fingerprint"])
        assert issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] >= 1


def test_a_clean_run_is_an_empty_array():
    assert issues([]) == []


def test_the_description_names_the_rule():
    (issue,) = issues([finding(prompt("a --cref x"), "--cref x", help="Pin model 7.")])
    assert issue["description"] == "MJ301 unsupported-by-model: It is refused. Pin model 7."
    assert issue["check_name"] == "MJ301"
    assert issue["severity"] == "critical"
    assert issue["location"] == {"path": "prompts.txt", "lines": {"begin": 1, "end": 1}}


def test_a_moved_line_keeps_its_fingerprint():
    before = issues([finding(prompt("a --cref x", line=2), "--cref x")])
    after = issues([finding(prompt("new", line=2), "new"), finding(prompt("a --cref x", line=3), "--cref x")])
    assert before[0]["fingerprint"] == after[1]["fingerprint"]


def test_the_same_prompt_in_two_files_has_two_fingerprints():
    found = issues([finding(prompt("a", path), "a") for path in ("a.txt", "b.txt")])
    assert found[0]["fingerprint"] != found[1]["fingerprint"]


def test_several_findings_about_one_file():
    found = issues([about_file("x.md"), about_file("x.md")])
    assert found[0]["fingerprint"] != found[1]["fingerprint"]
