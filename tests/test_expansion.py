"""The prompt with the account's options and suffix: the final text is linted, and findings are mapped to the written text."""

from __future__ import annotations

import pytest
from cases import Found, check, linted

from promptlint.config import Config
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
