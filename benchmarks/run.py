"""Measure promptlint and write `docs/performance.md`.

    python benchmarks/run.py                      all of it, on a quiet machine: about five minutes
    python benchmarks/run.py --quick              smaller and shorter, as CI does; writes nothing
    python benchmarks/run.py --base DIR           with ratios to another checkout, measured in turns with this one
    python benchmarks/run.py --environment DIR    start-up of what is installed there: promptlint from a wheel, the peers

Each figure is a ratio within one run, measured in turns with what it is held against, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import count as counter
from itertools import product, starmap
from tempfile import TemporaryDirectory
from typing import NamedTuple

from promptlint.parsing.lalr import grammar

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path[:0] = [HERE, ROOT]

import corpus  # noqa: E402
import editor  # noqa: E402
import references  # noqa: E402

import promptlint  # noqa: E402
from promptlint.midjourney import tables  # noqa: E402

PAGE = os.path.join(ROOT, "docs", "performance.md")
UNITS = {
    "dashes": " --",
    "colons": ":",
    "braces": "{",
    "backslashes": "\\",
    "spaces": " ",
    "flags": " --tile",
    "one word": "a",
    "`http://`": "http://",
    "links": "https://a.b/c.png ",
}


class Row(NamedTuple):
    """A line of the page: what was measured, how much it was, the ratio or rate, and what it must be."""

    what: str
    figure: str
    ratio: str
    bound: str
    holds: bool


def best_of(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The least seconds of each work, the works taking turns."""
    least = [float("inf")] * len(works)
    for _ in range(rounds):
        for index, work in enumerate(works):
            began = time.perf_counter()
            work()
            least[index] = min(least[index], time.perf_counter() - began)
    return least


# ---- start-up --------------------------------------------------------------------------------------------------------


START_UP = {"`import promptlint`": 1.8, '`promptlint lint --offline -p "…"`': 3.4, "the same with a mistake": 3.8}
"""The most that each may take, in times of a Python that does nothing."""


def start_up(environment: str, rounds: int) -> list[Row]:
    """The time from the command to its end, against a Python that does nothing."""
    python = os.path.join(environment, "bin", "python") if environment else sys.executable
    script = os.path.join(environment, "bin", "promptlint")
    ours = [script] if environment else [python, "-m", "promptlint"]
    with TemporaryDirectory() as folder:
        for name, text in (("a.yaml", "prompt: a cat\n"), ("a.py", "x = 1\n"), ("a.txt", "a cat\n")):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        commands = {
            "`python -I -c pass`": [python, "-I", "-c", "pass"],
            "`import promptlint`": [python, "-c", "import promptlint"],
            '`promptlint lint --offline -p "…"`': [*ours, "lint", "--offline", "-p", corpus.TYPICAL],
            "the same with a mistake": [*ours, "lint", "--offline", "-p", "a cat in the rain --ar16:9 --v 7"],
        }
        for name, arguments in (
            ("yamllint", ["a.yaml"]),
            ("codespell", ["a.txt"]),
            ("ruff", ["check", "--no-cache", "--isolated", "a.py"]),
        ):
            path = os.path.join(environment, "bin", name)
            if environment and os.path.exists(path):
                commands[f"`{name}`"] = [path, *arguments]
        variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        variables |= {} if environment else {"PYTHONPATH": ROOT}

        def runner(command: list[str]) -> Callable[[], object]:
            return lambda: subprocess.run(command, cwd=folder, env=variables, capture_output=True, check=False)

        seconds = best_of(rounds, *map(runner, commands.values()))
    bare = seconds[0]
    rows = []
    for (name, _), each in zip(commands.items(), seconds, strict=True):
        bound = START_UP.get(name)
        must = f"≤ {bound}" if bound else ""
        rows.append(Row(f"start-up: {name}", f"{each * 1e3:.1f} ms", f"{each / bare:.1f} × bare", must, not bound or each <= bound * bare))
    return rows


# ---- in one process --------------------------------------------------------------------------------------------------


