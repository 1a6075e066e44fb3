"""Responses of real servers, and the verdicts on them. Each case checks a link to a local server."""

from __future__ import annotations

import asyncio
import ssl
import time
from http.cookiejar import Cookie
from pathlib import Path

import pytest
import trustme
from links.loopback import RawServer, Site
from links.tools import check_links_sync, code_of

from promptlint.links.address import Address, parse
from promptlint.links.online.check import LinkRun
from promptlint.links.online.client import Budget, Client, Reply
from promptlint.links.online.resolver import Resolver, system_lookup
from promptlint.links.options import LinkOptions
from promptlint.links.verdict import STATUSES, Verdict

OPTIONS = LinkOptions(allow_private=True, cache=False, timeout=4.0)
QUICK = OPTIONS._replace(timeout=0.6)
DATE = "Mon,_01_Jan_2001_00:00:00_GMT"


def ask(url: str, options: LinkOptions = OPTIONS) -> Verdict:
    verdict = check_links_sync([url], options)[url]
    assert verdict.status in STATUSES
    return verdict


# (path, options, status, code, a word of the reason)
CASES = [
    # what is an image
    ("/file/png/cat.png", {}, "ok", "", ""),
    ("/file/jpeg/cat.jpg", {}, "ok", "", ""),
    ("/file/gif/cat.gif", {}, "ok", "", ""),
    ("/file/webp/cat.webp", {}, "ok", "", ""),
    ("/file/png/cat", {}, "ok", "", ""),
    ("/file/png/cat.png", {"verify": "bytes"}, "ok", "", ""),
    ("/file/jpeg/cat.jpg", {"verify": "bytes"}, "ok", "", ""),
    ("/file/gif/cat.gif", {"verify": "bytes"}, "ok", "", ""),
    ("/file/webp/cat.webp", {"verify": "bytes"}, "ok", "", ""),
    ("/file/webp-lossy/cat.webp", {"verify": "bytes"}, "ok", "", ""),
    ("/file/webp-lossless/cat.webp", {"verify": "bytes"}, "ok", "", ""),
    ("/as/application/octet-stream/png/cat.png", {}, "ok", "", ""),
    ("/as/text/html/png/cat.png", {}, "ok", "", ""),
    ("/as/image/svg+xml/jpeg/cat.png", {}, "ok", "", ""),
    # what is none
    ("/file/html/cat.png", {}, "not-an-image", "MJ552", "a web page"),
    ("/file/json/cat.png", {}, "not-an-image", "MJ552", "data (JSON)"),
    ("/file/text/cat.png", {}, "not-an-image", "MJ552", "plain text"),
    ("/file/noise/cat.png", {}, "not-an-image", "MJ552", "data of another type"),
    ("/file/pdf/cat.png", {}, "not-an-image", "MJ552", "a PDF document"),
    ("/file/mp4/cat.png", {}, "not-an-image", "MJ552", "a video"),
    ("/file/empty/cat.png", {}, "not-an-image", "MJ552", "empty"),
    ("/status/204/cat.png", {}, "not-an-image", "MJ552", "empty"),
    ("/as/image/png/html/cat.png", {}, "ok", "", ""),
    ("/as/image/png/html/cat.png", {"verify": "bytes"}, "not-an-image", "MJ552", "a web page"),
    # images of other kinds
    ("/file/avif/cat.png", {}, "unsupported", "MJ553", "AVIF"),
    ("/file/heic/cat.jpg", {}, "unsupported", "MJ553", "HEIC"),
    ("/file/svg/cat.png", {}, "unsupported", "MJ553", "SVG"),
    ("/file/bmp/cat.png", {}, "unsupported", "MJ553", "BMP"),
    ("/file/tiff/cat.png", {}, "unsupported", "MJ553", "TIFF"),
    ("/file/ico/cat.png", {}, "unsupported", "MJ553", "ICO"),
    ("/as/image/png/avif/cat.png", {"verify": "bytes"}, "unsupported", "MJ553", "AVIF"),
    # gone
    ("/status/404/cat.png", {}, "broken", "MJ551", "(404)"),
    ("/status/410/cat.png", {}, "broken", "MJ551", "(410)"),
    ("/status/404/cat.png", {"verify": "bytes"}, "broken", "MJ551", "(404)"),
    # statuses that prove nothing
    ("/status/400/cat.png", {}, "unknown", "MJ561", "refuses automatic checks (400)"),
    ("/status/401/cat.png", {}, "unknown", "MJ561", "refuses automatic checks (401)"),
    ("/status/403/cat.png", {}, "unknown", "MJ561", "refuses automatic checks (403)"),
    ("/status/405/cat.png", {}, "unknown", "MJ561", "refuses automatic checks (405)"),
    ("/status/407/cat.png", {}, "unknown", "MJ561", "refuses automatic checks (407)"),
    ("/status/408/cat.png", {"retries": 0}, "unknown", "MJ561", "the host reports an error (408)"),
    ("/status/425/cat.png", {"retries": 0}, "unknown", "MJ561", "the host reports an error (425)"),
    ("/status/429/cat.png", {"retries": 0}, "unknown", "MJ561", "the host limits the number of requests (429)"),
    ("/status/451/cat.png", {}, "unknown", "MJ561", "refuses automatic checks (451)"),
    ("/status/500/cat.png", {"retries": 1}, "unknown", "MJ561", "the host reports an error (500)"),
    ("/status/502/cat.png", {"retries": 0}, "unknown", "MJ561", "the host reports an error (502)"),
    ("/status/503/cat.png", {"retries": 0}, "unknown", "MJ561", "the host reports an error (503)"),
    ("/status/403/cat.png", {"accept": ("403",)}, "ok", "", ""),
    ("/status/403/cat.png", {"accept": ("400-410",)}, "ok", "", ""),
    ("/challenge/header/cat.png", {}, "unknown", "MJ561", "robot"),
    ("/challenge/503/cat.png", {}, "unknown", "MJ561", "robot"),
    ("/challenge/200/cat.png", {}, "unknown", "MJ561", "robot"),
    # HEAD proves nothing
    ("/head/403/cat.png", {}, "ok", "", ""),
    ("/head/404/cat.png", {}, "ok", "", ""),
    ("/head/405/cat.png", {}, "ok", "", ""),
    ("/head/500/cat.png", {}, "ok", "", ""),
    ("/head/501/cat.png", {}, "ok", "", ""),
    # signed links
    ("/signed/cat.png?X-Amz-Signature=abc", {}, "ok", "", ""),
    ("/signed/cat.png?sig=abc", {}, "ok", "", ""),
    ("/refusal/403/cat.png?text=This+content+is+no+longer+available.", {}, "expired", "MJ554", "Discord"),
    ("/refusal/404/cat.png?text=This+content+is+no+longer+available.", {}, "expired", "MJ554", "Discord"),
    ("/refusal/403/cat.png?text=<Message>Request+has+expired</Message>", {}, "expired", "MJ554", "Amazon S3"),
    ("/refusal/400/cat.png?text=<Code>ExpiredToken</Code>", {}, "expired", "MJ554", "storage"),
    ("/refusal/403/cat.png?text=<Code>SignatureDoesNotMatch</Code>", {}, "expired", "MJ554", "storage"),
    ("/refusal/404/cat.png?text=<Code>NoSuchKey</Code>", {}, "broken", "MJ551", "(404)"),
    ("/refusal/403/cat.png?text=<Code>AccessDenied</Code>", {}, "unknown", "MJ561", "(403)"),
    # redirects
    ("/redirect/301/cat.png?to=/file/png/dog.png", {}, "ok", "", ""),
    ("/redirect/302/cat.png?to=/file/html/dog", {}, "not-an-image", "MJ552", "a web page"),
    ("/redirect/303/cat.png?to=/status/404/dog.png", {}, "broken", "MJ551", "(404)"),
    ("/redirect/307/cat.png?to=/file/png/dog.png", {}, "ok", "", ""),
    ("/redirect/308/cat.png?to=/file/avif/dog.png", {}, "unsupported", "MJ553", "AVIF"),
    ("/redirect/302/cat.png?to=ftp://pictures.zone/cat.png", {}, "refused", "MJ571", "`ftp:`"),
    ("/redirect/302/cat.png?to=file:///etc/passwd", {}, "refused", "MJ571", "`file:`"),
    ("/redirect/302/cat.png?to=http://a..b/cat.png", {}, "broken", "MJ551", "it redirects to something that is not a web address"),
    ("/ring/0/cat.png", {}, "broken", "MJ551", "it redirects in a loop"),
    ("/chain/5/cat.png", {}, "ok", "", ""),
    ("/chain/6/cat.png", {}, "unknown", "MJ561", "more than 5"),
    ("/chain/2/cat.png", {"max_redirects": 1}, "unknown", "MJ561", "more than 1"),
    ("/nowhere/cat.png", {}, "unknown", "MJ561", "(302)"),
    # what passes
    ("/flaky/500/2/a.png", {}, "ok", "", ""),
    ("/flaky/503/3/b.png", {"verify": "bytes", "retries": 2}, "unknown", "MJ561", "503"),
    ("/flaky/429/1/c.png", {}, "ok", "", ""),
    ("/wait/1/1/d.png", {}, "ok", "", ""),
    (f"/wait/{DATE}/1/e.png", {}, "ok", "", ""),
    ("/wait/soon/1/f.png", {}, "ok", "", ""),
    ("/wait/3600/1/g.png", {}, "unknown", "MJ561", "(429)"),
    ("/wait/2/1/h.png", {"max_wait": 1.0}, "unknown", "MJ561", "(429)"),
    # bodies
    ("/gzip/image-png/cat.png", {}, "ok", "", ""),
    ("/gzip/text-html/bomb.png", {}, "not-an-image", "MJ552", "a web page"),
    ("/gzip/application-x/bomb.png", {}, "unknown", "MJ561", "compressed"),
    ("/slow/0.1/cat.png", {}, "ok", "", ""),
    ("/slow/3/cat.png", {"timeout": 0.5}, "unknown", "MJ561", "within 0.5 s"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "options", "status", "code", "word"), CASES, ids=lambda case: case if isinstance(case, str) else "")
