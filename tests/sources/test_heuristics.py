"""Where each heuristic begins and ends: a text on either side of each limit."""

from __future__ import annotations

from itertools import product

import pytest

from promptlint import parse
from promptlint.sources.heuristics import (
    bare_form_at_end,
    complete,
    convincing,
    instructs,
    is_instruction,
    is_prose,
    is_suffix,
    lacks_value,
    may_hold_prompt,
    parameters_in,
    slots,
    strip_decoration,
    telling_parameters,
    words_start,
)


@pytest.mark.parametrize("text", ["--v", "a -v", "a \\-v", "a &mdash;v", "-v 6", "é —v", "/imagine a"])
def test_a_text_that_may_hold_a_prompt(text: str) -> None:
    assert may_hold_prompt(text)


@pytest.mark.parametrize("text", ["a fox", "é", "a/b", "a-v", ""])
def test_a_text_that_holds_none(text: str) -> None:
    assert not may_hold_prompt(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("--stylise 200", ["stylise"]),
        ("--stylise {x}", ["stylise"]),
        ("--stylise", []),
        ("--crefs 3", ["crefs"]),  # five letters; with four, each word would be one error away
        ("--srfs 3", []),
        ("--heights 200", []),
        ("var(--s) --v 7", ["v"]),
        ("--c: red; --v 7", ["v"]),
        ("--v", ["v"]),
        ("--v 7", ["v"]),
        ("-- v 6", ["v"]),
        ("- v 6", []),
        ("-v 6", []),
        ("-ar 16:9", ["ar"]),
        ("- ar 16:9", []),
        ("—v 6", ["v"]),
        ("—ar wide", []),
        ("-no 5 x", []),
        ("-- no", []),
        ("--no x", ["no"]),
    ],
)
def test_parameters_in_any_text(text: str, found: list[str]) -> None:
    assert [name for _, name in parameters_in(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("--ar 16:9;", [0]),
        ("--ar:16:9", [0]),
        ("--ar: 16/9; --stylize 200", [12]),
        ("[--ar:16/9]", []),
        ("--v 7;", [0]),
        ("--v1;", [0]),
        ("--v [x]", [0]),
        ("--v x", []),
        ("-ar 16:9", []),
        ("-- ar 16:9", [0]),
        ("-- v 6", []),
        ("—ar 16:9", [0]),
        ("—v 6", []),
    ],
)
def test_parameters_that_no_other_program_has(text: str, found: list[int]) -> None:
    assert list(telling_parameters(text)) == found


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("a fox v6", 6),
        ("a fox v6 ", 6),
        ("fox v6", 0),
        ("a fox", 0),
        ("a fox mj 6", 0),
        ("for version 6", 0),
        *(("a " + "x" * (size - 5) + " v6", size - 2) for size in (199, 200)),
        ("a " + "x" * 196 + " v6", 0),  # only the last 200 characters are read, and these are one word
        ("z " * 99 + " v6", 199),
        ("z " * 250 + "v6", 500),
    ],
)
def test_a_parameter_without_its_dashes(text: str, start: int) -> None:
    assert bare_form_at_end(text) == start


_FRONTS = ["a fox in snow", "a fox in snow --tile", "a fox in snow --no fog,", "(a fox in snow", "a fox in snow ::2"]
_BEFORE = ["--ar", "--raw", "--rawv", "--arv", "--fooraw", "-v", "--v 7 seed", "v", "x,ar", "(s", "ar=", "at", "3:2", "--", "—v", "\u200bv"]
_LASTS = ["6", "16:9", "35mm", "v6", "x,v6", "V6.1", "s=50", "6,v7", "--raw", "--tile", "--v6", "--rawv6", "raw", "tile", "raw6"]


@pytest.mark.parametrize("front", _FRONTS)
def test_a_parameter_without_its_dashes_is_one_that_the_parser_finds(front: str) -> None:
    for before, last in product(_BEFORE, _LASTS):
        text = f"{front} {before} {last}"
        found = [each.start for each in parse(text).anomalies if each.kind == "missing-dashes" and each.end == len(text)]
        assert bare_form_at_end(text) == (found[0] if found else 0), text


@pytest.mark.parametrize(("text", "suffix"), [("ar 16:9 v6", True), ("--v 7", True), ("a fox v6", False), ("fox", False), ("", False)])
def test_nothing_but_parameters(text: str, suffix: bool) -> None:
    assert is_suffix(text) is suffix


