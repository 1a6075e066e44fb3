"""Bodies as the services document them pass; each single change to one of them gives its own finding at its own place."""

from __future__ import annotations

import base64
import copy
from typing import Any

import pytest

from promptlint import Config
from promptlint.requests.lint import lint_request

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(60)).decode()
DATA = f"data:image/png;base64,{PNG}"
HOOK = "https://hooks.fox-den.org/done"

TTAPI = "https://api.ttapi.io/midjourney/v1"
URLS = {
    "imagine": f"{TTAPI}/imagine",
    "blend": f"{TTAPI}/blend",
    "describe": f"{TTAPI}/describe",
    "action": f"{TTAPI}/action",
    "inpaint": f"{TTAPI}/inpaint",
    "seed": f"{TTAPI}/seed",
    "fetch": f"{TTAPI}/fetch",
    "proxy": "https://relay.fox-den.org/mj/submit/imagine",
    "proxy-fast": "https://relay.fox-den.org/mj-fast/mj/submit/imagine",
    "proxy-blend": "https://relay.fox-den.org/mj/submit/blend",
    "proxy-describe": "https://relay.fox-den.org/mj/submit/describe",
    "useapi-v2": "https://api.useapi.net/v2/jobs/imagine",
    "useapi-v3": "https://api.useapi.net/v3/midjourney/jobs/imagine",
    "legnext": "https://api.legnext.ai/api/v1/diffusion",
    "legnext-blend": "https://api.legnext.ai/api/v1/blend",
    "apiframe": "https://api.apiframe.pro/imagine",
    "imaginepro": "https://api.imaginepro.ai/api/v1/midjourney/imagine",
    "evolink": "https://api.evolink.ai/v1/images/generations",
    "kinovi": "https://kinovi.ai/api/v1/jobs/createTask",
    "acedata": "https://api.acedata.cloud/midjourney/imagine",
    "goapi": "https://api.piapi.ai/api/v1/task",
    "goapi-v2": "https://api.midjourneyapi.xyz/mj/v2/imagine",
    "web": "https://www.midjourney.com/api/submit-jobs",
}

