"""The shape of the costs, which is the same on any machine: linear time, bounded memory, no pattern that reads a text twice.

Absolute times are the subject of `benchmarks/`; only ratios are tested here, and generously, because other programs run at the
same time.
"""

from __future__ import annotations

import importlib
import io
import os
import pkgutil
import random
import re
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from generated import DETAILS, MODELS, SUBJECTS
from timing import cpu_seconds, growth

import promptlint
from promptlint import linter as engine
from promptlint.cli.main import main
from promptlint.linter import MAX_LENGTH
from promptlint.midjourney import tables
from promptlint.rewrite.migrate import migrate_prompt
from promptlint.text.regex_compat import LazyPattern, compile_pattern

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# ---- the short way and the long way ----------------------------------------------------------------------------------

NAMES = """
ar aspect s stylize c chaos w weird seed v niji raw style tile no q
quality stop sref sw hd sd draft exp video fast relax iw p x
""".split()  # noqa: SIM905
VALUES = [
    "",
    "",
    "1:1",
    "16:9",
    "4:1",
    "100",
    "1",
    "0.5",
    "7",
    "8.2",
    "6.1",
    "raw",
    "5000",
    "random",
    "text",
    "people, cars",
    "a,b",
    "16x9",
    "-5",
    "７",
    "1 2",
]
TEXTS = [
    *SUBJECTS,
    *DETAILS,
    "a cat",
    "unreal engine v6",
    "style raw",
    "BREAK, ((a))",
    "x: y",
    "http//x.y",
    "half-tone",
    "a (b",
    "a --",
    "CAPS",
    "«x»",
    "a, ",
    "é́",
]


def prompts(count: int, seed: int = 11) -> Iterator[str]:
    dice = random.Random(seed)
    for number in range(count):
        text = dice.choice([", ", " ", ": ", "-"]).join(dice.choice(TEXTS) for _ in range(dice.randrange(1, 4)))
        if number % 3 == 0:
            model = dice.choice(list(MODELS.values()))
            yield " ".join([text, *dice.sample(model.parameters, 2), model.flag])
            continue
        for _ in range(dice.randrange(5)):
            text += f"{dice.choice([' ', ' ', ' ', '  ', ', '])}--{dice.choice(NAMES)} {dice.choice(VALUES)}".rstrip(
                " " if dice.random() < 0.9 else ""
            )
        yield text


@pytest.mark.parametrize("options", [{}, {"target": "ttapi"}, {"model": "7"}, {"model": "niji 7", "target": "web"}], ids=str)
def test_what_is_remembered_changes_nothing(options: dict[str, str]) -> None:
    texts = list(prompts(3000, seed=5))
    settings = engine.settings_for(options.get("model"), options.get("target"), None)
    for _ in promptlint.lint_many(texts, **options):
        pass  # learn
    warm = list(promptlint.lint_many(texts, **options))
    memory, settings.memory = settings.memory, None
    try:
        cold = list(promptlint.lint_many(texts, **options))
    finally:
        settings.memory = memory
    for text, one, other in zip(texts, warm, cold, strict=True):
        assert (one.diagnostics, one.model, one.model_from) == (other.diagnostics, other.model, other.model_from), text
        assert one.prompt == other.prompt
        assert one.fixed == other.fixed


def test_rules_about_words_are_asked_each_time() -> None:
    config = promptlint.Config(extend_select=("MJ409",))
    for text in ("a street --v 7", "a street without any cars --v 7", "a street --v 7"):
        assert bool(promptlint.lint(text, config=config).diagnostics) == ("without" in text)


def test_the_order_of_parameters_is_judged_each_time() -> None:
    config = promptlint.Config(select=("MJ803",), model="7")
    for parameters, wrong in (("--chaos 10 --ar 16:9", False), ("--ar 16:9 --chaos 10", True), ("--chaos 10 --ar 16:9", False)):
        for _ in range(2):
            assert bool(promptlint.lint(f"a street {parameters}", config=config).diagnostics) == wrong