@pytest.mark.parametrize(
    ("text", "alone", "named", "anywhere"),
    [
        ("a fox --v 7", True, True, True),
        ("fox --v 7", False, False, False),
        ("--v 7", False, False, False),
        ("a fox:: --v 7", True, True, True),
        ("a fox: --v 7", False, False, False),
        ("Use a soft red --v 7", False, False, False),
        ("Use a soft red light --v 7", True, True, True),
        ("Covers stay at --s 100.", False, False, False),
        ("say “a cat --ar 3:2”", False, False, False),
        ("“a” cat “b --ar 3:2”", False, False, False),
        ("“a cat --ar 3:2”", True, True, False),
        ("x «a cat --v 7»", False, False, False),
        ("x «a» cat --v 7»", True, True, False),
        ('a "cat --v 7"', False, False, False),
        ('"a cat" by "x --v 7"', True, True, False),
        ("a fox --ar 3:2 or --ar 16:9", False, True, False),
        ("a red fox --q 2 word --q 4", False, True, False),
    ],
)
def test_a_whole_prompt(text: str, alone: bool, named: bool, anywhere: bool) -> None:
    assert (complete(text), complete(text, named=True), convincing(text)) == (alone, named, anywhere)


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("--v 7 and --ar 3:2 are set.", True),
        ("--v 7 is fine.", False),
        ("A fox with --v 7.", True),
        ("A fox at dusk --v 7.", False),
        ("Try --v 7 and --s 100 more", False),
        ("a fox with. --v 7.", True),
        ("a fox e.g. --v 7.", True),
        ("What is a fox?", True),
        ("A fox.", False),
    ],
)
def test_prose(text: str, prose: bool) -> None:
    assert is_prose(text) is prose


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("Use red --v 7 to go and get it", True),
        ("Use a soft red --v 7 to go and get", True),
        ("Use a soft red light --v 7 to go and get", False),
        ("A fox `--v 7` x y z", True),
        ("a fox", False),
    ],
)
def test_a_line_that_says_what_to_write(text: str, orders: bool) -> None:
    assert instructs(text) is orders


@pytest.mark.parametrize(
    ("text", "orders"), [("- a\n- b", True), ("- a", False), ("a\n- b", False), ("Write it", True), ("a. Write it", True), ("a fox", False)]
)
def test_a_text_for_a_writer(text: str, orders: bool) -> None:
    assert is_instruction(text) is orders


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("--ar 2:3 or 4:5", [(5, 15)]),
        ("a --s 50-150", [(6, 12)]),
        ("a --ar 2-3", []),
        ("a --zz 2-3", [(7, 10)]),
        ("a [b] c", [(2, 5)]),
        ("{a}", [(0, 3)]),
        ("__b__", [(0, 5)]),
        ("a %s b", [(2, 4)]),
        ("$x", [(0, 2)]),
        ("50% wool", []),
    ],
)
def test_slots(text: str, found: list[tuple[int, int]]) -> None:
    assert [(start, end) for start, end in slots(text)] == found


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        (">", ">"),
        ("> a", "a"),
        ("-", "-"),
        ("- a", "a"),
        ("Prompt:", "Prompt:"),
        ("Prompt: a", "a"),
        ('"', '"'),
        ("`a`", "a"),
        ("``a``", "a"),
        ("` a `", "a"),
        ("```a`b```", "a`b"),
        ("``", "``"),
        ("``a`", "``a`"),
        ("`a``", "`a``"),
        ('"a",', "a"),
        ('"a";', "a"),
        ('",', '",'),
        ("“”,", ""),
        ('"red" car, "blue"', '"red" car, "blue"'),
        ('"a 12"x8" print of it"', 'a 12"x8" print of it'),
        ('"a red car by "us"', '"a red car by "us"'),
        ('"a b "c" d"', 'a b "c" d'),
        ('""a" b"', '"a" b'),
        ('"a "b""', 'a "b"'),
        ('"ab" c "d"', '"ab" c "d"'),
        ("", ""),
        (" ", ""),
    ],
)
@pytest.mark.parametrize("before", ["", '("« '])
def test_what_is_around_a_prompt(text: str, inner: str, before: str) -> None:
    """And what is around the text is not looked at."""
    line = f'{before}{text}"`»'
    start, end = strip_decoration(line, len(before), len(before) + len(text), labels=True)
    assert line[start:end] == inner
    assert len(before) <= start <= end


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("--sref https://x.org/a.png a red fox", 27),
        ("--sref https://x.org/a.png", 0),
        ("--v 7 a red fox --ar 3:2", 6),
        ("--v 7 a red fox", 0),
        ("--v 7 fox --ar 3:2", 0),
        ("--tile a red fox --ar 3:2", 0),
        ("--sref https://x.org/a.png --v 7 a red fox", 0),
        ("--v 7 --sref https://x.org/a.png a red fox", 0),
        ("a fox", 0),
    ],
)
def test_the_words_after_references(text: str, start: int) -> None:
    assert words_start(text) == start


@pytest.mark.parametrize(
    ("text", "following", "lacks"),
    [
        ("a --ar 16:9 --style", "raw --v 7", True),
        ("a --ar", "16:9", True),
        ("a --ar", "x", False),
        ("a --ar", "", False),
        ("a --tile", "raw", False),
        ("a", "16:9", False),
        ("", "16:9", False),
        ("--style a", "raw", False),
        ("--style a --ar", "3:2", True),
    ],
)
def test_a_line_that_breaks_off_before_a_value(text: str, following: str, lacks: bool) -> None:
    assert lacks_value(text, following) is lacks
