"""MJ101 to MJ107: names that nobody knows, that are gone, given twice, without their value or with one too many."""

from __future__ import annotations

from typing import Any

import pytest
from cases import Found, check, linted, silent

LINK = "https://img.mysite.net/a.png"
V = {"model": "7"}

FOUND = [
    # MJ101
    Found("a fox --stylise 250", "MJ101", "--stylise", "error", "knows no parameter `--stylise`", "a fox --stylize 250", safe=True),
    Found("a fox --aspect-ratio 16:9", "MJ101", "--aspect-ratio", "error", "refuses the job", "a fox --ar 16:9", safe=True),
    Found("a fox --aspect_ratio 16:9", "MJ101", "--aspect_ratio", "error", "refuses the job", "a fox --ar 16:9", safe=True),
    Found("a fox --style-raw", "MJ101", "--style-raw", "error", "unrecognized parameter", "a fox --style raw", safe=True),
    Found("a fox --no-text", "MJ101", "--no-text", "error", "--no-text", "a fox --no text", safe=True),
    Found(f"a fox --style-reference {LINK}", "MJ101", "--style-reference", "error", "knows no", f"a fox --sref {LINK}", safe=True),
    Found("a fox --hd4k", "MJ101", "--hd4k", "error", "knows no parameter `--hd4k`"),
    Found("a fox --lp --ar 3:2", "MJ101", "--lp", "error", "knows no parameter `--lp`"),
    Found("a fox --stylise 250 wild", "MJ101", "--stylise", "error", "--stylise"),  # the rest would be one word too many
    Found("a fox --stylise 5000", "MJ101", "--stylise", "error", "--stylise"),  # it would be refused all the same
    Found(f"a fox --creff {LINK}", "MJ101", "--creff", "error", "--creff"),  # 8.2 has no --cref
    Found("a fox --nijii 6 --hd", "MJ101", "--nijii", "error", "--nijii"),  # niji 6 has no --hd
    Found("a fox --drafft --v 7", "MJ101", "--drafft", "error", "--drafft", "a fox --draft --v 7", safe=True),
    Found("a fox --drafft --tile --v 7", "MJ101", "--drafft", "error", "--drafft"),  # a draft is refused beside --tile
    Found("a fox --draft --tille --v 7", "MJ101", "--tille", "error", "--tille"),
    Found(
        "a fox --turboo --fast --v 7", "MJ101", "--turboo", "error", "--turboo", "a fox --turbo --fast --v 7", safe=False
    ),  # a warning is new
    Found("a fox --v-7", "MJ101", "--v-7", "error", "--v-7"),
    # MJ102
    Found("a fox --hq", "MJ102", "--hq", "warning", "`--hq` is a parameter of earlier models, and this prompt runs on 8.2", "a fox"),
    Found("a fox --width 512 --v 7", "MJ102", "--width", "warning", "runs on 7", "a fox --v 7"),
    Found("a fox --upbeta --v 5", "MJ102", "--upbeta", "warning", "runs on 5", "a fox --v 5"),
    Found("a fox --wallpaper", "MJ102", "--wallpaper", "warning", "runs on 8.2, the default", "a fox"),
    Found("a fox --vibe --ar 3:2", "MJ102", "--vibe", "warning", "runs on 8.2", "a fox --ar 3:2"),
    Found("a fox --video --v 6", "MJ102", "--video", "warning", "film of the grid", "a fox --v 6"),
    Found("a fox --hq wild", "MJ102", "--hq", "warning", "earlier models"),  # the word would fall to the text
    # MJ103
    Found("a fox --ar 16:9 --s 9 --ar 1:1", "MJ103", "--ar 1:1", "warning", "which one is not documented", "a fox --s 9 --ar 1:1"),
    Found("a fox --ar 16:9 --aspect 1:1", "MJ103", "--aspect 1:1", "warning", "repeats `--ar 16:9`", "a fox --aspect 1:1"),
    Found("a fox --v 6.1 --v 7", "MJ103", "--v 6.1", "warning", "the last one counts", "a fox --v 7"),
    Found("a fox --niji 6 --niji 7", "MJ103", "--niji 6", "warning", "the last one counts", "a fox --niji 7"),
    Found("a fox --seed 1 --seed 2", "MJ103", "--seed 2", "warning", "the first one counts", "a fox --seed 1"),
    Found("a fox --raw --v 7 --raw", "MJ103", "--raw", "info", "given twice; once is enough", "a fox --raw --v 7"),
    Found("a {--s 1, dog} fox --s 2", "MJ103", "--s 2", "warning", "`--s 2` repeats `--s 1`"),
    # MJ104
    Found("a fox --ar --v 7", "MJ104", "--ar", "error", "`--ar` has no value"),
    Found("a fox --s", "MJ104", "--s", "error", "a whole number from 0 to 1000"),
    Found("a fox --sref", "MJ104", "--sref", "error", "links to images, numeric style codes"),
    Found("a fox --v", "MJ104", "--v", "error", "the number of a model"),
    Found("a fox --no", "MJ104", "--no", "error", "words, separated by commas"),
    Found("a fox --style --ar 1:1", "MJ104", "--style", "error", "takes `raw`"),
    # MJ105
    Found("a fox --raw 5", "MJ105", "5", "error", "`--raw` takes no value"),
    Found("a fox --tile true --v 7", "MJ105", "true", "error", "`--tile` takes no value"),
    Found("a fox --hd 2 --v 8.2", "MJ105", "2", "error", "reads `2` as a parameter"),
    Found("a fox --fast 1", "MJ105", "1", "error", "refuses the job"),
    Found("a fox --draft 16:9 --v 7", "MJ105", "16:9", "error", "`--draft` takes no value"),
    Found("a fox --relax on", "MJ105", "on", "error", "`--relax` takes no value"),
    # MJ106
    Found("a fox --preview", "MJ106", "--preview", "warning", "in no list of Midjourney's parameters"),
    Found("a fox --preview --v 8.1", "MJ106", "--preview", "warning", "on any day"),
    Found(f"a fox --dref {LINK} --v 7", "MJ106", "--dref", "warning", "`--dref` (depth reference)"),
    Found(f"a fox --dref {LINK}", "MJ106", "--dref", "warning", "depth reference"),
    Found("a fox --dw 50 --v 7", "MJ106", "--dw", "warning", "depth weight"),
    Found("a fox --dw 500", "MJ106", "--dw", "warning", "depth weight"),
    # MJ107
    Found("a fox --zoom 2", "MJ107", "--zoom", "error", "belongs to the dialog"),
    Found("a fox --zoom 1.5 --v 6", "MJ107", "--zoom", "error", "refuses it"),
    Found("a fox --zoom 2 --ar 1:1", "MJ107", "--zoom", "error", "`--zoom`"),
    Found("a fox --zoom", "MJ107", "--zoom", "error", "not to a prompt"),
    Found("a fox --zoom 9 --niji 6", "MJ107", "--zoom", "error", "below a finished image"),
    Found("a fox --Zoom 2", "MJ107", "--Zoom", "error", "dialog"),
]


