"""The JSON document: the contract's keys, numbering of prompts, one document also when clean."""

from __future__ import annotations

import json
from io import StringIO

from reports import finding, prompt

from promptlint.diagnostics import Edit, Fix
from promptlint.findings import Totals
from promptlint.output import RenderOptions, renderer


def document(*findings, totals=Totals):
    out = StringIO()
    renderer("json")(iter(findings), totals, out, RenderOptions())
    assert out.getvalue().isascii()
    return json.loads(out.getvalue())


def test_one_document_also_when_clean():
    assert document() == {
        "version": 1,
        "diagnostics": [],
        "prompts": [],
        "summary": {"files": 0, "prompts": 0, "errors": 0, "warnings": 0, "infos": 0, "unread": 0},
    }


def test_every_key_of_the_contract():
    fix = Fix(safe=False, edits=(Edit(6, 11, "--zip"),))
    found = finding(
        prompt("a cat --zap", line=3), "--zap", help="Write another.", fix=fix, pointer="/prompt", code="MJ101", name="unknown-parameter"
    )

    made = document(found, totals=lambda: Totals(files=1, prompts=2, errors=1))

    assert made["diagnostics"] == [
        {
            "code": "MJ101",
            "name": "unknown-parameter",
            "severity": "error",
            "message": "It is refused.",
            "path": "prompts.txt",
            "line": 3,
            "column": 7,
            "end_line": 3,
            "end_column": 12,
            "prompt": 0,
            "start": 6,
            "end": 11,
            "pointer": "/prompt",
            "help": "Write another.",
            "fix": {"safe": False, "edits": [{"start": 6, "end": 11, "text": "--zip"}]},
        }
    ]
    assert made["prompts"] == [
        {
            "path": "prompts.txt",
            "line": 3,
            "end_line": 3,
            "text": "a cat --zap",
            "fixed": "a cat --zap",
            "model": "8.2",
            "model_from": "default",
        }
    ]
    assert made["summary"] == {"files": 1, "prompts": 2, "errors": 1, "warnings": 0, "infos": 0, "unread": 0}


def test_prompts_are_numbered_as_they_come_and_equal_ones_are_two():
    one, same, other = prompt("cat --zap"), prompt("cat --zap"), prompt("dog --zap")

    made = document(*(finding(each, "--zap") for each in (one, same, one, other)), finding(one, "cat")._replace(prompt=None))

    assert [each["prompt"] for each in made["diagnostics"]] == [0, 1, 0, 2, None]
    assert [each["text"] for each in made["prompts"]] == ["cat --zap", "cat --zap", "dog --zap"]


def test_models_stand_there_only_for_several():
    made = document(finding(prompt("a --zap"), "--zap", models=("7",)), finding(prompt("a --zap"), "--zap"))

    assert [each.get("models") for each in made["diagnostics"]] == [["7"], None]


def test_what_no_encoding_has_is_escaped():
    text = "a \ud800 \u202e --zap"

    assert document(finding(prompt(text), "--zap"))["prompts"][0]["text"] == text


def test_findings_are_written_as_they_come():
    out = StringIO()
    written = []

    def slow():
        for number in range(3):
            written.append(out.getvalue().count("MJ301"))
            yield finding(prompt(f"{number} --zap"), "--zap")

    renderer("json")(slow(), Totals, out, RenderOptions())

    assert written == [0, 1, 2]