def test_a_server_gets_its_verdict(base: str, path: str, options: dict[str, object], status: str, code: str, word: str) -> None:
    started = time.monotonic()
    verdict = ask(base + path, OPTIONS._replace(**options))
    assert (verdict.status, code_of(verdict)) == (status, code), verdict
    assert word in verdict.why
    assert time.monotonic() - started < OPTIONS._replace(**options).timeout + 4


@pytest.mark.parametrize(
    ("path", "final", "permanent"),
    [
        ("/file/png/cat.png", "", False),
        ("/redirect/301/cat.png?to=/file/png/dog.png", "/file/png/dog.png", True),
        ("/redirect/308/cat.png?to=/redirect/301/dog.png?to=/file/png/bird.png", "/file/png/bird.png", True),
        ("/redirect/302/cat.png?to=/file/png/dog.png", "/file/png/dog.png", False),
        ("/redirect/301/cat.png?to=/redirect/307/dog.png?to=/file/png/bird.png", "/file/png/bird.png", False),
        ("/redirect/302/cat.png?to=/redirect/301/dog.png?to=/file/png/bird.png", "/file/png/bird.png", False),
    ],
)
def test_a_move_lasts_where_every_step_of_it_does(base: str, path: str, final: str, permanent: bool) -> None:
    verdict = ask(base + path)
    assert (verdict.status, verdict.permanent) == ("ok", permanent)
    assert verdict.final_url == (base + final if final else "")


