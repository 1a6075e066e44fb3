"""The grammar: total, lossless, linear, and the same under Lark and under the compiled tables."""

from __future__ import annotations

import importlib.util
import random
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark

from promptlint.compile import __main__ as command
from promptlint.compile import module as compiler
from promptlint.parsing.braces import MAX_DEPTH
from promptlint.parsing.lalr import grammar
from promptlint.parsing.parser import parse

FRAGMENTS = [
    *"ab -—–:{}\\<>$,.\"'/h1\n\u00a0[]()*`\ud800\x00\u202e\u200b",
    "http",
    "https://",
    "https://a.b/c.png",
    "--",
    "---",
    "::",
    "::2",
    " --ar ",
    "--v",
    "{{",
    "}}",
    "${",
    "data:a/",
    "/imagine prompt:",
    "16:9",
    "\\{",
]


@pytest.fixture(scope="module")
def lark_parser() -> Any:
    return compiler.reference_parser()


def from_reference(tree: Any) -> tuple[Any, ...]:
    return tuple(
        (child.type, child.start_pos, child.end_pos) if hasattr(child, "type") else (str(child.data), from_reference(child))
        for child in tree.children
    )


def from_tables(nodes: Any) -> tuple[Any, ...]:
    return tuple((kind, start, end) if kind.isupper() else (kind, from_tables(children)) for kind, start, end, children in nodes)


def random_text(seed: int, most: int = 30) -> str:
    chooser = random.Random(seed)
    return "".join(chooser.choice(FRAGMENTS) for _ in range(chooser.randrange(most)))


def test_tables_equal_lark_on_generated_strings(lark_parser: Any) -> None:
    compiled = grammar()
    for seed in range(20_000):
        text = random_text(seed)
        assert from_tables(compiled.parse(text)) == from_reference(lark_parser.parse(text)), text


def test_compiled_module_is_current() -> None:
    assert command.main(["--check"]) == 0


@pytest.mark.parametrize("text", [None, "", "PATTERN = (\n"], ids=["missing", "empty", "cut short"])
def test_a_module_that_is_not_current_is_told_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, text: str | None
) -> None:
    """The compiler writes into the package; here that is an empty folder."""
    made = tuple((str(tmp_path / Path(path).name), render) for path, render in command._MADE)
    monkeypatch.setattr(command, "_MADE", made)
    written = tmp_path / "compiled.py"
    if text is not None:
        written.write_text(text, encoding="utf-8")

    assert command.main(["--check"]) == 1
    assert "compiled.py is stale: run `python -m promptlint.compile`" in capsys.readouterr().err
    assert command.main([]) == 0
    assert command.main(["--check"]) == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["compiled.py", "host_data.py"]


@pytest.mark.skipif(importlib.util.find_spec("interegular") is None, reason="interegular proves the terminals apart")
def test_lark_strict_mode_accepts_the_grammar() -> None:
    assert compiler.reference_parser(strict=True).parse("a cat --ar 16:9").children


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_strings_made_from_the_grammar_parse(data: st.DataObject) -> None:
    text = data.draw(from_lark(compiler.reference_parser()))
    tokens = grammar().tokens(text)
    assert "".join(text[start:end] for _, start, end, _ in tokens) == text
    assert parse(text).source == text


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(st.characters(), max_size=200), st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)))
def test_every_string_parses_and_spans_are_sound(text: str) -> None:
    tokens = grammar().tokens(text)
    assert "".join(text[start:end] for _, start, end, _ in tokens) == text
    prompt = parse(text)
    at = 0
    for part in prompt.parts:
        assert at <= part.start <= part.end <= len(text)
        at = part.end
    for parameter in prompt.parameters:
        assert parameter.start < parameter.name_end <= parameter.end <= len(text)
        assert text[parameter.start : parameter.name_end] == parameter.spelling
    for anomaly in prompt.anomalies:
        assert 0 <= anomaly.start <= anomaly.end <= len(text)
        assert anomaly.written == text[anomaly.start : anomaly.end]


@pytest.mark.parametrize(
    "text",
    [
        "-" * 1_000_000,
        "{" * 50_000,
        "}" * 50_000,
        "{a," * 50_000 + "}" * 20_000,
        "\ud800" * 1000,
        "\x00\u202e\u200b\ufeff" * 1000,
        "--ar " * 20_000,
        ":" * 100_001,
        "\\" * 100_001,
        "https://" * 20_000,
    ],
    ids=["dashes", "open", "close", "nested", "surrogates", "invisible", "flags", "colons", "backslashes", "links"],
)
def test_hostile_text_parses(text: str) -> None:
    assert parse(text).source == text


@pytest.mark.parametrize(
    "fragment", ["-", "— ", "{", "}", "a-", "::", ": ", "\\", " ", "https://", "--ar ", "x", "{a,", "<", "$", "[A", "data:", "a::2 "]
)
def test_time_is_linear(fragment: str) -> None:
    def best(length: int) -> float:
        text = fragment * (length // len(fragment))
        times = []
        for _ in range(3):
            began = time.process_time()
            parse(text)
            times.append(time.process_time() - began)
        return min(times)

    parse(fragment)
    small, large = best(20_000), best(160_000)
    assert large < 24 * max(small, 0.002), "8 times the text takes 8 times the time where it is linear, 64 times where it is quadratic"


def test_nesting_past_the_limit_is_read_flat() -> None:
    depth = MAX_DEPTH + 10
    prompt = parse("a " + "{b," * depth + "c" + "}" * depth)
    level, permutation = 0, prompt.permutations[0]
    while True:
        level += 1
        nested = [inner for option in permutation.options for inner in option.permutations]
        if not nested:
            break
        permutation = nested[0]
    assert level == MAX_DEPTH
    assert [anomaly.detail for anomaly in prompt.anomalies if anomaly.kind == "permutation"] == ["deep"]
