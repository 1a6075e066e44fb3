"""The prompt with the account's options and suffix: the final text is linted, and findings are mapped to the written text."""

from __future__ import annotations

import pytest
from cases import Found, check, linted

from promptlint.config import Config
from promptlint.diagnostics import Diagnostic, Edit, Fix
from promptlint.semantics.account_options import expand


def pic(text: str) -> dict[str, dict[str, str]]:
    """The settings of an account with this text for `--pic`."""
    return {"options": {"pic": text}}


FOUND = [
    # beside an option a finding keeps its place and its fix
    Found("a fox --pic --s 5000", "MJ202", "5000", "error", "0 to 1000", "a fox --pic --s 1000", options=pic("--ar 3:2 --raw")),
    Found("a fox --pic --pic --s 5000", "MJ202", "5000", "error", "0 to 1000", "a fox --pic --pic --s 1000", options=pic("in snow")),
    Found("a fox —pic --s 5000", "MJ202", "5000", "error", "0 to 1000", "a fox —pic --s 1000", options=pic("--ar 3:2")),
    Found("a fox --s 5000", "MJ202", "5000", "error", "V7 accepts 0 to 1000", "a fox --s 1000", options={"suffix": "--v 7"}),
    Found(
        "/imagine prompt: --pic --v 7",
        "MJ014",
        "/imagine prompt:",
        "warning",
        "is a Discord command",
        "--pic --v 7",
        safe=True,
        options={**pic("a fox"), "target": "ttapi"},
    ),
    # in an option it lands on the option, in the suffix on the end of the prompt, and nothing is fixed there
    Found("a fox --pic", "MJ202", "--pic", "error", "0 to 1000", options=pic("--s 5000")),
    Found("a fox --pic --raw", "MJ202", "--pic", "error", "0 to 1000", options=pic("--s 5000")),
    Found("a fox", "MJ202", "", "error", "0 to 1000", options={"suffix": " --s 5000 "}),
    Found("a fox --s 50", "MJ103", "", "warning", "repeats `--s 50`", "a fox", options={"suffix": "--s 60"}),
    Found("--pic", "MJ401", "--pic", "error", "The prompt has parameters, but no text", options=pic("--ar 3:2")),
    Found("--pic", "MJ401", "--pic", "error", "The prompt is empty", options=pic("")),
    Found("a fox --seed 1 --seed --pic", "MJ103", "--seed --pic", "warning", "`--seed 2` has no effect", options=pic("2")),
    # not an option
    Found("a fox --pics", "MJ101", "--pics", "error", "`--pics` is not a Midjourney parameter", options=pic("--ar 3:2")),
]


@pytest.mark.parametrize("case", FOUND, ids=lambda case: f"{case.code} {case.prompt} {case.options}")
def test_found(case: Found) -> None:
    check(case)


def test_a_prompt_without_options_or_suffix_is_judged_as_it_stands() -> None:
    assert expand("a fox --ar 3:2", Config(options={"pic": "--raw"})) is None
    assert expand("a fox --pic", Config(options={"pic": ""})) is not None
    assert expand("a fox", Config(suffix=" ")) is None


@pytest.mark.parametrize(("count", "codes"), [(100, []), (101, ["MJ101"])])
def test_a_hundred_options_are_put_in(count: int, codes: list[str]) -> None:
    """A text that is all options would else become many times as long."""
    assert [each.code for each in linted("a fox" + " --pic" * count, pic("red"))] == codes


EXPANDED = "a --pic b --tic", Config(options={"pic": "XYZW", "tic": ""}, suffix=" S ")
"""It becomes `a XYZW b  S`: two spaces, as nothing is left of `--tic`."""


@pytest.mark.parametrize(
    ("span", "written"),
    [
        ((0, 1), (0, 1)), ((0, 0), (0, 0)), ((1, 2), (1, 2)),
        ((0, 3), (0, 7)), ((2, 3), (2, 7)), ((3, 5), (2, 7)), ((2, 6), (2, 7)), ((4, 4), (2, 7)),  # in an option: the whole of it
        ((6, 7), (7, 8)), ((7, 8), (8, 9)), ((3, 8), (2, 9)), ((6, 9), (7, 10)),
        ((9, 11), (15, 15)), ((10, 11), (15, 15)), ((7, 11), (8, 15)),  # in the suffix: the end
    ],
)  # fmt: skip
def test_each_position_of_the_final_prompt_is_one_of_the_source(span: tuple[int, int], written: tuple[int, int]) -> None:
    expansion = expand(*EXPANDED)
    assert expansion is not None
    assert expansion.text == "a XYZW b  S"
    moved = expansion.to_source(Diagnostic("MJ001", "x", "error", "m", *span))
    assert (moved.start, moved.end) == written


@pytest.mark.parametrize(
    ("edit", "written"),
    [
        ((0, 1), (0, 1)), ((0, 2), (0, 2)), ((7, 8), (8, 9)), ((8, 9), (9, 10)), ((6, 6), None),
        ((1, 3), None), ((3, 4), None), ((2, 6), None), ((5, 7), None), ((9, 11), None), ((8, 11), None),
    ],
)  # fmt: skip
def test_a_fix_edits_what_is_written_or_nothing(edit: tuple[int, int], written: tuple[int, int] | None) -> None:
    expansion = expand(*EXPANDED)
    assert expansion is not None
    for edits in ((Edit(*edit, "z"),), (Edit(0, 0, "y"), Edit(*edit, "z"))):
        moved = expansion.to_source(Diagnostic("MJ001", "x", "error", "m", 0, 1, fix=Fix(safe=False, edits=edits)))
        if written is None:
            assert moved.fix is None
        else:
            assert moved.fix is not None
            assert moved.fix.edits == (*edits[:-1], Edit(*written, "z"))
            assert moved.fix.safe is False