def one_call(rounds: int) -> list[Row]:
    """`lint` of typical prompts, none of them twice: what is remembered of their parameters, what is not, and with a mistake."""
    compiled = grammar()
    seeds = counter()

    def each(work: Callable[[str], object], *, faulty: bool = False) -> Callable[[], None]:
        typical = corpus.TYPICAL.replace("--ar 16:9", "--ar16:9") if faulty else corpus.TYPICAL
        waiting = [[f"{typical} --seed {next(seeds)}" for _ in range(2000)] for _ in range(rounds)]

        def run() -> None:
            for text in waiting.pop():
                work(text)

        return run

    def judged_anew() -> None:
        from promptlint.linter import settings_for

        settings_for(None, None, None).memory.__init__(tables.vocabulary(), settings_for(None, None, None).triggered)  # type: ignore[union-attr, misc]

    fresh = each(promptlint.lint)
    works = {
        '`str.split("--")`, as peers do': each(references.splits),
        "bare tokenizer": each(references.tokens),
        "our tokens": each(compiled.tokens),
        "`promptlint.parse`": each(promptlint.parse),
        "`promptlint.lint`": each(promptlint.lint),
        "`promptlint.lint`, parameters not seen before": lambda: (judged_anew(), fresh()),
        "`promptlint.lint`, a mistake in it": each(promptlint.lint, faulty=True),
    }
    seconds = best_of(rounds, *works.values())
    rows = []
    for name, took in zip(works, seconds, strict=True):
        micro = took / 2000 * 1e6
        bound = "≤ 30 µs" if name == "`promptlint.lint`" else ""
        rows.append(
            Row(
                f"one call, {len(corpus.TYPICAL)} characters: {name}",
                f"{micro:.1f} µs",
                f"{took / seconds[1]:.1f} × tokenizer",
                bound,
                not bound or micro <= 30,
            )
        )
    return rows


_EACH_ONCE = """
import json, sys, time
import promptlint
texts = json.load(sys.stdin)
lint = promptlint.lint
work = {
    "parse": promptlint.parse,
    "lint": lint,
    "lint, .ok": lambda text: lint(text).ok,
    "lint, .diagnostics": lambda text: lint(text).diagnostics,
}[sys.argv[1]]
work("a cat --ar 16:9")
work("a cat --ar16:9")
began = time.process_time()
for text in texts:
    work(text)
print((time.process_time() - began) / len(texts) * 1e6)
"""

BOUNDS = {
    ("real prompts", "parse"): 1.0,
    ("real prompts", "lint"): 0.85,
    ("a rich mix", "lint"): 0.75,
    ("one mistake each", "lint"): 0.6,
}
"""The most that a call may take, in times of what it takes in the checkout it is compared with."""


def each_once(rounds: int, base: str, count: int) -> list[Row]:
    """Prompts, each once in a new process after two to warm up, in seconds of a core; `base` is a checkout to compare with."""
    corpora = {"a rich mix": list(corpus.rich(count)), "one mistake each": list(corpus.mistaken(count))}
    if real := _real():
        corpora = {"real prompts": real} | corpora
    roots = [ROOT, base] if base else [ROOT]
    rows = []
    for (name, texts), work in product(corpora.items(), ("parse", "lint", "lint, .ok", "lint, .diagnostics")):
        given = json.dumps(texts)
        least = [float("inf")] * len(roots)
        for _, (index, root) in product(range(rounds), enumerate(roots)):
            environment = os.environ | {"PYTHONPATH": root, "PYTHONHASHSEED": "0"}
            environment.pop("PYTHONDONTWRITEBYTECODE", None)  # or the checkout without `__pycache__` compiles each rule it loads
            command = [sys.executable, "-c", _EACH_ONCE, work]
            done = subprocess.run(command, env=environment, cwd=root, input=given, capture_output=True, text=True, check=True)
            least[index] = min(least[index], float(done.stdout))
        ratio = least[0] / least[-1]
        bound = BOUNDS.get((name, work), 0) if base else 0
        rows.append(
            Row(
                f"{name}, {len(texts):,} prompts, each once: `{work}`",
                f"{least[0]:.1f} µs",
                f"{ratio:.2f} × base" if base else "",
                f"≤ {bound}" if bound else "",
                not bound or ratio <= bound,
            )
        )
    return rows


