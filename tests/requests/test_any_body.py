"""Any body can be linted without an exception."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.errors import SourceError
from promptlint.midjourney import tables
from promptlint.requests.body_text import MAX_DEPTH, read_body
from promptlint.requests.files import read_requests
from promptlint.requests.lint import lint_request
from promptlint.text.pointer import resolve

TARGETS = [name for name in tables.targets() if tables.targets().endpoints(name)]
FIELDS = sorted(
    {key for name in TARGETS for endpoint in tables.targets().endpoints(name) for field in endpoint.fields for key in field.split("/")[1:]}
)
TEXTS = st.sampled_from(
    ["", "fast", "300", "a fox --ar16:9", "https://a.io/b.png", "data:image/png;base64,AAAA", "http://[", "é\ud800"]
) | st.text(max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)
BODIES = st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=4), VALUES, max_size=6)


@settings(max_examples=150, deadline=None)
@given(BODIES, st.sampled_from(TARGETS) | st.none())
def test_any_body_is_judged(body: dict[str, object], target: str | None) -> None:
    report = lint_request(body, target=target)
    for found in report.diagnostics:
        assert found.pointer is not None
        field = resolve(body, found.pointer)
        assert 0 <= found.start <= found.end <= (len(field) if isinstance(field, str) else 0)
        assert found.message
    assert isinstance(report.fixed, str)


def nested(depth: int) -> list[object]:
    inner: list[object] = []
    for _ in range(depth):
        inner = [inner]
    return inner


@pytest.mark.parametrize(
    ("target", "body", "found"),
    [
        ("ttapi", {"prompt": "a fox --ar16:9", "mode": nested(50_000)}, [("MJ005", "/prompt"), ("MJ703", "/mode")]),
        ("apimart", {"prompt": nested(50_000)}, [("MJ703", "/prompt")]),
        ("ttapi", {"prompt": "a fox", "mode": "fast", "timeout": 10**6000}, [("MJ705", "/timeout")]),
        ("ttapi", {"prompt": "a fox", "mode": "fast", "timeout": float("inf")}, [("MJ703", "/timeout")]),
        ("ttapi", {"prompt": "a fox", "mode": "fast", "timeout": float("nan")}, [("MJ703", "/timeout")]),
        ("apimart", {"prompt": "a fox", "stylize": 10**6000}, [("MJ202", "/stylize")]),
        ("apimart", {"prompt": "a fox", "chaos": -(10**6000)}, [("MJ202", "/chaos")]),
        ("kie", {"prompt": "a fox", "taskType": "mj_txt2img", "variety": 10**6000}, [("MJ705", "/variety")]),
        ("runware", [nested(50_000), 7, {"prompt": "a fox --ar16:9"}], [("MJ005", "/2/prompt")]),
    ],
)
def test_deep_and_huge_values(target: str, body: Any, found: list[tuple[str, str]]) -> None:
    report = lint_request(body, target=target, model="7")
    assert [(each.code, each.pointer) for each in report.diagnostics if each.code != "MJ702"] == found


@settings(max_examples=100, deadline=None)
@given(BODIES)
def test_a_body_is_read_from_a_file_as_json_reads_it(body: dict[str, object]) -> None:
    text = json.dumps(body)
    (request,) = read_requests(text)
    assert json.dumps(request.body) == text
    for key, value in body.items():
        pointer = "/" + key.replace("~", "~0").replace("/", "~1")
        line, column = request.position(pointer)
        assert line == 1
        assert 1 <= column <= len(text) + 1
        if isinstance(value, str) and value.isascii() and value.isprintable() and not set(value) & set('"\\'):
            assert text[column - 1 :].startswith(value or '"')


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="{}[]\":,'$\\ \ncurl-dPOST/@<#\u00e9", max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for source in (text, "curl " + text, "POST https://a.io/x\n\n" + text):
        try:
            read_requests(source)
        except SourceError as error:
            assert error.message
            assert not error.message.endswith(".")


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a": ', "}")])
def test_a_text_that_is_nested_too_deeply_is_read_down_to_a_limit(opening: str, closing: str) -> None:
    body = read_body(f'[{opening * 100_000}1{closing * 100_000}, {{"prompt": "x", "l": [1, [2]]}}]'.encode())
    assert body is not None
    deep, other = body.value
    assert other == {"prompt": "x", "l": [1, [2]]}
    depth = 1
    while deep:
        (deep,) = deep.values() if isinstance(deep, dict) else deep
        depth += 1
    assert depth == MAX_DEPTH


def test_a_field_that_the_prompt_sets_too_does_not_hide_the_next() -> None:
    report = lint_request({"prompt": "a fox --s 50", "stylize": 100, "chaos": 500}, target="apimart", model="7")
    assert [(each.code, each.pointer) for each in report.diagnostics] == [("MJ708", "/stylize"), ("MJ202", "/chaos")]
