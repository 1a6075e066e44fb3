"""Every small edit at every position of a string: the host's own reader reads exactly the intended text.

An edit that a host cannot contain is rejected; one that was read back differently would be made again on each run.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import tomllib
from collections.abc import Callable

import pytest
import yaml

from promptlint.diagnostics import Edit, apply_edits
from promptlint.sources.hosts import ReadOptions, find

NEW = ("", " ", "x", " x", "x ", "\n", "\x7f", "\x9f", "\\", '"', "'", ": ", " #")


def _toml(data: str) -> str:
    return str(tomllib.loads(data)["prompt"])


def _yaml(data: str) -> str:
    return str(yaml.safe_load(data)["prompt"])


def _json(data: str) -> str:
    return str(json.loads(data)["prompt"])


def _csv(data: str) -> str:
    return next(csv.DictReader(io.StringIO(data, newline="")))["prompt"]


def _python(data: str) -> str:
    return str(ast.literal_eval(data.removeprefix("PROMPT = ")))


HOSTS = [
    # (host, its name, its reader, what it says)
    ('prompt = """\\\n   a cat --tile"""\n', "a.toml", _toml, "a cat --tile"),
    ('prompt = """a cat \\\n   --tile"""\n', "a.toml", _toml, "a cat --tile"),
    ('prompt = """a cat \\  \r\n\r\n\t --tile"""\n', "a.toml", _toml, "a cat --tile"),
    ('prompt = """a cat\\\\\n  --tile"""\n', "a.toml", _toml, "a cat\\\n  --tile"),
    ('prompt = """x\ncat --tile"""\n', "a.toml", _toml, "x\ncat --tile"),
    ("prompt = '''x\ncat --tile'''\n", "a.toml", _toml, "x\ncat --tile"),
    ('prompt = "a \\" cat"\n', "a.toml", _toml, 'a " cat'),
    ('prompt: "a cat \\\n   --tile"\n', "a.yaml", _yaml, "a cat --tile"),
    ('prompt: "\\\n   a cat --tile"\n', "a.yaml", _yaml, "a cat --tile"),
    ('prompt: "a\\tcat \\"\\x41\\u00e9\\\\"\n', "a.yaml", _yaml, 'a\tcat "Aé\\'),
    ('prompt: "a cat\n   --tile"\n', "a.yaml", _yaml, "a cat --tile"),
    ("prompt: a cat\n   --tile\n", "a.yaml", _yaml, "a cat --tile"),
    ("prompt: a cat\n\n   --tile\n", "a.yaml", _yaml, "a cat\n--tile"),
    ('prompt: "a cat\n\n\n   --tile"\n', "a.yaml", _yaml, "a cat\n\n--tile"),
    ('prompt: "a cat\\\n\n   --tile"\n', "a.yaml", _yaml, "a cat\n--tile"),
    ("prompt: 'a cat\n\n   it''s'\n", "a.yaml", _yaml, "a cat\nit's"),
    ("prompt: |-\n   a cat\n   --tile\n", "a.yaml", _yaml, "a cat\n--tile"),
    ("prompt: |-\n   a cat\n\n   --tile\n", "a.yaml", _yaml, "a cat\n\n--tile"),
    ("prompt: 'a cat it''s'\n", "a.yaml", _yaml, "a cat it's"),
    ("prompt: a cat\n", "a.yaml", _yaml, "a cat"),
    ('{"prompt": "a \\u0063at\\n --tile"}', "a.json", _json, "a cat\n --tile"),
    ('id,prompt\n1,"a ""cat"", b"\n', "a.csv", _csv, 'a "cat", b'),
    ('id,prompt\n1,a cat 6"" tall\n', "a.csv", _csv, 'a cat 6"" tall'),
    ("PROMPT = 'a cat\\n it\\'s'\n", "a.py", _python, "a cat\n it's"),
    ("PROMPT = 'a cat' \" it's\"\n", "a.py", _python, "a cat it's"),
    ("PROMPT = '''a cat\\\n --tile'''\n", "a.py", _python, "a cat --tile"),
]


@pytest.mark.parametrize(("data", "name", "read", "text"), HOSTS, ids=[repr(host[0]) for host in HOSTS])
def test_what_is_written_is_read(data: str, name: str, read: Callable[[str], str], text: str) -> None:
    (found,) = find(name, data.encode(), ReadOptions(("prompt",), toml=True))
    assert found.text == read(data) == text
    made = 0
    for start in range(len(text) + 1):
        for end in range(start, min(len(text), start + 3) + 1):
            for new in NEW:
                edits = found.host_edits((Edit(start, end, new),))
                if edits is not None:
                    made += 1
                    assert read(apply_edits(data, edits)) == text[:start] + new + text[end:], (start, end, new)
    assert made > 10 * len(text), "an ordinary edit is made"
    inside = text.index("cat")
    (edit,) = found.host_edits((Edit(inside, inside + 3, "dog"),)) or ()
    assert edit.text == "dog", "what needs no escape is written as it is"


@pytest.mark.parametrize(
    ("name", "data", "new", "written"),
    [
        ("a.json", '{"prompt": "a cat"}', "é 🐈", "é 🐈"),
        ("a.json", '{"prompt": "a cat"}', "\x1f\x7f\x80\x9f\xa0", "\\u001f\\u007f\\u0080\\u009f\xa0"),
        ("a.json", '{"prompt": "a cat"}', "\ud7ff\ud800 \udfff\ue000", "\ud7ff\\ud800 \\udfff\ue000"),
        ("a.py", "PROMPT = 'a cat'", "é 🐈", "é 🐈"),
        ("a.py", "PROMPT = 'a cat'", "\x9f\ud800\uffff\U000e0001", "\\u009f\\ud800\\uffff\\U000e0001"),
        ("a.py", "PROMPT = 'a cat'", 'it\'s "b"\t\\', 'it\\\'s "b"\\t\\\\'),
        ("a.yaml", 'prompt: "a cat"', "\u2028\ufeff", "\\u2028\\ufeff"),
        ("a.yaml", 'prompt: "a cat"', "\ud800", None),
        ("a.yaml", 'prompt: "a cat"', "\udfff", None),
        ("a.yaml", "prompt: 'a cat'", "\udfff", None),
        ("a.toml", 'prompt = "a cat"', "\udfff", None),
        ("a.toml", "prompt = 'a cat'", "\ud800", None),
    ],
)
def test_what_a_file_cannot_hold_is_escaped_or_refused_and_all_else_stands_as_it_is(
    name: str, data: str, new: str, written: str | None
) -> None:
    """A file is UTF-8, which has no lone surrogates, and a person must be able to see what is in it."""
    (found,) = find(name, data.encode(), ReadOptions(("prompt",), toml=True))
    edits = found.host_edits((Edit(2, 5, new),))
    assert (edits and edits[0].text) == written
    if edits:
        (again,) = find(name, apply_edits(data, edits).encode(), ReadOptions(("prompt",), toml=True))
        assert again.text == ("a " + new).rstrip()


def test_what_is_appended_is_written_as_the_prompt_is_not_as_the_parameters_beside_it() -> None:
    data = 'prompt: "a cat"\nparams: --tile\n'
    (found,) = find("a.yaml", data.encode())
    assert (found.text, found.shown) == ("a cat --tile", "a cat")
    edits = found.host_edits((Edit(len("a cat"), len("a cat"), ' "wild"'),))
    assert edits is not None
    assert yaml.safe_load(apply_edits(data, edits)) == {"prompt": 'a cat "wild"', "params": "--tile"}


def test_a_space_behind_a_continued_line_of_toml_is_not_asked_for_again_and_again() -> None:
    """Found by the property of fixes: TOML drops the space, so the same fix came back on each run."""
    (found,) = find("a.toml", b'prompt = """a cat \\\n  --tile"""\n', ReadOptions(toml=True))
    at = found.text.index("--tile")
    assert found.host_edits((Edit(at, at + 2, " --"),)) is None
    assert found.host_edits((Edit(at, at + 6, "--raw"),)) is not None


@pytest.mark.parametrize(
    ("data", "old", "new", "expected"),
    [
        ('prompt = """x\ncat"""\n', "x", "a red", 'prompt = """a red\ncat"""\n'),
        ('prompt = """a red\ncat"""\n', "red", "", 'prompt = """a \ncat"""\n'),
        ('prompt = """x\ncat"""\n', "x", "", None),
        ("prompt = '''x\ncat'''\n", "x", "a red", "prompt = '''a red\ncat'''\n"),
        ("prompt = '''a red\ncat'''\n", "red", "", "prompt = '''a \ncat'''\n"),
        ("prompt = '''x\r\ncat'''\n", "x", "", None),
        ("prompt = '''xa cat'''\n", "x", "", "prompt = '''a cat'''\n"),
    ],
)
def test_only_a_line_break_that_toml_would_drop_is_in_the_way(data: str, old: str, new: str, expected: str | None) -> None:
    """TOML drops a line break directly after the three quotes that open a text, and no other."""
    (found,) = find("a.toml", data.encode(), ReadOptions(toml=True))
    at = found.text.index(old)
    edits = found.host_edits((Edit(at, at + len(old), new),))
    assert (edits and apply_edits(data, edits)) == expected


@pytest.mark.parametrize("written", ["a `cat`", "a\ncat"])
def test_what_would_end_a_code_span_is_not_written(written: str) -> None:
    (found,) = find("a.md", b"# Midjourney\n\n- `/imagine prompt: a heron in snow --ar 16:9`\n")
    at = found.text.index("heron")
    assert found.host_edits((Edit(at, at + 5, written),)) is None
    assert found.host_edits((Edit(at, at + 5, "cat"),)) is not None