def _real() -> list[str]:
    """Real prompts, shuffled, where they lie beside the checkout."""
    folder = os.path.join(os.path.dirname(ROOT), "shared", "corpus")
    paths = [os.path.join(folder, name) for name in ("accepted.jsonl", "typed.jsonl")]
    texts: set[str] = set()
    for path in filter(os.path.exists, paths):
        with open(path, encoding="utf-8") as file:
            texts.update(row.get("prompt") or row["text"] for row in map(json.loads, file))
    ordered = sorted(texts)
    random.Random(1).shuffle(ordered)
    return ordered


def many(rounds: int, count: int) -> list[Row]:
    """`lint_many` over a mix."""
    rows = []
    for faulty in (0.0, 0.1):
        texts = list(corpus.prompts(count, faulty=faulty))
        long = sum(len(text) > 1000 for text in texts) / count
        median = statistics.median(map(len, texts))
        floor, ours = best_of(
            rounds,
            lambda texts=texts: [references.tokens(text) for text in texts],  # type: ignore[misc]
            lambda texts=texts: [report.ok for report in promptlint.lint_many(texts)],  # type: ignore[misc]
        )
        what = f"`lint_many`, {count:,} prompts, median {median:.0f} characters, {long:.0%} over 1,000, {faulty:.0%} with a mistake"
        rows.append(Row(what, f"{count / ours:,.0f} prompts/s", f"{ours / floor:.1f} × tokenizer", "≤ 5", ours <= 5 * floor))
    return rows


