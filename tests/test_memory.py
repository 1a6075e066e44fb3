"""The cache of parameters without findings: what it knows after a prompt, and what it does not claim to know.

A wrong answer would be an all-clear over a prompt that was not checked; a missing one costs the time of a check.
"""

from __future__ import annotations

import pytest

from promptlint.cache import Memory
from promptlint.config import Config
from promptlint.linter import judged, lint, settings_for
from promptlint.midjourney.tables import vocabulary
from promptlint.parsing.parser import parse
from promptlint.parsing.plain import plain_end

SEVEN = ("7", "prompt")


def memory(*learned: str, model: str = "7", model_from: str = "prompt", triggers: tuple[str, ...] = ()) -> Memory:
    """A cache that has learned these parameters, each line in a prompt of its own."""
    made = Memory(vocabulary(), frozenset(triggers))
    for parameters in learned:
        made.learn(parse(f"a street {parameters}"), model, model_from)
    return made


@pytest.mark.parametrize(
    ("parameters", "known"),
    [
        ("--ar 16:9 --v 7", True), ("--v 7 --ar 16:9", True), ("--v 7", True),
        ("--ar 3:2 --v 7", True), ("--ar 14:1 --v 7", True), ("--ar 1:14 --v 7", True), ("--ar 140:10 --v 7", True),
        ("--ar 15:1 --v 7", False), ("--ar 1:15 --v 7", False), ("--ar 0:1 --v 7", False), ("--ar 1:0 --v 7", False),
        ("--ar 16x9 --v 7", False), ("--ar 9 --v 7", False), ("--ar 1:2:3 --v 7", False), ("--ar 1.5:1 --v 7", False),
        ("--ar ９:1 --v 7", False), ("--ar 1 :1 --v 7", False), ("--ar : --v 7", False), ("--ar --v 7", False),
        ("--ar 99999999:999999999 --v 7", True), ("--ar 999999999:9999999999 --v 7", False),  # of 18 and of 20 digits
        ("--ar 16:9", False), ("", False), ("--ar 16:9 --v 6", False), ("--ar 16:9 --v 7 --v 7", False),
        ("--ar 16:9 --ar 16:9 --v 7", False), ("--ar 3:2 --ar 16:9 --v 7", False), ("--aspect 16:9 --v 7", False),
        ("--seed 5 --v 7", False), ("--tile --v 7", False),
    ],
)  # fmt: skip
def test_ratios(parameters: str, known: bool) -> None:
    tail = f" {parameters}" if parameters else ""
    assert memory("--ar 16:9 --v 7").recall(tail, 0) == (SEVEN if known else None)
    assert memory("--ar 16:9 --v 7").recall(f"x{tail}", 0) is None


@pytest.mark.parametrize(
    ("learned", "within", "beyond"),
    [
        ("--seed 17", ("0", "1", "4294967295", "007"), ("4294967296", "-1", "1.5", "1:1", "²", "１", "", "x", "1 2", "0" * 19)),
        ("--s 17", ("0", "1000", "0" * 18), ("1001", "9" * 18)),
        ("--chaos 17", ("0", "100"), ("101",)),
        ("--stop 17", ("10", "100"), ("9", "101")),
        ("--repeat 17", ("2", "40"), ("1", "41")),
    ],
)
def test_a_number_is_known_with_all_between_its_limits(learned: str, within: tuple[str, ...], beyond: tuple[str, ...]) -> None:
    name = learned.partition(" ")[0]
    model = "6" if name == "--stop" else "7"
    cache = memory(f"{learned} --v {model}", model=model)
    for number in within:
        assert cache.recall(f" {name} {number} --v {model}", 0) == (model, "prompt"), number
    for number in beyond:
        assert cache.recall(f" {name} {number} --v {model}", 0) is None, number


@pytest.mark.parametrize(
    ("learned", "other"),
    [
        ("--q 2 --v 7", "--q 1 --v 7"),
        ("--q .5 --v 6", "--q 1 --v 6"),
        ("--style raw --v 7", "--style --v 7"),
        ("--tile --v 7", "--tile 1 --v 7"),
        ("--no cats, dogs --v 7", "--no cats --v 7"),
    ],
)
def test_what_is_no_range_is_known_as_it_is(learned: str, other: str) -> None:
    model = learned[-1]
    assert memory(learned, model=model).recall(f" {learned}", 0) == (model, "prompt")
    assert memory(learned, model=model).recall(f" {other}", 0) is None


