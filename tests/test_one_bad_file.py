"""One bad file never ends a run: it is reported by its name, and the rest is linted. No input is an internal error."""

from __future__ import annotations

import importlib
import io
import json
import os
from pathlib import Path

import pytest

from promptlint.cli.main import main
from promptlint.errors import reason
from promptlint.project import options as project_options
from promptlint.project import parallel
from promptlint.project.writing import FileChangedError
from promptlint.sources import parquet

GOOD = "a heron --ar16:9\n"
DEEP = 100_000

BAD = {
    "deep.toml": b"a=" + b"[" * 2_000,
    "deep2.toml": b"prompt=" + b"{a=" * 5_000,
    "deep.yaml": b"[" * DEEP,
    "flow.yaml": b"{a: " * 20_000,
    "block.yaml": b"".join(b" " * n + b"a:\n" for n in range(2_000)),
    "deep.json": b"[" * DEEP,
    "object.json": b'{"prompt":' * DEEP,
    "deep.jsonl": b"[" * DEEP + b"\n" + b'{"prompt": "a"}\n',
    "deep.py": b"# midjourney\nx = " + b"(" * DEEP,
    "unary.py": b"# midjourney\nx = " + b"-" * DEEP + b"1",
    "deep.ts": b"// midjourney\nx = " + b"(" * DEEP,
    "deep.tsx": b"// midjourney\nx = " + b"<a>" * DEEP,
    "sum.js": b"// midjourney\nprompt = " + b"'a'+" * DEEP + b"1",
    "sum.py": b"# midjourney\nprompt = " + b"'a'+" * DEEP + b"'b'",
    "lambda.py": b"# midjourney\nprompt = " + b"lambda:" * DEEP + b"1",
    "null.py": b"# midjourney\nx = '\0'\n\0",
    "open.csv": b'prompt\n"a heron',
    "wide.csv": "prompt\na heron --ar16:9\n".encode("utf-16-le"),
    "latin.md": b"# Prompts\n\n\xe9\xe8\n",
    "surrogate.md": b"\xed\xa0\x80",
    "cut.prompt": "héron".encode()[:-4] + b"\xc3",
    "not.parquet": b"PAR1" + bytes(100) + b"PAR1",
    "tag.yaml": b"a: !!python/object/apply:os.system [x]\nb: !x {}\n",
    "alias.yaml": b"a: *nowhere\n",
    "cycle.yaml": b"a: &a [*a]\nprompt: a heron --ar16:9\n",
    "date.toml": b"a = 1979-99-99\n",
    "number.json": b'{"prompt": ' + b"9" * 10_000 + b"}",
    "number.yaml": b"prompt: " + b"9" * 10_000 + b"\n",
    "base60.yaml": b"prompt: " + b"1:" * 5_000 + b"1\n",
    "number.toml": b"prompt = " + b"9" * 10_000 + b"\n",
    "escape.json": b'{"prompt": "\\ud800 --ar16:9"}',
    "table.md": b"|" * 20_000 + b"\n" + b"|-" * 10_000 + b"|\n",
    "quotes.md": b"> " * 5_000 + b"a heron --ar16:9\n",
    "lists.md": b"".join(b"  " * n + b"- a\n" for n in range(500)),
}


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(list(argv), io.StringIO(), out, err), out.getvalue(), err.getvalue()


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "promptlint.toml").write_text("toml = true\npython = true\n")
    (tmp_path / "a.prompt").write_text(GOOD)
    (tmp_path / "z.prompt").write_text(GOOD)
    return tmp_path


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize(
    "call",
    [
        ["lint", "--offline", "--output-format", "jsonl"],
        ["lint", "--offline", "--diff"],
        ["lint", "--show-prompts"],
        ["format", "--check"],
        ["migrate", "--to", "7"],
    ],
    ids=" ".join,
)
def test_the_files_around_a_bad_one_are_read(tree: Path, name: str, call: list[str]) -> None:
    (tree / name).write_bytes(BAD[name])
    status, out, err = run(*call, "a.prompt", name, "z.prompt")
    assert status in (0, 1, 2)
    if "jsonl" in call:
        found = [json.loads(line) for line in out.splitlines()]
        assert [each["path"] for each in found if each["code"] == "MJ005" and each["path"] != name] == ["a.prompt", "z.prompt"]
        if status == 2:
            assert [each["code"] for each in found if each["path"] == name] == ["MJ910"]
            assert f"{name}:" in err
    elif "--diff" in call or "--show-prompts" in call:
        assert "a.prompt" in out
        assert "z.prompt" in out


UNREADABLE = [
    "deep.toml",
    "deep2.toml",
    "deep.yaml",
    "flow.yaml",
    "deep.json",
    "object.json",
    "deep.jsonl",
    "deep.py",
    "sum.py",
    "lambda.py",
    "wide.csv",
    "latin.md",
    "not.parquet",
    "alias.yaml",
    "date.toml",
    "number.toml",
]


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_bad_file_is_reported_by_its_name(tree: Path, name: str) -> None:
    (tree / name).write_bytes(BAD[name])
    status, out, err = run("lint", "--offline", "--output-format", "concise", name)
    assert status == 2
    assert f"{name}:" not in err  # the finding says it
    assert sum(line.startswith(f"{name}:") and " error MJ910 " in line for line in out.splitlines()) == 1


