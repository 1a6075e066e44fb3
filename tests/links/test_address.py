"""Parsing of addresses: each spelling of an IP address, each limit, each part, and what is sent."""

from __future__ import annotations

import pytest

from promptlint.links.address import Address, Malformed, extension, parse, private, query_pairs, under
from promptlint.links.networks import refusal


def sound(url: str) -> Address:
    address = parse(url)
    assert isinstance(address, Address), address
    return address


IPV4 = [
    ("127.0.0.1", "127.0.0.1"), ("0x7f.0.0.1", "127.0.0.1"), ("0177.0.0.1", "127.0.0.1"), ("2130706433", "127.0.0.1"),
    ("127.1", "127.0.0.1"),
    ("10.1.515", "10.1.2.3"), ("0xA.1.0x0203", "10.1.2.3"), ("255.255.255.255", "255.255.255.255"), ("255.16777215", "255.255.255.255"),
    ("4294967295", "255.255.255.255"), ("0", "0.0.0.0"), ("0x", "0.0.0.0"), ("1.2.3.0", "1.2.3.0"), ("8.8.8.8.", "8.8.8.8"),
    ("0" * 60 + "177.1", "127.0.0.1"),
]  # fmt: skip
NO_IPV4 = [
    "256.1.1.1",
    "1.256.1.1",
    "1.2.3.256",
    "1.2.65536",
    "1.16777216",
    "4294967296",
    "1.2.3.4.5",
    "08.1.1.1",
    "1.1.1.09",
    "1" * 41,
    "a.b.0x1g"[:-1] + "1",
]


@pytest.mark.parametrize(("host", "ip"), IPV4)
def test_every_spelling_of_an_ipv4_address_is_the_number(host: str, ip: str) -> None:
    address = sound(f"https://{host}/a.png")
    assert (address.ip, address.host) == (ip, ip)


@pytest.mark.parametrize("host", NO_IPV4)
def test_what_looks_like_a_number_and_is_none_is_malformed(host: str) -> None:
    assert parse(f"https://{host}/a.png") == Malformed("its host looks like an IP address, but is not valid")


@pytest.mark.parametrize(
    ("host", "ip"),
    [
        ("[::1]", "::1"),
        ("[2001:0DB8:0::00AB]", "2001:db8::ab"),
        ("[2606:4700::6810:1]", "2606:4700::6810:1"),
        ("[::ffff:1.2.3.4]", "::ffff:102:304"),
    ],
)
def test_ipv6(host: str, ip: str) -> None:
    address = sound(f"https://{host}:8443/a.png")
    assert (address.ip, address.host, address.host_text, address.port) == (ip, ip, f"[{ip}]", 8443)
    assert address.url == f"https://[{ip}]:8443/a.png"


@pytest.mark.parametrize("host", ["[::1%25eth0]", "[::1", "[1.2.3.4]", "[::g]", "[::1]a", "[]"])
def test_no_ipv6(host: str) -> None:
    bad = parse(f"https://{host}/a.png")
    assert isinstance(bad, Malformed)