GOOD: dict[str, dict[str, Any]] = {
    "imagine": {"prompt": "a red fox --ar 16:9 --v 7", "mode": "fast", "timeout": 300, "hookUrl": "", "getUImages": True},
    "blend": {"imgBase64Array": [DATA, DATA], "dimensions": "SQUARE", "mode": "relax", "timeout": 900, "hookUrl": HOOK},
    "describe": {"base64": DATA, "hookUrl": HOOK},
    "action": {"jobId": "afa774a3", "action": "upsample1", "timeout": 300, "hookUrl": HOOK},
    "inpaint": {"jobId": "afa774a3", "mask": PNG, "prompt": "with glasses --v 7"},
    "seed": {"jobId": "afa774a3", "timeout": 600},
    "fetch": {"jobId": "afa774a3"},
    "proxy": {
        "botType": "MID_JOURNEY", "prompt": "a red fox --v 7", "base64Array": [DATA], "notifyHook": HOOK, "state": "order 7",
        "accountFilter": {"instanceId": "1", "modes": ["FAST"], "remix": True},
    },
    "proxy-fast": {"botType": "NIJI_JOURNEY", "prompt": "a red fox --niji 6"},
    "proxy-blend": {"base64Array": [DATA, DATA, DATA], "dimensions": "PORTRAIT", "botType": "MID_JOURNEY"},
    "proxy-describe": {"link": "https://i.fox-den.org/fox.png"},
    "useapi-v2": {
        "prompt": "a red fox --v 7", "discord": "t", "server": "1", "channel": "2", "maxJobs": 3, "replyUrl": HOOK, "replyRef": "7",
    },
    "useapi-v3": {"prompt": "a red fox --v 7", "stream": True, "channel": "2", "replyUrl": HOOK, "replyRef": "7"},
    "legnext": {"text": "a red fox --v 7", "callback": HOOK},
    "legnext-blend": {"imageUrls": ["https://i.fox-den.org/a.png", "https://i.fox-den.org/b.png"]},
    "apiframe": {"prompt": "a red fox --v 7", "aspect_ratio": "3:2", "webhook_url": HOOK, "webhook_secret": "s"},
    "imaginepro": {"prompt": "a red fox --v 7", "ref": "7", "webhookOverride": HOOK},
    "evolink": {"model": "mj-v7", "prompt": "a red fox --ar 16:9 --s 500", "model_params": {"speed": "fast"}, "callback_url": HOOK},
    "kinovi": {
        "model": "midjourney-v7-niji",
        "inputs": {
            "prompt": "a red fox", "aspectRatio": "1:1", "stylize": 100, "chaos": 10, "quality": 1, "style": "raw", "no": "text", "seed": 7,
        },
        "callBackUrl": HOOK,
    },
    "acedata": {"prompt": "a red fox --v 7", "mode": "fast", "translation": True, "split_images": True, "callback_url": HOOK},
    "goapi": {
        "model": "midjourney", "task_type": "imagine",
        "input": {"prompt": "a red fox --v 7", "aspect_ratio": "1:1", "process_mode": "fast", "skip_prompt_check": False},
        "config": {"webhook_config": {"endpoint": "", "secret": ""}},
    },
    "goapi-v2": {
        "prompt": "a red fox --v 7", "process_mode": "fast", "aspect_ratio": "3:2", "webhook_endpoint": HOOK, "notify_progress": True,
    },
    "web": {
        "f": {"mode": "relaxed", "private": False}, "channelId": "singleplayer_1", "t": "imagine", "prompt": "a red fox --v 7",
        "metadata": {"imagePrompts": 0, "imageReferences": 0},
    },
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_documented_bodies_pass(name: str) -> None:
    report = lint_request(GOOD[name], url=URLS[name])
    assert report.diagnostics == ()
    assert report.ok


@pytest.mark.parametrize("name", GOOD)
def test_every_known_field_is_in_no_way_unknown(name: str) -> None:
    """A service may not be told that a field of its own page is unknown, also when the URL is not given."""
    target = {"proxy": "mj-proxy", "goapi-v2": "goapi", "legnext-blend": "legnext"}.get(name, name)
    target = "ttapi" if URLS[name].startswith(TTAPI) else "mj-proxy" if name.startswith("proxy") else target
    assert [each.code for each in lint_request(GOOD[name], target=target).diagnostics] == []


GONE = object()
TWO_LINKS = ["https://i.fox-den.org/a.png", "https://i.fox-den.org/b.png"]

# (body, pointer, new value or GONE, code, severity, pointer of the finding, part of the message or help)
CHANGES: list[tuple[str, str, Any, str, str, str, str]] = [
    ("imagine", "/prompt", GONE, "MJ702", "error", "/prompt", "`prompt` is missing"),
    ("imagine", "/prompt", None, "MJ702", "error", "/prompt", "`prompt` is missing"),
    ("imagine", "/prompt", 7, "MJ703", "error", "/prompt", "takes a text in quotes"),
    ("imagine", "/prompt", "a red fox --ar16:9 --v 7", "MJ005", "error", "/prompt", "--ar 16:9"),
    ("imagine", "/prompt", "a red fox --niji", "MJ209", "error", "/prompt", "--niji"),
    ("imagine", "/mode", GONE, "MJ702", "warning", "/mode", "`relax`, `fast` or `turbo`"),
    ("imagine", "/mode", "Fast", "MJ704", "error", "/mode", "Write `fast`."),
    ("imagine", "/mode", "slow", "MJ704", "error", "/mode", "`relax`, `fast` or `turbo`"),
    ("imagine", "/mode", "schnell, bitte möglich", "MJ704", "error", "/mode", '`"schnell, bitte möglich"`'),
    ("imagine", "/mode", ["fast"], "MJ703", "error", "/mode", "a text"),
    ("imagine", "/mode", "relax", "MJ706", "warning", "/timeout", "ten minutes"),
    ("imagine", "/timeout", "300", "MJ703", "warning", "/timeout", "300 without quotes"),
    ("imagine", "/timeout", "soon", "MJ703", "error", "/timeout", "a whole number"),
    ("imagine", "/timeout", True, "MJ703", "error", "/timeout", "a whole number"),
    ("imagine", "/timeout", 300.5, "MJ703", "error", "/timeout", "a whole number"),
    ("imagine", "/timeout", 299, "MJ705", "error", "/timeout", "300 to 1200"),
    ("imagine", "/timeout", 1201, "MJ705", "error", "/timeout", "300 to 1200"),
    ("imagine", "/hookUrl", "hooks.fox-den.org/done", "MJ707", "error", "/hookUrl", "does not begin with"),
    ("imagine", "/hookUrl", "ftp://hooks.fox-den.org", "MJ707", "error", "/hookUrl", "ftp"),
    ("imagine", "/hookUrl", "http://localhost:8000/done", "MJ707", "error", "/hookUrl", "one machine"),
    ("imagine", "/hookUrl", "http://192.168.0.7/done", "MJ707", "error", "/hookUrl", "192.168.0.7"),
    ("imagine", "/hookUrl", 7, "MJ703", "error", "/hookUrl", "a text"),
    ("imagine", "/getUImages", "yes", "MJ703", "error", "/getUImages", "`true` or `false`"),
    ("imagine", "/model", "fast", "MJ701", "warning", "/model", "no field of TTAPI"),
    ("imagine", "/seed", 7, "MJ701", "warning", "/seed", "Leave it out"),
    ("blend", "/imgBase64Array", [DATA], "MJ705", "error", "/imgBase64Array", "2 to 5"),
    ("blend", "/imgBase64Array", [DATA] * 6, "MJ705", "error", "/imgBase64Array", "2 to 5"),
    ("blend", "/imgBase64Array", [DATA, PNG], "MJ710", "error", "/imgBase64Array/1", "data:image/png;base64,"),
    ("blend", "/imgBase64Array", [DATA, "fox.png"], "MJ710", "error", "/imgBase64Array/1", "no base64"),
    ("blend", "/imgBase64Array", [DATA, 7], "MJ703", "error", "/imgBase64Array/1", "imgBase64Array[1]"),
    ("blend", "/imgBase64Array", DATA, "MJ703", "error", "/imgBase64Array", "a list"),
    ("blend", "/dimensions", "WIDE", "MJ704", "error", "/dimensions", "`LANDSCAPE`"),
    ("describe", "/base64", GONE, "MJ702", "error", "/base64", "`base64` or `url`"),
    ("describe", "/base64", "data:image/png;base64,PHN2Zz4=", "MJ710", "error", "/base64", "no PNG, JPEG, GIF or WebP"),
    ("action", "/action", "upscale1", "MJ704", "error", "/action", "upsample1"),
    ("action", "/jobId", GONE, "MJ702", "error", "/jobId", "`jobId` is missing"),
    ("inpaint", "/mask", "not base64!", "MJ710", "error", "/mask", "no base64"),
    ("seed", "/timeout", 10, "MJ705", "error", "/timeout", "300 to 1200"),
    ("fetch", "/jobId", 7, "MJ703", "error", "/jobId", "a text"),
    ("proxy", "/botType", "MIDJOURNEY", "MJ704", "error", "/botType", "Write `MID_JOURNEY`."),
    ("proxy", "/base64Array", ["https://i.fox-den.org/fox.png"], "MJ710", "error", "/base64Array/0", "it is a link"),
    ("proxy", "/notifyHook", HOOK + "x" * 2000, "MJ705", "error", "/notifyHook", "at most 2000"),
    ("proxy", "/state", "x" * 256, "MJ705", "error", "/state", "at most 255"),
    ("proxy", "/accountFilter/modes", ["FAST", "QUICK"], "MJ704", "error", "/accountFilter/modes/1", "`TURBO`"),
    ("proxy", "/accountFilter/modes", ["FAST", 7], "MJ703", "error", "/accountFilter/modes/1", "modes[1]"),
    ("proxy", "/accountFilter/mode", "FAST", "MJ701", "warning", "/accountFilter/mode", "no field"),
    ("proxy-blend", "/base64Array", [DATA], "MJ705", "error", "/base64Array", "2 to 5"),
    ("proxy-describe", "/link", "i.fox-den.org/fox.png", "MJ501", "error", "/link", ""),
    ("useapi-v2", "/maxJobs", 16, "MJ705", "error", "/maxJobs", "1 to 15"),
    ("useapi-v2", "/prompt", "fox " * 600, "MJ403", "error", "/prompt", "2048"),
    ("useapi-v3", "/stream", "true", "MJ703", "error", "/stream", "`true` or `false`"),
    ("useapi-v3", "/replyUrl", HOOK + "x" * 1024, "MJ705", "error", "/replyUrl", "at most 1024"),
    ("useapi-v3", "/prompt", "fox " * 1300, "MJ403", "error", "/prompt", "5000"),
    ("legnext", "/callback", "http://10.0.0.1/x", "MJ707", "error", "/callback", "10.0.0.1"),
    ("legnext-blend", "/imageUrls", ["https://i.fox-den.org/a.png"], "MJ705", "error", "/imageUrls", "2 to 5"),
    ("legnext-blend", "/imageUrls", ["https://i.fox-den.org/a.svg", "https://i.fox-den.org/b.png"], "MJ511", "error", "/imageUrls/0", ""),
    ("apiframe", "/prompt", "a red fox --ar 16:9 --v 7", "MJ708", "error", "/aspect_ratio", "Keep one of them"),
    ("imaginepro", "/webhookOverride", "not a url", "MJ707", "error", "/webhookOverride", ""),
    ("evolink", "/prompt", "a red fox --niji 6", "MJ709", "error", "/prompt", "EvoLink refuses --niji"),
    ("evolink", "/prompt", "a red fox --turbo", "MJ709", "warning", "/prompt", "EvoLink takes --turbo off"),
    ("evolink", "/callback_url", "http://hooks.fox-den.org/done", "MJ707", "error", "/callback_url", "https addresses only"),
    ("evolink", "/model_params/speed", "relax", "MJ704", "error", "/model_params/speed", "`draft`, `fast` or `turbo`"),
    ("kinovi", "/inputs/aspectRatio", "7:5", "MJ704", "warning", "/inputs/aspectRatio", "the task runs at 1:1"),
    ("kinovi", "/inputs/stylize", 1001, "MJ705", "error", "/inputs/stylize", "0 to 1000"),
    ("kinovi", "/inputs/seed", -1, "MJ705", "error", "/inputs/seed", "4294967295"),
    ("kinovi", "/inputs/quality", 2, "MJ704", "error", "/inputs/quality", "`0.25`, `0.5` or `1`"),
    ("kinovi", "/inputs/uploadedUrls", TWO_LINKS, "MJ705", "error", "/inputs/uploadedUrls", "at most 1"),
    ("kinovi", "/inputs/prompt", "a red fox --s 50", "MJ708", "warning", "/inputs/stylize", "is ignored"),
    ("kinovi", "/inputs/prompt", GONE, "MJ702", "error", "/inputs/prompt", "`prompt` is missing"),
    ("kinovi", "/inputs", GONE, "MJ702", "error", "/inputs", "`inputs` is missing"),
    ("acedata", "/mode", "relaxed", "MJ704", "error", "/mode", "Write `relax`."),
    ("goapi", "/input/prompt", "a red fox --ar 16:9 --v 7", "MJ708", "error", "/input/aspect_ratio", "Keep one of them"),
    ("goapi", "/input/process_mode", "quick", "MJ704", "error", "/input/process_mode", "`relax`, `fast` or `turbo`"),
    ("web", "/f/mode", "relax", "MJ704", "error", "/f/mode", "Write `relaxed`."),
    ("web", "/channelId", GONE, "MJ702", "error", "/channelId", "missing"),
]  # fmt: skip


def changed(name: str, pointer: str, value: Any) -> dict[str, Any]:
    body = copy.deepcopy(GOOD[name])
    inner = body
    *parents, last = pointer.split("/")[1:]
    for key in parents:
        inner = inner[key]
    if value is GONE:
        del inner[last]
    else:
        inner[last] = value
    return body


@pytest.mark.parametrize(("name", "pointer", "value", "code", "severity", "where", "words"), CHANGES)
def test_each_change_gives_its_own_finding(name: str, pointer: str, value: Any, code: str, severity: str, where: str, words: str) -> None:
    body = changed(name, pointer, value)
    report = lint_request(body, url=URLS[name])
    (found,) = [each for each in report.diagnostics if each.severity != "info"]
    assert (found.code, found.severity, found.pointer) == (code, severity, where)
    assert words in f"{found.message} {found.help}"
    assert report.ok == (severity != "error")


@pytest.mark.parametrize("name", GOOD)
def test_the_span_of_a_finding_lies_in_its_field(name: str) -> None:
    for case, pointer, value, *_ in CHANGES:
        if case != name:
            continue
        body = changed(case, pointer, value)
        for found in lint_request(body, url=URLS[name]).diagnostics:
            field: Any = body
            for key in (found.pointer or "").split("/")[1:]:
                field = field[int(key)] if isinstance(field, list) else field.get(key)
            assert 0 <= found.start <= found.end <= (len(field) if isinstance(field, str) else 0)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://i.fox-den.org/a.png", []),
        ("https://i.fox-den.org/a.png ", [("MJ501", 0, 28)]),
        ("https://i.fox-den.org/a.png,", [("MJ503", 27, 28)]),
        ("<https://i.fox-den.org/a.png>", [("MJ504", 0, 29)]),
        ("<https://i.fox-den.org/a", [("MJ510", 1, 24)]),
        ("https://", [("MJ501", 0, 8)]),
        ("ftp://i.fox-den.org/a.png", [("MJ502", 0, 25)]),
        ("https://i.fox-den.org/a.png https://i.fox-den.org/a.svg", [("MJ511", 28, 55)]),
        ("fox", [("MJ501", 0, 3)]),
    ],
)
def test_what_is_wrong_with_a_link_stands_inside_its_field(link: str, expected: list[tuple[str, int, int]]) -> None:
    report = lint_request({"link": link}, url=URLS["proxy-describe"])
    assert [(each.code, each.start, each.end) for each in report.diagnostics] == expected
    assert {(each.pointer, each.fix) for each in report.diagnostics} <= {("/link", None)}


