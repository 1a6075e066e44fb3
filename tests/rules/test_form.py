"""MJ012 to MJ015: words behind parameters, the command in front, line breaks."""

from __future__ import annotations

from typing import Any

import pytest
from cases import Found, check, linted, silent

TTAPI, WEB, PROXY = {"target": "ttapi"}, {"target": "web"}, {"target": "mj-proxy"}
LONG = "w" * 40

FOUND = [
    # MJ012
    Found("--ar 16:9 a fox", "MJ012", "a fox", "error", "stands behind `--ar`, which does not take it", "a fox --ar 16:9"),
    Found("a fox --v 7 in  snow --ar 3:2", "MJ012", "in  snow", "error", "behind `--v`", "a fox in snow --v 7 --ar 3:2"),
    Found("  --ar 16:9 a fox", "MJ012", "a fox", "error", "behind `--ar`", "a fox  --ar 16:9"),
    Found("/imagine prompt: --ar 3:2 a fox", "MJ012", "a fox", "error", "behind `--ar`", "/imagine prompt: a fox --ar 3:2"),
    Found("/imagine prompt:  --ar 3:2 a fox", "MJ012", "a fox", "error", "behind `--ar`", "/imagine prompt: a fox  --ar 3:2"),
    Found("a {red, grey} --v 7 fox", "MJ012", "fox", "error", "behind `--v`", "a {red, grey} fox --v 7"),
    Found("a fox --v 7 {red, grey}", "MJ012", "{red, grey}", "error", "behind `--v`", "a fox {red, grey} --v 7"),
    Found(f"a fox --v 7 {LONG}", "MJ012", LONG, "error", f"`{LONG}` stands", f"a fox {LONG} --v 7"),
    Found(f"a fox --v 7 {LONG}x", "MJ012", f"{LONG}x", "error", f"`{LONG[:37]}…` stands", f"a fox {LONG}x --v 7"),
    # outside its alternative a word would be in every job
    Found("a {red --ar 3:2 fox, dog}", "MJ012", "fox", "error", "behind `--ar`", help="in front of the first parameter."),
    Found("{--ar 3:2 fox}", "MJ012", "fox", "error", "behind `--ar`"),
    Found("a {dog, {red --ar 3:2 fox, cat}} in snow", "MJ012", "fox", "error", "behind `--ar`"),
    # MJ014
    Found("/imagine prompt:  a fox", "MJ014", "/imagine prompt:", "warning", "TTAPI sends it along", "a fox", safe=True, options=TTAPI),
    Found("/imagine prompt:", "MJ014", "/imagine prompt:", "warning", "Discord's command", "", safe=True, options=TTAPI),
    # MJ015
    Found("a fox,\n in snow\n", "MJ015", "\n ", "warning", "has a line break: Discord may end", "a fox, in snow\n", safe=True),
    Found("\na\n\nfox \r\nin\vsnow", "MJ015", "\n\n", "warning", "has 3 line breaks", "\na fox in snow", safe=True),
    Found("a fox\nin snow", "MJ015", "\n", "info", "turns each into a space", "a fox in snow", safe=True, options=PROXY),
]


@pytest.mark.parametrize("case", FOUND, ids=lambda case: f"{case.code} {case.prompt}")
def test_found(case: Found) -> None:
    check(case)


SILENT: list[tuple[str, str, dict[str, Any]]] = [
    ("MJ012", "a fox --no people, birds --ar 3:2", {}),
    ("MJ014", "/imagine prompt: a fox", {}),
    ("MJ014", "/imagine prompt: a fox", WEB),  # the website is no service that passes a text on
    ("MJ014", "/imagine prompt: a fox", {"target": "kinovi"}),  # it takes the command off
    ("MJ014", "imagine a fox", TTAPI),
    ("MJ015", "\n a fox \n\n", {}),
    ("MJ015", "a fox\nin snow", {"wrapped": True}),
]


@pytest.mark.parametrize(("code", "prompt", "options"), SILENT, ids=lambda value: repr(value) if value else "")
def test_silent(code: str, prompt: str, options: dict[str, Any]) -> None:
    silent(prompt, code, options)


def test_each_run_of_words_is_named() -> None:
    prompt = "a {red --ar 3:2 fox, dog} --v 7 in snow --raw at night"
    found = [each for each in linted(prompt, {}) if each.code == "MJ012"]
    assert [(prompt[each.start : each.end], each.fix is None) for each in found] == [("fox", True), ("in snow", False), ("at night", False)]
