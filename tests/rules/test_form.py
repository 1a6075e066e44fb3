"""MJ012 to MJ015: words after parameters, the command before the prompt, line breaks."""

from __future__ import annotations

from cases import linted

TTAPI, WEB, PROXY = {"target": "ttapi"}, {"target": "web"}, {"target": "mj-proxy"}
LONG = "w" * 40


def test_each_run_of_words_is_named() -> None:
    prompt = "a {red --ar 3:2 fox, dog} --v 7 in snow --raw at night"
    found = [each for each in linted(prompt, {}) if each.code == "MJ012"]
    assert [(prompt[each.start : each.end], each.fix is None) for each in found] == [("fox", True), ("in snow", False), ("at night", False)]
