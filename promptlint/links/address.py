"""Parse a web address strictly: the address that is checked here is exactly the one that is connected to later.

Lenient parsers disagree on backslashes, control characters, percent signs in host names and numbers in odd bases, and attackers
use the difference. Here everything doubtful is malformed, and every spelling of an IP address is recognized.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .escaped import restored

__all__ = ["Address", "Malformed", "extension", "parse", "private", "query_pairs", "under"]

_INVISIBLE = lazy_pattern(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_CONTROL = lazy_pattern(r"[\x00-\x20\x7f-\x9f]")
_SCHEME = lazy_pattern(r"([A-Za-z][A-Za-z0-9+.-]*+):")
_HOST = lazy_pattern(r"[a-z0-9._-]++")
_NUMBER = lazy_pattern(r"0x[0-9a-f]*+|[0-9]++")
_PORT = lazy_pattern(r"[0-9]{1,5}")
_LABEL_LIMIT, _NAME_LIMIT = 63, 253  # RFC 1035


class Address(NamedTuple):
    """A web address. `host` is lower-case ASCII without brackets or trailing dot; `ip` is the canonical IP address, or empty.

    `host_text` is the host as sent in a request. `port` is the port to connect to. `target` is path and query as sent. `secret`
    means that a user name or password precedes the host.
    """

    scheme: str
    host: str
    host_text: str
    ip: str
    port: int
    path: str
    query: str
    secret: bool

    @property
    def target(self) -> str:
        """Path and query as a request sends them, percent-encoded to ASCII."""
        target = (self.path or "/") + (f"?{self.query}" if self.query else "")
        if target.isascii():
            return target
        from urllib.parse import quote

        return quote(target, safe="".join(map(chr, range(0x21, 0x7F))))

    @property
    def url(self) -> str:
        """The address as one string, without user name, password and fragment."""
        default = 443 if self.scheme == "https" else 80
        port = "" if self.port == default else f":{self.port}"
        return f"{self.scheme}://{self.host_text}{port}{self.target}"


class Malformed(NamedTuple):
    """Why a text is not a web address, as a clause; `fixed` is what was certainly intended, or empty.

    `scheme` is set if the address is well formed but its scheme is not fetched from the web.
    """

    why: str
    fixed: str = ""
    scheme: str = ""


@lru_cache(maxsize=4096)
def parse(url: str) -> Address | Malformed:
    """Take a link apart. Characters that cannot be seen are dropped first: another rule reports them."""
    url = _INVISIBLE.sub("", url)
    before = restored(url)
    if before is not None:
        why, plain = before
        return Malformed(why, _mended(plain))
    scheme = _SCHEME.match(url)
    if scheme is None:
        return _schemeless(url)
    name = scheme[1].lower()
    if name not in ("http", "https"):
        return Malformed(f"it begins with `{name[:20]}:`", scheme=name)
    rest = url[scheme.end() :]
    if not rest.startswith("//") or rest.startswith("///"):
        return Malformed("the colon must be followed by two slashes", _mended(f"{name}://{rest.lstrip('/')}"))
    return _web(name, url)


def _schemeless(url: str) -> Malformed:
    odd = re.match(r"(https?)([;：])//(?=[^/:])", url, re.IGNORECASE)  # of another script, as input methods write it, or its neighbor
    if odd:
        intended = _mended(f"{odd[1].lower()}://{url[odd.end() :]}")
        return Malformed(f"its `://` is written with `{odd[2]}` instead of a colon", intended)
    match = re.match(r"(https?)(?://:|//)(?=[^/:])", url, re.IGNORECASE)
    if match:
        return Malformed("the colon after `http` is misplaced", _mended(f"{match[1].lower()}://{url[match.end() :]}"))
    return Malformed("it does not begin with `https://`")


def _mended(url: str) -> str:
    """The address, if it is valid and its host has a dot; otherwise nothing is certain."""
    address = parse(url)
    return url if isinstance(address, Address) and "." in address.host else ""


def _web(scheme: str, url: str) -> Address | Malformed:
    """The parts of an http address."""
    if _CONTROL.search(url):
        return Malformed("it contains a space or a control character")
    if "\\" in url:
        return Malformed("it contains a backslash, which programs read in different ways")
    try:
        parts = urlsplit(url)
    except ValueError:
        return Malformed("its square brackets do not contain an IPv6 address")
    userinfo, at, place = parts.netloc.rpartition("@")
    name, port_text = _split_port(place)
    if not name:
        return Malformed("it has no host")
    if port_text and not (_PORT.fullmatch(port_text) and 0 < int(port_text) < 65536):
        return Malformed(f"the port `{port_text[:10]}` does not exist")
    host = _host(name)
    if isinstance(host, Malformed):
        return host
    if not parts.path.isprintable() or not parts.query.isprintable():
        return Malformed("it contains a character that cannot be printed")
    ip = host[1]
    port = int(port_text) if port_text else 443 if scheme == "https" else 80
    text = f"[{ip}]" if ":" in ip else host[0]
    return Address(scheme, ip or host[0].removesuffix("."), text, ip, port, parts.path, parts.query, bool(at or userinfo))


def _split_port(place: str) -> tuple[str, str]:
    """Host and port of the text between the slashes; an IPv6 address keeps its brackets."""
    closing = place.rfind("]")
    colon = place.find(":", closing + 1)
    return (place, "") if colon < 0 else (place[:colon], place[colon + 1 :])


def _host(name: str) -> tuple[str, str] | Malformed:
    """The host in lower-case ASCII and, where it is one, its canonical IP address."""
    if name.startswith("["):
        return _ipv6(name)
    if not name.isascii():
        name = _ascii(name)
        if not name:
            return Malformed("its host name contains an invalid character")
    name = name.lower()
    if "%" in name:
        return Malformed("its host name contains a percent sign")
    if not _HOST.fullmatch(name):
        return Malformed("its host name contains an invalid character")
    labels = name.removesuffix(".").split(".")
    if "" in labels:
        return Malformed("a part of its host name is empty")
    if len(name) > _NAME_LIMIT or max(map(len, labels)) > _LABEL_LIMIT:
        return Malformed("its host name is too long (at most 63 characters per part, 253 in all)")
    if not _NUMBER.fullmatch(labels[-1]):
        return name, ""
    ip = _ipv4(labels)
    return (name, ip) if ip else Malformed("its host looks like an IP address, but is not valid")


def _ascii(name: str) -> str:
    """An international host name in ASCII (IDNA 2008 after UTS 46 mapping), or empty if it has none."""
    import idna

    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""


def _ipv6(name: str) -> tuple[str, str] | Malformed:
    from ipaddress import AddressValueError, IPv6Address

    try:
        if not name.endswith("]") or "%" in name:
            raise AddressValueError
        ip = IPv6Address(name[1:-1])
    except AddressValueError:
        return Malformed("its square brackets do not contain an IPv6 address")
    mapped = ip.ipv4_mapped  # Python writes these in one way up to 3.12 and in another since 3.13
    text = f"::ffff:{int(mapped) >> 16:x}:{int(mapped) & 0xFFFF:x}" if mapped else str(ip)
    return text, text


def _ipv4(labels: list[str]) -> str:
    """An IPv4 address as browsers read it: one to four decimal, octal (0…) or hexadecimal (0x…) parts, the last filling the rest.

    Empty if it is out of range.
    """
    if len(labels) > 4:
        return ""
    numbers = []
    for label in labels:
        number = _number(label)
        if number is None:
            return ""
        numbers.append(number)
    if max(numbers[:-1], default=0) > 255 or numbers[-1] >= 256 ** (5 - len(numbers)):
        return ""
    value = numbers[-1]
    for place, number in enumerate(numbers[:-1]):
        value += number << (8 * (3 - place))
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def _number(label: str) -> int | None:
    if not _NUMBER.fullmatch(label):
        return None
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    octal = label.startswith("0")
    return None if octal and set(label) & {"8", "9"} else int(label, 8 if octal else 10)


def private(address: Address) -> str:
    """Why Midjourney cannot reach the host, judging by the address alone, as a clause; empty if nothing prevents it.

    Source: RFC 6761 and similar for names, our own list of networks for IP addresses (`hosts.toml`).
    """
    from .host_data import PRIVATE_SUFFIXES

    if address.ip:
        from .networks import refusal

        kind = refusal(address.ip)
        return f"the address {address.ip} is {kind}" if kind else ""
    if "." not in address.host and address.host != "localhost":
        return "a name without a dot exists only inside one network"
    if under(address.host, PRIVATE_SUFFIXES):
        return "the name exists only on one machine" if under(address.host, ("localhost",)) else "the name exists only inside one network"
    return ""


def under(host: str, names: tuple[str, ...]) -> bool:
    """Return whether a host is one of the names or belongs to one (`i.example.com` to `example.com`)."""
    return any(host == name or host.endswith("." + name) for name in names)


def extension(path: str) -> str:
    """The extension of a path's last segment in lower case without its dot, or empty."""
    segment = path.rpartition("/")[2]
    stem, dot, ending = segment.rpartition(".")
    return ending.lower() if dot and stem and ending.isalnum() and len(ending) <= 9 else ""


def query_pairs(query: str) -> list[tuple[str, str]]:
    """The names, in lower case, and values of a query, decoded; at most the first hundred."""
    from urllib.parse import parse_qsl

    return [(name.lower(), value) for name, value in parse_qsl("&".join(query.split("&", 101)[:100]), keep_blank_values=True)]
