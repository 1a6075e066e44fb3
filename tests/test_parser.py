"""The parser: the intended parameters, and one anomaly per malformed token."""

from __future__ import annotations

import pickle

import pytest

from promptlint.model import ImageLink, Permutation, TextPart, Weight
from promptlint.parsing.parser import parse


def parameters(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.name, each.spelling, tuple(each.values)) for each in parse(text).parameters]


def anomalies(text: str) -> list[tuple[str, str, str | None]]:
    return [(each.kind, each.written, each.replacement) for each in parse(text).anomalies]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat --ar 16:9", [("aspect", "--ar", ("16:9",))]),
        ("a cat --aspect 16:9 --v 7", [("aspect", "--aspect", ("16:9",)), ("version", "--v", ("7",))]),
        ("a cat --no half-tone, blur --tile", [("no", "--no", ("half-tone", "blur")), ("tile", "--tile", ())]),
        ("a cat --p --v 7", [("profile", "--p", ()), ("version", "--v", ("7",))]),
        ("a cat --p abc1234 m123456 --v 7", [("profile", "--p", ("abc1234", "m123456")), ("version", "--v", ("7",))]),
        ("a cat --sref 123 random --sw 50", [("sref", "--sref", ("123", "random")), ("sw", "--sw", ("50",))]),
        ("a cat --iw .5 --seed 0", [("iw", "--iw", (".5",)), ("seed", "--seed", ("0",))]),
        ("a cat --iw -1", [("iw", "--iw", ("-1",))]),
        ("a cat --ar {1:1, 16:9}", [("aspect", "--ar", ("{1:1, 16:9}",))]),
        ("a cat —ar 16:9", [("aspect", "—ar", ("16:9",))]),
        ("a cat --ar16:9", [("aspect", "--ar", ("16:9",))]),
        ("a cat --v6.1", [("version", "--v", ("6.1",))]),
        ("a cat --q.5", [("quality", "--q", (".5",))]),
        ("a cat --styleraw", [("style", "--style", ("raw",))]),
        ("a cat --hd4k", [("hd4k", "--hd4k", ())]),
        ("a cat --ar=16:9", [("aspect", "--ar", ("16:9",))]),
        ("a cat --ar : 16:9", [("aspect", "--ar", ("16:9",))]),
        ("a cat --ar 16 : 9 --v 7", [("aspect", "--ar", ("16 : 9",)), ("version", "--v", ("7",))]),
        ("a cat -- ar 16:9", [("aspect", "-- ar", ("16:9",))]),
        ("a cat - -ar 16:9", [("aspect", "- -ar", ("16:9",))]),
        ("a cat--ar 1:1", [("aspect", "--ar", ("1:1",))]),
        ("a cat -v 6", [("version", "-v", ("6",))]),
        ("a cat --AR 1:1", [("aspect", "--AR", ("1:1",))]),
        ("a cat ---ar 1:1", [("aspect", "---ar", ("1:1",))]),
        ("a cat --video 1 --motion high", [("video", "--video", ("1",)), ("motion", "--motion", ("high",))]),
        ("a cat --foo bar baz --v 7", [("foo", "--foo", ("bar", "baz")), ("version", "--v", ("7",))]),
        ("a cat --niji --ar 1:1", [("niji", "--niji", ()), ("aspect", "--ar", ("1:1",))]),
        ("a cat {--ar 1:1, --ar 16:9}", [("aspect", "--ar", ("1:1",)), ("aspect", "--ar", ("16:9",))]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_parameters(text: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert parameters(text) == expected


PROSE = [
    "a half-tone print of a knight",
    "streaks of liquid--pink, yellow, green, and blue--running down",
    "a silent beauty—an imperceptible but profound movement",
    "a cat — a dog – a bird - a fish",
    "a cat -- a dog",
    "years 1990–2000",
    "- a list item - another",
    "at -5 degrees",
    "a mustang with a V8",
    "the third version 6 times",
    "a photo, 35mm f/1.8",
    "ratio 16:9 in words, of course",
    "Mercedes S 250 on a road",
    "—Style was great then",
    "drinks -no ice please",
    "a sign that says “open” and 'closed'",
    "C++ code::2 on a screen",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_has_no_parameters_and_no_anomalies(text: str) -> None:
    assert parameters(text) == []
    assert anomalies(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat v6", [("missing-dashes", "v6", "--v 6")]),
        ("a cat v 6.1", [("missing-dashes", "v 6.1", "--v 6.1")]),
        ("a cat, ar 16:9", [("missing-dashes", "ar 16:9", "--ar 16:9")]),
        ("a cat,ar16:9 --v 7", [("missing-dashes", "ar16:9", "--ar 16:9")]),
        ("a cat niji 6", [("missing-dashes", "niji 6", "--niji 6")]),
        ("a cat V6.1", [("missing-dashes", "V6.1", "--v 6.1")]),
        ("a cat v 6.1 ar 16:9", [("missing-dashes", "v 6.1", "--v 6.1"), ("missing-dashes", "ar 16:9", "--ar 16:9")]),
        ("a cat --ar 16:9 stylize 250", [("missing-dashes", "stylize 250", "--stylize 250")]),
        ("a cat --ar 16:9 raw", [("missing-dashes", "raw", "--raw")]),
        ("a cat --no text, people v6", [("missing-dashes", "v6", "--v 6")]),
        ("a cat –ar 16:9", [("dash-form", "–ar", "--ar")]),
        ("a cat --ar16:9", [("glued-value", "--ar16:9", "--ar 16:9")]),
        ("a cat --v 7 a dog", [("text-after-parameter", "a dog", None)]),
        (
            "a cat --v 7 a dog v6 runs",
            [("text-after-parameter", "a dog", None), ("missing-dashes", "v6", "--v 6"), ("text-after-parameter", "runs", None)],
        ),
        ("a cat --tile 1", [("unexpected-value", "1", None)]),
        ("a cat --ar", [("missing-value", "--ar", None)]),
        ("a cat --ar --v 7", [("missing-value", "--ar", None)]),
        ("a cat --raw, --v 7", [("trailing-punctuation", "--raw,", "--raw")]),
        ("a cat --v 7.", [("trailing-punctuation", "7.", "7")]),
        ("a cat --v 7 , --ar 1:1", [("trailing-punctuation", ",", "")]),
        ('"a cat --v 7"', [("quoted-prompt", '"a cat --v 7"', "a cat --v 7")]),
        ('a cat --style raw"', [("quoted-prompt", 'raw"', "raw")]),
        ("a cat --v 7 --- b", [("extra-dashes", "---", ""), ("text-after-parameter", "b", None)]),
        ("a cat --v 7 --", [("stray-dashes", "--", "")]),
        (" -- -- --no a -- ", [("stray-dashes", "-- --", "")]),
        ("a cat --seed None", [("placeholder", "None", None)]),
        ("a cat --seed 1 True --v 7", [("placeholder", "True", None)]),
        ("a cat --seed [SEED]", [("placeholder", "[SEED]", None)]),
        ("a fox %(subject)s --v 7", [("placeholder", "%(subject)s", None)]),
        ("a __color__ cat --v 7", [("placeholder", "__color__", None)]),
        ("a [SUBJECT] in {{place}}", [("placeholder", "[SUBJECT]", None), ("placeholder", "{{place}}", None)]),
        ("a cat --a\u200br 16:9", [("invisible-character", "\u200b", "")]),
        ("a \u200bcat", []),
        ("**a cat --v 5** - <@1> (fast)", [("discord-echo", "**a cat --v 5** - <@1> (fast)", "a cat --v 5")]),
        ("a {cat", [("permutation", "{", None)]),
        ("a cat}", [("permutation", "}", None)]),
        ("a {} cat", [("permutation", "{}", None)]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_anomaly_a_mistake(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert anomalies(text) == expected


def test_the_parts_of_a_full_prompt() -> None:
    text = "/imagine prompt: https://a.b/x.png <https://s.mj.run/y>, hot::2 dog::-.5 {red, {blue, green}} --sref https://c.d/z--1.png::2 7"
    prompt = parse(text)
    assert text[slice(*prompt.command)] == "/imagine prompt:" if prompt.command else False
    assert [(image.url, image.written) for image in prompt.images] == [
        ("https://a.b/x.png", "https://a.b/x.png"),
        ("https://s.mj.run/y", "<https://s.mj.run/y>,"),
    ]
    assert [type(part) for part in prompt.parts] == [ImageLink, ImageLink, TextPart, Weight, TextPart, Weight, Permutation]
    assert [weight.number for weight in prompt.weights] == ["2", "-.5"]
    assert prompt.text == "hot::2 dog::-.5 {red, {blue, green}}"
    assert prompt.jobs == 3
    reference = prompt.parameters[0].values
    assert (reference[0], reference[0].weight.number if reference[0].weight else "", reference[1]) == ("https://c.d/z--1.png", "2", "7")
    assert [link.slot for link in prompt.links] == ["image", "image", "sref"]


def test_permutations_count_jobs_without_expanding() -> None:
    assert parse("{a, b} {c, {d, e}, f} --ar {1:1, 2:3}").jobs == 2 * 4 * 2
    assert parse("{a\\, b, c}").jobs == 2
    assert parse("\\{a, b\\}").jobs == 1
    assert parse("{a,b}" * 200).jobs == 2**200


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("{https://a.b/x.png, https://a.b/y.png} a cat", [("https://a.b/x.png", 1, "", ""), ("https://a.b/y.png", 20, "", "")]),
        ("{https://a.b/x.png,https://a.b/y.png,red} cat", [("https://a.b/x.png", 1, "", ""), ("https://a.b/y.png", 19, "", "")]),
        (
            "{a https://a.b/x.png::2 cat, {https://a.b/y.png, b}} --v 7",
            [("https://a.b/x.png", 3, "2", ""), ("https://a.b/y.png", 30, "", "")],
        ),
        ('{<https://a.b/x.png>, "https://a.b/y.png"} cat', [("https://a.b/x.png", 2, "", "<>"), ("https://a.b/y.png", 23, "", '""')]),
        ("{https://a.b/w_1\\,h_2.png, red} cat", [("https://a.b/w_1,h_2.png", 1, "", "\\")]),
        ("https://a.b/x.png {https://a.b/y.png --v 6, b --v 7}", [("https://a.b/x.png", 0, "", ""), ("https://a.b/y.png", 19, "", "")]),
        ("cat --sref {https://a.b/x.png::2,https://a.b/y.png,7}", [("https://a.b/x.png", 12, "2", ""), ("https://a.b/y.png", 33, "", "")]),
    ],
)
def test_links_in_braces_are_links_without_what_parts_them(text: str, links: list[tuple[str, int, str, str]]) -> None:
    prompt = parse(text)
    found = [(link.url, link.start, link.weight.number if link.weight else "", link.written) for link in prompt.links]
    expected = [(url, start, weight, around) for url, start, weight, around in links]
    assert [each[:3] for each in found] == [each[:3] for each in expected]
    assert [written.replace("\\,", ",").replace(url, "") for url, _, _, written in found] == [around.strip("\\") for *_, around in expected]
    assert [text[link.written_start : link.written_start + len(link.written)] for link in prompt.links] == [each[3] for each in found]
    if "--sref" not in text:
        assert prompt.images == prompt.links


def test_a_comma_parts_addresses_too() -> None:
    assert parse("{https://a.b/x.png,https://a.b/y.png,red} cat").jobs == 3


def test_members_of_a_value() -> None:
    value = parse("x --ar {1:1, {2:3, 3:2}}").parameters[0].values[0]
    assert [(member.text, member.start, member.end) for member in value.members] == [("1:1", 8, 11), ("2:3", 14, 17), ("3:2", 19, 22)]


def test_parameters_on_two_alternatives_know_it() -> None:
    first, second = parse("a cat {--v 6, --v 7}").parameters
    assert first.branch[0] == second.branch[0]
    assert first.branch != second.branch


def test_nodes_are_frozen_and_survive_pickling() -> None:
    prompt = parse("https://a.b/x.png a cat --ar 16:9")
    assert pickle.loads(pickle.dumps(prompt)) == prompt
    with pytest.raises(AttributeError, match="frozen"):
        prompt.images[0].start = 3
    with pytest.raises(AttributeError):
        prompt.parameters[0].name = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("“https://a.net/c.png?q=“blue””", "https://a.net/c.png?q=“blue”"),
        ("“https://a.net/c.png””", "https://a.net/c.png"),
        ("‘https://a.net/c.png’", "https://a.net/c.png"),
        ("https://a.net/o’brien.png’", "https://a.net/o’brien.png"),
        ("(https://a.net/c_(1).png))", "https://a.net/c_(1).png"),
        ("[https://a.net/c.png?q=[1]]", "https://a.net/c.png?q=[1]"),
        ("https://a.net/c.png?q=((1))))", "https://a.net/c.png?q=((1))"),
        ("https://a.net/c.png?q=(1).", "https://a.net/c.png?q=(1)"),
    ],
)
@pytest.mark.parametrize("around", ["{} a fox", "a fox --sref {}"])
def test_a_link_ends_with_the_bracket_that_it_opens(written: str, url: str, around: str) -> None:
    assert [link.url for link in parse(around.format(written)).links] == [url]