def codes(report: Any) -> list[tuple[str, str]]:
    return [(each.code, each.pointer) for each in report.diagnostics]


def test_a_prompt_under_another_services_name_is_still_read() -> None:
    report = lint_request({"prompt": "a red fox --ar16:9 --v 7"}, target="legnext")
    assert codes(report) == [("MJ701", "/prompt"), ("MJ005", "/prompt"), ("MJ702", "/text")]
    assert "Rename `prompt` to `text`." in [each.help for each in report.diagnostics]


def test_model_in_place_of_mode_is_one_finding() -> None:
    report = lint_request({"prompt": "a red fox --v 7", "model": "fast"}, url=URLS["imagine"])
    assert [(each.code, each.help) for each in report.diagnostics] == [("MJ701", "Write `mode`.")]


@pytest.mark.parametrize(
    ("target", "given", "meant"),
    [
        ("ttapi", "hook_url", "hookUrl"),
        ("ttapi", "webhook_url", "hookUrl"),
        ("ttapi", "Timeout", "timeout"),
        ("mj-proxy", "hookUrl", "notifyHook"),
        ("legnext", "webhook", "callback"),
        ("apiframe", "aspectRatio", "aspect_ratio"),
    ],
)
def test_the_field_that_was_meant(target: str, given: str, meant: str) -> None:
    body = {"text" if target == "legnext" else "prompt": "a red fox --v 7", "mode": "fast", given: HOOK}
    (found,) = [each for each in lint_request(body, target=target).diagnostics if each.pointer == f"/{given}"]
    assert (found.code, found.help) == ("MJ701", f"Write `{meant}`.")


