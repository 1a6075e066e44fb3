"""Addresses that must never be dialled. What would leave the machine is recorded where TCP would be opened."""

from __future__ import annotations

import asyncio
import base64
import itertools
from collections.abc import Iterator

import pytest
from links.loopback import Dial, RawServer, Served, Site
from links.tools import PUBLIC, asked, code_of, names, run

from promptlint.links.address import Address, parse
from promptlint.links.networks import refusal
from promptlint.links.online.check import LinkRun
from promptlint.links.online.client import guard
from promptlint.links.online.failure import ProbeError
from promptlint.links.online.resolver import Resolver
from promptlint.links.online.transport import PerHostTransport
from promptlint.links.options import LinkOptions
from promptlint.rules.selection import find_rule

HOSTILE = [
    # this machine, in every spelling
    "http://127.0.0.1/a.png",
    "http://127.0.0.1:80/a.png",
    "http://127.1/a.png",
    "http://127.0.1/a.png",
    "http://127.255.255.254/a.png",
    "http://2130706433/a.png",
    "http://0x7f000001/a.png",
    "http://0x7f.1/a.png",
    "http://0x7f.0.0.0x1/a.png",
    "http://0X7F.0.0.1/a.png",
    "http://017700000001/a.png",
    "http://0177.0.0.1/a.png",
    "http://0177.0.0.01/a.png",
    "http://127.0.0.1./a.png",
    "http://127。0。0。1/a.png",
    "http://127．0．0．1/a.png",
    "http://①②⑦.⓪.⓪.①/a.png",
    "http://１２７.0.0.1/a.png",
    "http://localhost/a.png",
    "http://LOCALHOST/a.png",
    "http://localhost./a.png",
    "http://a.localhost/a.png",
    "http://ⓛocalhost/a.png",
    "http://0/a.png",
    "http://0.0.0.0/a.png",
    "http://0x0/a.png",
    "http://[::1]/a.png",
    "http://[::]/a.png",
    "http://[0:0:0:0:0:0:0:1]/a.png",
    "http://[::ffff:127.0.0.1]/a.png",
    "http://[::ffff:7f00:1]/a.png",
    "http://[::127.0.0.1]/a.png",
    "http://[64:ff9b::7f00:1]/a.png",
    "http://[64:ff9b::10.0.0.1]/a.png",
    "http://[64:ff9b:1::1]/a.png",
    "http://[2002:7f00:1::]/a.png",
    "http://[2002:a00:1::]/a.png",
    "http://[2001::1]/a.png",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/a.png",
    "http://[2606:4700::5efe:10.0.0.1]/a.png",
    "http://[::ffff:0:127.0.0.1]/a.png",
    # private, local and reserved networks
    "http://10.0.0.1/a.png",
    "http://10.1/a.png",
    "http://012.0.0.1/a.png",
    "http://172.16.0.1/a.png",
    "http://172.31.255.255/a.png",
    "http://192.168.0.1/a.png",
    "http://3232235521/a.png",
    "http://0xc0a80001/a.png",
    "http://192.0.0.8/a.png",
    "http://192.0.2.1/a.png",
    "http://192.88.99.1/a.png",
    "http://198.18.0.1/a.png",
    "http://198.51.100.1/a.png",
    "http://203.0.113.1/a.png",
    "http://224.0.0.1/a.png",
    "http://240.0.0.1/a.png",
    "http://255.255.255.255/a.png",
    "http://[fc00::1]/a.png",
    "http://[fd00:ec2::254]/a.png",
    "http://[fe80::1]/a.png",
    "http://[fe80::1%25eth0]/a.png",
    "http://[fec0::1]/a.png",
    "http://[ff02::1]/a.png",
    "http://[2001:db8::1]/a.png",
    "http://[3fff::1]/a.png",
    "http://[5f00::1]/a.png",
    "http://[100::1]/a.png",
    # cloud metadata
    "http://169.254.169.254/latest/meta-data/a.png",
    "http://2852039166/a.png",
    "http://0xa9fea9fe/a.png",
    "http://[::ffff:169.254.169.254]/a.png",
    "http://100.100.100.200/a.png",
    "http://168.63.129.16/a.png",
    "http://metadata.google.internal/a.png",
    # names of one network
    "http://router/a.png",
    "http://printer.local/a.png",
    "http://db.corp/a.png",
    "http://nas.home.arpa/a.png",
    "http://hidden.onion/a.png",
    # texts that parsers read in different ways
    "http://user:secret@pictures.zone/a.png",
    "http://pictures.zone@127.0.0.1/a.png",
    "http://127.0.0.1@pictures.zone/a.png",
    "http://pictures.zone:80@127.0.0.1/a.png",
    "http://127.0.0.1\\@pictures.zone/a.png",
    "http://pictures.zone\\.evil.zone/a.png",
    "http:\\\\127.0.0.1/a.png",
    "http://127.0.0.1%00.pictures.zone/a.png",
    "http://%31%32%37.0.0.1/a.png",
    "http://pictures.zone%2f@127.0.0.1/a.png",
    "http://[::1/a.png",
    "http://::1/a.png",
    "http://127.0.0.1:0/a.png",
    "http://pictures.zone:99999/a.png",
    "http://pictures.zone:8o80/a.png",
    "http://256.256.256.256/a.png",
    "http://1.2.3.4.5/a.png",
    "http://0x7f.0.0.256/a.png",
    "http://a..b/a.png",
    "http:///etc/passwd.png",
    "http:/127.0.0.1/a.png",
    "http://pictures.zone\r\nHost: 127.0.0.1/a.png",
    "http://pictures.zone\t/a.png",
    f"http://{'a' * 64}.zone/a.png",
    # other schemes
    "file:///etc/passwd",
    "ftp://127.0.0.1/a.png",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "dict://127.0.0.1:11211/stat",
    "data:image/png;base64,AAAA",
    # ports of other services
    "http://93.184.216.34:22/a.png",
    "http://pictures.zone:25/a.png",
    "http://pictures.zone:6379/a.png",
    "https://pictures.zone:9200/a.png",
]  # fmt: skip
ERRORS = {"MJ501", "MJ502", "MJ505", "MJ506", "MJ571"}


