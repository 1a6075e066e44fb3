"""The grammar: total, lossless, linear, and the same under Lark and under the compiled tables."""

from __future__ import annotations

import importlib.util
import random
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lark
import pytest
from generated import sentence
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import cpu_seconds, growth

from promptlint.compile import __main__ as command
from promptlint.compile.grammar import reference_parser
from promptlint.compile.sets import divided
from promptlint.midjourney import tables
from promptlint.model import TextPart
from promptlint.parsing.braces import MAX_DEPTH
from promptlint.parsing.lalr import grammar
from promptlint.parsing.parser import parse
from promptlint.parsing.plain import plain_end, read_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
import reference

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


SLIPS = [
    *FRAGMENTS,
    *("—v", "-s", "ar", "AR", "v6", " 6", "raw", " -- ", "niji", "tile", "no", "16 : 9", "=", ".5", "sref", "foo", " - ", ", ", "Chaos"),
    *(" --sref ", " --no ", " --style raw", " --foo ", " -ar 1:1", " --p abc123", "--niji", " –ar16:9", "[SEED]", "random", "x16"),
]


@pytest.fixture(scope="module")
def lark_parser() -> Any:
    return reference.reference_parser()


def random_text(seed: int, most: int = 30) -> str:
    chooser = random.Random(seed)
    return "".join(chooser.choice(SLIPS if seed % 2 else FRAGMENTS) for _ in range(chooser.randrange(most)))


def mutants(count: int, seed: int) -> Iterator[str]:
    """Prompts of the tests with a piece taken out, doubled, or put in."""
    chooser = random.Random(seed)
    for _ in range(count):
        text = chooser.choice(PROMPTS)
        at, other = sorted((chooser.randrange(len(text) + 1), chooser.randrange(len(text) + 1)))
        piece = chooser.choice(["", "", text[at:other], *SLIPS])
        yield text[:at] + piece + text[chooser.choice([at, at, other]) :]


PROMPTS = [
    line.encode().decode("unicode_escape") if "\\" in line else line
    for line in (Path(__file__).parent / "parses.prompts").read_text(encoding="utf-8").splitlines()
]


def test_the_driver_gives_larks_tree_on_generated_strings(lark_parser: Any) -> None:
    for seed in range(20_000):
        text = random_text(seed)
        assert reference.own_tree(text) == reference.lark_tree(lark_parser, text), text


def test_no_two_terminals_of_equal_priority_match_at_one_place(lark_parser: Any) -> None:
    """Lark's strict mode passes over look-behinds, anchors and unequal priorities."""
    for text in [*PROMPTS, *map(random_text, range(3000))]:
        assert list(reference.overlaps(lark_parser, text)) == []


def test_an_overlap_would_be_found() -> None:
    parser = lark.Lark("start: (A | B)+\nA: /a/\nB: /[ab]/", parser="lalr", lexer="contextual")
    assert list(reference.overlaps(parser, "ba")) == ["B and A at 1 of 'ba'"]


@pytest.mark.parametrize("seed", range(20))
def test_the_plain_reader_makes_what_the_full_one_makes(seed: int) -> None:
    words, right, wrong = tables.vocabulary(), 0, 0
    for text in [*PROMPTS, *mutants(2000, seed)]:
        prompt = reference.read_quickly(text, words)
        right += not prompt.anomalies
        wrong += prompt.anomalies != ()
        assert reference.told(prompt) == reference.told(reference.build(text, words, quickly=False)), text
    assert right > 200
    assert wrong > 200