def adversarial() -> list[Row]:
    """A megabyte of anything against a megabyte of prose."""
    prose = "a weathered lighthouse keeper mends nets by lantern light, soft film grain and muted colours, "
    (plain,) = best_of(3, lambda: promptlint.lint(prose * (1_000_000 // len(prose)) + "--ar 16:9"))
    rows = []
    for name, unit in UNITS.items():
        one, two = ("a" + unit * (size // len(unit)) for size in (1_000_000, 2_000_000))
        single, double = best_of(3, lambda one=one: promptlint.lint(one), lambda two=two: promptlint.lint(two))  # type: ignore[misc]
        half, whole = ("a" + unit * (size // len(unit)) for size in (29_000, 58_000))
        judged, twice = best_of(3, lambda half=half: promptlint.lint(half), lambda whole=whole: promptlint.lint(whole))  # type: ignore[misc]
        tracemalloc.start()
        promptlint.lint(one)
        memory = tracemalloc.get_traced_memory()[1] / len(one)
        tracemalloc.stop()
        holds = single <= 10 * plain + 1e-3 and double <= 2.3 * single + 1e-3 and memory < 100
        figure = f"1 MB {single * 1e3:.2f} ms, 58,000 characters (judged in full) {twice * 1e3:.0f} ms"
        ratio = f"{single / plain:.1f} × prose; doubled {double / single:.1f} and {twice / judged:.1f} ×; {memory:.0f} times the memory"
        rows.append(Row(f"1 MB of {name}", figure, ratio, "≤ 10 ×, ≤ 2.3 ×, < 100 times", holds))
    return rows


# ---- files -----------------------------------------------------------------------------------------------------------


def bulk(count: int, folder: str) -> list[Row]:
    """`promptlint lint` over one long file, as JSON Lines and as Parquet."""
    path = os.path.join(folder, "prompts.jsonl")
    texts = list(corpus.prompts(min(count, 100_000)))
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            text = f"plate {number}, {texts[number % len(texts)]}"  # none is there twice
            file.write(json.dumps({"id": number, "prompt": text}) + "\n")
    rows = [_file(path, count, jobs) for jobs in ("1", "2")]
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        return rows
    from promptlint.arrow import lint_batches

    some = min(count, 100_000)
    table = pa.table({"prompt": texts[:some]})
    took = best_of(1, lambda: sum(batch.num_rows for batch in lint_batches(iter(table.to_batches(max_chunksize=10_000)))))[0]
    rows.append(Row(f"`arrow.lint_batches`, {some:,} prompts, one core", f"{took:.1f} s", f"{some / took:,.0f} prompts/s", "", holds=True))
    path = os.path.join(folder, "prompts.parquet")
    parquet.write_table(table, path)
    return [*rows, *(_file(path, some, jobs) for jobs in ("1", "2"))]


def _file(path: str, count: int, jobs: str) -> Row:
    """One run of the program, with the most memory that it or a worker had, and its time on the cores, waiting left out."""
    code = (
        "import resource, sys; from promptlint.__main__ import run; run();"
        "print(*(resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)), file=sys.stderr)"
    )
    call = ["lint", "--offline", "--isolated", "--quiet", "--output-format", "concise", "--jobs", jobs, path]
    began, used = time.perf_counter(), os.times()
    told = _apart(code, call)
    took, now = time.perf_counter() - began, os.times()
    cores = now.children_user + now.children_system - used.children_user - used.children_system
    if "internal error" in told:
        raise SystemExit(told)
    rate = count / took
    memory = max(map(int, told.split()[-2:]))
    two = jobs == "2"
    what = f"{os.path.splitext(path)[1][1:]} file, {os.path.getsize(path) >> 20} MB, {count:,} prompts, 10% with a mistake, --jobs {jobs}"
    bound = "" if not path.endswith("jsonl") else "≥ 60,000/s, aim 100,000; < 150 MB" if two else "< 150 MB"
    holds = not bound or (memory < 150 and (not two or rate >= 60_000))
    return Row(
        what,
        f"{took:.1f} s, {cores / count * 1e6:.0f} µs of a core a prompt, {memory} MB a process",
        f"{rate:,.0f} prompts/s",
        bound,
        holds,
    )


_PROCESSES = """
import resource, sys
from promptlint.__main__ import run
run()
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    used = resource.getrusage(who)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, file=sys.stderr)
"""


def _apart(code: str, call: list[str], root: str = ROOT) -> str:
    """What a program writes to its error stream, with a small process between: one begins with the peak of memory of its parent."""
    between = "import subprocess, sys; subprocess.run([sys.executable, '-c', *sys.argv[1:]])"
    command = [sys.executable, "-c", between, code, *call]
    environment = os.environ | {"PYTHONPATH": root}
    return subprocess.run(
        command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True
    ).stderr


def small_files(count: int, folder: str) -> list[Row]:
    """Many files of one prompt: the seconds that one worker takes, and that two take at least when each has a core."""
    place = os.path.join(folder, "prompts")
    os.makedirs(place)
    for number, text in enumerate(corpus.rich(count)):
        with open(os.path.join(place, f"{number}.prompt"), "w", encoding="utf-8") as file:
            file.write(text + "\n")
    call = ["lint", "--offline", "--isolated", "--quiet", "--output-format", "concise", "--jobs"]
    seconds = []
    for jobs in (1, 2):
        own, workers = (float(line.split()[0]) for line in _apart(_PROCESSES, [*call, str(jobs), place]).splitlines()[-2:])
        seconds.append(own + workers / jobs)
    gain = seconds[0] / seconds[1]
    what = f"{count:,} files of one prompt: one worker, then two, each with a core"
    return [Row(what, f"{seconds[0]:.1f} s, then {seconds[1]:.1f} s", f"{gain:.1f} times as fast", "≥ 1.5", gain >= 1.5)]


FORMS: dict[str, Callable[[Iterable[str]], str]] = {
    "prompt": lambda texts: "".join(f"{text}\n" for text in texts),
    "txt": lambda texts: "".join(f"{text}\n" for text in texts),
    "md": lambda texts: "# Midjourney prompts\n\n" + "".join(f"- `{text}`\n" for text in texts),
    "yaml": lambda texts: "".join(f"- prompt: {json.dumps(text)}\n" for text in texts),
    "json": lambda texts: json.dumps([{"prompt": text} for text in texts], indent=1) + "\n",
    "jsonl": lambda texts: "".join(json.dumps({"prompt": text}) + "\n" for text in texts),
    "csv": lambda texts: "prompt\n" + "".join(f'"{text}"\n' for text in texts),
}
"""Formats, each with how prompts are written in it."""


def formats(rounds: int, base: str, count: int, folder: str) -> list[Row]:
    """A file of each format, and one of JSON Lines that is long enough for ranges, in time of a core; the program's start is part of it."""
    roots = [ROOT, base] if base else [ROOT]
    rows = []
    for extension, size in (*((each, count) for each in FORMS), ("jsonl", 10 * count)):
        path = os.path.join(folder, f"some.{extension}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(FORMS[extension](corpus.prompts(size, seed=19)))
        call = ["lint", "--offline", "--isolated", "--quiet", "--output-format", "concise", "--jobs", "1", path]
        least = [float("inf")] * len(roots)
        for _, (index, root) in product(range(rounds), enumerate(roots)):
            used = sum(float(line.split()[0]) for line in _apart(_PROCESSES, call, root).splitlines()[-2:])
            least[index] = min(least[index], used / size * 1e6)
        ratio = least[0] / least[-1]
        what = f"{extension} file, {size:,} prompts, 10% with a mistake"
        rate = f"{ratio:.2f} × base" if base else ""
        rows.append(Row(what, f"{least[0]:.0f} µs of a core a prompt", rate, "≤ 1.0" if base else "", ratio <= 1))
    return rows


def memory(folder: str) -> list[Row]:
    """The most memory that linting and fixing long documents takes: these formats are read as a whole."""
    texts = list(corpus.mistaken(20_000, seed=11))
    rows = []
    for extension in ("md", "yaml", "jsonl", "csv"):
        path = os.path.join(folder, f"long.{extension}")
        sizes = []
        for option in ("--quiet", "--fix"):
            with open(path, "w", encoding="utf-8") as file:
                file.write(FORMS[extension](texts))
            call = ["lint", "--offline", "--isolated", option, "--output-format", "concise", "--jobs", "1", path]
            sizes.append(int(_apart(_PROCESSES, call).splitlines()[-2].split()[1]))
        ratio = sizes[1] / sizes[0]
        what = f"memory: {extension}, {os.path.getsize(path) >> 20} MB, 20,000 prompts with a mistake: lint, then lint --fix"
        rows.append(Row(what, f"{sizes[0]} MB, then {sizes[1]} MB", f"{ratio:.1f} × lint", "≤ 1.5", ratio <= 1.5))
    return rows


# ---- the page --------------------------------------------------------------------------------------------------------


def machine() -> str:
    """The machine of the run."""
    model = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), model)
    load = f", load {os.getloadavg()[0]:.1f} from other programs" if hasattr(os, "getloadavg") and os.getloadavg()[0] > 1 else ""
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}{load}"


def page(where: str, rows: list[Row]) -> str:
    """The page: the words of `performance.in.md` around the figures of this run."""
    table = ["| what | figure | ratio or rate | must be |", "|---|---|---|---|"]
    table += [f"| {row.what} | {row.figure} | {row.ratio} | {row.bound}{'' if row.holds else ' **(not held)**'} |" for row in rows]
    with open(os.path.join(HERE, "performance.in.md"), encoding="utf-8") as file:
        text = file.read()
    day = datetime.now(UTC).date().isoformat()
    return text.replace("{{machine}}", where).replace("{{date}}", day).replace("{{figures}}", "\n".join(table))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="smaller and shorter; write nothing")
    options.add_argument("--base", default="", help="a checkout of the commit to compare with, in turns")
    options.add_argument("--environment", default="", help="a virtual environment with promptlint from a wheel, and the peers")
    call = options.parse_args()
    where = machine()
    rounds = 3 if call.quick else 9
    with TemporaryDirectory() as folder:
        rows = [
            *start_up(call.environment, 5 if call.quick else 25),
            *one_call(rounds),
            *each_once(2 if call.quick else 5, call.base, 1_000 if call.quick else 4_000),
            *many(rounds, 2_000 if call.quick else 10_000),
            *bulk(50_000 if call.quick else 1_000_000, folder),
            *small_files(2_000 if call.quick else 10_000, folder),
            *formats(1 if call.quick else 3, call.base, 1_000 if call.quick else 6_000, folder),
            *memory(folder),
            *adversarial(),
            *starmap(Row, editor.figures(["prompt"], 1_000, 5) if call.quick else editor.figures()),
        ]
    for row in rows:
        print(f"{'ok  ' if row.holds else 'MISS'} {row.what}: {row.figure}; {row.ratio} {row.bound and f'(must be {row.bound})'}")
    if not call.quick:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(page(where, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
