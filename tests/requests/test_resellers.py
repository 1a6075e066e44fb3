"""Ten good and ten bad bodies for each of the newer targets, with the place of each mistake."""

from __future__ import annotations

import socket
from typing import Any

import pytest

import promptlint
from promptlint.midjourney import tables
from promptlint.requests.lint import lint_request

IMAGE = "https://i.fox-den.org/a.png"
HOOK = "https://hooks.fox-den.org/done"
URLS = {
    "apimart": "https://api.apimart.ai/v1/midjourney/generations",
    "kie": "https://api.kie.ai/api/v1/mj/generate",
    "apiframe-v2": "https://api.apiframe.ai/v2/images/generate",
    "muapi": "https://api.muapi.ai/api/v1/midjourney-v7",
    "runware": "https://api.runware.ai/v1",
    "video": "https://relay.fox-den.org/mj/submit/video",
}


def apimart(prompt: str = "a red fox", **more: Any) -> dict[str, Any]:
    return {"prompt": prompt, "version": "8.2", **more}


def kie(prompt: str = "a red fox", **more: Any) -> dict[str, Any]:
    return {"taskType": "mj_txt2img", "prompt": prompt, "version": "7", **more}


def apiframe(prompt: str = "a red fox --v 7", params: Any = None, **more: Any) -> dict[str, Any]:
    return {"model": "midjourney", "prompt": prompt, **({} if params is None else {"midjourneyParams": params}), **more}


def muapi(prompt: str = "a red fox", **more: Any) -> dict[str, Any]:
    return {"prompt": prompt, **more}


def runware(prompt: str = "a red fox", settings: Any = None, **more: Any) -> list[dict[str, Any]]:
    task = {"taskType": "imageInference", "model": "midjourney:3@1", "positivePrompt": prompt, **more}
    return [task if settings is None else {**task, "providerSettings": {"midjourney": settings}}]


def video(prompt: str = "slow push in", **more: Any) -> dict[str, Any]:
    return {"prompt": prompt, "image": IMAGE, **more}


PNG = "data:image/png;base64,iVBORw0KGgoAAAAA"

GOOD: dict[str, list[Any]] = {
    "apimart": [
        {"prompt": "a red fox --v 7"},
        apimart(size="16:9", speed="relax"),
        apimart(size="300:533", stylize=300, chaos=10),
        apimart(version="7", quality=2, raw=True),
        apimart(version="6.1", style="raw", negative_prompt="text, frames"),
        apimart(hd=True, size="4:1", raw=False, negative_prompt=""),
        apimart(image_urls=[IMAGE], iw=2),
        apimart(sref=IMAGE, sw=300),
        apimart(extra="--exp 10 --ar 3:2"),
        apimart(metadata={"order": 7}, callback="x", weird="200"),
    ],
    "kie": [
        kie(),
        kie(speed="relaxed", aspectRatio="16:9", callBackUrl=HOOK),
        kie(variety=25, stylization=150, weirdness=300),
        kie(taskType="mj_img2img", fileUrls=[IMAGE]),
        kie("a red fox --sw 300", taskType="mj_style_reference", fileUrls=[IMAGE]),
        kie(taskType="mj_omni_reference", fileUrls=[IMAGE], ow=500),
        {"taskType": "mj_video", "prompt": "slow push in --motion low", "fileUrls": [IMAGE]},
        {"taskType": "mj_video_hd", "prompt": "slow push in", "fileUrls": [IMAGE], "videoBatchSize": 1},
        kie(version="niji6", waterMark="fox", enableTranslation=False),
        kie("a red fox --ar 16:9 --s 200"),
    ],
    "apiframe-v2": [
        apiframe(),
        apiframe(params={}),
        apiframe(params={"aspect_ratio": "16:9"}),
        apiframe(params={"aspect_ratio": "3:2", "anything": 1}),
        apiframe(webhookUrl=HOOK),
        apiframe("a red fox --ar 16:9 --v 8.2"),
        apiframe("a red fox --niji 7", webhookSecret="s"),
        apiframe(f"{IMAGE} slow push in", model="midjourney-video"),
        apiframe(f"{IMAGE} a red fox --iw 2 --v 7"),
        apiframe(webhookUrl=""),
    ],
    "muapi": [
        muapi(),
        muapi(aspect_ratio="16:9"),
        muapi(stylize=0),
        muapi(stylize=1000, chaos=100, weird=3000),
        muapi(seed=0),
        muapi(negative_prompt="text, frames"),
        muapi(source_image_url=IMAGE),
        muapi("a red fox --iw 2", source_image_url=IMAGE),
        muapi("a red fox --ar 16:9 --exp 10"),
        muapi(number_of_images=4, source_image_url=""),
    ],
    "runware": [
        runware(),
        runware(width=1456, height=816, taskUUID="a770f077"),
        runware(settings={"quality": 2, "stylize": 500, "chaos": 25}),
        runware(settings={"quality": 1}),
        runware(settings={"quality": 0.5}, model="midjourney:1@1"),
        runware(model="midjourney:2@1"),
        runware("a red fox --ar 16:9"),
        [*runware(), *runware("a grey wolf")],
        [{"taskType": "imageInference", "model": "runware:101@1", "positivePrompt": "a fox --ar16:9"}],
        [{"taskType": "authentication", "apiKey": "k"}, *runware()],
    ],
    "video": [
        video(),
        video(motion="low", batchSize=1),
        video(motion="high", loop=True),
        video(endImage="https://i.fox-den.org/b.png"),
        video(videoType="vid_1.1_i2v_720"),
        video(image=PNG),
        {"action": "extend", "index": 3, "taskId": "7", "prompt": "slow push in"},
        {"image": IMAGE},
        video("slow push in --raw", notifyHook=HOOK),
        video("slow push in --video --bs 2", state="order 7"),
    ],
}