RAW_CASES = [
    ("reset", OPTIONS._replace(retries=0), "unknown", "MJ561", "the host closes the connection"),
    ("reset-on-head", OPTIONS, "ok", "", ""),
    ("garbage", OPTIONS._replace(retries=0), "unknown", "MJ561", "the answer is not valid HTTP"),
    ("old", OPTIONS._replace(retries=0), "unknown", "MJ561", "the answer is not valid HTTP"),
    ("silent", QUICK, "unknown", "MJ561", "within 0.6 s"),
    ("closed", OPTIONS._replace(retries=0), "unknown", "MJ561", "the answer is not valid HTTP"),
    ("drip-headers", QUICK, "unknown", "MJ561", "within 0.6 s"),
    ("drip-body", QUICK, "unknown", "MJ561", "within 0.6 s"),
    ("endless", OPTIONS, "not-an-image", "MJ552", "a web page"),
    ("endless-headers", OPTIONS._replace(retries=0), "unknown", "MJ561", "the answer is not valid HTTP"),
    ("informational", QUICK, "unknown", "MJ561", "within 0.6 s"),
    ("head-body", OPTIONS, "ok", "", ""),
    ("escape", OPTIONS, "unknown", "MJ561", "(403)"),
    ("escape-type", OPTIONS, "not-an-image", "MJ552", "plain text"),
    ("bad-length", OPTIONS._replace(retries=0), "unknown", "MJ561", "the answer is not valid HTTP"),
    ("two-lengths", OPTIONS._replace(retries=0), "unknown", "MJ561", "the answer is not valid HTTP"),
    ("bad-chunks", OPTIONS._replace(retries=0), "unknown", "MJ561", "the answer is not valid HTTP"),
    ("truncated", OPTIONS._replace(retries=0), "unknown", "MJ561", "the answer is not valid HTTP"),
    ("bad-location", OPTIONS, "broken", "MJ551", "it redirects to something that is not a web address"),
    ("escape-location", OPTIONS, "broken", "MJ551", "it redirects to something that is not a web address"),
    ("space-location", OPTIONS, "ok", "", ""),
    ("utf8-location", OPTIONS, "ok", "", ""),
    ("odd-status", OPTIONS, "unknown", "MJ561", "(999)"),
    ("until-close", OPTIONS, "ok", "", ""),
]