def test_each_model_is_known_by_itself() -> None:
    cache = memory("--ar 16:9 --v 7")
    cache.learn(parse("a street --seed 1 --niji 6"), "niji 6", "prompt")
    cache.learn(parse("a street --tile"), "8.2", "default")
    assert cache.recall(" --seed 2 --niji 6", 0) == ("niji 6", "prompt")
    assert cache.recall(" --niji 6", 0) == ("niji 6", "prompt")
    assert cache.recall(" --seed 2 --v 7", 0) is None
    assert cache.recall(" --ar 16:9 --niji 6", 0) is None
    assert cache.recall(" --tile", 0) == cache.recall("", 0) == ("8.2", "default")
    assert cache.recall(" --tile --v 7", 0) is None
    cache.learn(parse("a street --seed 3 --v 7"), "7", "prompt")
    assert cache.recall(" --seed 2 --ar 1:1 --v 7", 0) == SEVEN
    assert cache.recall(" --seed 2 --tile", 0) is None


@pytest.mark.parametrize(
    "learned",
    [
        "--ar16:9 --v 7",  # a slip
        "-- ar 16:9 --v 7",
        "--v 6 --ar 16:9 --v 7",  # two models
        "--v 7 --ar 16:9 --niji 6",
        "--sref https://a.b/c.png 12 --ar 16:9 --v 7",
        "--sref https://a.b/c.png::2 --ar 16:9 --v 7",
        "--oops --ar 16:9 --v 7",
        "--sref 12::2 --ar 16:9 --v 7",
        "{--tile, --raw} --ar 16:9 --v 7",
        "--ar {16:9, 1:1} --v 7",
        f"--no {'x' * 1198} --ar 16:9 --v 7",
    ],
)
def test_nothing_is_learned_of_what_is_not_plain(learned: str) -> None:
    assert memory(learned).recall(" --ar 16:9 --v 7", 0) is None


def test_a_parameter_may_be_long() -> None:
    assert memory(f"--no {'x' * 1197} --v 7").recall(f" --no {'x' * 1197} --v 7", 0) == SEVEN
    assert memory(f"--no {'x' * 1198} --v 7").recall(f" --no {'x' * 1198} --v 7", 0) is None


def test_a_long_parameter_counts_as_several() -> None:
    assert memory("--tile --v 7")._count == 2
    assert memory(f"--no {'x' * 57} --v 7")._count == 3
    assert memory(f"--no {'x' * 597} --v 7")._count == 12


@pytest.mark.parametrize(("parameter", "counts"), [("--s 9999", False), ("--s 300", True), ("--seed 9999", True), ("--seed 10000", False)])
def test_a_short_number_between_its_limits_counts_once(parameter: str, counts: bool) -> None:
    cache = memory("--s 250 --v 7", "--seed 5 --v 7")
    before = cache._count
    for _ in range(2):
        cache.recall(f" {parameter} --v 7", 0)
        assert cache._count == before + counts


def test_a_parameter_that_triggers_a_rule_is_checked_each_time() -> None:
    assert memory("--tile --v 7", triggers=("--tile",)).recall(" --tile --v 7", 0) is None
    assert memory("--tile --v 7", triggers=("--raw",)).recall(" --tile --v 7", 0) == SEVEN


def test_what_may_clash_is_checked_each_time() -> None:
    cache = memory("--tile --v 7", "--draft --v 7", "--weird 5 --v 7")
    assert cache.recall(" --tile --weird 5 --v 7", 0) == SEVEN
    assert cache.recall(" --tile --draft --v 7", 0) is None


@pytest.mark.parametrize(
    ("parameters", "known"),
    [
        ("--sref https://img.mysite.net/a_b/c-d.jpg --v 7", True),
        ("--sref https://s.mj.run/abc --v 7", True),
        ("--sref  https://img.mysite.net/a.png --v 7", False),
        ("--sref https://img.mysite.net/a.png, --v 7", False),
        ("--sref <https://img.mysite.net/a.png> --v 7", False),
        ("--sref https://img.mysite.net/a.png https://img.mysite.net/b.png --v 7", True),
        ("--sref https://img.mysite.net/a.png --oref https://img.mysite.net/b.png --v 7", True),
        ("--sref https://img.mysite.net/a.png https://img.mysite.net/a.png --v 7", False),
        ("--sref https://img.mysite.net/a.png --oref https://img.mysite.net/a.png --v 7", False),
        ("--sref https://img.mysite.net/a.png  https://img.mysite.net/b.png --v 7", False),
        ("--sref https://img.mysite.net/a.png 12 --v 7", False),
        ("--oref https://img.mysite.net/a.png https://img.mysite.net/b.png --v 7", False),  # it takes one
        ("--sref http://img.mysite.net/a.png --v 7", False),
        ("--sref https://img.mysite.net/a.pdf --v 7", False),
        ("--sref https://img.mysite.net/a --v 7", False),
        ("--sref https://example.com/a.png --v 7", False),
        ("--sref https://cdn.discordapp.com/attachments/1/2/a.png --v 7", False),
        ("--sref https://10.0.0.1/a.png --v 7", False),
        ("--sref https://img.mysite.net/x--ar.png --v 7", False),
        ("--sref https://img.mysite.net/%2d%2dar.png --v 7", False),
        ("--sref https://img.mysite.net/a_-b.png --v 7", False),
        ("--sref https://img.mysite.net/a.png::2 --v 7", False),
        ("--sref https://img.mysite.net/a.png --v 6", False),
        ("--cref https://img.mysite.net/a.png --v 7", False),
    ],
)
def test_a_link_of_which_nothing_is_to_be_said_is_as_right_as_another(parameters: str, known: bool) -> None:
    learned = "--sref https://a.b/c.png --v 7", "--oref https://a.b/c.png --v 7"
    assert memory(*learned).recall(f" {parameters}", 0) == (SEVEN if known else None)
    assert memory(*learned).recall(f" {parameters}", 0, image="https://img.mysite.net/z.png") == (SEVEN if known else None)
    assert memory(*learned).recall(f" {parameters}", 0, image=parameters.split(" ")[1]) is None  # the text has the same
    assert memory(*learned, triggers=("link",)).recall(f" {parameters}", 0) is None