def test_what_the_service_appends_is_judged_with_the_prompt() -> None:
    body = {"botType": "NIJI_JOURNEY", "prompt": "a red fox --v 7"}
    report = lint_request(body, url=URLS["proxy"])
    (found,) = [each for each in report.diagnostics if each.severity != "info"]
    assert (found.code, found.pointer) in {("MJ303", "/botType"), ("MJ303", "/prompt")}
    # The service's own `--niji` without a number is its own affair, and one the writer put there is not doubled.
    assert lint_request({"botType": "NIJI_JOURNEY", "prompt": "a red fox"}, url=URLS["proxy"]).diagnostics == ()
    assert lint_request({"botType": "NIJI_JOURNEY", "prompt": "a red fox --niji 6"}, url=URLS["proxy"]).diagnostics == ()


def test_what_is_found_in_appended_parameters_stands_at_the_field_of_each() -> None:
    """A video takes neither of the two that Kinovi appends; each is reported at the field it comes from, whole."""
    body = {"model": "midjourney-v7-niji", "inputs": {"prompt": "https://i.fox-den.org/a.png a fox --video", "aspectRatio": "3:2"}}
    report = lint_request(body, url=URLS["kinovi"])
    found = {each.pointer: each for each in report.diagnostics if each.code == "MJ305"}
    assert {pointer: (each.start, each.end) for pointer, each in found.items()} == {"/model": (0, 18), "/inputs/aspectRatio": (0, 3)}
    assert "`--niji` does not apply to a video" in found["/model"].message
    assert "`--ar` does not apply to a video" in found["/inputs/aspectRatio"].message
    assert all(each.message.startswith("Kinovi adds --niji 7 and --ar 3:2 to this prompt. ") for each in found.values())


