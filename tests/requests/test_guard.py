"""The guard in real httpx clients, against a server on this machine that behaves like TTAPI."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from time import process_time
from typing import Any

import httpx
import pytest
from ttapi_loopback import Server, load

import promptlint
from promptlint.requests.guard import PromptWarning

PATH = "/midjourney/v1/imagine"
BAD = "a red fox --ar16:9 --v 7"
GOOD = "a red fox --ar 16:9 --v 7"
HOPELESS = "a red fox --v 7 --frobnicate"
KEY = {"TT-API-KEY": "k"}


def body(prompt: str = BAD, **more: Any) -> dict[str, Any]:
    return {"prompt": prompt, "mode": "fast", "timeout": 300, **more}


def client(server: Server, **options: Any) -> httpx.Client:
    hooks = promptlint.guard(**{"target": "ttapi", **options})
    return httpx.Client(base_url=server.url, headers=KEY, event_hooks=hooks, trust_env=False)


def test_a_bad_prompt_never_leaves(server: Server) -> None:
    with client(server) as http, pytest.raises(promptlint.PromptRejected) as stopped:
        http.post(PATH, json=body())
    assert server.jobs.seen == []
    assert isinstance(stopped.value, ValueError)
    (found,) = stopped.value.report.diagnostics
    assert (found.code, found.pointer, (found.start, found.end)) == ("MJ005", "/prompt", (10, 18))
    assert str(stopped.value).splitlines()[0] == "the request would be rejected:"
    assert "/prompt: MJ005 glued-value:" in str(stopped.value)


def test_without_the_guard_the_job_is_taken_and_fails_later(server: Server) -> None:
    with httpx.Client(base_url=server.url, headers=KEY, trust_env=False) as http:
        job = http.post(PATH, json=body()).json()["data"]["job_id"]
        answer = http.post("/midjourney/v1/fetch", json={"jobId": job}).json()
    assert answer["status"] == "FAILED"
    failure = promptlint.explain(answer["message"], BAD)
    assert (failure.name, failure.counts_as_illegal) == ("unrecognized-parameter", True)
    assert [each.code for each in failure.causes] == ["MJ005"]
    assert server.jobs.rejected == 1


def test_a_good_body_passes_byte_for_byte(server: Server) -> None:
    with client(server) as http:
        content = b'{ "prompt" : "a red fox --ar 16:9 --v 7",\n "mode":"fast" , "timeout": 3e2 }'
        answer = http.post(PATH, content=content, headers={"content-type": "application/json"})
    assert answer.json()["status"] == "SUCCESS"
    assert answer.request.content == content
    assert len(server.jobs.seen) == 1


def test_fix_rewrites_the_prompt_and_nothing_else(server: Server) -> None:
    content = '{ "prompt" : "a r\\u00e9d fox --ar16:9 --v 7",\n "mode":"fast" , "timeout": 3e2, "notify_id": "ü" }'.encode()
    with client(server, on_error="fix") as http:
        answer = http.post(PATH, content=content, headers={"content-type": "application/json", "x-mine": "1"})
    assert answer.json()["status"] == "SUCCESS"
    sent = answer.request
    assert sent.content.decode() == '{ "prompt" : "a r\\u00e9d fox --ar 16:9 --v 7",\n "mode":"fast" , "timeout": 3e2, "notify_id": "ü" }'
    assert sent.headers["content-length"] == str(len(sent.content))
    assert sent.headers["x-mine"] == "1"
    assert sent.headers["tt-api-key"] == "k"
    assert server.jobs.seen[0]["prompt"] == "a réd fox --ar 16:9 --v 7"


def test_fix_raises_where_an_error_remains(server: Server) -> None:
    with client(server, on_error="fix") as http:
        with pytest.raises(promptlint.PromptRejected) as stopped:
            http.post(PATH, json=body(HOPELESS))
        with pytest.raises(promptlint.PromptRejected):
            http.post(PATH, json=body(GOOD, timeout=5))
        with pytest.raises(promptlint.PromptRejected) as half:
            http.post(PATH, json=body("a red fox --ar16:9 --v 7 --frobnicate"))
    assert [each.code for each in stopped.value.report.diagnostics] == ["MJ101"]
    assert [each.code for each in half.value.report.diagnostics if each.severity == "error"] == ["MJ101"]
    assert server.jobs.seen == []


def test_fix_leaves_a_body_with_mere_warnings_alone(server: Server) -> None:
    prompt = "a red fox--ar 16:9 --v 7"
    assert [each.severity for each in promptlint.lint(prompt).diagnostics] == ["warning"]
    with client(server, on_error="fix") as http:
        http.post(PATH, json=body(prompt))
    assert server.jobs.seen[0]["prompt"] == prompt


def test_fix_makes_no_unsafe_fix(server: Server) -> None:
    prompt = "a red fox --s 9 --seed 4 --s 8 --ar16:9 --v 7"
    assert [(each.code, each.fix is not None and each.fix.safe) for each in promptlint.lint(prompt).diagnostics] == [
        ("MJ103", False), ("MJ005", True),
    ]  # fmt: skip
    with client(server, on_error="fix") as http:
        http.post(PATH, json=body(prompt))
    assert server.jobs.seen[0]["prompt"] == prompt.replace("--ar16:9", "--ar 16:9")


def test_warn_sends_and_warns(server: Server) -> None:
    with client(server, on_error="warn") as http, pytest.warns(PromptWarning, match="MJ005 glued-value"):
        http.post(PATH, json=body())
    assert server.jobs.seen == [body()]


@pytest.mark.parametrize(
    ("request_body", "pointer"),
    [(body(GOOD, timeout=5), "/timeout"), (body(GOOD, mode="quick"), "/mode"), (body(GOOD, hookUrl="http://localhost/x"), "/hookUrl")],
)
def test_the_fields_count_too(server: Server, request_body: dict[str, Any], pointer: str) -> None:
    with client(server) as http, pytest.raises(promptlint.PromptRejected) as stopped:
        http.post(PATH, json=request_body)
    assert [each.pointer for each in stopped.value.report.diagnostics] == [pointer]


def test_other_requests_pass_untouched(server: Server) -> None:
    with client(server) as http:
        assert http.post("/echo", json=body()).json() == body()
        assert http.post("/midjourney/v1/fetch", json={"jobId": "none"}).status_code == 404
        assert http.get(PATH).status_code == 405
        assert http.post(PATH, content=b"no json", headers={"content-type": "application/json"}).status_code == 400
        assert http.post(PATH, data={"prompt": BAD}).status_code == 400
        assert http.post(PATH, content=b"[1]").status_code == 400
        assert http.post(PATH, files={"prompt": b"x"}).status_code == 400
    assert server.jobs.seen == []


def test_a_stream_is_sent_unread(server: Server) -> None:
    taken: list[int] = []

    def parts() -> Iterator[bytes]:
        for part in (b'{"prompt": "a red fox', b' --ar16:9 --v 7"}'):
            taken.append(len(part))
            yield part

    with client(server) as http:
        answer = http.post(PATH, content=parts(), headers={"content-type": "application/json"})
    assert answer.json()["status"] == "SUCCESS"
    assert len(taken) == 2
    assert server.jobs.seen == [{"prompt": BAD}]


def test_a_redirect_is_looked_at_again(server: Server) -> None:
    hooks = promptlint.guard(target="ttapi", on_error="fix")
    seen: list[str] = []
    hooks["request"].append(lambda request: seen.append(f"{request.url.path} {json.loads(request.content)['prompt']}"))
    with httpx.Client(base_url=server.url, headers=KEY, event_hooks=hooks, follow_redirects=True, trust_env=False) as http:
        assert http.post("/old" + PATH, json=body()).json()["status"] == "SUCCESS"
    assert seen == [f"/old{PATH} {GOOD}", f"{PATH} {GOOD}"]
    assert server.jobs.seen[0]["prompt"] == GOOD


def test_a_request_may_be_sent_again(server: Server) -> None:
    with client(server, on_error="fix") as http:
        request = http.build_request("POST", PATH, json=body())
        for _ in range(3):
            assert http.send(request).json()["status"] == "SUCCESS"
    assert [each["prompt"] for each in server.jobs.seen] == [GOOD] * 3


def test_retries_of_the_transport_keep_the_rewritten_body(server: Server) -> None:
    transport = httpx.HTTPTransport(retries=2)
    hooks = promptlint.guard(target="ttapi", on_error="fix")
    with httpx.Client(base_url=server.url, headers=KEY, event_hooks=hooks, transport=transport) as http:
        assert http.post(PATH, json=body()).json()["status"] == "SUCCESS"
    assert server.jobs.seen[0]["prompt"] == GOOD


def test_a_body_that_a_later_hook_changes_is_not_the_guards(server: Server) -> None:
    """The guard sees the changes of the hooks before it: put it last."""
    hooks = promptlint.guard(target="ttapi")

    def spoil(request: httpx.Request) -> None:
        method, url = request.method, request.url
        vars(request).clear()
        httpx.Request.__init__(request, method, url, headers={**KEY}, json=body(HOPELESS))

    hooks["request"].insert(0, spoil)
    with httpx.Client(base_url=server.url, event_hooks=hooks, trust_env=False) as http, pytest.raises(promptlint.PromptRejected):
        http.post(PATH, json=body(GOOD))


def test_an_async_client(server: Server) -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield b'{"prompt": "a red fox --ar16:9 --v 7"}'

    async def run() -> None:
        stop, mend = promptlint.async_guard(target="ttapi"), promptlint.async_guard(target="ttapi", on_error="fix")
        async with httpx.AsyncClient(base_url=server.url, headers=KEY, event_hooks=stop, trust_env=False) as http:
            with pytest.raises(promptlint.PromptRejected):
                await http.post(PATH, json=body())
            assert (await http.post(PATH, json=body(GOOD))).json()["status"] == "SUCCESS"
            assert (await http.post(PATH, content=parts())).json()["status"] == "SUCCESS"
        async with httpx.AsyncClient(base_url=server.url, headers=KEY, event_hooks=mend, trust_env=False) as http:
            answers = await asyncio.gather(*(http.post(PATH, json=body()) for _ in range(5)))
        assert {answer.json()["status"] for answer in answers} == {"SUCCESS"}

    asyncio.run(run())
    assert [each["prompt"] for each in server.jobs.seen] == [GOOD, BAD, *[GOOD] * 5]


def test_known_services_are_recognised_without_a_target() -> None:
    (hook,) = promptlint.guard()["request"]
    hook(httpx.Request("POST", "https://api.openai.com/v1/images/generations", json={"prompt": BAD}))
    hook(httpx.Request("POST", "http://127.0.0.1" + PATH, json=body()))
    hook(httpx.Request("POST", "https://api.evolink.ai/v1/images/generations", json={"model": "gpt-image-2", "prompt": BAD}))
    kinovi = "https://kinovi.ai/api/v1/jobs/createTask"
    hook(httpx.Request("POST", kinovi, json={"model": "mochi-v1", "inputs": {"prompt": BAD}}))
    for url, sent in [
        ("https://api.ttapi.io" + PATH, body()),
        ("https://relay.fox-den.org/mj-relax/mj/submit/imagine", {"prompt": BAD}),
        ("https://api.legnext.ai/api/v1/diffusion", {"text": BAD}),
        (kinovi, {"model": "midjourney-v8", "inputs": {"prompt": BAD}}),
    ]:
        with pytest.raises(promptlint.PromptRejected):
            hook(httpx.Request("POST", url, json=sent))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_encodings_of_json(encoding: str) -> None:
    (hook,) = promptlint.guard(on_error="fix")["request"]
    request = httpx.Request("POST", "https://api.ttapi.io" + PATH, content=json.dumps(body()).encode(encoding))
    hook(request)
    assert json.loads(request.content) == body(GOOD)


def test_a_compressed_body_is_left_alone() -> None:
    (hook,) = promptlint.guard()["request"]
    hook(httpx.Request("POST", "https://api.ttapi.io" + PATH, json=body(), headers={"content-encoding": "gzip"}))


def test_wrong_arguments_fail_when_the_guard_is_made() -> None:
    with pytest.raises(ValueError, match="on_error must be `raise`, `fix` or `warn`, not `stop`"):
        promptlint.guard(on_error="stop")
    with pytest.raises(ValueError, match=r"unknown target `ttap`; did you mean `ttapi`\?"):
        promptlint.async_guard(target="ttap")


def test_it_opens_no_socket_and_asks_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: Any, **__: Any) -> Any:
        raise AssertionError("the guard opened a socket")

    (hook,) = promptlint.guard()["request"]
    request = httpx.Request("POST", "https://api.ttapi.io" + PATH, json=body("https://i.fox-den.org/fox.png a red fox --v 7"))
    monkeypatch.setattr(socket, "socket", forbidden)
    hook(request)


def test_it_does_not_import_httpx() -> None:
    code = "import sys, promptlint; promptlint.guard(); promptlint.async_guard(); sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_it_costs_less_than_a_millisecond() -> None:
    (hook,) = promptlint.guard()["request"]
    requests = [httpx.Request("POST", "https://api.ttapi.io" + PATH, json=body(GOOD, notify_id=str(number))) for number in range(50)]
    hook(requests[0])
    best = 9.0
    for _ in range(5):
        begun = process_time()
        for request in requests:
            hook(request)
        best = min(best, (process_time() - begun) / len(requests))
    assert best < 0.001


@pytest.mark.parametrize(
    ("arguments", "status", "words", "taken"),
    [
        ([], 0, "job-1 failed: [Invalid parameter] Unrecognized parameter(s): `ar16:9`", 1),
        (["--guard", "raise"], 1, "not sent: the request would be rejected:", 0),
        (["--guard", "fix"], 0, "job-1 is done", 1),
    ],
)
def test_the_example_program(
    server: Server, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, words: str, taken: int
) -> None:
    assert load("submit").main([*arguments, server.url, BAD]) == status
    out = capsys.readouterr().out
    assert out.startswith(words)
    assert ("MJ005" in out) is not ("done" in out)
    assert len(server.jobs.seen) == taken


def test_the_example_program_for_requests(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert load("submit_requests").submit(server.url, [BAD, GOOD]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == f"not sent: {BAD}"
    assert out[1].startswith("  /prompt MJ005 ")
    assert out[2:] == [f"job-1: {GOOD}"]
    assert [each["prompt"] for each in server.jobs.seen] == [GOOD]


def test_after_thirty_refused_jobs_the_credit_is_kept(server: Server) -> None:
    for _ in range(32):
        server.jobs.take(body())
    assert (server.jobs.rejected, server.jobs.credits) == (32, 8)
