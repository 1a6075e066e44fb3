"""MJ101 to MJ107: names that are unknown, retired, given twice, without their value or with one too many."""

from __future__ import annotations

from cases import linted

LINK = "https://img.mysite.net/a.png"
V = {"model": "7"}


def test_the_nearest_name_is_told_where_it_is_not_put_right() -> None:
    found = next(each for each in linted(f"a fox --creff {LINK}", {}) if each.code == "MJ101")
    assert found.help.startswith("Write `--cref`.")
    assert "known-parameters" in found.help


def test_three_of_a_kind_lose_two() -> None:
    found = [each for each in linted("a fox --v 5 --v 6 --v 7", {}) if each.code == "MJ103"]
    assert [(each.start, each.end) for each in found] == [(6, 11), (12, 17)]
