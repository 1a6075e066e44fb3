"""The data of a parsed prompt: values are frozen strings with a place, and a prompt knows its text, links and jobs."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from promptlint import parse
from promptlint.model import ImageLink, Value, Weight

A, B = "https://a.b/c.png", "https://a.b/d.png"


@pytest.mark.parametrize(
    "value",
    [
        Value("a", 3, 4),
        Value("a", 3, 4, "placeholder", Weight(4, 7, "2"), (Value("b", 5, 6),)),
        ImageLink(A, 3, 20),
        ImageLink(A, 3, 20, f"<{A}>", 2, "sref", Weight(4, 7, "2")),
    ],
    ids=["plain", "full", "link", "full link"],
)
def test_a_value_is_a_frozen_string(value: Any) -> None:
    again = pickle.loads(pickle.dumps(value))
    names = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
    assert again == value and type(again) is type(value)
    assert {name: getattr(again, name) for name in names} == {name: getattr(value, name) for name in names}
    with pytest.raises(AttributeError, match=f"{type(value).__name__} is frozen: cannot set start"):
        value.start = 1
    with pytest.raises(AttributeError, match=f"{type(value).__name__} is frozen: cannot delete start"):
        del value.start
    assert type(value.text) is str and value.text == value


def test_a_weight_changes_nothing_else() -> None:
    value = Value("a", 3, 4, "word", None, (Value("b", 5, 6),)).weighted(Weight(4, 6, "2"))
    assert (value, value.start, value.end, value.kind, value.weight, value.members) == ("a", 3, 4, "word", (4, 6, "2"), ("b",))
    link = ImageLink(A, 3, 20, f"<{A}>", 2, "sref").weighted(Weight(21, 24, "2"))
    assert (link, link.written, link.written_start, link.slot, link.weight) == (A, f"<{A}>", 2, "sref", (21, 24, "2"))


def test_a_link_is_written_as_it_is_unless_it_is_said() -> None:
    link = ImageLink(A, 3, 20)
    assert (link.url, link.kind, link.written, link.written_start, link.slot, link.members) == (A, "link", A, 3, "image", ())
    assert ImageLink(A, 3, 20, "x", 0).written_start == 0


@pytest.mark.parametrize(
    ("prompt", "text", "links", "jobs"),
    [
        ("a fox", "a fox", [], 1),
        (" a fox --ar 1:1", "a fox", [], 1),
        ("/imagine prompt: a fox", "a fox", [], 1),
        (f"{A} a fox", "a fox", [A], 1),
        (f"<{A}> {B} a fox", "a fox", [A, B], 1),
        (f"a {A} fox", "a  fox", [A], 1),
        (f"a fox --sref {A} {B} --v 7", "a fox", [A, B], 1),
        (f"{A} a fox --sref {B}", "a fox", [A, B], 1),
        (f"a fox --v 7 {A}", "a fox", [], 1),  # it is neither in the text nor a value
        (f"a fox --sref {{{A}, {B}}}", "a fox", [A, B], 2),
        ("a {red, blue} fox {at dawn, at noon, at night}", "a {red, blue} fox {at dawn, at noon, at night}", [], 6),
        ("https://a.b/{1,2}.png a fox", "{1,2}.png a fox", [], 2),
        ("--ar 1:1", "", [], 1),
        ("", "", [], 1),
    ],
)
def test_text_links_and_jobs(prompt: str, text: str, links: list[str], jobs: int) -> None:
    parsed = parse(prompt)
    assert str(parsed) == prompt
    assert (parsed.text, [str(link) for link in parsed.links], parsed.jobs) == (text, links, jobs)


def test_the_last_of_several_parameters_applies() -> None:
    parsed = parse("a fox --ar 1:1 --v 7 --aspect 2:3")
    found = parsed.get("aspect")
    assert found is not None and found.values == ("2:3",)
    assert parsed.get("ar") is None
    assert [weight.number for weight in parse("a::2 fox::-.5 b::").weights] == ["2", "-.5", ""]
