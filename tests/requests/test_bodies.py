"""Bodies as the services document them pass; each single change to one of them gives its own finding at its own place."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from bodies import GOOD, HOOK, TTAPI, URLS

from promptlint import Config
from promptlint.requests.lint import lint_request


@pytest.mark.parametrize("name", GOOD)
def test_documented_bodies_pass(name: str) -> None:
    report = lint_request(GOOD[name], url=URLS[name])
    assert report.diagnostics == ()
    assert report.ok


@pytest.mark.parametrize("name", GOOD)
def test_every_known_field_is_in_no_way_unknown(name: str) -> None:
    """A service's own fields are never unknown, even if the URL is not given."""
    target = {"proxy": "mj-proxy", "goapi-v2": "goapi", "legnext-blend": "legnext"}.get(name, name)
    target = "ttapi" if URLS[name].startswith(TTAPI) else "mj-proxy" if name.startswith("proxy") else target
    assert [each.code for each in lint_request(GOOD[name], target=target).diagnostics] == []


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
    # The service's own `--niji` without a number is not reported, and one in the prompt is not doubled.
    assert lint_request({"botType": "NIJI_JOURNEY", "prompt": "a red fox"}, url=URLS["proxy"]).diagnostics == ()
    assert lint_request({"botType": "NIJI_JOURNEY", "prompt": "a red fox --niji 6"}, url=URLS["proxy"]).diagnostics == ()


@pytest.mark.parametrize("fields", [{}, {"aspect_ratio": "3:2"}], ids=["alone", "with a parameter after it"])
def test_what_is_about_the_end_of_the_prompt_stands_at_its_end(fields: dict[str, str]) -> None:
    (found,) = lint_request({"prompt": "a red fox --hd", **fields}, target="apiframe").diagnostics
    assert (found.code, found.pointer, found.start, found.end) == ("MJ304", "/prompt", 14, 14)
    assert found.message.startswith("The prompt does not name a model: `--hd` works on V8.2")
    assert found.fix is not None and found.fix.edits[0].text.strip() == "--v 8.2"


def test_what_is_found_in_appended_parameters_stands_at_the_field_of_each() -> None:
    """A video takes neither of the two that Kinovi appends; each is reported at the field it comes from, whole."""
    body = {"model": "midjourney-v7-niji", "inputs": {"prompt": "https://i.fox-den.org/a.png a fox --video", "aspectRatio": "3:2"}}
    report = lint_request(body, url=URLS["kinovi"])
    found = {each.pointer: each for each in report.diagnostics if each.code == "MJ305"}
    assert {pointer: (each.start, each.end) for pointer, each in found.items()} == {"/model": (0, 18), "/inputs/aspectRatio": (0, 3)}
    assert "`--niji` does not apply to a video" in found["/model"].message
    assert "`--ar` does not apply to a video" in found["/inputs/aspectRatio"].message
    assert found["/model"].message.startswith("Kinovi adds `--niji 7` to this prompt: ")
    assert found["/inputs/aspectRatio"].message.startswith("Kinovi turns `aspectRatio` into `--ar 3:2`: ")


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


@pytest.mark.parametrize("body", [(), "x", None, 7])
def test_a_body_that_is_no_object_is_refused_in_words(body: Any) -> None:
    with pytest.raises(TypeError, match="a request body is a JSON object"):
        lint_request(body)


def test_the_body_is_left_as_it_is() -> None:
    body = copy.deepcopy(GOOD["proxy"])
    lint_request(body, url=URLS["proxy"])
    assert body == GOOD["proxy"]


def _found(target: str, body: dict[str, Any]) -> list[tuple[str, str | None, int, int, str]]:
    report = lint_request(body, target=target)
    return [(each.code, each.pointer, each.start, each.end, each.message) for each in report.diagnostics]


