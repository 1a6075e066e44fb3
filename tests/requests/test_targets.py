"""The table of targets: what it says of each place, how a request is recognised, and that a broken table is named."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest

from promptlint.compile.shape import TableError
from promptlint.compile.target_checks import validate
from promptlint.errors import ConfigError
from promptlint.midjourney import tables
from promptlint.midjourney.facts import target_facts
from promptlint.midjourney.targets import Targets, split_url
from promptlint.requests.recognise import recognise

NAMES = (
    "discord", "web", "ttapi", "mj-proxy", "useapi-v2", "useapi-v3", "legnext", "apiframe", "imaginepro", "evolink", "kinovi", "acedata",
    "goapi", "apimart", "kie", "apiframe-v2", "muapi", "runware",
)  # fmt: skip


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return tomllib.loads(tables.source_text("targets.toml"))


def test_the_table_is_sound_and_complete(data: dict[str, Any]) -> None:
    validate(data)
    targets = Targets(data)
    assert targets.names == NAMES
    assert list(targets) == list(NAMES)
    for name in NAMES:
        target = targets.named(name)
        assert target.name == name
        assert target.length_unit == "characters"
        assert target.evidence["prompt_length"].source in targets.sources
        if name != "discord":
            assert targets.endpoints(name), name


@pytest.mark.parametrize(
    ("name", "length"),
    [("discord", 6000), ("ttapi", 6000), ("useapi-v2", 2048), ("useapi-v3", 5000), ("legnext", 6000), ("evolink", 6000), ("kinovi", 6000)],
)
def test_prompt_length(name: str, length: int) -> None:
    assert tables.targets().named(name).prompt_length == length


def test_what_each_place_does_to_a_prompt() -> None:
    targets = tables.targets()
    assert targets.named("ttapi").bare_niji == "rejected"
    assert targets.named("discord").bare_niji == ""
    evolink = targets.named("evolink")
    assert {name: each.effect for name, each in evolink.refuses.items()} == {"version": "rejected", "niji": "rejected"}
    assert {name: each.effect for name, each in evolink.strips.items()} == {"fast": "ignored", "turbo": "ignored", "draft": "ignored"}
    assert evolink.images == 20
    assert targets.named("discord").braces == "expanded"
    assert targets.named("ttapi").braces == "rejected"
    assert targets.named("discord").line_breaks == "unknown"
    assert targets.named("discord").kind == "app"
    assert targets.named("kinovi").strips_command
    assert not targets.named("ttapi").strips_command
    (append,) = targets.named("mj-proxy").appends
    assert (append.text, append.field, append.value, append.unless) == ("--niji", "/botType", "NIJI_JOURNEY", ("niji",))


def test_every_fact_has_a_source_and_a_date() -> None:
    targets = tables.targets()
    facts = list(target_facts(targets))
    assert len(facts) > 200
    for fact in facts:
        assert fact.source in targets.sources, fact.path
        assert fact.date and fact.verified == "2026-11-27"
        assert fact.confidence in ("high", "medium", "low")
    assert len({fact.path for fact in facts}) == len(facts)


def test_facts_of_fields_tell_their_bounds_where_there_are_any() -> None:
    facts = {fact.path: fact.statement for fact in target_facts(tables.targets())}
    fields = "targets.ttapi.endpoints.imagine.fields./"
    assert facts[f"{fields}timeout"] == "imagine: `timeout` is integer, 300 to 1200"
    assert facts[f"{fields}prompt"] == "imagine: `prompt` is string, required"
    assert facts["targets.mj-proxy.endpoints.imagine.fields./state"] == "imagine: `state` is string, at most 255 characters"
    assert not [statement for statement in facts.values() if "None" in statement]


def test_each_piece_of_evidence_about_a_target_is_a_fact() -> None:
    targets = tables.targets()
    paths = {fact.path for fact in target_facts(targets)}
    evidence = [f"targets.{name}.{key}" for name in targets for key in targets.named(name).evidence]
    assert evidence and set(evidence) <= paths


def test_a_target_that_does_not_exist_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"unknown target `ttapy`; did you mean `ttapi`\?"):
        tables.targets().named("ttapy")
    assert tables.targets().get("ttapy") is None


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://api.ttapi.io/midjourney/v1/imagine", "api.ttapi.io", "/midjourney/v1/imagine"),
        ("https://User:pw@API.ttapi.io:8443/a/b/?q=1#f", "api.ttapi.io", "/a/b"),
        ("/mj/submit/imagine", "", "/mj/submit/imagine"),
        ("mj/submit/imagine", "", "/mj/submit/imagine"),
        ("http://[::1]:80/x", "[::1]:80", "/x"),
        ("https://host.io", "host.io", ""),
        ("{{base}}/mj/submit/imagine", "", "/{{base}}/mj/submit/imagine"),
    ],
)
def test_split_url(url: str, host: str, path: str) -> None:
    assert split_url(url) == (host, path)


@pytest.mark.parametrize(
    ("url", "body", "found"),
    [
        ("https://api.ttapi.io/midjourney/v1/imagine", {"prompt": "x"}, "ttapi imagine"),
        ("https://api.ttapi.io/midjourney/v1/imagine/", {"prompt": "x"}, "ttapi imagine"),
        ("https://api.ttapi.io/midjourney/v1/blend", {}, "ttapi blend"),
        ("https://any.host/mj-fast/mj/submit/imagine", {"prompt": "x"}, "mj-proxy imagine"),
        ("https://any.host/mj/submit/describe", {}, "mj-proxy describe"),
        ("https://api.useapi.net/v2/jobs/imagine", {"prompt": "x"}, "useapi-v2 imagine"),
        ("https://api.useapi.net/v3/midjourney/jobs/imagine", {"prompt": "x"}, "useapi-v3 imagine"),
        ("https://api.legnext.ai/api/v1/diffusion", {"text": "x"}, "legnext diffusion"),
        ("https://api.apiframe.pro/imagine", {"prompt": "x"}, "apiframe imagine"),
        ("https://api.imaginepro.ai/api/v1/midjourney/imagine", {"prompt": "x"}, "imaginepro imagine"),
        ("https://api.evolink.ai/v1/images/generations", {"model": "mj-v7", "prompt": "x"}, "evolink generate"),
        ("https://kinovi.ai/api/v1/jobs/createTask", {"model": "midjourney-v8", "inputs": {}}, "kinovi create"),
        ("https://api.acedata.cloud/midjourney/imagine", {"prompt": "x"}, "acedata imagine"),
        ("https://api.piapi.ai/api/v1/task", {"model": "midjourney", "task_type": "imagine", "input": {}}, "goapi task"),
        ("https://www.midjourney.com/api/submit-jobs", {"t": "imagine", "prompt": "x"}, "web submit"),
        # Another model on the same address, another host, another path: nothing is known.
        ("https://api.evolink.ai/v1/images/generations", {"model": "gpt-image-2", "prompt": "x"}, None),
        ("https://kinovi.ai/api/v1/jobs/createTask", {"model": "mochi-v1", "prompt": "x"}, None),
        ("https://other.host/midjourney/v1/imagine", {"prompt": "x"}, None),
        ("https://api.ttapi.io/flux/v1/generate", {"prompt": "x"}, None),
    ],
)
def test_recognised_by_url(url: str, body: dict[str, Any], found: str | None) -> None:
    got = recognise(tables.targets(), body, url=url)
    assert (f"{got.target} {got.endpoint.name}" if got.endpoint else None) == found
    assert got.by == ("url" if found else "nothing")


@pytest.mark.parametrize(
    ("body", "headers", "found"),
    [
        ({"prompt": "x", "hookUrl": ""}, {}, "ttapi"),
        ({"prompt": "x"}, {"tt-api-key": "k"}, "ttapi"),
        ({"prompt": "x"}, {"mj-api-secret": "k"}, "mj-proxy"),
        ({"prompt": "x", "botType": "MID_JOURNEY"}, {}, "mj-proxy"),
        ({"text": "x"}, {}, "legnext"),
        ({"inputs": {"prompt": "x"}, "model": "midjourney-v8"}, {}, "kinovi"),
        ({"input": {"prompt": "x"}, "task_type": "imagine", "model": "midjourney"}, {}, "goapi"),
        # A body that does not match completely belongs to no service.
        ({"input": {"prompt": "x"}, "task_type": "imagine"}, {}, None),
        ({"text": "x", "voice": "a"}, {}, None),
        ({"prompt": "x", "item": 3}, {"tt-api-key": "k"}, None),
        ({"prompt": "x"}, {}, None),
    ],
)
def test_recognised_by_header_or_fields(body: dict[str, Any], headers: dict[str, str], found: str | None) -> None:
    got = recognise(tables.targets(), body, headers=headers)
    assert got.target == found
    assert bool(got.note(prompt=True)) == (got.by in ("fields", "nothing"))
    assert ("has ended" in got.note(prompt=True)) == (found == "goapi")


def test_a_named_target_is_found_on_any_host() -> None:
    got = recognise(tables.targets(), {"prompt": "x"}, target="ttapi", url="http://127.0.0.1:8000/midjourney/v1/imagine")
    assert got.endpoint is not None
    assert (got.by, got.endpoint.name) == ("argument", "imagine")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"prompt": "x", "mode": "fast"}, "imagine"),
        ({"imgBase64Array": []}, "blend"),
        ({"jobId": "1", "action": "reroll"}, "action"),
        ({"jobId": "1", "mask": "m", "prompt": "x"}, "inpaint"),
        ({"jobId": "1"}, "seed"),
        ({"base64": "x"}, "describe"),
        ({}, "imagine"),
    ],
)
def test_a_named_target_without_a_url_picks_the_request_that_fits(body: dict[str, Any], name: str) -> None:
    got = recognise(tables.targets(), body, target="ttapi")
    assert got.endpoint is not None
    assert got.endpoint.name == name


def test_others_hosts_are_left_out_of_sight() -> None:
    targets = tables.targets()
    assert targets.at("api.openai.com", "/v1/images") == ()
    assert targets.at("api.ttapi.io", "/midjourney/v1/imagine", method="GET") == ()


# One mutation each: (path to the row, key, value or None to take it out, the key that the message names).
BROKEN: list[tuple[str, str, object, str]] = [
    ("", "schema", 2, "schema"),
    ("", "sources", None, "sources"),
    ("", "extra", 1, "extra"),
    ("sources.KN", "tier", "rumour", "sources.KN.tier"),
    ("sources.KN", "date", None, "sources.KN.date"),
    ("targets.ttapi", "title", None, "targets.ttapi.title"),
    ("targets.ttapi", "title", 7, "targets.ttapi.title"),
    ("targets.ttapi", "kind", "shop", "targets.ttapi.kind"),
    ("targets.ttapi", "brases", {}, "targets.ttapi.brases"),
    ("targets.ttapi.prompt_length", "value", "6000", "targets.ttapi.prompt_length.value"),
    ("targets.ttapi.prompt_length", "value", 0, "targets.ttapi.prompt_length.value"),
    ("targets.ttapi.prompt_length", "source", "XX", "targets.ttapi.prompt_length.source"),
    ("targets.ttapi.braces", "effect", "eaten", "targets.ttapi.braces.effect"),
    ("targets.ttapi.bare_niji", "source", None, "targets.ttapi.bare_niji.source"),
    ("targets.ttapi.strips_command", "value", "no", "targets.ttapi.strips_command.value"),
    ("targets.evolink.refuses.niji", "effect", "hated", "targets.evolink.refuses.niji.effect"),
    ("targets.evolink.images", "most", True, "targets.evolink.images.most"),
    ("targets.ttapi.endpoints.imagine", "path", "imagine", "targets.ttapi.endpoints.imagine.path"),
    ("targets.ttapi.endpoints.imagine", "prompt", "/text", "targets.ttapi.endpoints.imagine.prompt"),
    ("targets.ttapi.endpoints.describe", "one_of", ["/x"], "targets.ttapi.endpoints.describe.one_of"),
    ("targets.ttapi.endpoints.imagine", "when", {"/x": ["a"]}, "targets.ttapi.endpoints.imagine.when"),
    ("targets.ttapi.endpoints.imagine", "when", {"/mode": ["fast"]}, "targets.ttapi.endpoints.imagine.when"),
    ("targets.evolink.endpoints.generate.fields./model", "required", None, "targets.evolink.endpoints.generate.when"),
    ("targets.ttapi.endpoints.imagine.fields./timeout", "type", "int", "targets.ttapi.endpoints.imagine.fields./timeout.type"),
    ("targets.ttapi.endpoints.imagine.fields./timeout", "minimum", 5000, "targets.ttapi.endpoints.imagine.fields./timeout.minimum"),
    ("targets.ttapi.endpoints.imagine.fields./timeout", "required", "often", "targets.ttapi.endpoints.imagine.fields./timeout.required"),
    ("targets.ttapi.endpoints.imagine.fields./hookUrl", "format", "uri", "targets.ttapi.endpoints.imagine.fields./hookUrl.format"),
    ("targets.ttapi.endpoints.imagine.fields", "/a/b", {"type": "string"}, "targets.ttapi.endpoints.imagine.fields./a/b"),
]


@pytest.mark.parametrize(("path", "key", "value", "named"), BROKEN)
def test_a_broken_table_is_named(data: dict[str, Any], path: str, key: str, value: object, named: str) -> None:
    broken = copy.deepcopy(data)
    row = broken
    for step in path.split(".") if path else ():
        row = row[step]
    if value is None:
        del row[key]
    else:
        row[key] = value
    with pytest.raises(TableError) as error:
        validate(broken)
    assert str(error.value).startswith(named + ":")