def test_the_list_of_hostile_links_is_long() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 80


@pytest.mark.parametrize("url", HOSTILE, ids=ascii)
def test_a_hostile_link_is_an_error_and_no_packet_leaves(url: str) -> None:
    looked_up: list[str] = []

    def lookup(host: str) -> list[str]:
        looked_up.append(host)
        return [PUBLIC]

    dial = Dial({(PUBLIC, port): 1 for port in range(65536)})
    verdict = run([url], lookup, dial).verdicts[url]
    assert code_of(verdict) in ERRORS, verdict
    rule = find_rule(code_of(verdict))
    assert rule is not None and rule.severity == "error"
    assert dial.dialled == [] and looked_up == []


@pytest.mark.parametrize(
    ("port", "kind"), [(80, ""), (443, ""), (22, "refused"), (1023, "refused"), (1024, "port"), (6379, "refused"), (8080, "port")]
)
def test_only_ports_of_the_web_are_checked_and_those_of_other_services_are_errors(port: int, kind: str) -> None:
    address = parse(f"https://img.pictures.zone:{port}/a.png")
    assert isinstance(address, Address)
    found = ""
    try:
        guard(address, LinkOptions())
    except ProbeError as error:
        found = error.kind
    assert found == kind
    guard(address, LinkOptions(allow_private=True))


NOT_PUBLIC = [
    "127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "100.100.100.200",
    "::1",
    "fe80::1%eth0",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "fd00:ec2::254",
]