@pytest.mark.parametrize("model", ["--v 7", "--v 6.1", "--v 4", "--niji 6", ""])
def test_a_number_is_right_where_its_neighbours_are(model: str) -> None:
    settings = engine.settings_for(None, None, None)
    assert settings.memory is not None
    for name in ("seed", "stylize", "s", "chaos", "c", "weird", "stop", "iw", "quality", "sw", "exp"):
        promptlint.lint(f"a street --{name} 1 {model}")
        promptlint.lint(f"a street --{name} 50 {model}")
        for number in (
            "0",
            "2",
            "3",
            "9",
            "10",
            "49",
            "99",
            "100",
            "101",
            "1000",
            "1001",
            "3000",
            "4294967295",
            "4294967296",
            "9" * 19,
            "²",
        ):
            text = f"a street --{name} {number} {model}".rstrip()
            warm = promptlint.lint(text)
            memory, settings.memory = settings.memory, None
            try:
                cold = promptlint.lint(text)
            finally:
                settings.memory = memory
            assert (warm.diagnostics, warm.model, warm.model_from) == (cold.diagnostics, cold.model, cold.model_from), text


def test_a_new_seed_is_known_to_be_right() -> None:
    settings = engine.settings_for(None, None, None)
    assert settings.memory is not None
    promptlint.lint("a street --seed 17 --v 7")
    assert settings.memory.recall(" --seed 18 --v 7", 0) == ("7", "prompt")
    assert settings.memory.recall(" --seed 4294967296 --v 7", 0) is None
    assert settings.memory.recall(" --seed 18 --seed 19 --v 7", 0) is None


def test_only_parameters_that_do_not_go_together_are_checked_again() -> None:
    settings = engine.settings_for(None, None, None)
    assert settings.memory is not None
    for known in ("--tile", "--weird 100", "--draft"):
        promptlint.lint(f"a street {known} --v 7").ok  # noqa: B018  # what the rules find is remembered
    assert settings.memory.recall(" --tile --weird 100 --v 7", 0) == ("7", "prompt")
    assert settings.memory.recall(" --tile --draft --v 7", 0) is None


# ---- time and memory -------------------------------------------------------------------------------------------------

PROSE = "a weathered lighthouse keeper mends nets by lantern light, soft film grain and muted colours, "
UNITS = {
    "hyphens": "-", "dashes": " --", "em dashes": "—", "colons": ":", "weights": "a::2 ", "open": "{", "close": "}", "pairs": "{}",
    "nested": "{a,", "alternatives": "{a,b}", "backslashes": "\\", "spaces": " ", "lines": "\n", "switches": " --tile",
    "ratios": " --ar 1:1", "models": " --v 7", "one word": "a", "schemes": "http://", "links": "https://a.b/c.png ", "quotes": '"',
    "unknown": " --foo bar", "references": " --sref https://a.b/c.png", "exclusions": " --no a, b", "networks": "<lora:",
    "slots": "{{a}}", "bare": " v6", "glued": " --ar16:9", "emphasis": "((a", "breaks": ", BREAK", "branches": "{--v 6, --v 7}",
    "many": " --v 7 --niji 6 --ar 1:1 --tile --hd --sd --fast --relax", "no-break spaces": "\xa0", "zero width": "\u200b",
    "separators": " --ar=16:9", "single": " -ar 16:9", "together": " --oref https://a.b/c.png --q 4 --seed 1 --weird 2",
}  # fmt: skip


