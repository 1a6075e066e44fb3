"""Every client, against a server on this machine that counts what arrives: none of the bad bodies, all of the good ones."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import pickle
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import httpx2
import pytest
import requests

import promptlint

PATH = "/midjourney/v1/imagine"
BAD = {"prompt": "a heron --ar16:9 --v 7", "mode": "fast"}
GOOD = {"prompt": "a heron --ar 16:9 --v 7", "mode": "fast"}
JSON = {"Content-Type": "application/json"}


class Site:
    """A server that answers everything with `{}` and keeps path, headers and body of what arrives."""

    def __init__(self) -> None:
        arrived: list[tuple[str, dict[str, str], bytes]] = []
        connections: list[Any] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                connections.append(self.client_address)
                super().setup()

            def do_POST(self) -> None:
                if self.headers.get("Transfer-Encoding"):
                    body = b""
                    while size := int(self.rfile.readline(), 16):
                        body += self.rfile.read(size)
                        self.rfile.readline()
                    self.rfile.readline()
                else:
                    body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                arrived.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: Any) -> None:
                pass

        self.arrived, self.connections = arrived, connections
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def site(running: Site) -> Site:
    running.arrived.clear()
    running.connections.clear()
    return running


Send = Callable[..., None]


def with_httpx(library: Any) -> Send:
    def send(url: str, content: Any, headers: dict[str, str], auth: Any = None, **options: Any) -> None:
        with library.Client(event_hooks=promptlint.guard(**options), trust_env=False, auth=auth) as client:
            client.post(url, content=content, headers=headers)

    return send


def with_async_httpx(library: Any) -> Send:
    def send(url: str, content: Any, headers: dict[str, str], auth: Any = None, **options: Any) -> None:
        async def run() -> None:
            async with library.AsyncClient(event_hooks=promptlint.async_guard(**options), trust_env=False, auth=auth) as client:
                await client.post(url, content=content, headers=headers)

        asyncio.run(run())

    return send


def with_requests(url: str, content: Any, headers: dict[str, str], auth: Any = None, **options: Any) -> None:
    with promptlint.guard_requests(requests.Session(), **options) as session:
        session.trust_env = False
        session.post(url, data=content, headers=headers, auth=auth, timeout=10)


CLIENTS: dict[str, Send] = {
    "httpx": with_httpx(httpx),
    "httpx async": with_async_httpx(httpx),
    "httpx2": with_httpx(httpx2),
    "httpx2 async": with_async_httpx(httpx2),
    "requests": with_requests,
}
client = pytest.mark.parametrize("send", CLIENTS.values(), ids=CLIENTS)

DEEP = "[" * 100_000 + "]" * 100_000
TEXT = json.dumps(BAD)
# What is sent to TTAPI's address: (bytes, headers). All of them are bad, and all can be read.
UNUSUAL: dict[str, tuple[bytes, dict[str, str]]] = {
    "as it should be": (TEXT.encode(), JSON),
    "no content type": (TEXT.encode(), {}),
    "an empty content type": (TEXT.encode(), {"Content-Type": ""}),
    "text/plain": (TEXT.encode(), {"Content-Type": "text/plain"}),
    "identity": (TEXT.encode(), {**JSON, "Content-Encoding": "identity"}),
    "a byte that is not UTF-8": (TEXT.replace("heron", "her\x00on").encode().replace(b"\x00", b"\xff"), JSON),
    "a byte order mark": (b"\xef\xbb\xbf" + TEXT.encode(), JSON),
    "utf-16": (TEXT.encode("utf-16"), JSON),
    "utf-16-be with a mark": (b"\xfe\xff" + TEXT.encode("utf-16-be"), JSON),
    "utf-32": (TEXT.encode("utf-32"), JSON),
    "nested deeply": (TEXT.replace("{", f'{{"x": {DEEP}, ', 1).encode(), JSON),
    "a huge whole number": (TEXT.replace("{", '{"timeout": %s, ' % ("9" * 6000), 1).encode(), JSON),
    "a huge number": (json.dumps(GOOD).replace("{", '{"timeout": 1e999, ', 1).encode(), JSON),
    "a list": (f"[{TEXT}]".encode(), JSON),
}


@client
@pytest.mark.parametrize("name", UNUSUAL)
def test_no_bad_body_leaves_however_it_is_written(site: Site, send: Send, name: str) -> None:
    content, headers = UNUSUAL[name]
    for on_error in ("raise", "fix") if name == "a list" else ("raise",):
        with pytest.raises(promptlint.PromptRejected) as stopped:
            send(site.url + PATH, content, headers, target="ttapi", on_error=on_error)
        assert not stopped.value.report.ok
    assert (site.arrived, site.connections) == ([], [])


@client
@pytest.mark.parametrize("path", [PATH, "/midjourney//v1/imagine", "//midjourney/v1/imagine/"])
def test_no_bad_body_leaves_by_another_path(site: Site, send: Send, path: str) -> None:
    with pytest.raises(promptlint.PromptRejected):
        send(site.url + path, TEXT.encode(), JSON, target="ttapi")
    assert site.connections == []


@client
def test_all_good_bodies_arrive_byte_for_byte(site: Site, send: Send) -> None:
    good = [
        json.dumps(GOOD).encode(),
        json.dumps(GOOD, indent=2).encode("utf-16"),
        b'{ "prompt" : "a heron \\ud83d --ar 16:9 --v 7", "mode":"fast", "timeout": 3e2 }',
        b'{"prompt": "a heron \xff --v 7", "mode": "fast"}',
        json.dumps(GOOD).replace("{", f'{{"x": {DEEP}, ', 1).encode(),
    ]
    for content in good:
        for on_error in ("raise", "fix", "warn"):
            send(site.url + PATH, content, JSON, target="ttapi", on_error=on_error, on_unread="raise")
    assert [body for _, _, body in site.arrived] == [content for content in good for _ in range(3)]


@client
def test_mapped_addresses(site: Site, send: Send) -> None:
    endpoints = {f"{site.url}/v1": "ttapi", f"{site.url}/run": "runware", f"{site.url}/kie": "kie"}
    task = {"taskType": "imageInference", "model": "midjourney:3@1", "positivePrompt": "a heron --ar16:9"}
    bad: list[tuple[str, Any]] = [
        ("/v1/imagine", BAD),
        ("/run", [task]),
        ("/kie", {"prompt": "a heron", "taskType": "mj_txt2img", "aspectRatio": "7:1"}),
    ]
    for path, body in bad:
        with pytest.raises(promptlint.PromptRejected):
            send(site.url + path, json.dumps(body).encode(), JSON, endpoints=endpoints)
    assert site.connections == []
    send(site.url + "/v1/imagine", json.dumps(GOOD).encode(), JSON, endpoints=endpoints)
    send(site.url + "/other", TEXT.encode(), JSON, endpoints=endpoints)
    send(site.url + "/run", json.dumps([task]).encode(), JSON, endpoints=endpoints, on_error="fix")
    assert [path for path, _, _ in site.arrived] == ["/v1/imagine", "/other", "/run"]
    assert json.loads(site.arrived[2][2]) == [{**task, "positivePrompt": "a heron --ar 16:9"}]


def test_known_addresses_with_a_trailing_dot() -> None:
    for hook, library in ((promptlint.guard()["request"][0], httpx), (promptlint.guard()["request"][0], httpx2)):
        with pytest.raises(promptlint.PromptRejected):
            hook(library.Request("POST", f"https://api.ttapi.io.{PATH}", json=BAD))
    with promptlint.guard_requests(requests.Session()) as session, pytest.raises(promptlint.PromptRejected):
        session.post(f"https://api.ttapi.io.{PATH}", json=BAD, timeout=1)


# ── what passes unread ───────────────────────────────────────────────────────────────────────────────────────────────

UNREAD: dict[str, tuple[bytes, dict[str, str], str]] = {
    "compressed": (TEXT.encode(), {**JSON, "Content-Encoding": "gzip"}, "it is compressed (`Content-Encoding: gzip`)"),
    "no JSON": (b"prompt=a+heron", {"Content-Type": "application/x-www-form-urlencoded"}, "it is not JSON"),
    "a number": (b"7", JSON, "it is neither a JSON object nor a list of objects"),
    "nothing": (b"", JSON, "it is not JSON"),
}


@client
@pytest.mark.parametrize("name", UNREAD)
def test_what_cannot_be_read_passes_or_is_stopped(site: Site, send: Send, name: str) -> None:
    content, headers, why = UNREAD[name]
    with pytest.raises(promptlint.PromptRejected) as stopped:
        send(site.url + PATH, content, headers, target="ttapi", on_unread="raise")
    (found,) = stopped.value.report.diagnostics
    assert (found.code, found.severity, found.pointer, found.message) == (
        "MJ910", "error", "", f"the body of this request was not checked: {why}",
    )  # fmt: skip
    assert site.connections == []
    send(site.url + PATH, content, headers, target="ttapi")
    send(site.url + "/elsewhere", content, headers, target="ttapi", on_unread="raise")
    assert [body for _, _, body in site.arrived] == [content, content]


@pytest.mark.parametrize("name", ["httpx", "httpx2", "requests"])
def test_a_stream_is_never_read(site: Site, name: str) -> None:
    taken: list[bytes] = []

    def parts() -> Iterator[bytes]:
        taken.append(b"x")
        yield TEXT.encode()

    with pytest.raises(promptlint.PromptRejected, match="it is a stream"):
        CLIENTS[name](site.url + PATH, parts(), JSON, target="ttapi", on_unread="raise")
    assert (taken, site.connections) == ([], [])
    CLIENTS[name](site.url + PATH, parts(), JSON, target="ttapi")
    assert [body for _, _, body in site.arrived] == [TEXT.encode()]


# ── fixes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@client
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_fix_keeps_encoding_escapes_and_every_other_byte(site: Site, send: Send, encoding: str) -> None:
    text = '{ "prompt":"\u00e9 \\ud83d\\u00e9 \\"heron\\" --ar16:9 --v 7", "mode" : "fast", "notify_id": "\u00fc" }'
    headers = {"Content-Type": f"application/json; charset={encoding}", "X-Mine": "1"}
    send(site.url + PATH, text.encode(encoding), headers, target="ttapi", on_error="fix")
    ((_, arrived, body),) = site.arrived
    assert body == text.replace("ar16", "ar 16").encode(encoding)
    assert (arrived["content-length"], arrived["x-mine"]) == (str(len(body)), "1")


@client
def test_invalid_bytes_are_not_fixed(site: Site, send: Send) -> None:
    content, headers = UNUSUAL["a byte that is not UTF-8"]
    with pytest.raises(promptlint.PromptRejected, match="not fixed: the body's encoding does not allow") as stopped:
        send(site.url + PATH, content, headers, target="ttapi", on_error="fix")
    assert [each.code for each in stopped.value.report.diagnostics] == ["MJ005"]
    assert site.connections == []


class HttpxSignature:
    """Signs the body, under a name of its own."""

    def __init__(self, library: Any, header: str) -> None:
        outer = self

        class Auth(library.Auth):  # type: ignore[misc]
            requires_request_body = True

            def auth_flow(self, request: Any) -> Any:
                request.headers[header] = outer.sign(request.content)
                yield request

        self.auth = Auth()

    @staticmethod
    def sign(content: bytes) -> str:
        return hmac.new(b"secret", content, hashlib.sha256).hexdigest()


def signer(name: str, header: str) -> Any:
    if name == "requests":

        def sign(request: requests.PreparedRequest) -> requests.PreparedRequest:
            assert isinstance(request.body, bytes)
            request.headers[header] = HttpxSignature.sign(request.body)
            return request

        return sign
    return HttpxSignature(httpx2 if "httpx2" in name else httpx, header).auth


@pytest.mark.parametrize("header", ["X-Signature", "X-Relay", "X-Body-Digest"])
@pytest.mark.parametrize("name", CLIENTS)
def test_what_an_auth_signed_is_not_changed(site: Site, name: str, header: str) -> None:
    auth = signer(name, header)
    with pytest.raises(promptlint.PromptRejected, match=f"not fixed: the header `{header.lower()}` covers the body"):
        CLIENTS[name](site.url + PATH, TEXT.encode(), JSON, auth=auth, target="ttapi", on_error="fix")
    assert site.connections == []
    CLIENTS[name](site.url + PATH, json.dumps(GOOD).encode(), JSON, auth=auth, target="ttapi", on_error="fix")
    assert site.arrived[0][1][header.lower()] == HttpxSignature.sign(site.arrived[0][2])


MD5 = "1B2M2Y8AsgTpgAmY7PhCfg=="


@client
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-MD5", MD5),
        ("Digest", f"md5={MD5}"),
        ("Content-Digest", f"sha-256=:{MD5}:"),
        ("Signature-Input", "sig=()"),
        ("X-Amz-Content-Sha256", "x"),
        ("Authorization", "AWS4-HMAC-SHA256 Credential=k, SignedHeaders=host, Signature=ab"),
        ("Authorization", 'Digest username="u", qop=auth-int, response="x"'),
        ("X-Whatever", "a" * 64),
    ],
)
def test_a_digest_or_signature_is_never_made_stale(site: Site, send: Send, name: str, value: str) -> None:
    with pytest.raises(promptlint.PromptRejected, match="not fixed: "):
        send(site.url + PATH, TEXT.encode(), {**JSON, name: value}, target="ttapi", on_error="fix")
    assert site.connections == []


@client
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Bearer " + "a" * 64),
        ("Authorization", "Basic dTpw"),
        ("Authorization", "a" * 64),
        ("Authorization", 'Digest username="u", qop=auth, response="x"'),
        ("TT-API-KEY", "a" * 32),
        ("X-Request-Id", "a" * 32),
        ("Idempotency-Key", "a" * 64),
        ("Cookie", "a=" + "b" * 32),
        ("Baggage", "sentry-public_key=" + "a" * 32),
    ],
)
def test_keys_do_not_cover_the_body(site: Site, send: Send, name: str, value: str) -> None:
    send(site.url + PATH, TEXT.encode(), {**JSON, name: value}, target="ttapi", on_error="fix")
    ((_, headers, body),) = site.arrived
    assert (json.loads(body), headers[name.lower()]) == (GOOD, value)


@client
@pytest.mark.parametrize(("query", "name"), [("key=1&sign=abc", "sign"), (f"h={'a' * 64}", "h"), ("h=1B2M2Y8AsgTpgAmY7PhCfg%3D%3D", "h")])
def test_a_signature_in_the_query(site: Site, send: Send, query: str, name: str) -> None:
    with pytest.raises(promptlint.PromptRejected, match=f"not fixed: `{name}` in the query covers the body"):
        send(f"{site.url}{PATH}?{query}", TEXT.encode(), JSON, target="ttapi", on_error="fix")
    assert site.connections == []


@client
def test_a_key_in_the_query_does_not_cover_the_body(site: Site, send: Send) -> None:
    send(f"{site.url}{PATH}?api_key={'a' * 64}&page=1", TEXT.encode(), JSON, target="ttapi", on_error="fix")
    assert [json.loads(body) for _, _, body in site.arrived] == [GOOD]


@client
def test_a_warning_is_given_and_the_request_sent(site: Site, send: Send) -> None:
    with pytest.warns(UserWarning, match="MJ005 glued-value"):
        send(site.url + PATH, TEXT.encode(), JSON, target="ttapi", on_error="warn")
    assert [body for _, _, body in site.arrived] == [TEXT.encode()]


# ── a session of requests ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_adapter_that_was_there_sends(site: Site) -> None:
    sent: list[str] = []

    class Own(requests.adapters.HTTPAdapter):
        def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
            sent.append(str(options["timeout"]))
            return super().send(request, *args, **options)

    session = requests.Session()
    session.mount(site.url, Own())
    assert promptlint.guard_requests(session, target="ttapi") is session
    with session, pytest.raises(promptlint.PromptRejected):
        session.post(site.url + PATH, json=BAD, timeout=7)
    assert sent == []
    with session:
        assert session.post(site.url + PATH, json=GOOD, timeout=7).ok
    assert sent == ["7"]


def test_a_second_guard_replaces_the_first(site: Site) -> None:
    with promptlint.guard_requests(
        promptlint.guard_requests(requests.Session(), target="ttapi"), target="ttapi", on_error="fix"
    ) as session:
        assert session.post(site.url + PATH, json=BAD, timeout=7).ok
    assert json.loads(site.arrived[0][2]) == GOOD


def test_a_body_that_is_text(site: Site) -> None:
    with promptlint.guard_requests(requests.Session(), target="ttapi", on_error="fix") as session:
        assert session.post(site.url + PATH, data='{"prompt": "é --ar16:9 --v 7", "mode": "fast"}'.encode().decode(), timeout=7).ok
    assert site.arrived[0][2] == '{"prompt": "é --ar 16:9 --v 7", "mode": "fast"}'.encode()


def test_wrong_arguments_fail_when_the_session_is_guarded() -> None:
    with pytest.raises(ValueError, match="on_error must be `raise`, `fix` or `warn`, not `stop`"):
        promptlint.guard_requests(requests.Session(), on_error="stop")
    with pytest.raises(ValueError, match="on_unread must be `pass` or `raise`, not `stop`"):
        promptlint.guard_requests(requests.Session(), on_unread="stop")
    with pytest.raises(ValueError, match=r"unknown target `ttap`; did you mean `ttapi`\?"):
        promptlint.guard_requests(requests.Session(), target="ttap")


def test_the_error_crosses_to_another_process() -> None:
    (hook,) = promptlint.guard(target="ttapi", on_error="fix")["request"]
    with pytest.raises(promptlint.PromptRejected) as stopped:
        hook(httpx.Request("POST", f"https://x.org{PATH}", json=BAD, headers={"Digest": "x"}))
    again = pickle.loads(pickle.dumps(stopped.value))
    assert (str(again), again.note) == (str(stopped.value), stopped.value.note)