@pytest.mark.parametrize("ip", NOT_PUBLIC)
def test_a_name_that_leads_into_a_private_network_is_refused(ip: str) -> None:
    verdict, dial = asked("https://evil.pictures.zone/a.png", {"evil.pictures.zone": [ip]}, 1)
    assert (verdict.status, code_of(verdict)) == ("refused", "MJ571")
    assert dial.dialled == []
    assert ip not in verdict.why


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    verdict, dial = asked("http://mixed.pictures.zone/a.png", {"mixed.pictures.zone": [PUBLIC, "10.0.0.1"]}, 1)
    assert code_of(verdict) == "MJ571" and dial.dialled == []


@pytest.fixture(scope="module")
def port(site: Site) -> Iterator[int]:
    served = Served(site.app)
    yield served.port
    served.stop()


def test_a_public_name_is_dialled_at_its_judged_address_and_asked_by_name(port: int, site: Site) -> None:
    verdict, dial = asked("http://img.pictures.zone/file/png/named.png", {"img.pictures.zone": [PUBLIC]}, port)
    assert verdict.status == "ok"
    assert dial.dialled == [(PUBLIC, 80)]
    assert site.headers["/file/png/named.png"]["host"] == "img.pictures.zone"


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/a.png",
        "http://2130706433/a.png",
        "http://[::1]/a.png",
        "http://169.254.169.254/a.png",
        "http://localhost/a.png",
        "//127.0.0.1/a.png",
        "http://inside.pictures.zone/a.png",
        "http://img.pictures.zone:22/a.png",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://user@127.0.0.1/a.png",
    ],
)
def test_a_redirect_into_a_private_network_is_refused(port: int, target: str) -> None:
    table = {"img.pictures.zone": [PUBLIC], "inside.pictures.zone": ["10.0.0.1"]}
    verdict, dial = asked(f"http://img.pictures.zone/redirect/302/a.png?to={target}", table, port)
    assert (verdict.status, code_of(verdict)) == ("refused", "MJ571"), verdict
    assert set(dial.dialled) == {(PUBLIC, 80)}


def test_a_name_is_looked_up_once_however_its_answer_changes(port: int) -> None:
    answers = itertools.chain([[PUBLIC]], itertools.repeat(["127.0.0.1"]))
    dial = Dial({(PUBLIC, 80): port})
    urls = [f"http://rebind.pictures.zone/file/html/{number}.png" for number in range(3)]
    verdicts = run(urls, lambda _: next(answers), dial, per_host=1).verdicts
    assert {verdict.status for verdict in verdicts.values()} == {"not-an-image"}
    assert {ip for ip, _ in dial.dialled} == {PUBLIC}


def test_the_next_run_judges_the_changed_answer(port: int) -> None:
    dial = Dial({(PUBLIC, 80): port})
    url = "http://rebind.pictures.zone/file/png/again.png"
    assert run([url], lambda _: [PUBLIC], dial).verdicts[url].status == "ok"
    assert run([url], lambda _: ["127.0.0.1"], dial).verdicts[url].rule == "refused-address"
    assert dial.dialled == [(PUBLIC, 80)]


def test_nat64_hosts_are_reached(port: int) -> None:
    verdict, dial = asked("http://six.pictures.zone/file/png/a.png", {"six.pictures.zone": ["64:ff9b::5db8:d822"]}, port)
    assert verdict.status == "ok" and dial.dialled == [("64:ff9b::5db8:d822", 80)]


def test_the_next_address_is_tried_where_one_does_not_answer(port: int) -> None:
    dial = Dial({("93.184.216.35", 80): port})
    url = "http://two.pictures.zone/file/png/a.png"
    assert run([url], names({"two.pictures.zone": [PUBLIC, "93.184.216.35"]}), dial).verdicts[url].status == "ok"
    assert dial.dialled == [(PUBLIC, 80), ("93.184.216.35", 80)]


def test_of_many_addresses_that_do_not_answer_four_are_tried() -> None:
    ips = [f"93.184.216.{number}" for number in range(34, 44)]
    dial = Dial({})
    run(["http://many.pictures.zone/a.png"], names({"many.pictures.zone": ips}), dial, retries=0)
    assert set(dial.dialled) == {(ip, 80) for ip in (*ips[:3], ips[-1])}