@pytest.mark.parametrize(("name", "options", "status", "code", "word"), RAW_CASES, ids=[case[0] for case in RAW_CASES])
def test_what_no_server_should_do_gets_its_verdict(
    raw: RawServer, name: str, options: LinkOptions, status: str, code: str, word: str
) -> None:
    started = time.monotonic()
    verdict = ask(f"http://127.0.0.1:{raw.port}/{name}/cat.png", options)
    assert (verdict.status, code_of(verdict)) == (status, code), verdict
    assert word in verdict.why
    assert verdict.why.isprintable()
    assert time.monotonic() - started < options.timeout + 4


@pytest.mark.parametrize("path", ["/as/application/octet-stream/jpeg/cat.png", "/whole/jpeg/cat.png"])
def test_facts_of_an_image_come_from_its_bytes(base: str, path: str) -> None:
    verdict = ask(base + path)
    assert (verdict.kind, verdict.proved, verdict.width, verdict.height, verdict.size) == ("jpeg", True, 200, 100, 72)


@pytest.mark.parametrize(
    ("path", "size", "requests"),
    [
        ("length/1", 1, 1),
        ("length/60000000", 60_000_000, 1),
        ("length/" + "9" * 18, 10**18 - 1, 1),
        ("length/1" + "0" * 18, 0, 1),  # of no file
        ("range/-500", 500, 2),
        ("range/-" + "9" * 18, 10**18 - 1, 2),
        ("range/-1" + "0" * 18, 0, 2),
        ("range/-*", 0, 2),
        ("range/", 0, 2),
    ],
)
def test_the_size_is_what_the_host_says(raw: RawServer, path: str, size: int, requests: int) -> None:
    before = sum(raw.hits.values())
    verdict = ask(f"http://127.0.0.1:{raw.port}/{path}/cat.png")
    assert (verdict.status, verdict.kind, verdict.size) == ("ok", "png", size)
    assert sum(raw.hits.values()) - before == requests


@pytest.mark.parametrize(("status", "asked"), [(400, 1), (403, 1), (408, 2), (500, 2)])
def test_only_what_may_pass_is_asked_again(base: str, site: Site, status: int, asked: int) -> None:
    ask(f"{base}/status/{status}/again.png", OPTIONS._replace(verify="bytes", retries=1))
    assert site.hits[f"GET /status/{status}/again.png"] == asked