def grows(make: Callable[[int], str], work: Callable[[str], Any]) -> str:
    def measure(length: int) -> float:
        text = make(length)
        return cpu_seconds(lambda: work(text))

    return growth(measure, 8_000, slack=0.002)


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_time_grows_with_the_text_and_not_faster(unit: str) -> None:
    assert not grows(lambda length: "a" + unit * (length // len(unit)), judge)


def judge(text: str) -> object:
    """Lint a text to the end: a report makes its diagnostics when they are read."""
    return promptlint.lint(text).diagnostics


def fix_all(text: str) -> object:
    return promptlint.fix(text, unsafe=True)


def show(text: str, *options: str) -> object:
    """Lint a text on the command line, whose output shows the line of each finding."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(3)]
    return main(["lint", "--offline", "--isolated", *options, "-p", text], *streams)


def fix_and_prove(text: str) -> object:
    return show(text, "--fix")


def migrate(text: str) -> object:
    return migrate_prompt(text, "8.2")


SHAPES: dict[str, tuple[Callable[[int], str], Callable[[str], Any]]] = {
    "invisible flags": (lambda n: "a " + "--\u200bar 1:1 " * (n // 11), promptlint.parse),
    "alternatives": (lambda n: "a {" + ",".join(f"b{each}" for each in range(n // 6)) + "}", judge),
    "json": (lambda n: "{" + ",".join(f'"k{each}": {{"a": {each}}}' for each in range(n // 18)) + "}", judge),
    "deep json": (lambda n: '{"a": ' * (n // 7) + "1" + "}" * (n // 7), promptlint.parse),
    "deep branches": (lambda n: "a " + "{--v 6," * (n // 8) + "}" * (n // 8), promptlint.parse),
    "commas": (lambda n: "a --ar 1:1" + ", " * (n // 2), promptlint.fix),
    "wrapped links": (lambda n: "<https://a.net/x.png> " * (n // 22), promptlint.fix),
    "capitals": (lambda n: "a " + "--AR 1:1 " * (n // 9), promptlint.fix),
    "unclosed values": (lambda n: "a " + "--ar {" * (n // 6), promptlint.parse),
    "odd dashes": (lambda n: "a " + "—ar " * (n // 4), promptlint.parse),
    "em dashes before slots": (lambda n: "a " + "—ar [" * (n // 5), promptlint.parse),
    "unsupported": (lambda n: "a --no " + "--oref " * (n // 7), fix_all),
    "stray words": (lambda n: "a " + "--p abc " * (n // 8), judge),
    "joined links, fixed": (lambda n: "https://a.bc/x.png," * (n // 5), fix_and_prove),
    "joined links": (lambda n: "https://a.bc/x.png," * (n // 19), show),
    "weights": (lambda n: " ".join(f"w{each}::2" for each in range(n // 8)) + " --v 6", migrate),
}


@pytest.mark.parametrize(("make", "work"), SHAPES.values(), ids=SHAPES)
def test_time_of_each_work_grows_with_the_text(make: Callable[[int], str], work: Callable[[str], Any]) -> None:
    assert not grows(make, work)


def test_a_blank_behind_the_prompt_costs_nothing() -> None:
    prompts = [f"{text} --ar 16:9 --v 7" for text in (*SUBJECTS, *DETAILS)]

    def took(texts: list[str]) -> float:
        return min(cpu_seconds(lambda: list(promptlint.lint_many(texts))) for _ in range(5))

    assert took([text + " " for text in prompts]) < 1.5 * took(prompts) + 0.0005


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_a_megabyte_of_anything_is_told_at_once(unit: str) -> None:
    text = "a" + unit * (1_000_000 // len(unit))
    prose = PROSE * (len(text) // len(PROSE)) + "--ar 16:9"
    slowest = 10 * cpu_seconds(lambda: judge(prose)) + 0.05
    assert any(cpu_seconds(lambda: judge(text)) < slowest for _ in range(3))
    assert [each.code for each in promptlint.lint(text).diagnostics] == ["MJ403"]


def test_the_longest_that_is_judged() -> None:
    judged = "a cat " * (MAX_LENGTH // 6 - 2) + "--ar16:9"
    assert [each.code for each in promptlint.lint(judged).diagnostics] == ["MJ403", "MJ005"]
    report = promptlint.lint(judged + " " * 100)
    assert [each.code for each in report.diagnostics] == ["MJ403"]
    assert report.prompt.parameters[0].name == "aspect"
    assert report.fixed == judged + " " * 100


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_memory_stays_under_a_hundred_times_the_text(unit: str) -> None:
    text = "a" + unit * (1_000_000 // len(unit))
    promptlint.lint("a cat")
    tracemalloc.start()
    try:
        judge(text)
        assert tracemalloc.get_traced_memory()[1] < 100 * len(text)
    finally:
        tracemalloc.stop()


def test_what_is_remembered_is_bounded() -> None:
    settings = engine.settings_for("8.1", "legnext", None)
    assert settings.memory is not None
    for number in range(25_000):
        settings.memory.learn(promptlint.parse(f"a cat --seed {number}"), "8.1", "argument")
    assert settings.memory._count <= 20_000


# ---- patterns --------------------------------------------------------------------------------------------------------


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Every pattern that a module of the package keeps."""
    for module in pkgutil.walk_packages(promptlint.__path__, "promptlint."):
        try:
            loaded = importlib.import_module(module.name)
        except ImportError:
            continue  # what needs an extra that is not installed
        waiting = list(vars(loaded).values())
        while waiting:
            value = waiting.pop()
            if isinstance(value, LazyPattern):
                value = compile_pattern(value.pattern, value.flags)  # type: ignore[attr-defined]
            if isinstance(value, re.Pattern):
                yield module.name, value
            elif isinstance(value, (tuple, list, set, frozenset)):
                waiting += value
            elif isinstance(value, dict):
                waiting += value.values()
    compiled = tables.grammar_tables()
    for text in (*compiled.PATTERNS.values(), *compiled.FRAGMENTS.values(), *(wide for wide, *_ in compiled.BEGINNINGS if wide)):
        yield "grammar", compile_pattern(text)


PATTERNS = {pattern: module for module, pattern in patterns()}
REPEATS = (_parser.MAX_REPEAT, _parser.MIN_REPEAT)


def loops(items: Any, inside: bool = False) -> Iterator[bool]:
    """The repetitions without a bound that give back what they took; True where one lies in another."""
    for operation, argument in items:
        if operation is _parser.ATOMIC_GROUP and len(argument) == 1 and argument[0][0] in REPEATS:
            yield from loops(argument[0][1][2], inside)  # `(?>(?:a)*)` is how promptlint/atomic.py writes `(?:a)*+`
            continue
        repeats = operation in REPEATS and argument[1] > 1000
        if repeats:
            yield inside
        for part in parts(argument):
            yield from loops(part, inside or repeats)


def parts(argument: Any) -> Iterator[Any]:
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, (tuple, list)):
        for each in argument:
            yield from parts(each)


@pytest.mark.parametrize(
    ("pattern", "bad"),
    [("(?:a+)*?", True), ("(?:a+)++", False), ("(?>(?:a+)+)", False), ("(?>(?:(?:a+)+)+)", True), ("(?>a(?:a+)+)", True)],
)
def test_what_gives_back_is_told_from_what_does_not(pattern: str, bad: bool) -> None:
    assert any(loops(_parser.parse(pattern))) == bad


def test_there_are_patterns() -> None:
    assert len(PATTERNS) > 60


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: f"{PATTERNS[pattern]}-{str(pattern.pattern)[:30]}")
def test_no_repetition_that_gives_back_lies_in_another(pattern: re.Pattern[Any]) -> None:
    """`(a+)+` takes exponential time; a possessive or atomic one takes what it takes once."""
    assert not any(loops(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)))


