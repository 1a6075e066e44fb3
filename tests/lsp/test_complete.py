"""Completion and hover without protocol: each offer with its span, its order and its reason."""

from __future__ import annotations

import pytest

from promptlint.lsp.complete import Completion, completions
from promptlint.lsp.document import Document
from promptlint.lsp.hover import hover
from promptlint.midjourney.tables import vocabulary
from promptlint.parsing.parser import parse
from promptlint.settings_file.reading import Settings


def offered(text: str, model: str, at: int | None = None) -> list[Completion]:
    return completions(parse(text), len(text) if at is None else at, model)


RATIOS = [
    "1:1 square", "16:9 wide screen", "9:16 upright screen, story", "3:2 photograph", "2:3 upright photograph, poster",
    "4:3 classic screen", "3:4 upright, portrait", "4:5 upright, social media", "21:9 cinema",
]  # fmt: skip
NO_STYLE = ["4a", "4b", "4c", "cute", "expressive", "original", "scenic"]
VALUES = [
    ("a cat --ar ", "8.2", RATIOS),
    ("a cat --ar ", "4", RATIOS[:-1]),  # it takes none longer than 2:1
    ("a cat --ar ", "1", []),  # it has no such parameter
    ("a cat --stylize ", "8.2", ["0 the least", "100 the default", "1000 the most"]),
    ("a cat --seed ", "8.2", ["0 the least", "4294967295 the most"]),
    ("a cat --quality ", "7", ["1 the default", "2", "4"]),
    ("a cat --quality ", "8.2", []),
    ("a cat --sref ", "8.2", ["random a random style code"]),
    ("a cat --sref 12 ", "8.2", ["random a random style code"]),  # it takes several
    ("a cat --ar 16:9 ", "8.2", []),  # it takes one
    ("a cat --end ", "8.2", ["loop the first image again"]),
    ("a cat --motion ", "8.2", ["low the default", "high"]),
    ("a cat --bs ", "8.2", ["1", "2", "4 the default"]),  # of videos
    ("a cat --zz ", "8.2", []),
    ("a cat --tile ", "8.2", []),
    ("a cat --no ", "8.2", []),
    ("a cat ", "8.2", []),
    ("a cat --ar 1:1 x ", "8.2", []),
]


@pytest.mark.parametrize(("text", "model", "expected"), VALUES)
def test_the_values_of_a_parameter(text: str, model: str, expected: list[str]) -> None:
    found = offered(text, model)
    assert [f"{each.text} {each.detail}".strip() for each in found] == expected
    assert {(each.start, each.end, each.kind, each.good, each.again, each.label == each.text) for each in found} <= {
        (len(text), len(text), "value", True, False, True)
    }


@pytest.mark.parametrize(
    ("text", "at", "span"),
    [
        ("a cat --ar 1", 12, (11, 12)),
        ("a cat --ar 16:9 --v 7", 13, (11, 15)),  # the rest of the word is replaced
        ("a cat --ar 16:9 --v 7", 11, (11, 15)),
        ("a cat --ar", 11, (11, 11)),  # beyond the end of the prompt
        ("a cat --ar", 12, (12, 12)),
    ],
)
def test_a_value_replaces_the_word_that_was_begun(text: str, at: int, span: tuple[int, int]) -> None:
    assert {(each.start, each.end) for each in offered(text, "8.2", at)} == {span}
    assert offered(text, "8.2", at)[0].label == "1:1"


@pytest.mark.parametrize(("text", "model"), [("a cat --style ", "8.2"), ("a cat --niji 6 --style ", "niji 6")])
def test_words_of_other_models_follow_with_the_models(text: str, model: str) -> None:
    found = offered(text, model)
    assert [(each.label, each.good) for each in found][:8] == [("raw", True), *((name, False) for name in NO_STYLE)]
    assert [each.detail for each in found][:8] == ["", *["only on 4"] * 3, *["only on niji 5"] * 4]
    assert {each.detail for each in found[8:]} == {"only on 5.2"}
    assert {each.kind for each in found} == {"value"}
    assert len({each.label for each in found}) == len(found)


