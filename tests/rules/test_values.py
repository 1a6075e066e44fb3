"""MJ201 to MJ209: values that are malformed, too large, too long, or that select no model."""

from __future__ import annotations

from cases import linted

from promptlint.midjourney import tables
from promptlint.semantics.check_parameter import value_mistake

LINK = "https://img.mysite.net/a.png"
LINK2 = "https://img.mysite.net/b.png"


def test_a_style_of_another_model_is_no_error() -> None:
    assert [each.severity for each in linted("a fox --style cute --niji 6", {})] == ["warning"]


def test_a_value_is_judged_by_itself() -> None:
    vocabulary = tables.vocabulary()
    assert value_mistake("stylize", "250", "7", vocabulary) is None
    assert value_mistake("version", "7", "", vocabulary) is None
    kinds = [value_mistake(*row, vocabulary).kind for row in (("stylize", "2000", "7"), ("version", "9", "7"), ("nothing", "1", "7"))]
    assert kinds == ["value-out-of-range", "unknown-model", "unknown-parameter"]


def test_a_decimal_comma_is_meant_as_a_point() -> None:
    (found,) = linted("a red fox --v 6,1", {})
    assert (found.code, found.fix and found.fix.edits[0].text) == ("MJ205", "6.1")