PUMPS = [
    "a",
    " ",
    "-",
    "--",
    ":",
    "{",
    "[",
    "<",
    "(",
    "\\",
    "/",
    "1",
    ".",
    "a ",
    "a-",
    "a,",
    "http://",
    "a:",
    '"',
    "\n",
    "//",
    "=",
    "A",
    "&",
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: f"{PATTERNS[pattern]}-{str(pattern.pattern)[:30]}")
def test_a_pattern_matches_in_linear_time(pattern: re.Pattern[Any]) -> None:
    """From one position, a text of ten thousand characters that almost matches is rejected immediately."""
    bytes_wanted = isinstance(pattern.pattern, bytes)
    for pump in PUMPS:
        text: Any = pump * (10_000 // len(pump)) + "\x00"
        began = time.process_time()
        pattern.match(text.encode() if bytes_wanted else text)
        assert time.process_time() - began < 0.25, pump


# ---- start-up --------------------------------------------------------------------------------------------------------

HEAVY = (
    "lark",
    "json",
    "argparse",
    "pathlib",
    "dataclasses",
    "asyncio",
    "httpx",
    "httpcore",
    "idna",
    "markdown_it",
    "pathspec",
    "yaml",
    "tomllib",
    "inspect",
    "multiprocessing",
    "logging",
)


@pytest.mark.parametrize("prompt", ["a cat --ar 16:9 --v 7", "a cat --ar16:9 —v 9 {a, b}", "https://a.b/c.png a cat --sref 12 --oops"])
def test_an_ordinary_run_imports_nothing_heavy(prompt: str, tmp_path) -> None:
    code = (
        "import sys; before = set(sys.modules); sys.argv = ['promptlint', 'lint', '--offline', '-p', sys.argv[1]];"
        "from promptlint.__main__ import run; run(); print(*(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, prompt],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {name.split(".")[0] for name in done.stdout.splitlines()[-1].split()}.intersection(HEAVY)
