"""A long file is linted in ranges by several workers, and says what it says in one piece."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import pty
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from promptlint import Config
from promptlint.cli.commands import lint as command
from promptlint.cli.main import main
from promptlint.config import Override
from promptlint.errors import SourceError
from promptlint.links.online import cache
from promptlint.links.verdict import Verdict
from promptlint.project import input_run, line_ranges, workers
from promptlint.project import parallel as bulk
from promptlint.project.inputs import LintInput, prompts_of
from promptlint.project.link_check import check_links
from promptlint.project.link_results import LinkResults
from promptlint.project.options import RunOptions
from promptlint.project.pipeline import lint_input
from promptlint.project.scope import InputRun, Scope
from promptlint.settings_file.reading import Settings

PLAIN, DEFAULTS = RunOptions(), Settings()
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PARAMETERS = [
    "--ar 16:9",
    "--v 7",
    "--stylize 250",
    "--raw",
    "--ar16:9",
    "--oops",
    "--v 6.1",
    "--cref https://img.mysite.net/c.png",
    "--s 9999",
]
LINES = [
    {"prompt": "a dog", "text": "a cat --ar16:9"},
    {"prompt": "[SUBJECT] in the rain --ar 2:3 or 4:5"},
    {"prompt": "a cat --ar16:9", "promptlint-ignore": "MJ005"},
    {"prompt": "a cat --v 7", "promptlint-ignore": "MJ005"},
    {"prompt": "a cat --ar16:9", "model": "Stable Diffusion"},
    {"prompt": "a cat --cref https://img.mysite.net/c.png", "model": "midjourney v6"},
    {"items": [{"prompt": "a cat --ar16:9"}, {"prompt": "x"}]},
    {"prompt": '  "a cat --ar16:9"  '},
    {"prompt": "line one\nline two --ar16:9"},
    {"prompt": ""},
    {"prompt": 7},
    {"prompt": "IMG_0001.png"},
    {"prompt": "/imagine prompt: a cat --ar16:9"},
    {"prompt": "ein Käfer 🐞 — --ar16:9"},
    {"prompt": "two cats", "params": "--ar16:9"},
    {"name": "a cat --ar16:9", "prompt": "a cat --ar16:9"},
    {"note": '"a cat --ar16:9" he said', "prompt": "a cat --ar16:9\\"},
    {"note": "C:\\cats", "prompt": "a cat --ar16:9"},
]


def text_of(size: int, seed: int = 1) -> str:
    """Lines of every kind, and some that are not JSON."""
    dice = random.Random(seed)
    lines: list[str] = []
    written = 0
    while written < size:
        if dice.random() < 0.05:
            line = json.dumps(dice.choice(LINES), ensure_ascii=dice.random() < 0.5)
        elif dice.random() < 0.002:
            line = dice.choice(["", "   ", "{not json", "[1, 2", '{"prompt": "a cat --ar16:9",}'])
        else:
            words = " ".join(dice.choice(["fox", "snow", "dawn", "ink", "half-tone"]) for _ in range(dice.randrange(3, 30)))
            line = json.dumps({"id": len(lines), "prompt": " ".join([words, *dice.sample(PARAMETERS, dice.randrange(3))])})
        lines.append(line)
        written += len(line) + 1
    return "\n".join(lines) + dice.choice(["", "\n"])


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges and thresholds that make a long file of a short one."""
    monkeypatch.setattr(bulk, "PARALLEL_THRESHOLD", 1000)
    monkeypatch.setattr(command, "PARALLEL_THRESHOLD", 1000)
    monkeypatch.setattr(line_ranges, "RANGE", 3000)
    monkeypatch.setattr(bulk, "_BATCH", 2000)


def scope_of(unit: LintInput, options: RunOptions, settings: Settings) -> Scope:
    links = options.link_results.of(settings.config) if options.link_results else None
    return Scope(unit, settings, options, links)


def read_in_turn(unit: LintInput, options: RunOptions = PLAIN, settings: Settings = DEFAULTS) -> tuple:
    """As `alone`, by the reader of ranges."""
    return outcome(lint_input(scope_of(unit, options, settings), line_ranges.judge_lines))


