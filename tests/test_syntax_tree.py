"""`promptlint parse` and `promptlint.syntax_tree`: the tree of a prompt, with its mistakes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import promptlint
from promptlint import SyntaxNode, syntax_tree
from promptlint.cli.main import main

PROMPTS = [
    line.encode().decode("unicode_escape") if "\\" in line else line
    for line in (Path(__file__).parent / "parses.prompts").read_text(encoding="utf-8").splitlines()
]


def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main(["parse", *arguments], io.StringIO(stdin), out, err)
    return status, out.getvalue(), err.getvalue()


def leaves(prompt: str) -> list[tuple[str, str]]:
    """The terminals with their texts."""
    return [(node.kind, prompt[node.start : node.end]) for _, node in syntax_tree(prompt).walk() if node.kind.isupper()]


TREES = [
    ("a cat --ar 16:9", [("TEXT", "a cat"), ("FLAG_RATIO", " --ar"), ("RATIO", " 16:9")]),
    (
        "cat—AR:16:9.",
        [("TEXT", "cat"), ("DASH_FORM", "—"), ("CASED_RATIO", "AR"), ("SEPARATOR_RATIO", ":"), ("RATIO", "16:9"), ("WORD", ".")],
    ),
    ("a -- v6", [("TEXT", "a"), ("GAPPED_DASHES", " --"), ("GAP", " "), ("NAME_MODEL", "v"), ("MODEL", "6")]),
    ("half-v6 arms--three", [("TEXT", "half-v6 arms"), ("PROSE_DASHES", "--three")]),
    ("moody - at 6 pm", [("TEXT", "moody"), ("LONE_DASHES", " -"), ("TEXT", " at 6 pm")]),
    ("SALE -- 50% OFF", [("TEXT", "SALE"), ("LONE_DASHES", " --"), ("TEXT", " 50% OFF")]),
    ("—style and grace", [("PROSE_DASHES", "—style"), ("TEXT", " and grace")]),
    ("a {b, {c, d}} {{e}}", [("TEXT", "a "), ("OPEN", "{"),
                             ("INNER", "b, "), ("OPEN", "{"), ("INNER", "c, d"), ("CLOSE", "}"), ("CLOSE", "}"),
                             ("TEXT", " "), ("SLOT", "{{e}}")]),
    ("a {b, {c}} {d}", [("TEXT", "a "), ("OPEN", "{"), ("INNER", "b, "), ("SLOT", "{c}"), ("CLOSE", "}"), ("TEXT", " "), ("SLOT", "{d}")]),
    ("a {b --v 7", [("TEXT", "a "), ("CLOSE", "{"), ("TEXT", "b"), ("FLAG_MODEL", " --v"), ("MODEL", " 7")]),
    ("a --no x, y --oops", [("TEXT", "a"), ("FLAG_WORDS", " --no"), ("TEXT", " x, y"), ("UNKNOWN", " --oops")]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("prompt", "expected"), TREES, ids=[row[0] for row in TREES])
def test_the_terminals_of_a_prompt(prompt: str, expected: list[tuple[str, str]]) -> None:
    assert leaves(prompt) == expected
    assert "".join(text for _, text in leaves(prompt)) == prompt


def test_what_is_invisible_behind_a_token_is_no_part_of_it() -> None:
    tree = syntax_tree("a cat --ar 1:1\u200b --tile")
    assert [(node.kind, node.start, node.end) for _, node in tree.walk() if not node.children] == [
        ("TEXT", 0, 5), ("FLAG_RATIO", 5, 10), ("RATIO", 10, 14), ("FLAG_SWITCH", 15, 22),
    ]  # fmt: skip


@pytest.mark.parametrize("prompt", PROMPTS)
def test_nodes_of_kind_parameter_are_the_parameters_outside_braces(prompt: str) -> None:
    nodes = [node for _, node in syntax_tree(prompt).walk() if node.kind == "parameter"]
    parameters = [each for each in promptlint.parse(prompt).parameters if not each.branch]
    assert len(nodes) == len(parameters)
    for node, parameter in zip(nodes, parameters, strict=True):
        assert node.start <= parameter.start < parameter.name_end <= node.end


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from('a -—:{}\\<>$,v67\u200b"') | st.characters(), max_size=60))
def test_every_string_has_a_tree_with_sound_spans(text: str) -> None:
    tree = syntax_tree(text)
    for _, node in tree.walk():
        assert 0 <= node.start <= node.end <= len(text)
        at = node.start
        for child in node.children:
            assert at <= child.start
            at = child.end
        assert at <= node.end or not node.children


def test_the_tree_is_data() -> None:
    assert syntax_tree("a cat") == SyntaxNode("start", 0, 5, (SyntaxNode("TEXT", 0, 5),))


def test_a_person_sees_each_slip_at_its_token() -> None:
    status, out, err = run("-p", "cat—AR:16:9.")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "<prompt 1>:1:",
        "  start 0:12",
        "    TEXT 0:3 'cat'",
        "    parameter 3:12",
        "      DASH_FORM 3:4 '—'  <- missing-space-before-dashes, dash-form",
        "      CASED_RATIO 4:6 'AR'  <- parameter-case",
        "      SEPARATOR_RATIO 6:7 ':'  <- value-separator",
        "      RATIO 7:11 '16:9'",
        "      WORD 11:12 '.'  <- trailing-punctuation",
    ]


def test_a_program_gets_one_document() -> None:
    status, out, _ = run("--output-format", "json", "-p", "a --v 7", "-p", "b", "-", stdin="c {d}\n")
    document = json.loads(out)
    assert status == 0
    assert document["version"] == 1
    assert [(each["path"], each["line"], each["text"]) for each in document["prompts"]] == [
        ("<prompt 1>", 1, "a --v 7"), ("<prompt 2>", 1, "b"), ("-", 1, "c {d}"),
    ]  # fmt: skip
    assert document["prompts"][0]["tree"] == {
        "kind": "start", "start": 0, "end": 7, "children": [
            {"kind": "TEXT", "start": 0, "end": 1, "children": []},
            {"kind": "parameter", "start": 1, "end": 7, "children": [
                {"kind": "FLAG_MODEL", "start": 1, "end": 5, "children": []},
                {"kind": "MODEL", "start": 5, "end": 7, "children": []},
            ]},
        ],
    }  # fmt: skip


def test_a_file_with_several_prompts(tmp_path: Path) -> None:
    path = tmp_path / "a.prompt"
    path.write_text("# note\na cat\n\na dog --v 7\n", encoding="utf-8")
    status, out, _ = run("--output-format", "json", str(path))
    assert status == 0
    assert [(each["line"], each["text"]) for each in json.loads(out)["prompts"]] == [(2, "a cat"), (4, "a dog --v 7")]


def test_nothing_found_is_a_document_too(tmp_path: Path) -> None:
    (tmp_path / "a.prompt").write_text("", encoding="utf-8")
    assert run("--output-format", "json", str(tmp_path / "a.prompt")) == (0, '{"version": 1, "prompts": []}\n', "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "promptlint: nothing to parse: pass a file, a directory, `-` or `-p TEXT`\n"),
        (("nowhere.prompt",), "promptlint: nowhere.prompt: The file does not exist\n"),
    ],
)
def test_a_bad_call_or_file(arguments: tuple[str, ...], message: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out, err) == (2, "", message)


def test_braces_may_nest_deeper_than_python_calls() -> None:
    prompt = "a " + "{a," * 3000 + "}" * 3000
    status, out, _ = run("--output-format", "json", "-p", prompt)
    assert status == 0
    assert out.count('"permutation"') == 3000
    depth: Any = max(depth for depth, _ in syntax_tree(prompt).walk())
    assert depth == 3001
