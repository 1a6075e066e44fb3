"""A long file of rows is fixed in ranges: the same bytes as all at once, in memory that does not grow with it, or not at all."""

from __future__ import annotations

import gc
import io
import json
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from promptlint.cli.main import main
from promptlint.config import Config
from promptlint.project import fix_ranges
from promptlint.project.fix_ranges import fix_in_ranges
from promptlint.project.fixing import fix_input
from promptlint.project.inputs import LintInput
from promptlint.project.judged import Judged
from promptlint.project.pipeline import judge_input
from promptlint.project.scope import Scope
from promptlint.project.writing import FileChangedError, NotReplaceableError
from promptlint.settings_file.reading import Settings
from promptlint.sources import jsonlines
from promptlint.sources.hosts import ReadOptions

SETTINGS = Settings(Config())
WRONG, RIGHT = "a heron --ar16:9 --v 7", "a heron --ar 16:9 --v 7"
CSV = "id,prompt\n" + "".join(f'{number},"{WRONG}, ""{number}"""\n' if number % 3 else f"{number},a heron --v 7\n" for number in range(60))
LINES = "".join(json.dumps({"prompt": f"{number} {WRONG if number % 3 else RIGHT}", "é": [1.50, None]}) + "\n" for number in range(60))


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges of a few rows."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fix_ranges, "RANGE", 400)
    monkeypatch.setattr(jsonlines, "_SAMPLE", 3)


def judge(unit: LintInput) -> Iterator[Judged]:
    return judge_input(Scope(unit, SETTINGS))


def in_ranges(path: str, *, unsafe: bool = False) -> int | None:
    return fix_in_ranges(LintInput(path, path), judge, SETTINGS.config, unsafe=unsafe)


def at_once(path: str, *, unsafe: bool = False) -> int:
    fixed = fix_input(LintInput(path, path), judge, SETTINGS.config, unsafe=unsafe)
    fixed.write(io.StringIO())
    return fixed.made


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", CSV),
        ("a.csv", CSV.rstrip("\n")),
        ("a.csv", "\ufeff" + CSV.replace("\n", "\r\n")),
        ("a.csv", "\nsep=;\n" + CSV.replace(",", ";")),
        ("a.csv", "# exported\n" + CSV),
        ("a.csv", "exported\n" + CSV),
        ("a.tsv", CSV.replace(",", "\t")),
        ("a.csv", CSV.replace("a heron --ar", "a heron\nin \n\nthe fog --ar")),
        ("a.csv", CSV + '7,"a heron --ar16:9", --s 20\n'),
        ("a.csv", "prompt,parameters\n" + f"a heron,--ar16:9 --stylize 5000\n{RIGHT},\n" * 40),
        ("a.csv", "prompt\n" + "a heron --s 20000 --chaos 300 -ar 16x9\n" * 40),
        ("a.jsonl", LINES),
        ("a.ndjson", LINES.rstrip("\n")),
        ("a.jsonl", "\ufeff" + LINES.replace("\n", "\r\n\r\n")),
        ("a.jsonl", LINES.replace('"prompt"', '"text"')),
        ("a.jsonl", LINES.replace("a heron", "\\u0061 h\\u00e9ron")),
    ],
)  # fmt: skip
def test_ranges_give_what_the_whole_file_gives(name: str, text: str, unsafe: bool) -> None:
    data = text.encode()
    path = Path(name)
    path.write_bytes(data)
    made = at_once(name, unsafe=unsafe)
    expected = path.read_bytes()
    path.write_bytes(data)
    assert in_ranges(name, unsafe=unsafe) == made > 0
    assert (path.read_bytes(), os.listdir()) == (expected, [name])
    assert expected != data


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", CSV.replace("id,prompt", "id,text")),  # rows have to prove the column
        ("a.csv", CSV.replace("\n", "\r")),
        ("a.csv", CSV + '8,a "heron,"x --ar16:9\n' + CSV),  # `csv` reads on where our row ends
        ("a.csv", CSV + '8,"never closed\n'),
        ("a.csv", CSV + "8," + f"{WRONG}, " * 60 + "\n"),
        ("a.csv", "id,prompt\n1,a heron\n"),
        ("a.jsonl", LINES + "not JSON\n"),
        ("a.jsonl", LINES.replace("\n", "\r")),
        ("a.jsonl", LINES + json.dumps({"prompt": f"{WRONG}, " * 60}) + "\n" + LINES),
        ("a.prompt", f"{WRONG}\n" * 60),
        ("a.json", json.dumps([{"prompt": WRONG}] * 60)),
    ],
)
def test_what_is_not_the_same_in_parts_is_left_to_the_whole(name: str, text: str) -> None:
    path = Path(name)
    path.write_text(text, newline="")
    assert in_ranges(name) is None
    assert (path.read_text(), os.listdir()) == (text.replace("\r", "\n"), [name])


@pytest.mark.parametrize("data", [CSV.encode("utf-16"), CSV.encode() + b"\xff\n"])
def test_what_is_not_utf_8_is_left_to_the_whole(data: bytes) -> None:
    Path("a.csv").write_bytes(data)
    assert (in_ranges("a.csv"), Path("a.csv").read_bytes(), os.listdir()) == (None, data, ["a.csv"])