@pytest.mark.parametrize(("name", "number"), [(name, number) for name, bodies in GOOD.items() for number in range(len(bodies))])
def test_a_good_body_has_no_finding(name: str, number: int) -> None:
    report = lint_request(GOOD[name][number], url=URLS[name])
    assert [(each.code, each.pointer, each.message) for each in report.diagnostics if each.severity != "info"] == []


# Target: (body, [(code, severity, pointer, start, end)]); infos are left out.
BAD: dict[str, list[tuple[Any, list[tuple[str, str, str, int, int]]]]] = {
    "apimart": [
        ({"version": "8.2"}, [("MJ702", "error", "/prompt", 0, 0)]),
        (apimart("a red fox --ar16:9"), [("MJ005", "error", "/prompt", 10, 18)]),
        (apimart("a red fox --ar 1:1", size="16:9"), [("MJ708", "error", "/size", 0, 4)]),
        (apimart(speed="relaxed"), [("MJ704", "error", "/speed", 0, 7)]),
        (apimart(quality="2"), [("MJ301", "error", "/quality", 0, 1)]),
        (apimart(size="16x9"), [("MJ203", "error", "/size", 0, 4)]),
        (apimart(version="9"), [("MJ205", "error", "/version", 0, 1)]),
        (apimart(stylize=2000), [("MJ202", "error", "/stylize", 0, 0)]),
        (apimart(image_urls=IMAGE), [("MJ703", "error", "/image_urls", 0, 27)]),
        (apimart(extra="--ar16:9"), [("MJ005", "error", "/extra", 0, 8)]),
    ],
    "kie": [
        ({"prompt": "a red fox", "version": "7"}, [("MJ702", "error", "/taskType", 0, 0)]),
        (kie(taskType="txt2img"), [("MJ704", "error", "/taskType", 0, 7)]),
        (kie(speed="slow"), [("MJ704", "error", "/speed", 0, 4)]),
        (kie(aspectRatio="7:1"), [("MJ704", "error", "/aspectRatio", 0, 3)]),
        (kie(variety=101), [("MJ705", "error", "/variety", 0, 0)]),
        (kie(variety=7), [("MJ705", "warning", "/variety", 0, 0)]),
        (kie("fox " * 501), [("MJ403", "error", "/prompt", 0, 2004)]),
        (kie("a red fox --ar 1:1", aspectRatio="16:9"), [("MJ708", "error", "/aspectRatio", 0, 4)]),
        (kie(version="6.1", ow=100), [("MJ301", "error", "/ow", 0, 0)]),
        (kie(callBackUrl="http://localhost/x"), [("MJ707", "error", "/callBackUrl", 0, 18)]),
    ],
    "apiframe-v2": [
        ({"model": "midjourney"}, [("MJ702", "error", "/prompt", 0, 0)]),
        (apiframe("a red fox --ar16:9 --v 7"), [("MJ005", "error", "/prompt", 10, 18)]),
        (apiframe(params={"aspect_ratio": "16x9"}), [("MJ203", "error", "/midjourneyParams/aspect_ratio", 0, 4)]),
        (apiframe(params={"aspect_ratio": 7}), [("MJ703", "error", "/midjourneyParams/aspect_ratio", 0, 0)]),
        (apiframe(params=[]), [("MJ703", "error", "/midjourneyParams", 0, 0)]),
        (apiframe("a fox --ar 1:1 --v 7", {"aspect_ratio": "3:2"}), [("MJ708", "error", "/midjourneyParams/aspect_ratio", 0, 3)]),
        (apiframe(params={"aspect_ratio": "20:1"}), [("MJ204", "error", "/midjourneyParams/aspect_ratio", 0, 4)]),
        (apiframe(webhookUrl="hooks"), [("MJ707", "error", "/webhookUrl", 0, 5)]),
        (apiframe(7), [("MJ703", "error", "/prompt", 0, 0)]),  # type: ignore[arg-type]
        (apiframe("a red fox --stylize 2000 --v 7"), [("MJ202", "error", "/prompt", 20, 24)]),
    ],
    "muapi": [
        ({"stylize": 100}, [("MJ702", "error", "/prompt", 0, 0)]),
        (muapi("a red fox --ar16:9"), [("MJ005", "error", "/prompt", 10, 18)]),
        (muapi(aspect_ratio="16x9"), [("MJ203", "error", "/aspect_ratio", 0, 4)]),
        (muapi(stylize=1001), [("MJ202", "error", "/stylize", 0, 0)]),
        (muapi(stylize="much"), [("MJ703", "error", "/stylize", 0, 4)]),
        (muapi(chaos=101), [("MJ202", "error", "/chaos", 0, 0)]),
        (muapi(weird="odd"), [("MJ201", "error", "/weird", 0, 3)]),
        (muapi("a red fox --s 50", stylize=100), [("MJ708", "error", "/stylize", 0, 0)]),
        (muapi(source_image_url="fox.png"), [("MJ501", "error", "/source_image_url", 0, 7)]),
        (muapi("a red fox --cref https://i.fox-den.org/b.png"), [("MJ301", "error", "/prompt", 10, 44)]),
    ],
    "runware": [
        (runware("a red fox --ar16:9"), [("MJ005", "error", "/0/positivePrompt", 10, 18)]),
        ([*runware(), *runware("a red fox --ar16:9")], [("MJ005", "error", "/1/positivePrompt", 10, 18)]),
        ([{"taskType": "imageInference", "model": "midjourney:3@1"}], [("MJ702", "error", "/0/positivePrompt", 0, 0)]),
        (runware(model="midjourney:9@1"), [("MJ704", "error", "/0/model", 0, 14)]),
        (runware(settings={"quality": 4}), [("MJ705", "error", "/0/providerSettings/midjourney/quality", 0, 0)]),
        (runware(settings={"stylize": 2000}), [("MJ202", "error", "/0/providerSettings/midjourney/stylize", 0, 0)]),
        (runware("a fox --q 2", {"quality": 1}), [("MJ708", "error", "/0/providerSettings/midjourney/quality", 0, 0)]),
        (runware("fox " * 501), [("MJ403", "error", "/0/positivePrompt", 0, 2004)]),
        (runware(width="wide"), [("MJ703", "error", "/0/width", 0, 4)]),
        (runware()[0], [("MJ703", "warning", "", 0, 0)]),
    ],
    "video": [
        (video(motion="medium"), [("MJ704", "error", "/motion", 0, 6)]),
        (video(batchSize=3), [("MJ704", "error", "/batchSize", 0, 0)]),
        (video(loop="yes"), [("MJ703", "error", "/loop", 0, 3)]),
        (video(videoType="hd"), [("MJ704", "error", "/videoType", 0, 2)]),
        (video(image="https://i.fox-den.org/a.svg"), [("MJ511", "error", "/image", 0, 27)]),
        (video(image="fox"), [("MJ710", "error", "/image", 0, 3)]),
        (video(action="cut"), [("MJ704", "error", "/action", 0, 3)]),
        (video(index=4), [("MJ705", "error", "/index", 0, 0)]),
        (video("slow push in --motion low", motion="high"), [("MJ708", "error", "/motion", 0, 4)]),
        (video(mode="fast"), [("MJ701", "warning", "/mode", 0, 4)]),
    ],
}