@pytest.mark.parametrize(
    ("parameters", "known"),
    [("--sref 99", True), ("--sref 12", True), ("--sref 0", True), ("--sref 1 2", False), ("--sref random", False), ("--sref -1", False)],
)
def test_any_number_of_a_style_is_as_right_as_another(parameters: str, known: bool) -> None:
    assert memory("--sref 12 --v 7").recall(f" {parameters} --v 7", 0) == (SEVEN if known else None)


def test_what_requires_another_is_known_with_it_only() -> None:
    cache = memory("--sref 12 --sw 50 --v 7")
    assert cache.recall(" --sw 60 --sref 7 --v 7", 0) == SEVEN
    assert cache.recall(" --sw 60 --v 7", 0) is None
    assert cache.recall(" --sw 60 --v 7", 0, image="https://img.mysite.net/a.png") is None


def test_what_requires_an_image_is_known_with_it_only() -> None:
    cache = memory()
    cache.learn(parse("https://img.mysite.net/a.png a street --iw 1 --v 7"), "7", "prompt")
    assert cache.recall(" --iw 2 --v 7", 0, image="https://img.mysite.net/a.png") == SEVEN
    assert cache.recall(" --iw 2 --v 7", 0) is None


def test_the_parameters_of_a_video_are_not_learned_where_it_has_its_image() -> None:
    cache = memory()
    cache.learn(parse("https://img.mysite.net/a.png a street --video"), "video", "prompt")
    assert cache.recall(" --video", 0) is None
    cache.learn(parse("a street --video"), "video", "prompt")  # where none is needed
    assert cache.recall(" --video", 0) == ("video", "prompt")


def test_what_stands_behind_a_value_belongs_to_it() -> None:
    cache = memory("--no cats, --ar 16:9 --v 7")
    assert cache.recall(" --no cats, --ar 16:9 --v 7", 0) == SEVEN
    assert cache.recall(" --no cats --ar 16:9 --v 7", 0) is None


PICTURE = "https://img.mysite.net/a.png"


@pytest.mark.parametrize(
    ("prompt", "known"),
    [
        (f"{PICTURE} a street --ar 1:1 --v 7", True),
        (f"a street, {PICTURE} in rain --ar 1:1 --v 7", True),
        (f"{PICTURE} a street --iw 1 --v 7", True),
        (f"{PICTURE} {PICTURE} a street --ar 1:1 --v 7", False),
        (f"{PICTURE} a street --sref {PICTURE} --v 7", False),
        (f"a street {PICTURE} --ar 1:1 --v 7", False),
        (f"{PICTURE} --ar 1:1 --v 7", False),
        (f"{PICTURE}, a street --ar 1:1 --v 7", False),
        (f"a street,{PICTURE} in rain --ar 1:1 --v 7", False),
        (f"{PICTURE}  a street --ar 1:1 --v 7", False),
        (f"{PICTURE} a/b street --ar 1:1 --v 7", False),
        (f"{PICTURE} a street v6 --ar 1:1 --v 7", False),
        (f"{PICTURE} a street::2 --ar 1:1 --v 7", False),
        (f"a street {PICTURE} in rain --video", False),
    ],
)
def test_a_prompt_with_a_link_in_plain_text_may_be_known(prompt: str, known: bool) -> None:
    settings = settings_for(None, None, None)
    for learned in (f"{PICTURE} a street --ar 1:1 --v 7", f"{PICTURE} a street --iw 1 --v 7", f"a street --sref {PICTURE} --v 7"):
        assert lint(learned).diagnostics == ()
    assert (judged(prompt, settings, plain_end(prompt, settings.vocabulary)) is None) == known
    assert lint(prompt).prompt == parse(prompt)
    for off_by_default in (None, Config(select=("MJ408",))):
        one, other = (lint(text, config=off_by_default).diagnostics for text in (prompt, f"{prompt} --tile --tile"))
        assert {each.code for each in one} == {each.code for each in other} - {"MJ103"}  # which is linted the long way