def told(units: list[LintInput], jobs: int, options: RunOptions = PLAIN, settings: Settings = DEFAULTS) -> list[tuple]:
    seen = []
    for run in bulk.runs((scope_of(unit, options, settings) for unit in units), jobs, lambda done, size, prompts: None):
        found = [(each[:6], each.prompt and each.prompt._replace(source=None)) for each in run.findings]
        seen.append((run.unit.path, found, run.prompts, run.problems))
    return seen


def alone(unit: LintInput, options: RunOptions = PLAIN, settings: Settings = DEFAULTS) -> tuple:
    return outcome(lint_input(scope_of(unit, options, settings)))


def outcome(run: InputRun) -> tuple:
    found = [(each[:6], each.prompt and each.prompt._replace(source=None)) for each in run.findings]
    return run.unit.path, found, run.prompts, run.problems


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_ranges_say_what_the_whole_says(tmp_path, jobs: int) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text(text_of(60_000), encoding="utf-8")
    unit = LintInput("p.jsonl", str(path))
    whole = alone(unit)
    assert len(whole[1]) > 100
    assert told([unit], jobs) == [whole]


@pytest.mark.parametrize("seed", range(6))
def test_ranges_of_any_length_say_the_same(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(line_ranges, "RANGE", random.Random(seed).randrange(1, 4000))
    mark = b"\xef\xbb\xbf" if seed % 2 else b""
    unit = LintInput("p.ndjson", "p.ndjson", data=mark + text_of(15_000, seed).replace("\n", "\r\n" if seed > 3 else "\n").encode())
    assert told([unit], 1) == [alone(unit)]


@pytest.mark.parametrize(
    "data",
    [
        *(text_of(9_000, seed).encode() for seed in range(4)),
        b"\xef\xbb\xbf" + text_of(4_000, 5).encode(),
        text_of(4_000, 6).encode("utf-16"),
        text_of(4_000, 7).replace("\n", "\r\n").encode(),
        text_of(4_000, 8).replace("\n", "\r").encode(),
        text_of(9_000, 9).encode().replace(b"snow", b"sn\xf6w", 3),
        text_of(9_000, 10).encode()[:5_000],
        text_of(9_000, 10).encode().replace(b"fox", b"f\0\0x", 9),
        b'{"name": "a cat"}\n' * 9,
        b'{"prompt": "a cat --ar16:9"}',
        b"\n\n",
        b"",
    ],
)
def test_a_short_file_says_the_same_by_ranges(data: bytes) -> None:
    unit = LintInput("p.jsonl", "p.jsonl", data=data)
    assert read_in_turn(unit) == alone(unit)
    whole, lines = lint_input(scope_of(unit, PLAIN, DEFAULTS)), lint_input(scope_of(unit, PLAIN, DEFAULTS), line_ranges.judge_lines)
    assert len(list(whole.findings)) == len(list(lines.findings))
    assert (lines.unread, lines.looked_for, lines.notes) == (whole.unread, whole.looked_for, whole.notes)
    assert outcome(input_run.run_of(scope_of(unit, PLAIN, DEFAULTS))) == alone(unit)


BESIDE = [
    *("a hen in snow", "a hen in the snow v6", "a hen, ar 16:9", "x v6", "7", "raw", "-", "v6", "IMG_1.png", "the 'hen v6', x", "a — v 7"),
    *('it is a "hen v6", x', "use --v 7", "café v 6", "a hen `v6`", "(a hen v6)", "a hen, v6.", "hen " * 120 + " niji 6", "\\\\v6"),
    *("label", "Image Prompt", "a hen </b>", "16:9", "--v", "-v 7", "{v6}", "a cat ", "act as a writer", "1. a hen\n2. a cat", "7%s x"),
    *("² x", "\tb v6", 5, 1.5, None, True),
]
NAMES = ["prompt", "note", "id", "ar", "stylize", "chaos", "--ar", "v", "a hen --v 7", "a hen v6", "x','", "", "style", "url", "sref"]


@pytest.mark.parametrize("seed", range(4))
def test_no_text_beside_a_prompt_is_passed_over(seed: int) -> None:
    """What other texts of a line have, such as a parameter without its dashes, is the same as in one piece."""
    dice = random.Random(seed)
    for _ in range(150):
        pairs = [(dice.choice(NAMES), dice.choice(BESIDE)) for _ in range(dice.randrange(3))]
        pairs.insert(dice.randrange(len(pairs) + 1), ("prompt", dice.choice([*BESIDE, "a cat in snow", "a cat --v 7"])))
        ascii_only, (comma, colon) = dice.random() < 0.5, dice.choice([(", ", ": "), (",", ":")])
        written = comma.join(f"{json.dumps(key)}{colon}{json.dumps(value, ensure_ascii=ascii_only)}" for key, value in pairs)
        unit = LintInput("p.jsonl", "p.jsonl", data=f"{{{written}}}\n{{}}\n{{}}\n".encode())
        whole, lines = lint_input(scope_of(unit, PLAIN, DEFAULTS)), lint_input(scope_of(unit, PLAIN, DEFAULTS), line_ranges.judge_lines)
        assert (written, outcome(lines), lines.unread) == (written, outcome(whole), whole.unread)


def test_a_short_file_that_is_missing_says_the_same_by_ranges() -> None:
    unit = LintInput("p.jsonl", "no such/p.jsonl")
    assert read_in_turn(unit) == alone(unit)


@pytest.mark.parametrize("size", [1, 40, 300])
def test_a_line_that_is_longer_than_a_range_is_read_whole(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(line_ranges, "RANGE", size)
    unit = LintInput("p.jsonl", "p.jsonl", data=text_of(4_000, 5).encode())
    assert told([unit], 1) == [alone(unit)]


@pytest.mark.parametrize("size", [60, 5000])
@pytest.mark.parametrize("unproven", [0, 300])
def test_ranges_know_the_keys_that_the_first_lines_prove(monkeypatch: pytest.MonkeyPatch, size: int, unproven: int) -> None:
    monkeypatch.setattr(line_ranges, "RANGE", size)
    proving = [{"text": "a hen in snow v6"}, {"text": "a cat --ar16:9"}, {"text": "a dog --v 7"}]
    lines = [{"id": 1, "text": "nothing"}] * unproven + proving * 200
    links = [{"text": "a wren at dusk https://img.mysite.net/a.png"}]
    unit = LintInput("p.jsonl", "p.jsonl", data="".join(json.dumps(line) + "\n" for line in [*lines, *links]).encode())
    assert bulk.is_long(unit, DEFAULTS.config)
    whole = alone(unit)
    assert told([unit], 1) == told([unit], 2) == [whole]
    codes = [diagnostic.code for (diagnostic, *_), _ in whole[1]]
    assert codes.count("MJ005") == 200
    assert codes.count("MJ001") == (0 if unproven else 200)
    linked = [source.text for source in prompts_of(unit, DEFAULTS.config) if "//" in source.text]
    assert list(line_ranges.with_links(unit, DEFAULTS.config)) == linked


@pytest.mark.parametrize("ascii_only", [True, False])
def test_each_kind_of_line_says_what_the_whole_says(ascii_only: bool) -> None:
    odd = ["{}", "{} ", "[]", '{"prompt": "a cat"} {"prompt": "a dog"}', '{"prompt": "a cat"}\t']
    data = "".join(line + "\n" for line in [*(json.dumps(line, ensure_ascii=ascii_only) for line in LINES * 2), *odd]).encode()
    unit = LintInput("p.jsonl", "p.jsonl", data=data)
    assert bulk.is_long(unit, DEFAULTS.config)
    assert told([unit], 1) == [alone(unit)]


@pytest.mark.parametrize(
    "options",
    [RunOptions(models=("6.1",)), RunOptions(models=("7", "8.2")), RunOptions(suppressions=False)],
    ids=["model", "models", "no suppressions"],
)
def test_ranges_obey_the_command_line(options: RunOptions) -> None:
    unit = LintInput("p.jsonl", "p.jsonl", data=text_of(15_000, 9).encode())
    assert told([unit], 2, options) == [alone(unit, options)]


@pytest.mark.parametrize(
    "config",
    [
        Config(files=(Override(include=("*.jsonl",), model="6.1"),)),
        Config(files=(Override(include=("other/*",), model="6.1"),)),
        Config(files=(Override(include=("*.jsonl",), target="ttapi"),)),
        Config(per_file_ignores=(("*.jsonl", ("MJ005", "MJ304")),)),
        Config(per_file_ignores=(("*.csv", ("MJ005",)),)),
        Config(model="6.1"),
        Config(min_severity="info"),
    ],
    ids=["model of files", "model of others", "target of files", "ignored", "ignored elsewhere", "model", "all"],
)
def test_ranges_obey_the_settings(config: Config) -> None:
    unit = LintInput("p.jsonl", "p.jsonl", data=text_of(15_000, 9).encode())
    settings = Settings(config)
    assert bulk.is_long(unit, config)
    assert told([unit], 1, settings=settings) == [alone(unit, settings=settings)]


def test_a_line_that_is_no_text_ends_the_file_at_its_place() -> None:
    lines = text_of(20_000, 4).encode().split(b"\n")
    lines[40] = b'{"prompt": "caf\xe9 --ar16:9"}'
    unit = LintInput("p.jsonl", "p.jsonl", data=b"\n".join(lines))
    path, found, _, problems = alone(unit)
    assert problems[0].startswith("p.jsonl:41:16: The file is not UTF-8: the byte 0xe9")
    assert told([unit], 2) == [alone(unit)]
    assert path == "p.jsonl"
    assert found[-1][0][0].code == "MJ910"


def parquet_of(rows: int, group: int, columns: tuple[str, ...] = ("prompt", "params", "notes", "prompts")) -> bytes:
    """A table with findings in its prompts, parameters in other columns, and a column of prompts that is not text."""
    pa = pytest.importorskip("pyarrow")
    dice = random.Random(rows)
    table = {
        "prompt": [dice.choice([f"a cat {row} --ar16:9", f"a dog {row} --v 7", None, f"a fox {row}\n--oops"]) for row in range(rows)],
        "params": [dice.choice(["", "--ar16:9", "--v 6.1"]) for _ in range(rows)],
        "notes": [dice.choice(["use --ar 2:3", "nothing", None]) for _ in range(rows)],
        "prompts": list(range(rows)),
    }
    out = io.BytesIO()
    pytest.importorskip("pyarrow.parquet").write_table(pa.table({name: table[name] for name in columns}), out, row_group_size=group)
    return out.getvalue()


@pytest.mark.parametrize(("rows", "group"), [(3_000, 10_000), (3_000, 700), (2_048, 1_024), (1, 1), (0, 1)])
@pytest.mark.parametrize("most", [97, 1_024, 1_500])
def test_ranges_of_rows_say_what_the_whole_says(monkeypatch: pytest.MonkeyPatch, rows: int, group: int, most: int) -> None:
    monkeypatch.setattr("promptlint.sources.parquet._ROWS_OF_RANGE", most)
    unit = LintInput("p.parquet", "p.parquet", data=parquet_of(rows, group))
    cut: list[int] = []
    original = bulk._linted_part
    monkeypatch.setattr(bulk, "_linted_part", lambda *given: (cut.append(1), original(*given))[1])
    monkeypatch.setattr(bulk, "Pool", InTurn)
    assert told([unit], 2) == [alone(unit)]
    assert len(cut) >= min(rows // min(group, most), 2)
    assert len(alone(unit)[1]) >= rows // 4


class InTurn:
    """A pool whose work is done here, one task after the other."""

    def __init__(self, _jobs: int, work: Callable[[object], object]) -> None:
        self.map = functools.partial(map, work)

    def __enter__(self) -> InTurn:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def test_workers_share_a_parquet_file(tmp_path) -> None:
    path = tmp_path / "p.parquet"
    path.write_bytes(parquet_of(3_000, 400))
    unit = LintInput("p.parquet", str(path))
    assert told([unit], 2) == [alone(unit)]


@pytest.mark.parametrize(
    ("name", "data"),
    [("p.parquet", b"PAR1" + bytes(100) + b"PAR1"), ("p.parquet", None), ("p.jsonl", b'{"name": "a cat"}\n')],
    ids=["broken", "no prompts", "no prompts in lines"],
)
def test_a_file_without_prompts_says_why_in_ranges_too(name: str, data: bytes | None) -> None:
    unit = LintInput(name, name, data=parquet_of(50, 20, ("notes",)) if data is None else data)
    assert told([unit], 2) == [alone(unit)]
    (run,) = bulk.runs([scope_of(unit, PLAIN, DEFAULTS)], 2, lambda done, size, prompts: None)
    whole = lint_input(scope_of(unit, PLAIN, DEFAULTS))
    list(run.findings), list(whole.findings)
    assert run.looked_for == whole.looked_for
    assert bool(run.problems) != bool(run.looked_for)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_prompt_with_a_link_is_passed_over(seed: int) -> None:
    lines = [
        {"prompt": "a cat", "url": "https://img.mysite.net/a.png"},
        {"prompt": "https://img.mysite.net/b.png a cat", "url": "https://img.mysite.net/a.png"},
        {"prompt": "two cats", "params": "--sref https://img.mysite.net/d.png"},
        {"prompt": "a cat or //"},
    ]
    text = text_of(40_000, seed) + "".join(json.dumps(line) + "\n" for line in lines)
    text += '{"prompt": "https:\\/\\/img.mysite.net/e.png a cat"}\n{"prompt": "https:\\u002f\\u002fimg.mysite.net/f.png a cat"}\n'
    unit = LintInput("p.jsonl", "p.jsonl", data=text.encode())
    assert bulk.is_long(unit, DEFAULTS.config)
    expected = []
    with contextlib.suppress(SourceError):  # some lines are not JSON, which is reported after the last prompt
        expected += (source.text for source in prompts_of(unit, DEFAULTS.config) if "//" in source.text)
    found = list(line_ranges.with_links(unit, DEFAULTS.config))
    assert found == expected
    assert {letter for letter in "abdef" if any(f"/{letter}.png" in each for each in found)} == set("bdef")


def test_a_line_with_a_link_is_settled_by_what_its_host_answered(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """Without an answer nothing is wrong with it, so the first look must not pass it over."""
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(tmp_path))
    url, now = "https://img.mysite.net/large.png", time.time()
    cache.save([(Verdict(url, "ok", kind="png", size=99_000_000), now + 999)], now, "head False []")
    prompts = [f"a cat {number} --v 7" for number in range(100)] + [f"{url} a cat --v 7"]
    unit = LintInput("p.jsonl", "p.jsonl", data="".join(json.dumps({"prompt": prompt}) + "\n" for prompt in prompts).encode())
    answers = LinkResults()
    check_links(answers, [(unit, DEFAULTS.config)], lambda done, total: None)
    options = RunOptions(link_results=answers)
    assert bulk.is_long(unit, DEFAULTS.config)
    (run,) = told([unit], 1, options)
    assert run == alone(unit, options)
    assert [(diagnostic.code, line) for (diagnostic, _, line, *_), _ in run[1]] == [("MJ558", 101)]


def test_many_files_are_shared_and_come_back_in_order(tmp_path) -> None:
    units = []
    for number in range(12):
        path = tmp_path / f"{number:02}.{'txt' if number % 3 else 'jsonl'}"
        path.write_text(text_of(800, number) if number % 3 == 0 else f"a cat {number} --ar16:9\na dog --oops\n" * 20, encoding="utf-8")
        units.append(LintInput(path.name, str(path)))
    units.insert(5, LintInput("missing.txt", str(tmp_path / "missing.txt")))
    units.insert(7, LintInput("long.jsonl", "long.jsonl", data=text_of(9_000, 3).encode()))
    assert told(units, 2) == [alone(unit) for unit in units]


def test_utf_16_and_rules_about_a_whole_file_are_read_in_one_piece() -> None:
    unit = LintInput("p.jsonl", "p.jsonl", data=text_of(4_000).encode("utf-16"))
    assert told([unit], 2) == [alone(unit)]
    twice = LintInput("p.jsonl", "p.jsonl", data=(json.dumps({"prompt": "a fox in snow --v 7"}) + "\n").encode() * 500)
    settings = Settings(Config(select=("MJ804",)))
    assert len(told([twice], 2, settings=settings)[0][1]) == len(alone(twice, settings=settings)[1]) > 400


@pytest.mark.parametrize("name", ["full", "concise", "json", "jsonl", "sarif"])
def test_the_bytes_are_the_same_whatever_the_number_of_workers(tmp_path, name: str) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text(text_of(20_000), encoding="utf-8")

    def out(jobs: str) -> tuple[int, str, str]:
        streams = io.StringIO(), io.StringIO()
        call = ["lint", "--offline", "--isolated", "--jobs", jobs, "--output-format", name, str(path)]
        return main(call, io.StringIO(), *streams), streams[0].getvalue(), streams[1].getvalue()

    assert out("1") == out("2") == out("auto")


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "", "1.5", "99999"])
def test_a_number_of_jobs_that_is_none_is_refused(jobs: str) -> None:
    err = io.StringIO()
    assert main(["lint", f"--jobs={jobs}", "-p", "a cat"], io.StringIO(), io.StringIO(), err) == 2
    assert f"`--jobs` must be a positive integer or `auto`, not `{jobs}`" in err.getvalue()


def test_cores() -> None:
    assert workers.cores("3") == 3
    assert 1 <= workers.cores("auto") == workers.cores(None) <= 16


@pytest.mark.parametrize(("machine", "used"), [(1, 1), (8, 8), (16, 16), (64, 16), (None, 1)])
def test_cores_where_the_system_tells_only_those_of_the_machine(monkeypatch: pytest.MonkeyPatch, machine: int | None, used: int) -> None:
    """As on macOS."""
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: machine)
    assert workers.cores("auto") == workers.cores(None) == used