def test_names_share_no_connection_though_they_share_an_address(port: int) -> None:
    table = {f"{number}.pictures.zone": [PUBLIC] for number in range(3)}
    dial = Dial({(PUBLIC, 80): port})
    run([f"http://{name}/file/png/shared.png" for name in table], names(table), dial)
    assert len(dial.dialled) == 3


def test_another_port_of_the_web_is_left_unchecked_without_an_error() -> None:
    verdict, dial = asked("http://pictures.zone:8080/a.png", {"pictures.zone": [PUBLIC]}, 1)
    assert (code_of(verdict), dial.dialled) == ("MJ561", [])
    assert "8080" in verdict.why


@pytest.mark.parametrize("option", ["", "env"])
def test_a_proxy_is_used_when_it_is_asked_for(raw: RawServer, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    """The raw server acts as a proxy: it answers only a request with a whole address in its first line."""
    url, proxy = "http://img.pictures.zone/cat.png", f"http://127.0.0.1:{raw.port}"
    monkeypatch.setenv("http_proxy", proxy if option else "socks5://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    link_run = LinkRun([url], LinkOptions(cache=False, proxy=option or proxy), lookup=names({}))
    asyncio.run(link_run.run())
    assert link_run.verdicts[url].status == "ok"


@pytest.mark.parametrize(
    ("user", "credentials", "host"),
    [("", None, "127.0.0.1"), ("me@", b"me:", "127.0.0.1"), ("me:a%40b%3Ac@", b"me:a@b:c", "127.0.0.1"), ("me@", b"me:", "[::1]")],
    ids=["nobody", "name", "name and password", "IPv6"],
)
def test_a_proxy_is_told_who_asks(user: str, credentials: bytes | None, host: str) -> None:
    """Percent-encoded characters in the address of a proxy are decoded."""
    heads: list[bytes] = []
    proxy = RawServer({"": lambda connection, head: heads.append(head)}, host.strip("[]"))
    try:
        options = LinkOptions(cache=False, retries=0, proxy=f"http://{user}{host}:{proxy.port}")
        asyncio.run(LinkRun(["http://img.pictures.zone/cat.png"], options, lookup=names({})).run())
    finally:
        proxy.stop()
    expected = [b"Basic " + base64.b64encode(credentials)] if credentials else []
    assert heads
    for head in heads:
        fields = [line.partition(b": ") for line in head.split(b"\r\n")]
        assert [value for name, _, value in fields if name.lower() == b"proxy-authorization"] == expected


@pytest.mark.parametrize(
    ("proxy", "host", "used"),
    [
        ("env", "img.pictures.zone", "http://127.0.0.1:9"),
        ("env", "img.left.zone", ""),
        ("http://127.0.0.1:8", "img.pictures.zone", "http://127.0.0.1:8"),
        ("http://127.0.0.1:8", "img.left.zone", "http://127.0.0.1:8"),
        ("", "img.pictures.zone", ""),
    ],
)
def test_the_environment_exempts_hosts_from_its_own_proxy_only(proxy: str, host: str, used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "all_proxy", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "left.zone")
    address = parse(f"http://{host}/a.png")
    assert isinstance(address, Address)
    assert PerHostTransport(LinkOptions(proxy=proxy), Resolver())._proxy_for(address) == used


def test_private_links_are_refused_with_a_proxy_too(port: int) -> None:
    url = "http://169.254.169.254/file/png/a.png"
    link_run = LinkRun([url], LinkOptions(cache=False, proxy=f"http://127.0.0.1:{port}"))
    asyncio.run(link_run.run())
    assert link_run.verdicts[url].rule == "private-address"


@pytest.mark.parametrize(
    "ip", ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450::200e", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_public(ip: str) -> None:
    assert refusal(ip) == ""