PRIVATE = "Midjourney cannot reach `192.168.1.2` from the internet: the address 192.168.1.2 is private"
PAGE = "The link ends in `.html` (a web page), but Midjourney accepts only .png, .gif, .webp, .jpg and .jpeg"
NO_ADDRESS = "`fileUrls` is not a valid web address: it does not begin with `https://`"
ONE_TOO_MANY = "kie.ai turns `fileUrls` into `--oref {0} {1}`: `{1}` is one link too many: `--oref` accepts one link"
A, B, HOME, HTML = "https://a.net/a.png", "https://a.net/b.png", "http://192.168.1.2/a.png", "https://a.net/a.html"


@pytest.mark.parametrize("task", ["mj_img2img", "mj_style_reference", "mj_omni_reference", "mj_video"])
@pytest.mark.parametrize(
    ("link", "code", "end", "message"),
    [(HOME, "MJ506", 24, PRIVATE), (HTML, "MJ511", 20, PAGE), ("fox", "MJ501", 3, NO_ADDRESS), ("a b", "MJ501", 3, NO_ADDRESS)],
)
def test_a_link_in_a_field_of_links_is_reported_once(task: str, link: str, code: str, end: int, message: str) -> None:
    body = {"taskType": task, "prompt": "a fox", "fileUrls": [link], "version": "7"}
    assert _found("kie", body) == [(code, "/fileUrls/0", 0, end, message)]


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ([A, HOME], [("MJ207", "/fileUrls", 0, 0, ONE_TOO_MANY.format(A, HOME)), ("MJ506", "/fileUrls/1", 0, 24, PRIVATE)]),
        ([A, B], [("MJ207", "/fileUrls", 0, 0, ONE_TOO_MANY.format(A, B))]),
    ],
)
def test_what_is_about_all_links_of_a_field_is_reported_at_the_field(links: list[str], found: list[object]) -> None:
    body = {"taskType": "mj_omni_reference", "prompt": "a fox", "fileUrls": links, "version": "7"}
    assert _found("kie", body) == found


@pytest.mark.parametrize(
    ("target", "body", "pointer"),
    [
        ("kinovi", {"model": "midjourney-v8", "inputs": {"prompt": "", "aspectRatio": "1:1"}}, "/inputs/prompt"),
        ("kinovi", {"model": "midjourney-v8", "inputs": {"prompt": "", "stylize": 100, "aspectRatio": "1:1"}}, "/inputs/prompt"),
        ("apimart", {"prompt": "", "size": "1:1"}, "/prompt"),
        ("apiframe", {"prompt": "", "aspect_ratio": "1:1"}, "/prompt"),
        ("kie", {"taskType": "mj_txt2img", "prompt": "", "aspectRatio": "1:1", "version": "7"}, "/prompt"),
    ],
)
def test_an_empty_prompt_is_reported_at_the_prompt(target: str, body: dict[str, Any], pointer: str) -> None:
    assert _found(target, body) == [("MJ401", pointer, 0, 0, "The prompt is empty")]
    blank = {**body, "prompt": "  "} if "prompt" in body else {**body, "inputs": {**body["inputs"], "prompt": "  "}}
    assert _found(target, blank) == [("MJ401", pointer, 0, 2, "The prompt is empty")]


@pytest.mark.parametrize(("argument", "url"), [("endpoints", "https://a.net/x"), ("headers", None)])
@pytest.mark.parametrize(
    ("value", "why"), [(5, "not int"), ("x", "not str"), (["a"], "but has str in it"), ([("a",)], "but has tuple in it")]
)
def test_an_argument_that_is_no_mapping_is_named(argument: str, url: str | None, value: Any, why: str) -> None:
    with pytest.raises(TypeError) as error:
        lint_request({"prompt": "a fox"}, url=url, **{argument: value})
    assert str(error.value) == f"{argument} must be a dict, {why}"


def test_headers_may_be_pairs() -> None:
    body = {"prompt": "a fox --v 7", "mode": "slow"}
    report = lint_request(body, headers=[("TT-API-KEY", "k")])  # type: ignore[arg-type]
    assert report == lint_request(body, target="ttapi") and [each.code for each in report.diagnostics] == ["MJ704"]
