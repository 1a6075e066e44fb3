"""MJ301 to MJ307: parameters with models, with each other, with the plan."""

from __future__ import annotations

import time
from typing import Any

import pytest
from cases import Found, check, linted, silent

from promptlint.diagnostics import apply_edits
from promptlint.linter import fix, lint

LINK = "https://img.mysite.net/k.png"
LINK2 = "https://img.mysite.net/b.png"
CREF, OREF = f"--cref {LINK}", f"--oref {LINK}"
WEB, BASIC, STANDARD = {"target": "web"}, {"plan": "basic"}, {"plan": "standard"}

FOUND = [
    # MJ301
    Found(
        f"a knight {CREF}",
        "MJ301",
        CREF,
        "error",
        "needs 6, 6.1 or niji 6, while this prompt runs on 8.2, the default",
        f"a knight {CREF} --v 6.1",
    ),
    Found(f"a knight {CREF} --v 7", "MJ301", CREF, "error", "--cref is not compatible with --version 7", f"a knight {OREF} --v 7"),
    Found(f"a knight {CREF}", "MJ301", CREF, "error", "this prompt runs on 7:", f"a knight {CREF} --v 6.1", options={"model": "7"}),
    Found(f"a knight {OREF}", "MJ301", OREF, "error", "(omni reference) needs 7", f"a knight {OREF} --v 7"),
    Found(f"a knight {OREF} --v 8.1", "MJ301", OREF, "error", "--oref is not compatible with --version 8.1"),
    Found(f"a knight {OREF} --v 6.1", "MJ301", OREF, "error", "needs 7", f"a knight {CREF} --v 6.1"),
    Found(
        "a knight --cw 50 --v 7",  # --ow alone would be refused too
        "MJ301",
        "--cw 50",
        "error",
        "(character weight) needs 6",
        help="Write `--ow`, which does its work there, or leave `--cw` out.",
    ),
    Found(f"a knight {OREF} --cw 50 --v 7", "MJ301", "--cw 50", "error", "needs 6, 6.1 or niji 6", f"a knight {OREF} --ow 50 --v 7"),
    Found(f"a knight {OREF} --hd", "MJ301", OREF, "error", "needs 7"),  # naming 7 would have --hd refused
    Found("a knight --q 2", "MJ301", "--q 2", "error", "needs 3 to 7, niji 4 or niji 5", "a knight --q 2 --v 7"),
    Found("a knight --q 2 --v 8.2", "MJ301", "--q 2", "error", "runs on 8.2:"),
    Found("a knight --hd --niji 7", "MJ301", "--hd", "error", "needs 3, 8.1 or 8.2, while this prompt runs on niji 7"),
    Found("a knight --exp 5 --v 6", "MJ301", "--exp 5", "error", "(experimental aesthetics) needs 7 to 8.2"),
    Found("a knight --turbo", "MJ301", "--turbo", "warning", "the job falls back to Fast", "a knight --turbo --v 7"),
    Found("a knight --draft", "MJ301", "--draft", "warning", "on the website only", "a knight --draft --v 7"),
    Found("a knight --stop 50 --v 7", "MJ301", "--stop 50", "error", "--stop is not compatible with --version 7"),
    Found("a knight --stop 50 --v 8.1", "MJ301", "--stop 50", "warning", "refused on 7; what happens on this model is not recorded"),
    Found("a knight --stop 50 --v 8.2", "MJ301", "--stop 50", "warning", "refused on 7; what happens on this model is not recorded"),
    Found("a knight --ow 50 --v 8.2", "MJ301", "--ow 50", "error", "needs 7", options=WEB),
    Found("a knight --tile --niji 7", "MJ301", "--tile", "warning", "runs on niji 7"),
    Found("a knight --s 5 --niji 4", "MJ301", "--s 5", "warning", "runs on niji 4"),
    Found("a knight --sref 1234 --v 5", "MJ301", "--sref 1234", "error", "It is newer than the model"),
    Found("a knight --weird 5 --v 4", "MJ301", "--weird 5", "warning", "not documented"),
    Found(f"a knight {CREF} --v {{6, 7}}", "MJ301", CREF, "error", "one of this prompt's jobs runs on 7"),
    Found(f"a knight —cref {LINK}", "MJ301", f"—cref {LINK}", "error", "`--cref`", f"a knight —cref {LINK} --v 6.1"),
    Found("a knight --sameseed 5", "MJ301", "--sameseed 5", "warning", "needs 3", "a knight --seed 5"),
    Found(f"a knight --draft {CREF}", "MJ301", CREF, "error", "needs 6, 6.1 or niji 6", options=WEB),  # there 8.2 has --draft
    Found("a knight --tile --draft", "MJ301", "--draft", "error", "needs 7", options={"model": "6.1"}),  # 7 draws no tiles as a draft
    Found("a knight --creative", "MJ301", "--creative", "warning", "the test model or the testp model", help="Leave `--creative` out."),
    Found(
        "a knight --creative --v 7",
        "MJ301",
        "--creative",
        "warning",
        "runs on 7",
        help="Leave `--creative` out, or name the test model or the testp model as the model.",
    ),
    # MJ302
    Found("a fox --sw 200", "MJ302", "--sw 200", "warning", "so Midjourney may reject it", "a fox"),
    Found("a fox --sw 200", "MJ302", "--sw 200", "info", "on the website the reference must be in its slot", "a fox", options=WEB),
    Found("a fox --sw 200 --v 7", "MJ302", "--sw 200", "warning", "requires `--sref`, which the prompt does not have", "a fox --v 7"),
    Found("a fox --sw 200 --v 7", "MJ302", "--sw 200", "error", "requires `--sref`", "a fox --v 7", options={"target": "discord"}),
    Found("a fox --sw 200 --v 7", "MJ302", "--sw 200", "error", "requires `--sref`", "a fox --v 7", options={"target": "ttapi"}),
    Found("a fox --sw 200 --v 7", "MJ302", "--sw 200", "info", "in its slot", "a fox --v 7", options=WEB, help="into its slot"),
    Found("a fox --sw 50 --v 8.1", "MJ302", "--sw 50", "info", "in its slot", "a fox --v 8.1", options=WEB),
    Found("a fox --cw 50 --v 6.1", "MJ302", "--cw 50", "warning", "may reject it", "a fox --v 6.1"),
    Found("a fox --cw 50 --v 6.1", "MJ302", "--cw 50", "error", "requires `--cref`", "a fox --v 6.1", options={"target": "mj-proxy"}),
    Found("a fox --ow 50 --v 7", "MJ302", "--ow 50", "warning", "whether Midjourney rejects it is not recorded", "a fox --v 7"),
    Found("a fox --ow 400 --v 7", "MJ302", "--ow 400", "warning", "not recorded", "a fox --v 7", options={"target": "discord"}),
    Found("a fox --ow 400 --v 7", "MJ302", "--ow 400", "warning", "not recorded", "a fox --v 7", options={"target": "ttapi"}),
    Found("a fox --ow 400 --v 7", "MJ302", "--ow 400", "info", "in its slot", "a fox --v 7", options=WEB),
    Found("a fox --iw 2", "MJ302", "--iw 2", "warning", "requires an image link, which the prompt does not have", "a fox"),
    Found("a fox -- in snow --iw 2", "MJ302", "--iw 2", "warning", "an image link", "a fox -- in snow"),
    Found("a fox --iw 2 --s [S]", "MJ302", "--iw 2", "warning", "an image link", "a fox --s [S]"),
    Found(f"{{a --sref {LINK} , b}} fox --iw 2", "MJ302", "--iw 2", "warning", "an image link", f"{{a --sref {LINK} , b}} fox"),
    Found(f"a fox --sref {LINK} --iw 2", "MJ302", "--iw 2", "warning", "an image link", f"a fox --sref {LINK}"),
    Found("a fox --sv 6", "MJ302", "--sv 6", "warning", "requires `--sref`", "a fox"),
    Found(f"{LINK} a fox --motion high", "MJ302", "--motion high", "warning", "requires `--video`", f"{LINK} a fox"),
    Found(f"{LINK} a fox --loop", "MJ302", "--loop", "warning", "requires `--video`", f"{LINK} a fox"),
    Found(f"{LINK} a fox --end {LINK2}", "MJ302", f"--end {LINK2}", "warning", "requires `--video`", f"{LINK} a fox"),
    Found(f"{LINK} a fox --bs 2 --raw", "MJ302", "--bs 2", "warning", "requires `--video`", f"{LINK} a fox --raw"),
    Found("a fox {--sref 1234, --sw 50}", "MJ302", "--sw 50", "warning", "requires `--sref`"),
    # MJ303
    Found("a fox --v 8.2 --niji 7", "MJ303", "--niji 7", "warning", "each of them chooses a model"),
    Found("a fox --niji 7 --v 8.2", "MJ303", "--v 8.2", "warning", "`--niji 7` and `--v 8.2` do not go together"),
    Found("a fox --fast --relax", "MJ303", "--relax", "warning", "a job runs at one speed"),
    Found("a fox --hd --sd --v 8.2", "MJ303", "--sd", "warning", "one resolution"),
    Found("a fox --public --stealth", "MJ303", "--stealth", "warning", "shown or hidden"),
    Found(f"{LINK} --video --loop --end {LINK2}", "MJ303", f"--end {LINK2}", "warning", "looping video"),
    Found(f"a fox {OREF} --q 4 --v 7", "MJ303", "--q 4", "error", "not compatible with quality 4"),
    Found(f"a fox {OREF} --draft --v 7", "MJ303", "--draft", "error", "Midjourney refuses the job"),
    Found("a fox --tile --draft --v 7", "MJ303", "--draft", "error", "draft jobs are not compatible with --tile"),
    Found(f"a fox --edit {LINK} --tile --v 8.2", "MJ303", "--tile", "error", "makes no tiles"),
    Found(f"a fox --edit {LINK} --iw 2 --v 8.2", "MJ303", "--iw 2", "warning", "no image weight"),
    Found("a fox --weird 5 --seed 5", "MJ303", "--seed 5", "info", "the same seed does not give the same image"),
    Found("a fox --seed 5 --turbo --v 7", "MJ303", "--turbo", "info", "do not have their full effect"),
    Found("a fox --p m123 --sref 12 --sw 50", "MJ303", "--sw 50", "info", "does nothing to a moodboard"),
    # MJ304
    Found("a fox --hd", "MJ304", "", "warning", "`--hd` is right on 8.2, the default, but not on 7", "a fox --hd --v 8.2"),
    Found("a fox --sd", "MJ304", "", "warning", "`--sd` is right on 8.2", "a fox --sd --v 8.2"),
    Found(f"a fox --edit {LINK}", "MJ304", "", "warning", "`--edit`", f"a fox --edit {LINK} --v 8.2"),
    Found("a fox --hd --ar 4:1 ", "MJ304", "", "warning", "`--hd`", "a fox --hd --ar 4:1 --v 8.2 "),
    Found(f"a fox --hd --edit {LINK}", "MJ304", "", "warning", "`--hd` and `--edit` are right", f"a fox --hd --edit {LINK} --v 8.2"),
    Found('"a fox --hd "', "MJ304", "", "warning", "`--hd`"),  # first the quotes have to go
    # MJ305
    Found(f"{LINK} a fox --video --ar 16:9", "MJ305", "--ar 16:9", "warning", "`--ar` does not apply to a video"),
    Found(
        f"{LINK} a fox --video --v 7", "MJ305", "--v 7", "warning", "accepts only `--motion`, `--raw`, `--loop`, `--end`, `--bs`, `--fast`"
    ),
    Found(f"{LINK} --s 50 --video", "MJ305", "--s 50", "warning", "may ignore or reject it"),
    Found(f"{LINK} a fox --video --fps 24", "MJ305", "--fps 24", "error", "`--fps`"),
    Found("a fox --video", "MJ305", "--video", "warning", "requires an image link before the text, and the prompt has none; Discord"),
    Found("a fox --video", "MJ305", "--video", "error", "requires an image link", options={"target": "discord"}),
    Found("a fox --video", "MJ305", "--video", "error", "requires an image link", options={"target": "ttapi"}),
    Found(f"a fox {LINK} --video", "MJ305", LINK, "warning", "comes after the text"),
    Found(f"{LINK} a fox --ar 1:1", "MJ305", "--ar 1:1", "warning", "does not apply to a video", options={"model": "video"}),
    Found("a fox", "MJ305", "a fox", "warning", "requires an image link", options={"model": "video"}),
    Found(f"{LINK} a fox --hd --video 1", "MJ305", "--hd", "warning", "`--hd` does not apply to a video"),
    # MJ306
    Found("a fox --repeat 5", "MJ306", "5", "error", "starts 5 jobs, and the plan Basic allows 4", options=BASIC),
    Found("a fox --r 11", "MJ306", "11", "error", "the plan Standard allows 10", options=STANDARD),
    Found("a fox --repeat {2, 9}", "MJ306", "9", "error", "`--repeat 9`", options=BASIC),
    Found("a fox --relax", "MJ306", "--relax", "error", "needs the plan Standard, Pro or Mega", options=BASIC),
    Found("a fox --abcdef --relax", "MJ306", "--relax", "error", "needs the plan Standard", options=BASIC),  # whatever stands in front
    Found("a fox --stealth", "MJ306", "--stealth", "error", "needs the plan Pro or Mega, and the plan is Standard", options=STANDARD),
    Found(f"{LINK} slow push in --video --relax", "MJ306", "--relax", "error", "for a video needs the plan Pro or Mega", options=STANDARD),
    Found(f"{LINK} slow push in --video 1 --relax", "MJ306", "--relax", "error", "Pro or Mega, and the plan is Basic", options=BASIC),
    Found("a {red, grey} fox --relax", "MJ306", "--relax", "error", "You can not submit batch jobs in relax mode"),
    Found("a fox --relax --repeat 3", "MJ306", "--relax", "error", "`--repeat 3` makes several jobs"),
    Found("a {red, grey} fox --repeat 1 --relax", "MJ306", "--relax", "error", "`{red, grey}` makes several jobs"),
    Found("a fox --s {1, 2} --relax", "MJ306", "--relax", "error", "`{1, 2}` makes several jobs"),
    Found("a {a, b, c, d, e} fox", "MJ306", "{a, b, c, d, e}", "error", "makes 5 jobs of one prompt", options=BASIC),
    Found("{a,b}{c,d}{e,f}{g,h}{i,j}{k,l}", "MJ306", "{a,b}", "error", "makes 64 jobs of one prompt, and no plan allows more than 40"),
    Found("{a,b}" * 5000, "MJ306", "{a,b}", "error", "more than 1000000 jobs"),
    # MJ307
    Found("red fox::2 snow::1", "MJ307", "::", "warning", "need 1 to 6.1 or niji 4 to 6, while this prompt runs on 8.2, the default"),
    Found("red fox::2 snow::1 --v 7", "MJ307", "::", "warning", "runs on 7: what the model makes of it is not documented"),
    Found("hot:: dog --niji 7", "MJ307", "::", "warning", "most likely it is drawn as text"),
    Found("hot::dog", "MJ307", "::", "warning", "runs on 8.1", options={"model": "8.1"}),
    Found("hot:: dog::-.5 --v {6, 7}", "MJ307", "::", "warning", "one of this prompt's jobs runs on 7"),
    Found("hot:: dog --testp", "MJ307", "::", "warning", "runs on the testp model"),
]