def test_head_is_enough_where_the_server_names_an_image(base: str, site: Site) -> None:
    ask(base + "/file/png/only-head.png")
    assert site.hits["HEAD /file/png/only-head.png"] == 1
    assert site.hits["GET /file/png/only-head.png"] == 0


def test_a_visible_signature_skips_head(base: str, site: Site) -> None:
    ask(base + "/signed/no-head.png?hm=1")
    assert site.hits["HEAD /signed/no-head.png"] == 0


def test_a_wait_is_not_cut_short(base: str) -> None:
    started = time.monotonic()
    assert ask(base + "/wait/1/1/patience.png").status == "ok"
    assert time.monotonic() - started >= 1.0


def test_a_body_after_head_does_not_poison_the_next_request(raw: RawServer) -> None:
    urls = [f"http://127.0.0.1:{raw.port}/head-body/{number}.png" for number in range(30)]
    verdicts = check_links_sync(urls, OPTIONS._replace(per_host=2))
    assert {verdict.status for verdict in verdicts.values()} == {"ok"}


@pytest.mark.parametrize(("first", "options"), [
    ("two", OPTIONS), ("two", OPTIONS._replace(verify="bytes")), ("two-in-body", OPTIONS._replace(verify="bytes")), ("head-body", OPTIONS),
])  # fmt: skip
def test_two_answers_at_once_do_not_make_the_next_link_good(raw: RawServer, first: str, options: LinkOptions) -> None:
    """The second answer had been taken for that about the next link of the host, and was kept for a day."""
    urls = [f"http://127.0.0.1:{raw.port}/{first}/a.png", f"http://127.0.0.1:{raw.port}/gone/b.png"]
    verdicts = check_links_sync(urls, options._replace(per_host=1))
    assert (verdicts[urls[1]].status, verdicts[urls[1]].http_status) == ("broken", 404)


def test_a_late_answer_does_not_make_the_next_link_good(raw: RawServer) -> None:
    urls = [f"http://127.0.0.1:{raw.port}/late/a.png", f"http://127.0.0.1:{raw.port}/gone/b.png"]
    verdicts = check_links_sync(urls, OPTIONS._replace(per_host=1, min_interval=0.3))
    assert [verdict.http_status for verdict in verdicts.values()] == [200, 404]