@pytest.mark.parametrize(("name", "number"), [(name, number) for name, bodies in BAD.items() for number in range(len(bodies))])
def test_a_bad_body_has_its_finding_at_its_place(name: str, number: int) -> None:
    body, expected = BAD[name][number]
    report = lint_request(body, url=URLS[name])
    found = [(each.code, each.severity, each.pointer, each.start, each.end) for each in report.diagnostics if each.severity != "info"]
    assert found == expected, [each.message for each in report.diagnostics]


@pytest.mark.parametrize("table", [GOOD, BAD])
def test_there_are_ten_of_each(table: dict[str, list[Any]]) -> None:
    assert {name: len(bodies) for name, bodies in table.items()} == dict.fromkeys(URLS, 10)


def test_one_body_with_several_mistakes() -> None:
    body = {"prompt": "a grey heron --ar 1:1", "size": "16:9", "quality": "2", "version": "8.2", "speed": "relaxed"}
    report = lint_request(body, url=URLS["apimart"])
    assert [(each.code, each.pointer) for each in report.diagnostics] == [("MJ708", "/size"), ("MJ301", "/quality"), ("MJ704", "/speed")]
    assert report.diagnostics[1].message.startswith("APIMart turns `quality` into `--quality 2`: ")
    assert report.model == "8.2"