PARTS = [
    # url, scheme, host, port, path, query, secret, what is sent, the address again
    ("https://a.b/c.png", "https", "a.b", 443, "/c.png", "", False, "/c.png", "https://a.b/c.png"),
    ("http://a.b/c.png", "http", "a.b", 80, "/c.png", "", False, "/c.png", "http://a.b/c.png"),
    ("HTTPS://A.B:443/C.png?x=1#f", "https", "a.b", 443, "/C.png", "x=1", False, "/C.png?x=1", "https://a.b/C.png?x=1"),
    ("http://a.b:443/", "http", "a.b", 443, "/", "", False, "/", "http://a.b:443/"),
    ("https://a.b:80", "https", "a.b", 80, "", "", False, "/", "https://a.b:80/"),
    ("https://a.b:65535/", "https", "a.b", 65535, "/", "", False, "/", "https://a.b:65535/"),
    ("https://a.b:1/", "https", "a.b", 1, "/", "", False, "/", "https://a.b:1/"),
    ("https://u:p@a.b/", "https", "a.b", 443, "/", "", True, "/", "https://a.b/"),
    ("https://u@a.b/", "https", "a.b", 443, "/", "", True, "/", "https://a.b/"),
    ("https://@a.b/", "https", "a.b", 443, "/", "", True, "/", "https://a.b/"),
    ("https://a.b./c.png", "https", "a.b", 443, "/c.png", "", False, "/c.png", "https://a.b./c.png"),
    ("https://a.b/ü?ö", "https", "a.b", 443, "/ü", "ö", False, "/%C3%BC?%C3%B6", "https://a.b/%C3%BC?%C3%B6"),
    ("https://a.b/%20?a=%zz", "https", "a.b", 443, "/%20", "a=%zz", False, "/%20?a=%zz", "https://a.b/%20?a=%zz"),
    ("https://bücher.de/", "https", "xn--bcher-kva.de", 443, "/", "", False, "/", "https://xn--bcher-kva.de/"),
    ("https://BÜCHER.de/", "https", "xn--bcher-kva.de", 443, "/", "", False, "/", "https://xn--bcher-kva.de/"),
    ("https://a\u200b.b/c\u202e.png", "https", "a.b", 443, "/c.png", "", False, "/c.png", "https://a.b/c.png"),
]


@pytest.mark.parametrize(("url", "scheme", "host", "port", "path", "query", "secret", "target", "again"), PARTS)
def test_parts(url: str, scheme: str, host: str, port: int, path: str, query: str, secret: bool, target: str, again: str) -> None:
    address = sound(url)
    assert (address.scheme, address.host, address.port, address.path, address.query, address.secret) == (
        scheme,
        host,
        port,
        path,
        query,
        secret,
    )
    assert (address.target, address.url) == (target, again)


MALFORMED = [
    ("https:///a.b/c.png", "the colon must be followed by two slashes", "https://a.b/c.png", ""),
    ("https:/a.b/c.png", "the colon must be followed by two slashes", "https://a.b/c.png", ""),
    ("https:a.b/c.png", "the colon must be followed by two slashes", "https://a.b/c.png", ""),
    ("https:a/c.png", "the colon must be followed by two slashes", "", ""),
    ("https//a.b/c.png", "the colon after `http` is misplaced", "https://a.b/c.png", ""),
    ("http//:a.b/c.png", "the colon after `http` is misplaced", "http://a.b/c.png", ""),
    ("HTTP//a/c.png", "the colon after `http` is misplaced", "", ""),
    ("a.b/c.png", "it does not begin with `https://`", "", ""),
    ("s3://bucket/a.png", "it begins with `s3:`", "", "s3"),
    ("x123456789012345678901234567890://a", "it begins with `x1234567890123456789:`", "", "x123456789012345678901234567890"),
    ("https://a.b/c d.png", "it contains a space or a control character", "", ""),
    ("https://a.b/c\x7fd.png", "it contains a space or a control character", "", ""),
    ("https://a.b\\@c.d/", "it contains a backslash, which programs read in different ways", "", ""),
    ("https://a.b:0/", "the port `0` does not exist", "", ""),
    ("https://a.b:65536/", "the port `65536` does not exist", "", ""),
    ("https://a.b:12345678901/", "the port `1234567890` does not exist", "", ""),
    ("https://a.b:x/", "the port `x` does not exist", "", ""),
    ("https://:80/", "it has no host", "", ""),
    ("https://u@/", "it has no host", "", ""),
    ("https://a%2eb/", "its host name contains a percent sign", "", ""),
    ("https://a!b.c/", "its host name contains an invalid character", "", ""),
    ("https://ü\u0378.de/", "its host name contains an invalid character", "", ""),
    ("https://a..b/", "a part of its host name is empty", "", ""),
    ("https://.a.b/", "a part of its host name is empty", "", ""),
    ("https://a.b/\ue000", "it contains a character that cannot be printed", "", ""),
    ("https://a.b/?\ue000", "it contains a character that cannot be printed", "", ""),
]