def test_cores_without_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows."""
    monkeypatch.delattr(os, "fork")
    assert workers.cores("auto") == workers.cores("3") == 1


def start(path, *more: str, **streams) -> subprocess.Popen:
    command = [sys.executable, "-m", "promptlint", "lint", "--offline", "--isolated", "--jobs", "2", *more, str(path)]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": ROOT}, text=True, start_new_session=True, **streams)


@pytest.fixture(scope="module")
def long_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("long") / "p.jsonl"
    path.write_text(text_of(1 << 19) * 40, encoding="utf-8")
    return path


def test_ctrl_c_ends_the_document_whole_and_leaves_no_worker(long_file) -> None:
    process = start(long_file, "--output-format", "json", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(1.5)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the parent and all workers
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert json.loads(out)["version"] == 1
    assert "; interrupted" in err
    assert "Traceback" not in err
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_terminal_sees_how_far_it_is(long_file) -> None:
    parent, child = pty.openpty()
    process = start(long_file, "--output-file", os.devnull, stderr=child, stdout=subprocess.DEVNULL)
    os.close(child)
    seen = ""
    while " left" not in seen:
        seen += os.read(parent, 10_000).decode()
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    os.close(parent)
    # the bar counts megabytes of the file's whole size
    assert re.search(rf"\[[#.]{{24}}\] \d+/{long_file.stat().st_size >> 20} MB, ", seen)
    assert " prompts, " in seen
    assert "/s, " in seen


# ── workers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def done(work: Callable[[int], object], count: int = 40, jobs: int = 3) -> list[object]:
    with workers.Pool(jobs, work) as pool:
        return list(pool.map(range(count)))


def test_results_come_in_the_order_of_their_tasks() -> None:
    seen = done(lambda number: (time.sleep(0.01 * (number % 3 == 0)), number, "x" * 200_000)[1])
    assert seen == list(range(40))
    assert done(lambda number: number, count=1) == [0]
    assert done(lambda number: number, count=0) == []


def test_what_the_work_raises_is_raised() -> None:
    def work(number: int) -> int:
        if number == 7:
            raise SourceError("seven", 1, 1)
        return number

    with pytest.raises(SourceError, match="seven"):
        done(work)


def test_the_tasks_of_workers_that_die_are_done_here() -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != parent and number % 5 == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert done(work) == list(range(40))