MODELS = [
    ("a cat --niji ", ["7", "6", "5", "4"], [], "Niji 7, live"),
    ("a cat --v ", ["8.2", "8.1", "7", "6.1", "6", "5.2", "5.1", "5", "4", "3", "2", "1"], ["8"], "V8.2, live"),
    ("a cat --cref https://a.example.net/x.png --v ", ["6.1", "6"], ["8.2", "8.1", "8", "7", "5.2", "5.1", "5", "4", "3", "2", "1"], ""),
]


@pytest.mark.parametrize(("text", "good", "bad", "detail"), MODELS)
def test_the_models_of_a_flag(text: str, good: list[str], bad: list[str], detail: str) -> None:
    found = offered(text, "8.2")
    assert [each.label for each in found if each.good] == good
    assert [each.label for each in found] == good + bad
    assert found[0].detail == (detail or "V6.1, live")
    assert {(each.start, each.end, each.text == each.label, each.kind, each.again) for each in found} == {
        (len(text), len(text), True, "model", False)
    }
    assert all(each.documentation.startswith("released ") and each.documentation == each.documentation.strip() for each in found)


def test_a_model_says_when_it_was_released_and_what_to_know() -> None:
    documentation = {each.label: each.documentation for each in offered("a cat --v ", "8.2")}
    assert documentation["8.2"] == "released 2026-07-24, the default since 2026-07-24."
    assert documentation["8"].startswith("released 2026-03-17, withdrawn 2026-07-24. An alph")


def test_a_parameter_that_a_model_ignores_counts_against_it() -> None:
    known, unknown = offered("a cat --tile --v ", "8.2"), offered("a cat --zz 3 --v ", "8.2")
    status = vocabulary().support
    assert [each.label for each in unknown if not each.good] == ["8"]
    for each in known:
        bad = status("tile", each.label).status in ("rejected", "unsupported", "ignored") or each.label == "8"
        assert each.good is not bad


NAMES = [
    ("--", 2, (0, 2)),
    ("a cat --", 8, (6, 8)),
    ("a cat --ar", 10, (6, 10)),
    ("a cat --ar", 8, (6, 10)),
    ("a cat -", 7, (6, 7)),
    ("a cat --st 5 --v 7", 10, (6, 10)),
]


@pytest.mark.parametrize(("text", "at", "span"), NAMES)
def test_a_name_is_completed_from_its_dashes_to_its_end(text: str, at: int, span: tuple[int, int]) -> None:
    found = offered(text, "8.2", at)
    assert {(each.start, each.end, each.kind) for each in found} == {(*span, "parameter")}
    assert "--ar" in [each.label for each in found]


@pytest.mark.parametrize(("text", "at"), [("a cat-", 6), ("a half--", 8), ("a cat", 3), ("a cat --ar 1:1--", 16)])
def test_no_name_is_completed_in_a_word(text: str, at: int) -> None:
    assert [each for each in offered(text, "8.2", at) if each.kind == "parameter"] == []


def test_parameters_come_in_the_order_in_which_they_are_formatted() -> None:
    words = vocabulary()
    names = {words.spelling(name): name for name in (each.name for each in words.definitions)}
    order = [names[each.label] for each in offered("a cat --", "8.2") if each.good]
    known = [name for name in order if name in words.order]
    assert known == sorted(known, key=words.order.index)
    assert order[: len(known)] == known
    assert len(known) > 15


def test_parameters_that_are_there_are_offered_only_if_they_may_be_repeated() -> None:
    text = "a cat --no hat --ar 1:1 --tile --"
    labels = [each.label for each in offered(text, "8.2")]
    assert [name for name in ("--ar", "--tile", "--stylize") if name in labels] == ["--stylize"]
    again = {vocabulary().spelling(each.name) for each in vocabulary().definitions if each.repeatable and each.status == "current"}
    assert again <= set(labels)
    assert "--ar" in [each.label for each in offered(text, "8.2", 19)]  # the name that is being edited