PLAIN = [
    # prompt, where its plain text ends, where its well-written parameters end; -1 if the full reader must read it
    ("a heron", 7, 7),
    ("a heron, ", 9, 9),
    ("a heron --ar 16:9", 7, 17),
    ("a heron  --ar  16:9  --v 7", 8, 26),
    ("a heron --tile --v 7", 7, 20),
    ("a heron --tile x --v 7", 7, 7),
    ("a heron --v 7 --ar", 7, 13),
    ("a heron --no cats, dogs", 7, 23),
    ("a heron --no cats, dogs. --v 7", 7, 30),
    ("a heron --no a __b__ c", 7, 7),
    ("a heron --no boats v6", 7, 7),
    ("a heron --no 3 cats", 7, 19),
    ("a heron --no car 5", 7, 7),
    ("a heron --no ar 5", 7, 7),
    ("a heron --style raw", 7, 19),
    ("a heron --sref https://a.b/c.png", 7, 32),
    ("a heron --sref https://a.b/c.png https://a.b/d.png 123 --sw 5", 7, 61),
    ("a heron --sref random", 7, 21),
    ("a heron --sref x", 7, 7),
    ("a heron --sref https://a.b/c.png, --v 7", 7, 7),
    ("a heron --p abc123 def456", 7, 25),
    ("a heron --p abc-123", 7, 7),
    ("a heron --p v6", 7, 7),
    ("a heron --foo 7 --v 7", 7, 7),
    ("a heron --end loop --video", 7, 26),
    ("a heron --end dusk --video", 7, 7),
    ("a heron --ar 16:9 --AR 2:3", 7, 17),
    ("a heron --v 7. --ar 1:1", 7, 7),
    ("35mm, f/1.8 --v 7", 11, 17),
    ("unreal engine 5 --v 7", 15, 21),
    ("the year 1999", 13, 13),
    ("ar 5 --v 7", 0, 0),
    ("a v6", 0, 0),
    ("a s5", 4, 4),
    ("a x5 --v 7", 4, 10),
    ("a heron, 5", 0, 0),
    ("5", 0, 0),
    ("a heron 5,", 10, 10),
    ("in 4k", 5, 5),
    ("__x__ --v 7", 0, 0),
    ("a __x --v 7", 0, 0),
    ("a heron --v 7 __x__", 7, 7),
    ("a heron -- x", 12, 12),
    ("a heron -- x - y — z / u | v --v 7", 28, 34),
    ("a heron -- ar 1:1", 7, 7),
    ("a heron -- x -- v 7", 12, 12),
    ("a heron — ar 1:1 --v 7", 0, 0),
    ("a heron --no x — y --v 7", 7, 24),
    ("a heron --no x — ar 1:1", 7, 7),
    ("a heron - -ar 1:1", 0, 0),
    ("a heron --", 7, 7),
    ("a heron -- --v 7", 0, 0),
    ("a heron --- x", 7, 7),
    ("a heron’s “nest” & D&D! --v 7", 23, 29),
    ("a heron &mdash; x", 0, 0),
    ("a heron，v6，", 11, 11),
    ("a heron v6， --v 7", 0, 0),
    ("is it? --v 7", 6, 12),
    ("a heron—v 7", 0, 0),
    ("a  heron 16:9 --v 7", 0, 0),
    ("a raw", 0, 0),
    ("style raw --v 7", 0, 0),
    ("a heron,v6", 0, 0),
    ("a heron,5", 0, 0),
    ("--v 7", 0, 0),
    (" --v 7", 0, 0),
    ("", 0, 0),
    ("a heron --sref 12::2", 7, 7),
    ("a heron --seed 5 --chaos 5", 7, 26),
    ("a heron --ar 16:9 --raw --v 7", 7, 29),
    ("a heron --sref 123 456 --sw 5", 7, 29),
    ("a heron --sref https://i.host.net/a.png https://i.host.net/b.png --v 7", 7, 70),
    ("a heron --p abc1234 def5678 --tile", 7, 34),
    ("a heron --no boats, red water --hd", 7, 34),
    ("a heron --seed  5  --tile", 7, 25),
    ("a heron, 35mm --v 7", 13, 19),
    ("unreal engine 5 --v 7", 15, 21),
    ("a heron --end loop --video", 7, 26),
]


