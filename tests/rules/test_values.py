"""MJ201 to MJ209: values that are malformed, too large, too long, or that select no model."""

from __future__ import annotations

from typing import Any

import pytest
from cases import Found, check, linted, silent

from promptlint.midjourney import tables
from promptlint.semantics.check_parameter import value_mistake

LINK = "https://img.mysite.net/a.png"
LINK2 = "https://img.mysite.net/b.png"

FOUND = [
    # MJ201
    Found("a fox --s 250.0", "MJ201", "250.0", "error", "a whole number from 0 to 1000", "a fox --s 250", safe=True),
    Found("a fox --style Raw --v 7", "MJ201", "Raw", "error", "takes `raw` on 7", "a fox --style raw --v 7", safe=True),
    Found("a fox --seed +7", "MJ201", "+7", "error", "`--seed +7`", "a fox --seed 7", safe=True),
    Found("a fox --s 250.5", "MJ201", "250.5", "error", "Midjourney refuses the job"),
    Found("a fox --c 2,5", "MJ201", "2,5", "error", "a whole number from 0 to 100"),
    Found("a fox --chaos high", "MJ201", "high", "error", "`--chaos high` is not right"),
    Found("a fox --q 5 --v 7", "MJ201", "5", "error", "`--q` takes 1, 2 or 4 on 7"),
    Found("a fox --q 3 --v 7", "MJ201", "3", "warning", "3 is taken for 4"),
    Found("a fox --q 3 --v 5.2", "MJ201", "3", "warning", "the job runs, but not as written"),
    Found("a fox --style 4b --v 7", "MJ201", "4b", "warning", "`4b` is for 4"),
    Found("a fox --style scenic", "MJ201", "scenic", "warning", "`scenic` is for niji 5"),
    Found("a fox --style noir", "MJ201", "noir", "error", "takes `raw`"),
    Found("a fox --style default --niji 5", "MJ201", "default", "warning", "or `scenic` on niji 5; the job runs, but not as written"),
    Found("a fox --style ５ --v 7", "MJ201", "５", "warning", "takes `raw` on 7; what Midjourney does with it is not documented"),
    Found("a fox --s 1200.0", "MJ201", "1200.0", "error", "`--s 1200.0`"),  # it would be out of range
    Found("a fox --s {100, low}", "MJ201", "low", "error", "`--s low`"),
    Found(f"{LINK} a fox --video --bs 3", "MJ201", "3", "error", "1, 2 or 4 on the video model"),
    Found("a fox --repeat 4.0", "MJ201", "4.0", "error", "--repeat", "a fox --repeat 4", safe=True),
    Found("a fox --repeat 9.0", "MJ201", "9.0", "error", "--repeat", options={"plan": "basic"}),
    Found("a fox --repeat HIGH", "MJ201", "HIGH", "error", "a whole number from 1 to 40", options={"plan": "basic"}),
    Found("a fox --repeat 4.0", "MJ201", "4.0", "error", "--repeat", "a fox --repeat 4", safe=True, options={"plan": "basic"}),
    Found("a fox --s -1.5", "MJ201", "-1.5", "error", "a whole number from 0 to 1000"),
    Found(f"a fox --chaos {'x' * 40}", "MJ201", "x" * 40, "error", f"`--chaos {'x' * 40}` is not right"),
    Found(f"a fox --chaos {'x' * 41}", "MJ201", "x" * 41, "error", f"`--chaos {'x' * 39}…` is not right"),
    # MJ202
    Found(
        "a fox --s 1200",
        "MJ202",
        "1200",
        "error",
        "outside 0 to 1000, the range on 8.2, the default",
        "a fox --s 1000",
        help="Write `--s 1000`, or another number from 0 to 1000.",
    ),
    Found("a fox --stylize 1200 --v 7", "MJ202", "1200", "error", "must be between 0 and 1000", "a fox --stylize 1000 --v 7"),
    Found("a fox --c 150", "MJ202", "150", "error", "0 to 100", "a fox --c 100"),
    Found("a fox --seed -1", "MJ202", "-1", "error", "0 to 4294967295", "a fox --seed 0"),
    Found("a fox --s 100 --v 3", "MJ202", "100", "warning", "625 to 60000, the range on 3", "a fox --s 625 --v 3"),
    Found("a fox --chaos 101 --v 5", "MJ202", "101", "warning", "not as written", "a fox --chaos 100 --v 5"),
    Found(f"{LINK} a fox --iw -1.5", "MJ202", "-1.5", "error", "0 to 3", f"{LINK} a fox --iw 0"),
    Found(f"{LINK} a fox --iw 3.5", "MJ202", "3.5", "error", "0 to 3", f"{LINK} a fox --iw 3"),
    Found(f"{LINK} a fox --iw 0.3 --v 5", "MJ202", "0.3", "warning", "0.5 to 2"),
    Found("a fox --repeat 1", "MJ202", "1", "warning", "1 repeats nothing"),
    Found("a fox --repeat 50", "MJ202", "50", "error", "1 to 40", "a fox --repeat 40"),
    Found("a fox --repeat 50", "MJ202", "50", "error", "1 to 40", options={"plan": "basic"}, help="Write a number from 1 to 40."),
    Found("a fox --w {10, 9999}", "MJ202", "9999", "error", "0 to 3000", "a fox --w {10, 3000}"),
    Found("a fox --s " + "9" * 5000, "MJ202", "9" * 5000, "error", "…", "a fox --s 1000"),
    # MJ203
    Found("a fox --ar 16x9", "MJ203", "16x9", "error", "two whole", "a fox --ar 16:9", safe=True, help="Write `--ar 16:9`."),
    Found("a fox --ar 16/9", "MJ203", "16/9", "error", "`--ar 16/9` is no ratio", "a fox --ar 16:9", safe=True),
    Found("a fox --ar 16-9", "MJ203", "16-9", "error", "colon", "a fox --ar 16:9", safe=True),
    Found("a fox --ar 1.85:1", "MJ203", "1.85:1", "error", "whole numbers", "a fox --ar 37:20", safe=True),
    Found("a fox --aspect 16 : 9 --v 7", "MJ203", "16 : 9", "error", "--aspect", "a fox --aspect 16:9 --v 7", safe=True),
    Found("a fox --ar {1:1, 3x2}", "MJ203", "3x2", "error", "no ratio", "a fox --ar {1:1, 3:2}", safe=True),
    Found("a fox --ar 2", "MJ203", "2", "error", "`--ar 2` is no ratio", help="Write width and height, for example `--ar 16:9`."),
    Found("a fox --ar 0:9", "MJ203", "0:9", "error", "above 0"),
    Found("a fox --ar square", "MJ203", "square", "error", "no ratio"),
    Found("a fox --ar 14x1", "MJ203", "14x1", "error", "no ratio", "a fox --ar 14:1", safe=True),  # the longest there is
    Found("a fox --ar 1x14", "MJ203", "1x14", "error", "no ratio", "a fox --ar 1:14", safe=True),
    Found("a fox --ar 20x1", "MJ203", "20x1", "error", "no ratio"),  # 20:1 would be refused
    Found("a fox --ar 5x1 --hd --v 8.2", "MJ203", "5x1", "error", "no ratio"),  # as would be 5:1 with HD
    Found(f"a fox --ar {'9' * 5000}:1", "MJ203", f"{'9' * 5000}:1", "error", "no ratio"),
    # MJ204
    Found(
        "a fox --ar 20:1", "MJ204", "20:1", "error", "longer than 14:1, the most that can be drawn on 8.2, the default", "a fox --ar 14:1"
    ),
    Found("a fox --ar 1:20 --v 7", "MJ204", "1:20", "error", "longer than 1:14", "a fox --ar 1:14 --v 7"),
    Found("a fox --ar 5:1 --hd --v 8.2", "MJ204", "5:1", "error", "together with `--hd` on 8.2", "a fox --ar 4:1 --hd --v 8.2"),
    Found("a fox --hd --ar 20:1 --v 8.1", "MJ204", "20:1", "error", "longer than 4:1", "a fox --hd --ar 4:1 --v 8.1"),
    Found("a fox --ar 3:1 --v 4", "MJ204", "3:1", "warning", "longer than 2:1", "a fox --ar 2:1 --v 4"),
    Found("a fox --ar 3:1 --v 3", "MJ204", "3:1", "warning", "longer than 5:2", "a fox --ar 5:2 --v 3"),
    Found("a fox --ar 20:1 --niji 7", "MJ204", "20:1", "error", "14:1", "a fox --ar 14:1 --niji 7"),
    Found("a fox --ar {1:1, 99:2} --v 6", "MJ204", "99:2", "error", "14:1", "a fox --ar {1:1, 14:1} --v 6"),
    Found("a fox --ar 3:1 --v {7, 4}", "MJ204", "3:1", "warning", "on 4"),
    # MJ205
    Found("a fox --v 9", "MJ205", "9", "error", "`--v 9` selects no model", "a fox --v 8.2"),
    Found("a fox --v latest", "MJ205", "latest", "error", "6, 6.1, 7, 8.1 or 8.2", "a fox --v 8.2"),
    Found("a fox --niji 8", "MJ205", "8", "error", "6 or 7", "a fox --niji 7"),
    Found("a fox --v 6.2", "MJ205", "6.2", "error", "selects no model", "a fox --v 6.1"),
    Found("a fox --v {7, 77}", "MJ205", "77", "error", "selects no model", "a fox --v {7, 8.2}"),
    Found("a fox --v v6.1", "MJ205", "v6.1", "error", "selects no model", "a fox --v 6.1"),
    Found("a fox --v niji7", "MJ205", "niji7", "error", "selects no model", "a fox --niji 7"),
    Found("a fox --v v6 --hd", "MJ205", "v6", "error", "selects no model"),  # version 6 has no --hd
    # MJ206
    Found("a fox --v 8", "MJ206", "8", "warning", "withdrawn on 2026-07-24", "a fox --v 8.1"),
    Found("a fox --v 8.0 --ar 1:1", "MJ206", "8.0", "warning", "`--v 8.0` selects", "a fox --v 8.1 --ar 1:1"),
    Found("a fox --version 8", "MJ206", "8", "warning", "withdrawn", "a fox --version 8.1"),
    Found("a fox --v {8, 7}", "MJ206", "8", "warning", "withdrawn", "a fox --v {8.1, 7}"),
    Found("a fox --v 8 --hd", "MJ206", "8", "warning", "not documented", "a fox --v 8.1 --hd"),
    Found("a fox --v 8 --q 4", "MJ206", "8", "warning", "withdrawn"),  # 8.1 has no --q
    Found("a fox --v 8 --fast --relax", "MJ206", "8", "warning", "withdrawn", "a fox --v 8.1 --fast --relax"),  # a clash, but no refusal
    Found("a fox --v 8 --tile --draft", "MJ206", "8", "warning", "withdrawn", "a fox --v 8.1 --tile --draft"),  # 8.1 has no --draft
    # MJ207
    Found("a fox --sref van gogh", "MJ207", "van gogh", "error", "`--sref` cannot take `van gogh`"),
    Found("a fox --oref 1234 --v 7", "MJ207", "1234", "error", "a link to one image"),
    Found("a fox --cref knight --v 6.1", "MJ207", "knight", "error", "links to images"),
    Found("a fox --sref -5", "MJ207", "-5", "error", "numeric style codes"),
    Found(f"a fox --oref {LINK} {LINK2} --v 7", "MJ207", LINK2, "error", "one too many: `--oref` takes one link"),
    Found("a fox --edit " + " ".join([LINK] * 4) + f" {LINK2} --v 8.2", "MJ207", LINK2, "error", "takes 4 links"),
    Found(f"{LINK} a fox --video --end soon", "MJ207", "soon", "error", "`--end` cannot take `soon`"),
    # MJ208
    Found(
        "a fox --sref 1234 --sv 9", "MJ208", "9", "error", "no style version on 8.2, the default, which has 6", "a fox --sref 1234 --sv 6"
    ),
    Found(f"a fox --sref {LINK} --sv 6 --v 6.1", "MJ208", "6", "warning", "1, 2, 3 or 4", f"a fox --sref {LINK} --sv 4 --v 6.1"),
    Found("a fox --sref 1234 --sv 7", "MJ208", "7", "warning", "refused on 8.1 in June 2026", "a fox --sref 1234 --sv 6"),
    Found("a fox --sref 1234 --sv 5 --v 7", "MJ208", "5", "warning", "only 4 or 6 does", "a fox --sref 1234 --sv 6 --v 7"),
    Found("a fox --sref random --sv 1 --v 7", "MJ208", "1", "warning", "such as `random` on 7", "a fox --sref random --sv 6 --v 7"),
    Found("a fox --sref 1 --sv {6, 9} --v 7", "MJ208", "9", "error", "no style version on 7", "a fox --sref 1 --sv {6, 6} --v 7"),
    Found(f"a fox --sref {LINK} --sv 5 --niji 7", "MJ208", "5", "warning", "4 or 6", f"a fox --sref {LINK} --sv 6 --niji 7"),
    # MJ209
    Found("a fox --niji", "MJ209", "--niji", "warning", "names no model", "a fox --niji 7"),
    Found("a fox --niji", "MJ209", "--niji", "error", "TTAPI refuses the job", "a fox --niji 7", options={"target": "ttapi"}),
    Found("a fox --niji --ar 3:2", "MJ209", "--niji", "warning", "most likely runs on niji 7", "a fox --niji 7 --ar 3:2"),
    Found("a fox --ar 3:2 --niji --raw", "MJ209", "--niji", "warning", "names no model", "a fox --ar 3:2 --niji 7 --raw"),
    Found("a fox --niji --s 5", "MJ209", "--niji", "warning", "no page says so", "a fox --niji 7 --s 5", options={"target": "web"}),
    Found("a fox --niji --v 7", "MJ209", "--niji", "warning", "names no model", "a fox --niji 7 --v 7"),
]