@pytest.mark.parametrize(
    ("label", "text", "again"),
    [
        ("--ar", "--ar ", True),
        ("--tile", "--tile", False),
        ("--profile", "--profile", False),
        ("--raw", "--raw", False),
        ("--no", "--no ", True),
    ],
)
def test_a_name_that_requires_a_value_is_followed_by_a_space(label: str, text: str, again: bool) -> None:
    offer = next(each for each in offered("a cat --", "8.2") if each.label == label)
    assert (offer.text, offer.again) == (text, again)


def test_an_offer_says_what_it_does_and_takes() -> None:
    offers = {each.label: each for each in offered("a cat --", "8.2")}
    about = offers["--stylize"]
    assert about.detail == "Stylize"
    assert about.documentation.endswith("\n\nValue: a whole number, 0 to 1000; the default is 100")
    assert about.documentation.startswith("Sets how strongly Midjourney's own taste")
    assert "default" not in offers["--no"].documentation


def hovered(text: str, at: int) -> tuple[str, str] | None:
    """The word that a hover is about, and its first line."""
    found = hover(Document("a.txt").analyse(text, Settings()).prompts[0].report, at)
    return None if found is None else (text[found.start : found.end], found.text.partition("\n")[0])


HOVERS = [
    ("a cat --s 5 --v 7", 5, None),
    ("a cat --s 5 --v 7", 6, ("--s", "**Stylize** · `--stylize` or `--s`")),
    ("a cat --s 5 --v 7", 9, ("--s", "**Stylize** · `--stylize` or `--s`")),
    ("a cat --s 5 --v 7", 10, ("5", "**Stylize** · `--stylize` or `--s`")),
    ("a cat --s 5 --v 7", 11, ("5", "**Stylize** · `--stylize` or `--s`")),
    ("a cat --s 5 --v 7", 13, ("--v", "**Version** · `--v` or `--version`")),
    ("a cat --s 5 --v 7", 16, ("7", "**`--v 7`** · V7, live")),
    ("a cat --niji 6", 13, ("6", "**`--niji 6`** · Niji 6, live")),
    ("a cat --v 99", 11, ("99", "**Version** · `--v` or `--version`")),  # no such model
    ("a cat --zz 9", 7, None),
    ("a cat --zz 9", 11, None),
    ("a cat --tile", 12, ("--tile", "**Tile** · `--tile`")),
]


@pytest.mark.parametrize(("text", "at", "expected"), HOVERS)
def test_hover(text: str, at: int, expected: tuple[str, str] | None) -> None:
    assert hovered(text, at) == expected


def test_all_that_a_hover_says() -> None:
    report = Document("a.txt").analyse("a cat --s 5 --v 7", Settings()).prompts[0].report
    found = hover(report, 7)
    assert found is not None
    lines = found.text.split("\n")
    assert lines[1::2][:1] == [""]
    assert "- Value: a whole number, 0 to 1000; the default is 100" in lines
    assert "- It works on V7. (V7 is named by the prompt)" in lines
    assert lines[-2] == ""
    assert lines[-1].startswith("Source: [")
    assert "Midjourney's answer to other numbers: `--stylize must be between 0 and 1000`." in lines[-4:]
    model = hover(report, 16)
    assert model is not None
    head, _, history, *_, blank, source = model.text.split("\n")
    assert (head, blank) == ("**`--v 7`** · V7, live", "")
    assert history.startswith("Released 2025-04-03, the default from 2025-06-17 until ")
    assert history.endswith(".")
    assert source.startswith("Source: [")


@pytest.mark.parametrize(
    ("text", "line"),
    [("a cat --sw 5", "- Requires --sref"), ("a cat --cref https://a.example.net/x.png", "- Supported by V6, Niji 6, V6.1")],
)
def test_a_hover_says_what_a_parameter_requires_and_who_has_it(text: str, line: str) -> None:
    found = hover(Document("a.txt").analyse(text, Settings()).prompts[0].report, 7)
    assert found is not None
    assert line in found.text.split("\n")
