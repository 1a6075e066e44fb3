"""MJ301 to MJ307: parameters with models, with each other, with the plan."""

from __future__ import annotations

import time

import pytest
from cases import linted

from promptlint.diagnostics import apply_edits
from promptlint.linter import fix, lint

LINK = "https://img.mysite.net/k.png"
LINK2 = "https://img.mysite.net/b.png"
CREF, OREF = f"--cref {LINK}", f"--oref {LINK}"
WEB, BASIC, STANDARD = {"target": "web"}, {"plan": "basic"}, {"plan": "standard"}


def test_a_forgotten_dash_and_a_model_that_lacks_the_reference() -> None:
    prompt = f"portrait of a knight {CREF} v6"
    report = lint(prompt)
    assert [(each.code, prompt[each.start : each.end]) for each in report.diagnostics] == [("MJ301", CREF), ("MJ001", "v6")]
    assert "(character reference) requires V6, V6.1 or Niji 6, but this prompt runs on V8.2 (the default)" in report.diagnostics[0].message
    assert report.fixed == f"portrait of a knight {CREF} --v 6"
    assert lint(report.fixed).diagnostics == ()


def test_a_weight_and_its_reference_move_together() -> None:
    prompt = f"a knight {CREF} --cw 50 --v 7"
    assert [each.code for each in linted(prompt, {})] == ["MJ301", "MJ301"]
    assert fix(prompt, unsafe=True) == f"a knight {OREF} --ow 50 --v 7"
    assert [each.fix and apply_edits(prompt, each.fix.edits) for each in linted(prompt, {})] == [
        f"a knight {OREF} --cw 50 --v 7",
        f"a knight {OREF} --ow 50 --v 7",
    ]
    assert fix(f"a knight {CREF} --cw 50", unsafe=True) == f"a knight {CREF} --cw 50 --v 6.1"


def test_two_links_are_one_too_many_for_the_other_reference() -> None:
    found = [each for each in linted(f"a knight {CREF} {LINK2} --v 7", {}) if each.code == "MJ301"]
    assert [each.fix for each in found] == [None]


def test_everything_beside_a_video_is_named() -> None:
    prompt = f"{LINK} a fox --video --v 7 --ar 1:1 --ar 2:1 --fast"
    found = linted(prompt, {})
    assert [(each.code, prompt[each.start : each.end], each.severity) for each in found] == [
        ("MJ305", "--v 7", "warning"),
        ("MJ305", "--ar 1:1", "warning"),
        ("MJ305", "--ar 2:1", "warning"),
    ]


VIDEO_ECHOES = [
    f"{LINK} cat --fast --video 1 --aspect 1:1",
    f"{LINK} slow push in --bs 1 --relax --video 1",
    f"{LINK} a small bird --raw --motion high --video 1 --aspect 1:1",
    "a copper lighter --ar 51:91 --bs 1 --motion high --raw --video 1",
    "blink --ar 16:9 --bs 1 --motion high --raw --video 1",
    "--bs 1 --motion low --video 1",
    f"{LINK} --end loop --video 1 --aspect 1:1",
    "--ar 91:51 --video 1",
]


@pytest.mark.parametrize("prompt", VIDEO_ECHOES)
@pytest.mark.parametrize("target", [None, "discord", "web", "mj-proxy"])
def test_what_midjourney_echoes_of_a_video_is_silent(prompt: str, target: str | None) -> None:
    assert linted(prompt, {"target": target}) == ()


def test_a_ratio_in_an_echo_is_judged_by_its_form() -> None:
    prompt = f"{LINK} cat --video 1 --ar 16x9"
    assert [(each.code, prompt[each.start : each.end]) for each in linted(prompt, {})] == [("MJ203", "16x9")]


@pytest.mark.parametrize(("models", "codes"), [(2, []), (40, []), (41, ["MJ306"]), (64, ["MJ306"]), (65, ["MJ301", "MJ306"])])
def test_alternatives_are_told_apart_as_far_as_a_plan_could_run_them(models: int, codes: list[str]) -> None:
    """`--hd` is wrong on V7, which only other alternatives name. No plan runs more than 40 jobs of a prompt."""
    prompt = "a fox {--v 8.2 --hd" + ", --v 7" * (models - 1) + "}"
    assert sorted(each.code for each in lint(prompt).diagnostics) == codes


def test_three_speeds_are_two_too_many() -> None:
    found = [each for each in linted("a fox --fast --relax --turbo --v 7", {}) if each.code == "MJ303"]
    assert len(found) == 2


@pytest.mark.parametrize(
    "unit", ["--fast --relax ", f"{CREF} --cw 5 ", "--sw 5 ", "--v 9 ", "{--v 6, --v 7 --hd} ", "--ar 5:1 --hd ", "--tille "]
)
def test_many_parameters_take_no_more_than_their_share_of_time(unit: str) -> None:
    def seconds(size: int) -> float:
        prompt = "a fox " + unit * (size // len(unit))
        lint(prompt)
        taken = []
        for _ in range(3):
            began = time.process_time()
            lint(prompt)
            taken.append(time.process_time() - began)
        return min(taken)

    assert seconds(24_000) < 18 * seconds(4_000) + 0.05  # six times the length; the square would be 36 times