@pytest.mark.parametrize(("url", "why", "fixed", "scheme"), MALFORMED)
def test_malformed(url: str, why: str, fixed: str, scheme: str) -> None:
    assert parse(url) == Malformed(why, fixed, scheme)


def test_a_host_name_is_as_long_as_rfc_1035_allows() -> None:
    label, limit = "a" * 63, ".".join(["a" * 63, "b" * 63, "c" * 63, "d" * 61])
    assert len(limit) == 253
    assert sound(f"https://{label}.b/").host == f"{label}.b"
    assert sound(f"https://{limit}/").host == limit
    too_long = Malformed("its host name is too long (at most 63 characters per part, 253 in all)")
    assert parse(f"https://a{label}.b/") == too_long
    assert parse(f"https://{limit}d/") == too_long


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://localhost/a.png", "the name exists only on one machine"),
        ("http://api.localhost/a.png", "the name exists only on one machine"),
        ("http://intranet/a.png", "a name without a dot exists only inside one network"),
        ("http://nas.local/a.png", "the name exists only inside one network"),
        ("http://local.net/a.png", ""),
        ("http://img.mysite.net/a.png", ""),
        ("http://8.8.8.8/a.png", ""),
    ],
)
def test_private_names(url: str, why: str) -> None:
    assert private(sound(url)) == why


def test_private_numbers_are_named() -> None:
    assert private(sound("http://0x0a.1/a.png")).startswith("the address 10.0.0.1 is ")


REFUSALS = [
    ("8.8.8.8", ""), ("127.0.0.1", "this machine"), ("10.0.0.1", "private"), ("169.254.169.254", "link-local"), ("224.0.0.1", "multicast"),
    ("2606:4700::1", ""), ("2606:4700::a00:1", ""), ("::1", "this machine"), ("fe80::1", "link-local"), ("fc00::1", "private"),
    ("fec0::1", "private"), ("ff02::1", "multicast"), ("2001:db8::1", "for documentation"), ("3fff::1", "for documentation"),
    ("64:ff9b:1::1", "private"), ("2002:808:808::1", "6to4, which nobody routes any more"),
    ("5f00::1", "reserved"), ("::", "reserved"), ("4000::1", "reserved"),
    ("fe80::1%eth0", "link-local"), ("2606:4700::1%eth0", "link-local"),  # a zone
    ("::ffff:8.8.8.8", ""), ("::ffff:127.0.0.1", "this machine"), ("64:ff9b::8.8.8.8", ""), ("64:ff9b::10.0.0.1", "private"),
    ("2606:4700::5efe:8.8.8.8", ""), ("2606:4700::5efe:10.0.0.1", "private"), ("2606:4700::200:5efe:10.0.0.1", "private"),  # ISATAP
    ("fc00::5efe:8.8.8.8", "private"),
    ("localhost", "unreadable"), ("", "unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("ip", "kind"), REFUSALS)
def test_a_number_that_is_not_public_is_named(ip: str, kind: str) -> None:
    assert refusal(ip) == kind


@pytest.mark.parametrize(
    ("path", "ending"),
    [
        ("/a.PNG", "png"), ("/a.b/c", ""), ("/a.b/c.jpeg", "jpeg"), ("/.png", ""), ("/a.", ""), ("/a.tar.gz", "gz"),
        ("/a.p-g", ""), ("", ""),
        ("/a.undefined", "undefined"), ("/a.undefined1", ""), ("png", ""),
    ],
)  # fmt: skip
def test_extension(path: str, ending: str) -> None:
    assert extension(path) == ending


def test_a_name_belongs_to_one_or_is_it() -> None:
    assert under("a.b", ("x.y", "a.b"))
    assert under("c.a.b", ("a.b",))
    assert not under("ca.b", ("a.b",))
    assert not under("b", ("a.b",))


def test_query_pairs() -> None:
    assert query_pairs("A=1&b=&c&d=%20") == [("a", "1"), ("b", ""), ("c", ""), ("d", " ")]
    assert query_pairs("&".join(f"x{number}=1" for number in range(150))) == [(f"x{number}", "1") for number in range(100)]