@pytest.mark.parametrize("case", FOUND, ids=lambda case: f"{case.code} {case.prompt[:60]}")
def test_found(case: Found) -> None:
    check(case)


SILENT: list[tuple[str, str, dict[str, Any]]] = [
    ("MJ301", f"a knight {CREF} --v 6.1", {}),
    ("MJ301", f"a knight {CREF} --niji 6", {}),
    ("MJ301", f"a knight {CREF}", {"model": "6.1"}),
    ("MJ301", f"a knight {OREF} --v 7.0", {}),
    ("MJ301", "a knight --draft", WEB),
    ("MJ301", "a knight --draft --v 7", {}),
    ("MJ301", f"a knight {CREF} --v [V]", {}),
    ("MJ301", f"a {{--v 6.1 {CREF} , --v 7 {OREF} }} knight", {}),
    ("MJ301", "a knight --q 2 --v 6.1", {}),
    ("MJ301", f"{LINK} a knight --video --raw", {}),
    ("MJ301", "a knight --raw --style raw --exp 5 --niji 7", {}),  # nothing is known of --exp there
    ("MJ302", "a fox --sref 1234 --sw 200 --sv 6", {}),
    ("MJ302", f"{LINK} a fox --iw 2", {}),
    ("MJ302", f"a fox {LINK} --iw 2", {}),
    ("MJ302", f"{{{LINK} , {LINK2} }} a fox --iw 2", {}),
    ("MJ302", "[YOUR IMAGE] a fox --iw 2", {}),
    ("MJ302", "a {{style}} fox --sw 50", {"template": True}),
    ("MJ302", f"a fox {CREF} --cw 50", {}),  # 8.2 has neither, which is said of each
    ("MJ302", f"{LINK} a fox --video --motion low --loop", {}),
    ("MJ302", f"a fox --edit {LINK} --iw 2", {}),
    ("MJ302", f"{LINK} a fox --loop", {"model": "video"}),
    ("MJ303", "a fox --niji 7", {}),
    ("MJ303", "a fox {--fast, --relax}", {}),
    ("MJ303", f"a fox {OREF} --q 2 --v 7", {}),
    ("MJ303", f"a fox {OREF} --fast --v 7", {}),
    ("MJ303", "a fox --hd --sd --v 7", {}),  # 7 has neither
    ("MJ303", "a fox --draft --hd", {}),  # 8.2 has --draft on the website only
    ("MJ303", "a fox --p abc1234 --sref 12 --sw 50", {}),
    ("MJ303", f"{LINK} --video --v 7 --niji 7", {}),  # neither belongs to a video
    ("MJ304", "a fox", {}),
    ("MJ304", "a fox --ar 16:9 --s 250 --c 5 --w 5 --raw --tile --no dogs --seed 5 --exp 5 --p", {}),
    ("MJ304", f"{LINK} a fox --sref 1234 --sv 6 --sw 50 --iw 2", {}),
    ("MJ304", "a fox --hd --v 8.2", {}),
    ("MJ304", "a fox --hd", {"model": "8.2"}),
    ("MJ304", f"a fox {CREF}", {}),  # wrong on the default itself
    ("MJ304", "red fox::2 snow::1", {}),
    ("MJ304", f"{LINK} --video --raw", {}),
    ("MJ305", f"{LINK} a fox runs --video --motion high --raw --loop --bs 1", {}),
    ("MJ305", f"{LINK} --video 1", {}),
    ("MJ305", f"{LINK} a fox --ar 1:1 --motion low", {}),
    ("MJ305", "a fox --video --ar 3:2 --v 6", {}),
    ("MJ305", "a fox --video --ar 3:2", {"model": "5.2"}),
    ("MJ305", "{{image}} a fox --video", {"template": True}),
    ("MJ305", "a film of a fox", {}),
    ("MJ305", f"{LINK} --video --pic", {"known_parameters": ("pic",)}),
    ("MJ305", f"{LINK} a fox --video --fast", {}),
    ("MJ305", "a fox --video", WEB),
    ("MJ306", f"{LINK} a fox --video --relax", {"plan": "pro"}),
    ("MJ306", f"{LINK} a fox --video --relax", {}),
    ("MJ306", "a fox --repeat 4", BASIC),
    ("MJ306", "a fox --repeat 40", {}),
    ("MJ306", "a fox --repeat 50", BASIC),  # no plan allows that: out of range
    ("MJ306", "a fox --stealth --relax", {}),
    ("MJ306", "a fox --stealth --relax", {"plan": "pro"}),
    ("MJ306", "a fox {--relax, --fast}", {}),
    ("MJ306", "a fox --repeat 1 --relax", {}),
    ("MJ306", "a fox --repeat [N] --relax", {}),
    ("MJ306", "a {red, grey} fox --relax", {"target": "ttapi"}),  # the braces are refused
    ("MJ306", "a {a, b, c, d} fox", BASIC),
    ("MJ307", "red fox::2 snow::1 --v 6.1", {}),
    ("MJ307", "red fox::2 snow::1", {"model": "niji 6"}),
    ("MJ307", f"{LINK}::2 {LINK2}::1 a fox", {}),
    ("MJ307", f"a fox --sref {LINK}::2 1234::1", {}),
    ("MJ307", "red fox::2 --v [V]", {}),
    ("MJ307", "a ratio of 16:9", {}),
]


@pytest.mark.parametrize(("code", "prompt", "options"), SILENT, ids=lambda value: str(value)[:70] if value else "")
def test_silent(code: str, prompt: str, options: dict[str, Any]) -> None:
    silent(prompt, code, options)


def test_a_forgotten_dash_and_a_model_that_lacks_the_reference() -> None:
    prompt = f"portrait of a knight {CREF} v6"
    report = lint(prompt)
    assert [(each.code, prompt[each.start : each.end]) for each in report.diagnostics] == [("MJ301", CREF), ("MJ001", "v6")]
    assert "(character reference) needs 6, 6.1 or niji 6, while this prompt runs on 8.2" in report.diagnostics[0].message
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