@pytest.mark.parametrize(("text", "end", "rest"), PLAIN)
def test_what_is_well_written_is_left_to_the_plain_reader(text: str, end: int, rest: int) -> None:
    words = tables.vocabulary()
    assert plain_end(text, words) == end
    assert (read_plain(text, end, words)[1] if end else 0) == rest


@pytest.mark.parametrize("seed", range(10))
def test_plain_text_is_what_the_full_reader_finds_nothing_in(seed: int) -> None:
    words, found = tables.vocabulary(), 0
    for text in [*PROMPTS, *mutants(2000, seed)]:
        end = plain_end(text, words)
        if not end:
            continue
        prompt = reference.build(text, words)
        if prompt.text_end - end in {0, 1}:  # parameters follow; anything else is not known to be valid
            found += 1
            first = prompt.parts[0]
            assert isinstance(first, TextPart), text
            assert first.start == 0, text
            assert not prompt.images, text
            assert not prompt.permutations or prompt.permutations[0].start > end, text
            assert all(anomaly.start > end for anomaly in prompt.anomalies), text
    assert found > 150


def test_compiled_module_is_current() -> None:
    assert command.main(["--check"]) == 0


@pytest.mark.parametrize("text", [None, "", "PATTERN = (\n"], ids=["missing", "empty", "cut short"])
def test_a_module_that_is_not_current_is_told_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, text: str | None
) -> None:
    """The compiler writes into the package, which is an empty directory here."""
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
    assert reference_parser(strict=True).parse("a cat --ar 16:9").children


def test_strings_made_from_the_grammar_parse_as_lark_has_them(lark_parser: Any) -> None:
    for seed in range(1000):
        text = sentence(seed, lark_parser)
        assert reference.own_tree(text) == reference.lark_tree(lark_parser, text), text
        assert list(reference.overlaps(lark_parser, text)) == []
        assert parse(text).source == text


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(st.characters(), max_size=200), st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)))
def test_every_string_parses_and_spans_are_sound(text: str) -> None:
    tokens = grammar().tokens(text)
    assert "".join(text[start:end] for _, start, end in tokens) == text
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
        "{0://\\{" * 5_000,
        "${https://a.b/${" * 5_000,
    ],
    ids=[
        "dashes",
        "open",
        "close",
        "nested",
        "surrogates",
        "invisible",
        "flags",
        "colons",
        "backslashes",
        "links",
        "escapes in links",
        "slots in links",
    ],
)
def test_hostile_text_parses(text: str) -> None:
    assert parse(text).source == text


@pytest.mark.parametrize(
    "fragment", ["-", "— ", "{", "}", "a-", "::", ": ", "\\", " ", "https://", "--ar ", "x", "{a,", "<", "$", "[A", "data:", "a::2 "]
)
def test_time_is_linear(fragment: str) -> None:
    def seconds(length: int) -> float:
        text = fragment * (length // len(fragment))
        return cpu_seconds(lambda: parse(text))

    parse(fragment)
    assert not growth(seconds, 40_000, slack=0.004)


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


SETS = ("[+\\-−]", "[,.;、。，；]", "[\\-\\u2010-\\u2015\\u2212\\u2500\\uFF0D]", "[‐-―−─⸺⸻﹘﹣－]", "[a-z]", "[^−─⸺]", "[\\sX∶：\\-]")


@pytest.mark.parametrize("written", SETS)
def test_a_divided_set_matches_the_same_characters(written: str) -> None:
    """The sets that `re` compiles slowly are written as alternatives."""
    one, other = re.compile(written), re.compile(divided(written))
    assert [code for code in range(0x10000) if bool(one.fullmatch(chr(code))) != bool(other.fullmatch(chr(code)))] == []


def test_only_sets_are_divided() -> None:
    assert divided(r"\[−─⸺\](?=[^−─⸺]|[−─⸺])") == r"\[−─⸺\](?=[^−─⸺]|(?:[\u2212\u2500]{1}|[\u2E3A]))"