@pytest.mark.parametrize("name", ["sum.py", "lambda.py", "unary.py"])
def test_deep_python_says_so(tree: Path, name: str) -> None:
    (tree / name).write_bytes(BAD[name])
    out = run("lint", "--offline", "--output-format", "concise", name)[1]
    assert out == f"{name}:1:1: error MJ910 This Python is nested too deeply to be read\n"


@pytest.mark.parametrize("threshold", [1 << 22, 1])
def test_a_parquet_file_that_holds_a_value_once_for_many_rows_is_read_up_to_a_limit(
    tree: Path, monkeypatch: pytest.MonkeyPatch, threshold: int
) -> None:
    arrow = pytest.importorskip("pyarrow")
    monkeypatch.setattr(parquet, "_ALWAYS_READ", 4 << 20)
    monkeypatch.setattr(parallel, "PARALLEL_THRESHOLD", threshold)  # as a whole, and in ranges of rows
    table = arrow.table({"prompt": arrow.array(["a hen " + "x" * 3000 + " --ar16:9"] * 20_000)})
    importlib.import_module("pyarrow.parquet").write_table(table, tree / "bomb.parquet")
    (tree / "a.prompt").write_text("a heron --ar16:9\n")
    status, out, _ = run("lint", "--offline", "--output-format", "concise", "bomb.parquet", "a.prompt")
    lines = out.splitlines()
    assert status == 2
    assert (
        "bomb.parquet:1025:1: error MJ910 This file holds more than 100 times its size in text: row 1025 and what follows are not read"
        in lines
    )
    assert [line for line in lines if line.startswith("a.prompt:")] == [
        "a.prompt:1:9: error MJ005 `--ar16:9` is missing a space between name and value, so it is read as an unknown parameter"
    ]


def test_an_error_of_ours_says_its_sentence() -> None:
    assert reason(FileChangedError("another program changed it while it was being linted")) == (
        "another program changed it while it was being linted"
    )
    assert reason(FileNotFoundError(2, "No such file or directory")) == "no such file or directory"
    assert reason(OSError()) == "OSError"


# ---- bytes without a mark ---------------------------------------------------------------------------------------------

WORDS = "This is not UTF-8 text: it contains null characters, as UTF-16 and UTF-32 do; save it as UTF-8"
TEXTS = {
    "a.prompt": "a heron --ar16:9\na hen --ar16:9\n",
    "a.txt": "a heron --ar16:9",
    "a.md": "# Prompts\n\n```\na heron --ar16:9\n```\n",
    "a.csv": "prompt,note\na heron --ar16:9,b\n",
    "a.jsonl": '{"prompt": "a heron --ar16:9"}\n',
    "a.json": '{"prompt": "a heron --ar16:9"}',
    "a.yaml": "prompt: a heron --ar16:9\n",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "nul behind each letter"])
def test_wide_text_without_a_mark_is_unreadable(tree: Path, name: str, encoding: str) -> None:
    text = TEXTS[name]
    data = "".join(f"{each}\0" for each in text).encode() if encoding.startswith("nul") else text.encode(encoding)
    (tree / name).write_bytes(data)
    status, out, err = run("lint", "--offline", "--output-format", "jsonl", name)
    (found,) = (json.loads(line) for line in out.splitlines())
    assert (status, found["code"], found["line"]) == (2, "MJ910", 1)
    assert found["message"].startswith(WORDS)
    assert f"promptlint: {name}:1:{found['column']}: {WORDS}" in err
    assert "0 of" not in err
    assert (tree / name).read_bytes() == data
    assert run("lint", "--offline", "--fix", name)[0] == 2
    assert (tree / name).read_bytes() == data


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-32-le", b"\xff\xfe\0\0"), ("utf-32-be", b"\0\0\xfe\xff")],
)
def test_with_a_mark_it_is_read(tree: Path, encoding: str, mark: bytes) -> None:
    (tree / "b.prompt").write_bytes(mark + TEXTS["a.prompt"].encode(encoding))
    status, out, _ = run("lint", "--offline", "--output-format", "jsonl", "b.prompt")
    assert (status, [json.loads(line)["code"] for line in out.splitlines()]) == (1, ["MJ005", "MJ005"])


def test_wide_text_behind_utf_8_is_reported_where_it_begins(tree: Path) -> None:
    """A UTF-8 file after `>>` of a shell on Windows."""
    (tree / "b.prompt").write_bytes(b"a heron --ar16:9\n" + "a hen --ar16:9\n".encode("utf-16-le"))
    status, out, _ = run("lint", "--offline", "--output-format", "jsonl", "b.prompt")
    assert (status, [(json.loads(line)["code"], json.loads(line)["line"]) for line in out.splitlines()]) == (2, [("MJ910", 2)])


def test_a_long_file_is_judged_as_a_short_one(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long JSON Lines are read in ranges by several workers."""
    line = '{"prompt": "a heron --ar16:9"}\n'
    bad = '{"prompt": "a\0b\0 --ar16:9"}\n'
    (tree / "b.jsonl").write_text(line * 10 + bad + line)
    short = run("lint", "--offline", "--output-format", "jsonl", "b.jsonl")
    monkeypatch.setattr(parallel, "PARALLEL_THRESHOLD", 1)
    monkeypatch.setattr(project_options, "PARALLEL_THRESHOLD", 1)
    monkeypatch.setattr("promptlint.cli.commands.lint.PARALLEL_THRESHOLD", 1)
    assert os.cpu_count()
    assert run("lint", "--offline", "--output-format", "jsonl", "--jobs", "2", "b.jsonl") == short
    assert WORDS in short[1]