@pytest.mark.parametrize(
    ("length", "options", "ok"), [(6000, {}, True), (5991, {"aspectRatio": "1:1"}, True), (5992, {"aspectRatio": "1:1"}, False)]
)
def test_kinovi_counts_what_it_appends(length: int, options: dict[str, str], ok: bool) -> None:
    body = {"model": "midjourney-v7-niji", "inputs": {"prompt": ("fox " * 1500)[: length - 1] + "x", **options}}
    assert len(body["inputs"]["prompt"]) == length
    assert lint_request(body, url=URLS["kinovi"]).ok is ok


def test_the_model_that_a_field_names_is_the_one_that_counts() -> None:
    report = lint_request({"model": "mj-v7", "prompt": "a red fox --exp 10"}, url=URLS["evolink"])
    assert (report.model, report.diagnostics) == ("7", ())


def test_an_unknown_service_has_its_prompt_judged() -> None:
    report = lint_request({"prompt": "a red fox --ar16:9 --v 7", "whatever": 1})
    assert codes(report) == [("MJ005", "/prompt")]
    assert report.fixed == "a red fox --ar 16:9 --v 7"
    assert lint_request({"data": [1, 2]}).diagnostics == ()


def test_the_configured_target_holds_where_nothing_tells() -> None:
    report = lint_request({"prompt": "a red fox --v 7", "mode": "slow"}, config=Config(target="ttapi"))
    assert codes(report) == [("MJ704", "/mode")]