def test_two_answers_at_once_over_tls_do_not_make_the_next_link_good(authority: trustme.CA, bundle: Path) -> None:
    """Each answer is a record of its own, so that the second was still encrypted when the first had been read."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    good = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\n"
    gone = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    server = RawServer(
        {"two": lambda c, _: (c.sendall(good), c.sendall(good)), "one": lambda c, _: c.sendall(good), "gone": lambda c, _: c.sendall(gone)},
        tls=context,
    )
    options = OPTIONS._replace(per_host=1, ca_bundle=str(bundle))
    base = f"https://127.0.0.1:{server.port}"
    urls = [f"{base}/two/a.png", f"{base}/gone/b.png"]
    assert [verdict.http_status for verdict in check_links_sync(urls, options).values()] == [200, 404]
    before = server.connections
    assert {verdict.status for verdict in check_links_sync([f"{base}/one/{n}.png" for n in range(20)], options).values()} == {"ok"}
    assert server.connections == before + 1
    server.stop()


def test_a_connection_is_kept_where_one_answer_came(raw: RawServer) -> None:
    before = raw.connections
    urls = [f"http://127.0.0.1:{raw.port}/kept/{number}.png" for number in range(20)]
    verdicts = check_links_sync(urls, OPTIONS._replace(verify="bytes", per_host=1))
    assert {verdict.status for verdict in verdicts.values()} == {"ok"}
    assert raw.connections == before + 1


def test_a_redirect_to_an_address_with_a_password_is_not_followed(base: str, site: Site) -> None:
    target = base.replace("http://", "http://user:word@") + "/file/png/behind.png"
    verdict = ask(f"{base}/redirect/302/cat.png?to={target}")
    assert (verdict.status, verdict.rule) == ("refused", "refused-address")
    assert verdict.why == "it redirects to an address with a user name or password in it"
    assert site.hits["/file/png/behind.png"] == 0


def test_a_link_costs_a_bounded_number_of_requests(base: str, site: Site) -> None:
    """Redirects to ever new addresses, under options that allow a hundred thousand of them."""
    before = sum(site.hits.values())
    verdict = ask(f"{base}/chain/9999/cat.png", OPTIONS._replace(max_redirects=100_000, retries=1000, timeout=30.0, max_wait=1e9))
    assert (verdict.status, verdict.why) == ("unknown", "it requires more than 100 requests")
    assert sum(site.hits.values()) - before <= 2 * 100  # the site counts each request twice


def test_a_kept_connection_that_breaks_is_no_answer_of_the_host(raw: RawServer) -> None:
    """A server may close a connection between two requests: the request is sent again over a new one at once."""
    urls = [f"http://127.0.0.1:{raw.port}/once/{number}.png" for number in range(2)]
    verdicts = check_links_sync(urls, OPTIONS._replace(verify="bytes", per_host=1, retries=0))
    assert [verdict.status for verdict in verdicts.values()] == ["ok", "ok"]
    assert raw.hits["once"] == 3


def test_requests_carry_nothing_of_the_user(base: str, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert ask(base + "/file/png/plain.png").status == "ok"
    sent = site.headers["/file/png/plain.png"]
    assert set(sent) == {"host", "user-agent", "accept", "accept-encoding"}
    assert sent["user-agent"].startswith("promptlint/") and sent["accept-encoding"] == "identity"


def test_cookies_are_neither_kept_nor_sent(base: str, site: Site) -> None:
    urls = [f"{base}/cookie/{number}.png" for number in range(12)]
    assert {verdict.status for verdict in check_links_sync(urls, OPTIONS._replace(per_host=1)).values()} == {"ok"}
    assert not any("cookie" in site.headers[f"/cookie/{number}.png"] for number in range(12))


def test_httpx_gets_no_header_that_it_would_act_on(base: str, raw: RawServer) -> None:
    """It would keep the cookies of a response, and fail at a Location that it cannot read."""

    async def send(url: str) -> tuple[Reply, list[Cookie]]:
        client = Client(OPTIONS, Resolver(system_lookup))
        address = parse(url)
        assert isinstance(address, Address)
        try:
            return await client.send("HEAD", address, Budget(4.0)), list(client._client.cookies.jar)
        finally:
            await client.aclose()

    reply, kept = asyncio.run(send(f"{base}/cookie/a.png"))
    assert (reply.headers["set-cookie"], kept) == ("a=b; Path=/", [])
    reply, _ = asyncio.run(send(f"http://127.0.0.1:{raw.port}/bad-location/a.png"))
    assert (reply.status, reply.headers["location"]) == (302, "http://[::1")


def test_headers_go_to_their_host_alone(base: str, site: Site) -> None:
    options = OPTIONS._replace(headers=(("127.0.0.1", "X-Key: secret"),))
    other = base.replace("127.0.0.1", "localhost")
    ask(f"{base}/redirect/302/with-key.png?to={other}/file/png/without-key.png", options)
    assert site.headers["/redirect/302/with-key.png"]["x-key"] == "secret"
    assert "x-key" not in site.headers["/file/png/without-key.png"]


def test_an_address_is_asked_once_however_often_it_is_written(base: str, site: Site) -> None:
    urls = [f"{base}/file/png/once.png#{number}" for number in range(40)]
    verdicts = check_links_sync([*urls, *urls], OPTIONS)
    assert list(verdicts) == urls and {verdict.status for verdict in verdicts.values()} == {"ok"}
    assert site.hits["/file/png/once.png"] == 1


def test_links_over_the_limit_are_left_unchecked_and_counted(base: str, site: Site) -> None:
    run = LinkRun([f"{base}/file/png/limit-{number}.png" for number in range(5)], OPTIONS._replace(max_links=2))
    asyncio.run(run.run())
    assert [verdict.status for verdict in run.in_order.values()] == ["ok", "ok", "unknown", "unknown", "unknown"]
    assert run.notes == ("more than 2 links (max-links): 3 unchecked",)


def test_excluded_links_are_not_asked(base: str, site: Site) -> None:
    options = OPTIONS._replace(exclude=("*/private-*",), include=("*/private-but-asked*",))
    verdicts = check_links_sync([f"{base}/file/png/private-1.png", f"{base}/file/png/private-but-asked.png"], options)
    assert [(verdict.status, code_of(verdict)) for verdict in verdicts.values()] == [("unknown", ""), ("ok", "")]
    assert site.hits["/file/png/private-1.png"] == 0


@pytest.mark.parametrize("host", ["s.mj.run", "cdn.midjourney.com", "www.midjourney.com", "cdn.mine.zone"])
def test_trusted_hosts_are_not_asked(host: str) -> None:
    verdict = ask(f"https://{host}/abc.png", OPTIONS._replace(trusted_hosts=("mine.zone",)))
    assert (verdict.status, code_of(verdict)) == ("trusted", "")


def test_requests_to_one_host_keep_their_distance(base: str) -> None:
    started = time.monotonic()
    check_links_sync([f"{base}/file/png/pace-{number}.png" for number in range(4)], OPTIONS._replace(min_interval=0.1))
    assert time.monotonic() - started >= 0.3


def test_one_stuck_link_does_not_hold_up_the_others(raw: RawServer, base: str) -> None:
    urls = [f"http://127.0.0.1:{raw.port}/silent/{number}.png" for number in range(20)]
    urls += [f"{base}/file/png/free-{number}.png" for number in range(20)]
    started = time.monotonic()
    verdicts = check_links_sync(urls, OPTIONS._replace(timeout=3.0, per_host=20, concurrency=64))
    assert [verdict.status for verdict in verdicts.values()] == ["unknown"] * 20 + ["ok"] * 20
    assert time.monotonic() - started < 9.0  # one after the other they take 60 s


@pytest.mark.parametrize(
    ("host", "status", "code"),
    [
        ("cdn.discordapp.com", 403, "MJ554"),
        ("media.discordapp.net", 403, "MJ554"),
        ("cdn.discordapp.com", 401, "MJ561"),
        ("cdn.discordapp.com", 404, "MJ551"),
        ("img.pictures.zone", 403, "MJ561"),
    ],
)
def test_a_plain_403_is_about_the_signature_on_discord_alone(base: str, host: str, status: int, code: str) -> None:
    from links.tools import asked

    verdict, _ = asked(f"http://{host}/status/{status}/cat.png", {host: ["93.184.216.34"]}, int(base.rpartition(":")[2]))
    assert code_of(verdict) == code
    assert f"({status})" in verdict.why
    assert ("signature" in verdict.why) is (code == "MJ554")


def test_a_tls_host_is_asked_by_its_name(tls_port: int, bundle: Path) -> None:
    from links.tools import asked

    verdict, dial = asked(
        "https://img.pictures.zone/file/png/cat.png", {"img.pictures.zone": ["93.184.216.34"]}, tls_port, ca_bundle=str(bundle)
    )
    assert verdict.status == "ok"
    assert dial.dialled == [("93.184.216.34", 443)]


@pytest.mark.parametrize(
    ("host", "trusted", "word"),
    [("other.pictures.zone", True, "ostname mismatch"), ("img.pictures.zone", False, "unable to get local issuer")],
)
def test_a_wrong_certificate_is_a_warning(tls_port: int, bundle: Path, host: str, trusted: bool, word: str) -> None:
    from links.tools import asked

    options = {"ca_bundle": str(bundle)} if trusted else {}
    verdict, _ = asked(f"https://{host}/file/png/cat.png", {host: ["93.184.216.34"]}, tls_port, **options)
    assert (verdict.status, code_of(verdict)) == ("unknown", "MJ555")
    assert word in verdict.why


def test_tls_on_a_port_without_tls_is_a_tls_error(base: str) -> None:
    assert ask(base.replace("http:", "https:") + "/file/png/cat.png", OPTIONS._replace(retries=0)).rule == "tls-error"
