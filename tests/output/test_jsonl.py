"""JSON Lines: an object a line, the same as in the json format."""

import json

from hypothesis import given, settings
from reports import about_file, finding, prompt, reports, written

from promptlint.output.json import render as render_json
from promptlint.output.jsonl import render


def lines(findings):
    return [json.loads(line) for line in written(render, findings).splitlines()]


def test_a_clean_run_has_no_line():
    assert written(render, []) == ""


@settings(max_examples=60, deadline=None)
@given(reports())
def test_the_objects_are_those_of_json(findings):
    assert lines(findings) == json.loads(written(render_json, findings))["diagnostics"]


def test_prompts_are_numbered_in_order():
    first, second = prompt("a b"), prompt("c")
    found = [finding(first, "a"), finding(first, "b"), about_file("x.md"), finding(second, "c")]
    assert [one["prompt"] for one in lines(found)] == [0, 0, None, 1]


def test_each_line_is_ascii():
    assert written(render, [finding(prompt("\u202e\ud800"), "\u202e", message="\x1b\u202e\ud800")]).isascii()