def test_the_config_chooses_the_rules() -> None:
    body = {"prompt": "a red fox --ar16:9 --v 7", "mode": "slow", "timeout": 1}
    assert codes(lint_request(body, target="ttapi", config=Config(ignore=["MJ0", "field-value"]))) == [("MJ705", "/timeout")]
    assert codes(lint_request(body, target="ttapi", config=Config(select=["MJ704"]))) == [("MJ704", "/mode")]


def test_findings_come_in_the_order_of_the_body() -> None:
    body = {"timeout": 1, "hookUrl": "x", "prompt": "a red fox --ar16:9 --v 7", "mode": "slow"}
    assert [each.pointer for each in lint_request(body, target="ttapi").diagnostics] == ["/timeout", "/hookUrl", "/prompt", "/mode"]


def test_keys_with_slashes_are_escaped() -> None:
    body = {"prompt": "a red fox --v 7", "mode": "fast", "a/b~c": 1}
    assert codes(lint_request(body, target="ttapi")) == [("MJ701", "/a~1b~0c")]


@pytest.mark.parametrize("body", [[], "x", None, 7])
def test_a_body_that_is_no_object_is_refused_in_words(body: Any) -> None:
    with pytest.raises(TypeError, match="a request body is a JSON object"):
        lint_request(body)


def test_the_body_is_left_as_it_is() -> None:
    body = copy.deepcopy(GOOD["proxy"])
    lint_request(body, url=URLS["proxy"])
    assert body == GOOD["proxy"]