@pytest.mark.parametrize("case", FOUND, ids=lambda case: f"{case.code} {case.prompt}")
def test_found(case: Found) -> None:
    check(case)


SILENT: list[tuple[str, str, dict[str, Any]]] = [
    ("MJ101", "a fox --Stylize 250", {}),  # another rule's
    ("MJ101", "a fox --s 250 --ar 3:2 --raw", {}),
    ("MJ101", "a fox --pic wide", {"known_parameters": ("pic",)}),
    ("MJ101", "a fox --pic wide", {"known_parameters": ("--pic",)}),
    ("MJ101", "a fox -- lost in thought", {}),
    ("MJ101", "liquid--pink fox", {}),
    ("MJ102", "a fox --hq --v 1", {}),
    ("MJ102", "a fox --upbeta --v 3", {}),
    ("MJ102", "a fox --uplight", {"model": "4"}),
    ("MJ102", "a fox --hd", {}),
    ("MJ102", f"{LINK} a fox --video --motion low", {}),
    ("MJ102", "a fox --video --v 3", {}),
    ("MJ102", "a fox --hq --v [VERSION]", {}),
    ("MJ103", "a fox --no a --no b", {}),
    ("MJ103", f"a fox --sref {LINK} --sref 1234", {}),
    ("MJ103", "a fox --p abc1234 --p", {}),
    ("MJ103", "a fox {--v 6.1, --v 7}", {}),
    ("MJ103", "a fox {--ar 1:1, --ar 2:3 --raw} --s 9", {}),
    ("MJ103", "a fox --v 7 --niji 7", {}),
    ("MJ103", "a fox --q 1 --q 2 --v 8.2", {}),  # 8.2 has no --q, which is said of each
    ("MJ103", "a fox --v 6 --v", {}),
    ("MJ104", "a fox --p --v 7", {}),
    ("MJ104", "a fox --niji", {}),
    ("MJ104", "a fox --raw --tile", {}),
    ("MJ104", "a fox --ar [RATIO]", {}),
    ("MJ104", "a fox --seed {1, 2}", {}),
    ("MJ104", f"a fox --sref {LINK}", {}),
    ("MJ105", "a fox --raw", {}),
    ("MJ105", "a fox --raw in the snow", {}),  # words: text-after-parameter
    ("MJ105", f"{LINK} a fox --video 1", {}),  # the website writes it so
    ("MJ105", "a fox --p abc1234", {}),
    ("MJ105", "a fox --tile v6", {}),
    ("MJ105", "a fox --no 5", {}),
    ("MJ106", "a fox --ar 1:1", {}),
    ("MJ106", "a preview of a fox", {}),
    ("MJ106", "a fox --draft --v 7", {}),
    ("MJ106", "a fox --exp 5", {}),
    ("MJ106", f"a fox --oref {LINK} --v 7", {}),
    ("MJ106", "a fox --niji 7", {}),
    ("MJ107", "zoom in on a fox", {}),
    ("MJ107", "a fox --ar 2:1", {}),
    ("MJ107", "a fox --stop 50 --v 6", {}),
    ("MJ107", "a fox --tile", {}),
    ("MJ107", "a fox --zom 2 --v 7", {"known_parameters": ("zom",)}),
    ("MJ107", "a fox --iw 2", {}),
]


@pytest.mark.parametrize(("code", "prompt", "options"), SILENT, ids=lambda value: str(value) if value else "")
def test_silent(code: str, prompt: str, options: dict[str, Any]) -> None:
    silent(prompt, code, options)


def test_the_nearest_name_is_told_where_it_is_not_put_right() -> None:
    found = next(each for each in linted(f"a fox --creff {LINK}", {}) if each.code == "MJ101")
    assert found.help.startswith("Write `--cref`.")
    assert "known-parameters" in found.help


def test_three_of_a_kind_lose_two() -> None:
    found = [each for each in linted("a fox --v 5 --v 6 --v 7", {}) if each.code == "MJ103"]
    assert [(each.start, each.end) for each in found] == [(6, 11), (12, 17)]