@pytest.mark.parametrize("case", FOUND, ids=lambda case: f"{case.code} {case.prompt[:60]}")
def test_found(case: Found) -> None:
    check(case)


SILENT: list[tuple[str, str, dict[str, Any]]] = [
    ("MJ2", "a fox --s 250 --c 50 --w 3000 --seed 4294967295 --exp 100", {}),
    ("MJ2", "a fox --s 0 --c 0 --w 0 --seed 0 --exp 0", {}),
    ("MJ201", "a fox --q .5 --v 6", {}),
    ("MJ201", "a fox --q 0.25 --v 5.2", {}),
    ("MJ201", "a fox --style raw --v 5.1", {}),
    ("MJ201", "a fox --style 6Fd3kQ --v 5.2", {}),  # a code of the Style Tuner
    ("MJ201", "a fox --s [STYLIZE]", {}),
    ("MJ201", "a fox --q 7 --v 8.2", {}),  # there is no --q at all
    ("MJ201", 'a fox --s "250"', {}),  # quoted-prompt
    ("MJ202", f"{LINK} a fox --iw 0.3", {}),
    ("MJ202", "a fox --s 60000 --v 3", {}),
    ("MJ202", "a fox --stop 5 --v 7", {}),  # there is no --stop at all
    ("MJ202", "a fox --seed [SEED]", {}),
    ("MJ202", "a fox --repeat 40", {}),
    ("MJ203", 'a fox --ar "3:2"', {}),  # quoted-prompt
    ("MJ203", "a fox --ar 16:9", {}),
    ("MJ203", "a fox --ar 1280:720 --v 6.1", {}),
    ("MJ203", "a fox --ar [RATIO]", {}),
    ("MJ203", "a fox --ar {1:1, 16:9}", {}),
    ("MJ203", "a fox --ar16:9", {}),
    ("MJ203", "a 16x9 fox", {}),
    ("MJ204", "a fox --ar 14:1 --v 6", {}),
    ("MJ204", "a fox --ar 4:1 --hd", {}),
    ("MJ204", "a fox --ar 8:1 --v 7", {}),
    ("MJ204", "a fox --ar 30:1 --v 5.2", {}),
    ("MJ204", "a fox --ar 5:1 --hd --v 7", {}),  # 7 has no --hd, which is another finding
    ("MJ204", "a fox {--ar 8:1, --ar 1:1 --hd} --v 8.2", {}),
    ("MJ205", "a fox --v 6.0", {}),
    ("MJ205", "a fox --v [V]", {}),
    ("MJ205", "a fox --niji", {}),
    ("MJ205", "a fox --v 8", {}),
    ("MJ205", "a fox --v {6, 7, 8.2}", {}),
    ("MJ205", "a fox v9", {}),
    ("MJ206", "a fox --v 8.1", {}),
    ("MJ206", "a fox --v 8.2", {}),
    ("MJ206", "a V8 engine", {}),
    ("MJ206", "a fox --niji 7", {}),
    ("MJ206", "a fox --v 1", {}),
    ("MJ206", "a fox --s 8", {}),
    ("MJ207", f"a fox --sref {LINK} 1234 random", {}),
    ("MJ207", f"a fox --cref {LINK} {LINK2} --v 6", {}),
    ("MJ207", "a fox --sref [URL]", {}),
    ("MJ207", f"a fox --sref {LINK}::2 {LINK2}::1", {}),
    ("MJ207", f"{LINK} a fox --video --end loop", {}),
    ("MJ207", f"a fox --edit {LINK} {LINK2}", {}),
    ("MJ208", "a fox --sref 1234 --sv 6", {}),
    ("MJ208", f"a fox --sref {LINK} --sv 5 --v 7", {}),
    ("MJ208", "a fox --sref 1234", {"model": "7"}),
    ("MJ208", "a fox --sref 1234 --sv 4 --v 7", {}),
    ("MJ208", "a fox --sref 1234 --sv 2 --v 6.1", {}),
    ("MJ208", "a fox --sv 3 --v 5", {}),  # 5 has no --sv
    ("MJ209", "a fox --niji 6", {}),
    ("MJ209", "a fox --niji [N]", {}),
    ("MJ209", "a fox --niji6", {}),
    ("MJ209", "a fox --niji {6, 7}", {}),
    ("MJ209", "a niji fox", {}),
    ("MJ209", "a fox --p", {"target": "ttapi"}),
]


@pytest.mark.parametrize(("code", "prompt", "options"), SILENT, ids=lambda value: str(value) if value else "")
def test_silent(code: str, prompt: str, options: dict[str, Any]) -> None:
    silent(prompt, code, options)


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
