"""reviewdog's format: columns in UTF-8 bytes, one suggestion for a fix."""

import json

import pytest
from hypothesis import given, settings
from reports import about_file, finding, prompt, reports, written

from promptlint.diagnostics import Edit, Fix
from promptlint.output.rdjson import render
from promptlint.sources.source_map import Mapping, PromptText, SourceText


def diagnostics(findings):
    document = json.loads(written(render, findings))
    assert document["source"]["name"] == "promptlint"
    return document["diagnostics"]


@settings(max_examples=60, deadline=None)
@given(reports())
def test_any_report_has_the_fields_of_the_protocol(findings):
    # reviewdog/proto/rdf/reviewdog.proto: lines and columns from 1, severity one of the enumeration.
    found = diagnostics(findings)
    assert len(found) == len(findings)
    for one in found:
        assert one.keys() <= {"message", "location", "severity", "code", "suggestions"}
        assert one["severity"] in {"ERROR", "WARNING", "INFO"}
        assert len(one.get("suggestions", ())) <= 1
        for position in one["location"]["range"].values():
            assert position["line"] >= 1
            assert position["column"] >= 1


def test_a_clean_run_has_no_diagnostics():
    assert diagnostics([]) == []


def test_columns_count_bytes():
    (one,) = diagnostics([finding(prompt("ä🐈 --cref x"), "--cref x")])
    assert one["location"] == {"path": "prompts.txt", "range": {"start": {"line": 1, "column": 8}, "end": {"line": 1, "column": 16}}}
    assert one["code"]["value"] == "MJ301"
    assert one["code"]["url"].endswith("/unsupported-by-model.md")


@pytest.mark.parametrize(
    ("edits", "suggestion"),
    [
        ((Edit(1, 2, "X"),), ((3, 4), "X")),
        # Two edits become one with the text between them: "äbcd" -> "äXcY".
        ((Edit(1, 2, "X"), Edit(3, 4, "Y")), ((3, 6), "XcY")),
        ((Edit(4, 4, "!"), Edit(0, 1, "a")), ((1, 6), "abcd!")),
    ],
)
def test_a_fix_is_one_suggestion(edits, suggestion):
    (one,) = diagnostics([finding(prompt("äbcd"), "b", fix=Fix(safe=True, edits=edits))])
    (made,) = one["suggestions"]
    assert ((made["range"]["start"]["column"], made["range"]["end"]["column"]), made["text"]) == suggestion


def test_a_fix_in_a_later_row_is_where_the_row_is():
    row = SourceText("äbcd", offset=10, line=3)
    source = PromptText("äbcd", "line", row, (Mapping(0, 0, 4, "plain", "line"),), (0, 4))
    (one,) = diagnostics([finding(prompt("äbcd")._replace(source=source), "b", fix=Fix(safe=True, edits=(Edit(1, 2, "X"),)))])
    (made,) = one["suggestions"]
    assert made == {"range": {"start": {"line": 3, "column": 3}, "end": {"line": 3, "column": 4}}, "text": "X"}


def test_a_fix_of_several_lines_is_not_suggested():
    (one,) = diagnostics([finding(prompt("a\nb"), "b", fix=Fix(safe=True, edits=(Edit(0, 1, "x"), Edit(2, 3, "y"))))])
    assert "suggestions" not in one


def test_a_finding_about_a_file():
    (one,) = diagnostics([about_file("x.md")])
    assert one["location"]["range"]["start"] == {"line": 3, "column": 1}
