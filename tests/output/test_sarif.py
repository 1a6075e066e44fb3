"""SARIF: valid for any findings, exact places, fingerprints that outlive an inserted line."""

import json
import subprocess

import pytest
from reports import about_file, finding, prompt, written

from promptlint.diagnostics import Edit, Fix
from promptlint.output.sarif import render
from promptlint.rules.selection import find_rule
from promptlint.rules.support.pages import rule_text


def log(findings, **options):
    return json.loads(written(render, findings, **options))


def results(findings, **options):
    return log(findings, **options)["runs"][0]["results"]


def test_a_clean_run_has_no_results():
    document = log([])
    assert document["runs"][0]["results"] == []
    assert document["runs"][0]["columnKind"] == "unicodeCodePoints"


def test_columns_are_code_points_from_one():
    (result,) = results([finding(prompt("a 🐈‍⬛ cat --cref x"), "--cref x")])
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 11, "endLine": 1, "endColumn": 19}


def test_each_rule_is_listed_once_with_help():
    first = prompt("a --cref b --cref c")
    run = log([finding(first, "--cref b"), finding(first, "--cref c"), about_file("x.md"), finding(first, "a")])["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["MJ301", "MJ910"]
    assert [result["ruleIndex"] for result in run["results"]] == [0, 0, 1, 0]
    assert rules[0]["helpUri"].endswith("/docs/rules/unsupported-by-model.md")
    for rule in rules:
        documented = rule_text(find_rule(rule["id"]))
        assert rule["help"] == {"text": documented, "markdown": documented}
        assert rule["shortDescription"]["text"] == documented.split("\n")[0]
        assert rule["fullDescription"]["text"] == documented.split("\n\n")[0]


def test_paths_are_relative_to_the_repository(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    folder = tmp_path / "my prompts"
    folder.mkdir()
    found = [finding(prompt("a", path), "a") for path in ("a b#.txt", str(folder / "c.txt"), "../d.txt", "-", "<prompt 1>")]
    places = [one["locations"][0]["physicalLocation"]["artifactLocation"] for one in results(found, directory=str(folder))]
    base = {"uriBaseId": "%SRCROOT%"}
    assert places == [
        {"uri": "my%20prompts/a%20b%23.txt"} | base,
        {"uri": "my%20prompts/c.txt"} | base,
        {"uri": "d.txt"} | base,
        {"uri": "-"},
        {"uri": "%3Cprompt%201%3E"},
    ]


def test_a_file_outside_the_repository_has_an_absolute_uri(tmp_path):
    inside = tmp_path / "repository"
    subprocess.run(["git", "init", "-q", inside], check=True)
    (result,) = results([finding(prompt("a", "../b.txt"), "a")], directory=str(inside))
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": (tmp_path / "b.txt").as_uri()}


def test_a_fingerprint_is_of_words_not_of_the_line():
    here, moved = prompt("a cat --cref x", line=1), prompt("a cat --cref x", line=40)
    other = prompt("a dog --cref x", line=1)
    marks = [results([finding(one, "--cref x")])[0]["partialFingerprints"] for one in (here, moved, other)]
    assert marks[0] == marks[1] != marks[2]


def test_equal_findings_have_fingerprints_of_their_own():
    twice = [finding(prompt("a --cref x", line=line), "--cref x") for line in (1, 2)]
    first, second = (result["partialFingerprints"]["primaryLocationLineHash"] for result in results(twice))
    assert first.endswith(":1")
    assert second.endswith(":2")
    assert first[:32] != second[:32]


def test_a_safe_fix_is_a_change_of_the_file():
    fix = Fix(safe=True, edits=(Edit(2, 3, "--v 7"),))
    (result,) = results([finding(prompt("a\nvv"), "vv", fix=fix, help="Write `--v 7`.")])
    (change,) = result["fixes"][0]["artifactChanges"]
    region = {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 2}
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "--v 7"}}]
    assert result["fixes"][0]["description"]["text"] == "Write `--v 7`."


@pytest.mark.parametrize(
    ("fix", "editable"),
    [
        (Fix(safe=False, edits=(Edit(0, 1, "b"),)), True),
        (Fix(safe=True, edits=(Edit(0, 1, "\ud800"),)), True),
        (Fix(safe=True, edits=(Edit(0, 1, "b"),)), False),
    ],
)
def test_a_fix_that_is_unsafe_or_not_exact_is_left_out(fix, editable):
    assert "fixes" not in results([finding(prompt("a", editable=editable), "a", fix=fix)])[0]


def test_text_of_a_prompt_cannot_escape_or_turn():
    (result,) = results([finding(prompt("a"), "a", message="It says \x1b[31m\u202egnp.exe\ud800.", help="Drop it.")])
    assert result["message"]["text"] == "It says \\x1b[31m\\u202egnp.exe\\ud800. Drop it."


def test_models_and_pointer_are_told():
    (result,) = results([finding(prompt("a"), "a", models=("7", "8.1"), pointer="/prompt")])
    assert result["message"]["text"] == "It is refused (with model 7, 8.1)"
    assert result["properties"] == {"pointer": "/prompt"}