def test_a_change_that_is_not_proven_is_left_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "promptlint.project.structure.only_changes", lambda _name, _before, after, _values: "40 a heron --ar 1" not in after
    )
    Path("a.jsonl").write_text(LINES)
    assert (in_ranges("a.jsonl"), Path("a.jsonl").read_text(), os.listdir()) == (None, LINES, ["a.jsonl"])
    assert at_once("a.jsonl") == 39
    assert Path("a.jsonl").read_text().count("--ar16:9") == 1


def test_a_file_whose_new_lines_teach_other_keys_is_left_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    learned = jsonlines.context_of

    def other(stream: BinaryIO, name: str, settings: ReadOptions) -> tuple[str, frozenset[Any]] | None:
        return ("", frozenset({"text"})) if b"--ar 16" in stream.read(80) else learned(stream, name, settings)

    monkeypatch.setattr(jsonlines, "context_of", other)
    text = LINES[LINES.index("\n") + 1 :]
    Path("a.jsonl").write_text(text)
    assert (in_ranges("a.jsonl"), Path("a.jsonl").read_text(), os.listdir()) == (None, text, ["a.jsonl"])


@pytest.mark.parametrize("change", ["written", "replaced", "gone"])
def test_a_file_that_changes_while_it_is_fixed_is_not_written(change: str) -> None:
    path = Path("a.csv")
    path.write_text(CSV)
    calls = 0

    def changing(unit: LintInput) -> Iterator[Judged]:
        nonlocal calls
        calls += 1
        if calls == 5:
            if change != "written":
                path.unlink()
            if change != "gone":
                path.write_text(CSV if change == "replaced" else CSV.replace("heron", "stork"))
        return judge(unit)

    with pytest.raises(OSError) if change == "gone" else pytest.raises(FileChangedError, match=r"^another program changed it"):
        fix_in_ranges(LintInput("a.csv", "a.csv"), changing, SETTINGS.config, unsafe=False)
    assert "16:9" not in "".join(each.read_text().replace("--ar16:9", "") for each in Path().iterdir())


def test_what_cannot_be_replaced_is_reported_and_stays() -> None:
    Path("a.csv").write_text(CSV)
    os.link("a.csv", "b.csv")
    with pytest.raises(NotReplaceableError, match=r"^it has 2 hard links"):
        in_ranges("a.csv")
    out, err = io.StringIO(), io.StringIO()
    assert main(["lint", "--offline", "--isolated", "--fix", "a.csv"], io.StringIO(), out, err) == 2
    assert "a.csv: cannot write the fixes: it has 2 hard links" in err.getvalue()
    assert (Path("a.csv").read_text(), sorted(os.listdir())) == (CSV, ["a.csv", "b.csv"])


def test_a_file_without_mistakes_is_not_written() -> None:
    Path("a.jsonl").write_text(LINES.replace(WRONG, RIGHT))
    os.link("a.jsonl", "b.jsonl")  # as it could not be
    assert in_ranges("a.jsonl") == 0


def test_the_command_counts_and_reports_what_is_left() -> None:
    Path("a.csv").write_text(CSV + "99,a heron --v 7 --nonsense\n")
    out, err = io.StringIO(), io.StringIO()
    status = main(["lint", "--offline", "--isolated", "--fix", "--output-format", "concise", "a.csv"], io.StringIO(), out, err)
    assert (status, "a.csv:62:18: error MJ101" in out.getvalue(), "80 " in err.getvalue()) == (1, True, True)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_a_kill_between_two_ranges_tears_nothing() -> None:
    Path("a.csv").write_text(CSV)
    script = f"""
import os, signal, sys
sys.path[:0] = {sys.path!r}
import test_fix_ranges as tests
calls = 0
def judge(unit):
    global calls
    calls += 1
    if calls == 9:
        os.kill(os.getpid(), signal.SIGKILL)
    return tests.judge(unit)
tests.fix_ranges.RANGE = 400
tests.fix_in_ranges(tests.LintInput("a.csv", "a.csv"), judge, tests.SETTINGS.config, unsafe=False)
"""
    done = subprocess.run([sys.executable, "-c", script], check=False, env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)})
    assert (done.returncode, Path("a.csv").read_text(), len(os.listdir())) == (-signal.SIGKILL, CSV, 2)
    assert in_ranges("a.csv") == 80
    assert (os.listdir(), "--ar16" in Path("a.csv").read_text()) == (["a.csv"], False)


@pytest.mark.parametrize(("name", "row"), [("a.csv", f'"{WRONG}"\n'), ("a.jsonl", json.dumps({"prompt": WRONG}) + "\n")])
def test_memory_does_not_grow_with_the_file(monkeypatch: pytest.MonkeyPatch, name: str, row: str) -> None:
    monkeypatch.setattr(fix_ranges, "RANGE", 1000)
    head = "prompt\n" if name == "a.csv" else ""

    def collecting(unit: LintInput) -> Iterator[Judged]:
        gc.collect()  # else the garbage of some ranges waits
        return judge(unit)

    def peak(rows: int) -> int:
        Path(name).write_text(head + row * rows)
        tracemalloc.start()
        assert fix_in_ranges(LintInput(name, name), collecting, SETTINGS.config, unsafe=False) == rows
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(100)  # loads what is needed, and fills the caches
    gc.freeze()  # what is there need not be looked through each time
    try:
        assert peak(400) < 1.3 * peak(100)
    finally:
        gc.unfreeze()