def test_goapi_is_ended() -> None:
    target = tables.targets().named("goapi")
    assert target.ended is not None
    assert (target.ended.effect, target.ended.source) == ("ended", "GO")
    assert "legnext" in target.ended.instead
    report = lint_request({"prompt": "a red fox --v 7", "aspect_ratio": "16x9"}, url="https://api.goapi.ai/mj/v2/imagine")
    assert [(each.code, each.pointer) for each in report.diagnostics] == [("MJ203", "/aspect_ratio")]


@pytest.mark.parametrize(("field", "prompt"), [("base64Array", "a red fox --iw 2 --v 7"), ("base64", "a red fox --iw 2 --v 7")])
def test_an_image_in_the_body_is_an_image_of_the_prompt(field: str, prompt: str) -> None:
    value: Any = [PNG] if field == "base64Array" else PNG
    report = lint_request({"prompt": prompt, field: value}, url="https://relay.fox-den.org/mj/submit/imagine")
    assert report.diagnostics == ()
    assert [each.code for each in lint_request({"prompt": prompt}, target="mj-proxy").diagnostics] == ["MJ302"]


def test_an_image_in_the_body_is_never_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: Any, **__: Any) -> Any:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    body = {"prompt": "a red fox --iw 2 --v 7", "base64Array": [PNG]}
    assert promptlint.check_request(body, target="mj-proxy").diagnostics == ()


@pytest.mark.parametrize(("name", "body"), [(name, row[0]) for name, rows in BAD.items() for row in rows if row[1][0][0] == "MJ708"])
def test_a_clash_without_a_record_says_may(name: str, body: Any) -> None:
    (found,) = [each for each in lint_request(body, url=URLS[name]).diagnostics if each.code == "MJ708"]
    assert "may refuse a request with both" in found.message


@pytest.mark.parametrize(
    ("body", "pointer", "message", "help"),
    [
        (
            {"size": "16x9"},
            "/size",
            "APIMart turns `size` into `--ar 16x9`, which is not a ratio of two positive whole numbers",
            "Write `16:9`.",
        ),
        (
            {"chaos": 200},
            "/chaos",
            "APIMart turns `chaos` into `--chaos 200`, which is out of range: V8.2 (the default) accepts 0 to 100",
            "Write `100`, or",
        ),
        ({"version": "9"}, "/version", "APIMart turns `version` into `--v 9`, which does not name a model: use V6", "Write `8.2`."),
        (
            {"quality": "2"},
            "/quality",
            "APIMart turns `quality` into `--quality 2`: `--quality` requires V3 to V7",
            "Write `--v 7` at the end, or remove `quality`.",
        ),
    ],
)
def test_a_field_says_what_to_write_in_it(body: dict[str, Any], pointer: str, message: str, help: str) -> None:
    (found,) = [each for each in lint_request({"prompt": "a heron", **body}, url=URLS["apimart"]).diagnostics if each.severity == "error"]
    assert (found.pointer, found.message[: len(message)], (found.help or "")[: len(help)]) == (pointer, message, help)


def test_a_number_is_no_misspelling_of_another() -> None:
    report = lint_request({"prompt": "a heron", "taskType": "mj_txt2img", "version": "8.2"}, url=URLS["kie"])
    assert [each.help for each in report.diagnostics if each.code == "MJ704"] == ["Write `7`, `6.1`, `6`, `5.2`, `5.1` or `niji6`."]


def test_a_body_without_fields_is_the_first_request_of_its_service() -> None:
    found = lint_request({}, target="ttapi").diagnostics
    assert [(each.code, each.pointer) for each in found] == [("MJ702", "/prompt"), ("MJ702", "/mode")]


@pytest.mark.parametrize(
    ("target", "body", "found"),
    [
        ("kie", kie(aspectRatio="16x9"), [("MJ704", "/aspectRatio")]),
        ("kie", kie(version="99"), [("MJ704", "/version")]),
        ("kie", kie(variety=101), [("MJ705", "/variety")]),
        ("kie", kie(variety="x"), [("MJ703", "/variety")]),
        ("kie", kie(stylization=5000), [("MJ705", "/stylization")]),
        ("kie", kie(weirdness="x"), [("MJ703", "/weirdness")]),
        ("apimart", apimart("a red fox --s 5", stylize=5000), [("MJ708", "/stylize")]),
        ("apimart", apimart(stylize=5000), [("MJ202", "/stylize")]),
        ("kinovi", {"model": "midjourney-v7-niji", "inputs": {"prompt": "a fox", "style": "4b"}}, [("MJ704", "/inputs/style")]),
    ],
)
def test_a_value_that_its_field_refuses_is_no_parameter_too(target: str, body: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert [(each.code, each.pointer) for each in lint_request(body, target=target).diagnostics] == found
