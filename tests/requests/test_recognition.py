"""The address decides what a request is sent to; other services' requests are left alone."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

import promptlint
from promptlint import Config
from promptlint.errors import ConfigError
from promptlint.midjourney import tables
from promptlint.midjourney.targets import clean_path
from promptlint.requests.endpoints import _shared
from promptlint.requests.lint import lint_request
from promptlint.requests.recognise import recognise

CHAT = {"model": "m", "messages": [{"role": "user", "content": "a fox --ar16:9"}]}
BEARER = {"Authorization": "Bearer k"}
API_KEY = {"x-api-key": "k"}

# (URL, headers, body) as the services' own pages have them.
OTHERS: list[tuple[str, dict[str, str], Any]] = [
    ("https://api.anthropic.com/v1/messages", {**API_KEY, "anthropic-version": "2023-06-01"}, {**CHAT, "max_tokens": 1024}),
    ("https://api.openai.com/v1/chat/completions", BEARER, CHAT),
    ("https://api.openai.com/v1/images/generations", BEARER, {"model": "gpt-image-1", "prompt": "a white cat", "size": "1024x1024"}),
    ("https://api.openai.com/v1/embeddings", BEARER, {"model": "m", "input": "text"}),
    ("https://api.openai.com/v1/audio/speech", BEARER, {"model": "tts-1", "input": "hello", "voice": "alloy"}),
    ("https://generativelanguage.googleapis.com/v1beta/models/g:generateContent", {"x-goog-api-key": "k"}, {"contents": []}),
    ("https://api.elevenlabs.io/v1/text-to-speech/v", {"xi-api-key": "k"}, {"text": "hello"}),
    ("https://api.deepl.com/v2/translate", BEARER, {"text": ["hello"], "target_lang": "DE"}),
    ("https://api.mistral.ai/v1/chat/completions", BEARER, CHAT),
    ("https://api.cohere.com/v2/chat", BEARER, CHAT),
    ("https://openrouter.ai/api/v1/chat/completions", BEARER, CHAT),
    ("https://api.groq.com/openai/v1/chat/completions", BEARER, CHAT),
    ("https://api.together.xyz/v1/images/generations", BEARER, {"model": "flux", "prompt": "a white cat", "steps": 4}),
    ("https://api.replicate.com/v1/predictions", BEARER, {"version": "v", "input": {"prompt": "a white cat"}}),
    ("https://fal.run/fal-ai/flux/dev", {"Authorization": "Key k"}, {"prompt": "a white cat", "image_size": "square"}),
    ("https://api.stability.ai/v1/generation/m/text-to-image", BEARER, {"text_prompts": [{"text": "a white cat"}], "cfg_scale": 7}),
    ("https://cloud.leonardo.ai/api/rest/v1/generations", BEARER, {"prompt": "a white cat", "modelId": "m", "height": 512}),
    ("https://api.ideogram.ai/generate", {"Api-Key": "k"}, {"image_request": {"prompt": "a white cat", "aspect_ratio": "ASPECT_1_1"}}),
    ("https://api.bfl.ai/v1/flux-pro-1.1", {"x-key": "k"}, {"prompt": "a white cat", "width": 1024}),
    ("https://api.dev.runwayml.com/v1/image_to_video", BEARER, {"promptImage": "https://i.fox-den.org/a.png", "model": "gen4_turbo"}),
    ("https://api.lumalabs.ai/dream-machine/v1/generations", BEARER, {"prompt": "a white cat", "aspect_ratio": "16:9"}),
    ("https://api.muapi.ai/api/v1/flux-dev-image", API_KEY, {"prompt": "a white cat", "aspect_ratio": "16:9"}),
    ("https://api.runware.ai/v1", BEARER, [{"taskType": "imageInference", "model": "runware:101@1", "positivePrompt": "a fox --ar16:9"}]),
    ("https://api.apiframe.ai/v2/images/generate", API_KEY, {"model": "flux", "prompt": "a white cat"}),
    ("https://api.kie.ai/api/v1/veo/generate", BEARER, {"prompt": "a white cat", "model": "veo3", "aspectRatio": "16:9"}),
    ("https://api.stripe.com/v1/charges", BEARER, {"amount": 300, "currency": "eur"}),
    ("https://api.github.com/repos/a/b/issues", BEARER, {"title": "t", "body": "b"}),
    ("https://slack.com/api/chat.postMessage", BEARER, {"channel": "C1", "text": "hello"}),
    ("https://discord.com/api/v10/channels/1/messages", {"Authorization": "Bot k"}, {"content": "hello"}),
    ("https://api.telegram.org/botk/sendMessage", {}, {"chat_id": 1, "text": "hello"}),
    ("https://api.twilio.com/2010-04-01/Accounts/A/Messages.json", {}, {"To": "+1", "Body": "hello"}),
    ("https://api.sendgrid.com/v3/mail/send", BEARER, {"subject": "s", "content": [{"type": "text/plain", "value": "x"}]}),
    ("https://api.notion.com/v1/pages", BEARER, {"parent": {"database_id": "1"}, "properties": {}}),
    ("https://api.fox-den.org/v1/orders", API_KEY, {"item": 3}),
]


@pytest.mark.parametrize(("url", "headers", "body"), OTHERS, ids=[each[0] for each in OTHERS])
def test_requests_to_other_services_are_left_alone(url: str, headers: dict[str, str], body: Any) -> None:
    report = lint_request(body, url=url, headers=headers, config=Config(ignore=["MJ304"]))
    assert [(each.code, each.pointer) for each in report.diagnostics] == []
    (hook,) = promptlint.guard(on_unread="raise")["request"]
    hook(httpx.Request("POST", url, headers=headers, json=body))


def test_thirty_of_them() -> None:
    assert len(OTHERS) >= 30


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://api.ttapi.io./midjourney/v1/imagine", "ttapi imagine"),
        ("https://API.TTAPI.IO:443//midjourney//v1/./imagine/", "ttapi imagine"),
        ("https://api.ttapi.io/x/../midjourney/v1/%69magine?a=1", "ttapi imagine"),
        ("https://api.apimart.ai/v1/midjourney/generations", "apimart generate"),
        ("https://api.apimart.ai/v1/midjourney/generations/edits", "apimart edits"),
        ("https://api.kie.ai/api/v1/mj/generate", "kie generate"),
        ("https://api.muapi.ai/api/v1/midjourney-v8", "muapi v8"),
        ("https://api.muapi.ai/api/v1/midjourney-niji", "muapi niji"),
        ("https://api.apiframe.pro/imagine", "apiframe imagine"),
        ("https://api.apiframe.ai/v2/images/midjourney/action", "apiframe-v2 action"),
        ("https://api.apiframe.ai/v2/images/generate", "apiframe-v2 generate"),
        ("https://api.goapi.ai/mj/v2/imagine", "goapi imagine-v2"),
        *((f"https://relay.fox-den.org/mj-fast/mj/submit/{name}", f"mj-proxy {name}")
          for name in ("imagine", "blend", "describe", "video", "edits", "edit", "retexture", "modal", "action", "shorten")),
        ("https://relay.fox-den.org/mj/submit/upload-discord-images", "mj-proxy upload"),
    ],
)  # fmt: skip
def test_the_address_decides(url: str, found: str) -> None:
    got = recognise(tables.targets(), {"botType": "x", "positivePrompt": "y"}, url=url, headers={"TT-API-KEY": "k", "mj-api-secret": "k"})
    assert got.endpoint is not None
    assert (f"{got.target} {got.endpoint.name}", got.by) == (found, "url")


def test_a_header_of_its_own_names_a_service_behind_an_unknown_host_if_the_body_fits() -> None:
    def found(body: dict[str, Any], header: str) -> str | None:
        return recognise(tables.targets(), body, url="http://gateway.fox-den.org/x", headers={header: "k"}).target

    assert found({"prompt": "x", "mode": "fast"}, "TT-API-KEY") == "ttapi"
    assert found({"prompt": "x", "item": 3}, "TT-API-KEY") is None
    assert found({"text": "x"}, "x-api-key") is None
    # Fields alone identify no service if there is an address, and may if there is none or it is a variable.
    assert found({"prompt": "x", "botType": "MID_JOURNEY"}, "x-api-key") is None
    for url in (None, "/x", "{{base}}/x", "https://{{host}}/x"):
        assert recognise(tables.targets(), {"prompt": "x", "botType": "MID_JOURNEY"}, url=url).target == "mj-proxy"


@pytest.mark.parametrize(
    ("path", "clean"), [("/a//b/", "/a/b"), ("/a/./b/../c", "/a/c"), ("/../a", "/a"), ("//", ""), ("/a%2Fb", "/a/b"), ("", "")]
)
def test_clean_path(path: str, clean: str) -> None:
    assert clean_path(path) == clean


RELAY = "https://relay.fox-den.org/v1"
BAD = {"prompt": "a heron --ar16:9 --v 7", "mode": "fast"}


@pytest.mark.parametrize(
    ("prefix", "url", "body", "found"),
    [
        (RELAY, f"{RELAY}/imagine", BAD, [("MJ005", "/prompt")]),
        (RELAY, f"{RELAY}/anything", BAD, [("MJ005", "/prompt")]),
        (RELAY, RELAY, BAD, [("MJ005", "/prompt")]),
        (f"{RELAY}/", "https://RELAY.fox-den.org.:443//v1//imagine?x=1", BAD, [("MJ005", "/prompt")]),
        (RELAY, f"{RELAY}/seed", {"prompt": "x"}, [("MJ701", "/prompt"), ("MJ702", "/jobId")]),
        (RELAY, f"{RELAY}/midjourney/v1/fetch", {}, [("MJ702", "/jobId")]),
        (RELAY, f"{RELAY}/x/seed", {"prompt": "x"}, [("MJ701", "/prompt"), ("MJ702", "/jobId")]),
        (RELAY, f"{RELAY}/seed/x", BAD, [("MJ005", "/prompt")]),  # its last segments count
        ("https://[::1]/v1", "https://[::1]:443/v1/imagine", BAD, [("MJ005", "/prompt")]),
        ("https://[::1]:8443/v1", "https://[::1]:8443/v1", BAD, [("MJ005", "/prompt")]),
        (" HTTPS://relay.fox-den.org/v1 ", f"{RELAY}/imagine", BAD, [("MJ005", "/prompt")]),
        ("http://relay.fox-den.org", "http://relay.fox-den.org:80", BAD, [("MJ005", "/prompt")]),
        ("https://me:80@relay.fox-den.org", "https://you@relay.fox-den.org/x", BAD, [("MJ005", "/prompt")]),
        ("https://relay.fox-den.org:65535", "https://relay.fox-den.org:65535?a=b:1", BAD, [("MJ005", "/prompt")]),
    ],
)
def test_mapped_prefixes(prefix: str, url: str, body: dict[str, Any], found: list[tuple[str, str]]) -> None:
    for report in (
        lint_request(body, url=url, endpoints={prefix: "ttapi"}),
        lint_request(body, url=url, config=Config(endpoints={prefix: "ttapi"})),
        promptlint.check_request(body, url=url, endpoints={prefix: "ttapi"}, links=False),
    ):
        assert [(each.code, each.pointer) for each in report.diagnostics] == found
    (hook,) = promptlint.guard(endpoints={prefix: "ttapi"})["request"]
    with pytest.raises(promptlint.PromptRejected):
        hook(httpx.Request("POST", url, json=body))


@pytest.mark.parametrize(
    "url",
    [
        "https://relay.fox-den.org/v10/imagine",
        "https://relay.fox-den.org:8443/v1/imagine",
        "https://x.org/v1/imagine",
        "http://relay.fox-den.org/v1/imagine",
        "https://relay.fox-den.org/",
        "https://[::1]/v1/imagine",
    ],
)
def test_what_is_below_no_prefix_is_not_mapped(url: str) -> None:
    (hook,) = promptlint.guard(endpoints={RELAY: "ttapi"})["request"]
    hook(httpx.Request("POST", url, json=BAD))


def test_the_longest_prefix_and_the_argument_win() -> None:
    config = Config(endpoints={RELAY: "legnext", "https://relay.fox-den.org": "kie"})
    body = {"text": "a red fox --v 7"}
    assert lint_request(body, url=f"{RELAY}/x", config=config).diagnostics == ()
    codes = {each.code for each in lint_request(body, url=f"{RELAY}/x", config=config, endpoints={RELAY: "ttapi"}).diagnostics}
    assert codes == {"MJ701", "MJ702"}


def test_a_mapped_service_with_several_models_leaves_the_others_alone() -> None:
    endpoints = {RELAY: "evolink"}
    assert (
        lint_request({"model": "mj-v7", "prompt": "a fox --niji 6"}, url=f"{RELAY}/x", endpoints=endpoints).diagnostics[0].code == "MJ709"
    )
    assert "MJ702" in {each.code for each in lint_request({"prompt": "a fox"}, url=f"{RELAY}/x", endpoints=endpoints).diagnostics}
    (hook,) = promptlint.guard(endpoints=endpoints)["request"]
    hook(httpx.Request("POST", f"{RELAY}/x", json={"model": "gpt-image-2", "prompt": "a fox --ar16:9"}))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"model": "mj-v7", "prompt": "a fox"}, "evolink"),
        ({"model": "gpt-image-2", "prompt": "a fox"}, None),
        ({"model": 7, "prompt": "a fox"}, None),
        ({"model": ["mj-v7"], "prompt": "a fox"}, None),
        ({"model": None, "prompt": "a fox"}, "evolink"),  # it must have one, which is reported
        ({"prompt": "a fox"}, "evolink"),
    ],
)
def test_a_field_that_marks_an_endpoint(body: dict[str, Any], found: str | None) -> None:
    assert recognise(tables.targets(), body, url="https://api.evolink.ai/v1/images/generations").target == found


@pytest.mark.parametrize(
    ("url", "body", "model"),
    [
        ("https://api.muapi.ai/api/v1/midjourney-v7", {"prompt": "a fox"}, "7"),
        ("https://api.muapi.ai/api/v1/midjourney-niji", {"prompt": "a fox"}, "niji 7"),
        ("https://api.muapi.ai/api/v1/midjourney-v8", {"prompt": "a fox"}, "8.2"),
        ("https://api.evolink.ai/v1/images/generations", {"model": "mj-v8.1", "prompt": "a fox"}, "8.1"),
        ("https://api.apimart.ai/v1/midjourney/generations", {"version": "7", "prompt": "a fox"}, "7"),
        ("https://api.apimart.ai/v1/midjourney/generations", {"version": 6.1, "prompt": "a fox"}, "6.1"),
        ("https://api.apimart.ai/v1/midjourney/generations", {"version": True, "prompt": "a fox"}, "8.2"),
    ],
)
def test_the_model_that_an_address_or_a_field_selects(url: str, body: dict[str, Any], model: str) -> None:
    assert lint_request(body, url=url).model == model
    assert lint_request(body, url=url, model="5.2").model == ("5.2" if model == "8.2" else model)
    assert lint_request({**body, "prompt": "a fox --v 6"}, url=url).model == "6"


@pytest.mark.parametrize(
    ("endpoints", "message"),
    [
        ({RELAY: "ttapy"}, f"endpoints.{RELAY}: unknown target `ttapy`; did you mean `ttapi`?"),
        (
            {"relay.fox-den.org": "ttapi"},
            "endpoints.relay.fox-den.org: the key must be a URL prefix such as `https://relay.example.org/v1`",
        ),
        ({"ftp://fox-den.org": "ttapi"}, "endpoints.ftp://fox-den.org: the key must be a URL prefix"),
        ({"https://fox-den.org:x": "ttapi"}, "endpoints.https://fox-den.org:x: the key must be a URL prefix"),
        ({"https://fox-den.org:123456": "ttapi"}, "endpoints.https://fox-den.org:123456: the key must be a URL prefix"),
        ({"https://fox-den.org:²": "ttapi"}, "endpoints.https://fox-den.org:²: the key must be a URL prefix"),
        ({"https://:80/x": "ttapi"}, "endpoints.https://:80/x: the key must be a URL prefix"),
        ({"https:fox-den.org": "ttapi"}, "endpoints.https:fox-den.org: the key must be a URL prefix"),
        ({RELAY: "discord"}, f"endpoints.{RELAY}: `discord` has no requests"),
        ({RELAY: 7}, f"endpoints.{RELAY}: expected a URL prefix and the name of a target"),
    ],
)
def test_a_wrong_mapping_names_key_and_nearest_target(endpoints: dict[str, Any], message: str) -> None:
    for call in (lambda: promptlint.guard(endpoints=endpoints), lambda: lint_request({}, url=RELAY, endpoints=endpoints)):
        with pytest.raises(ConfigError) as error:
            call()
        assert str(error.value).startswith(message)


def test_endpoints_in_the_settings(tmp_path: Any) -> None:
    file = tmp_path / "promptlint.toml"
    file.write_text(f'[endpoints]\n"{RELAY}" = "TTAPI"\n')
    config = Config.load(file)
    assert config.endpoints == ((RELAY, "ttapi"),)
    assert [each.code for each in lint_request(BAD, url=f"{RELAY}/imagine", config=config).diagnostics] == ["MJ005"]
    (hook,) = promptlint.guard(config=config)["request"]
    with pytest.raises(promptlint.PromptRejected):
        hook(httpx.Request("POST", f"{RELAY}/imagine", json=BAD))
    file.write_text(f'[endpoints]\n"{RELAY}" = "ttapy"\n')
    with pytest.raises(ConfigError, match=r"endpoints.*unknown target `ttapy`; did you mean `ttapi`\?"):
        Config.load(file)


@pytest.mark.parametrize(
    ("path", "rest", "count"),
    [("/mj/imagine", "/v1/mj/imagine", 2), ("/v1/mj/imagine", "/v2/x/imagine", 1), ("/v1/mj/imagine", "/v1/x/imagine", 1), ("/a", "/b", 0)],
)
def test_paths_are_compared_from_their_ends_up_to_the_first_difference(path: str, rest: str, count: int) -> None:
    assert _shared(path, rest) == count
