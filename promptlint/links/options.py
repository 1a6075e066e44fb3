"""How image links are checked. Light: a run that asks no link imports nothing heavy for it."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple
from promptlint.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = ["LinkOptions", "from_settings"]

VERIFY = ("head", "bytes")
MOST_CONCURRENT = 512


class LinkOptions(NamedTuple):
    """How image links are checked; every field may be left out. Times are seconds, sizes bytes.

    timeout: the total for one link, with its tries, redirects and the waits between them.
    allow_private: ask addresses that are not public and any port; silences private-address and refused-address.
    cache: whether good results are kept in the user's cache folder.
    connect_timeout: the time for one connection, within `timeout`.
    concurrency: how many links are asked at a time.
    per_host: how many of them of one host.
    min_interval: the least time between two requests to one host.
    retries: how often a passing failure (time-out, reset, 429, 5xx) is asked again.
    max_wait: a host that asks for a longer wait (`Retry-After`) is not asked again.
    max_redirects: how many redirects are followed.
    verify: `head` trusts a server that says "image" without showing one; `bytes` always looks at the first 4 kB.
    cache_ttl: how long a good result is kept, though never past the end of its link.
    accept: status codes, or ranges such as `400-403`, that count as good though nothing is proved.
    exclude: globs on the address or its host; what they match is not asked.
    include: globs on the address or its host that are asked though `exclude` matches them.
    trusted_hosts: further hosts that are taken to be fine and not asked, beside Midjourney's own.
    proxy: empty for none, `env` for what the environment names, or the address of an HTTP proxy.
    ca_bundle: a file of certificates to trust in place of the usual ones.
    headers: pairs of a host and a header line (`Name: value`) that is sent to it alone.
    user_agent: what requests say they come from.
    max_links: further links of a run are left unchecked.
    max_bytes: a larger image is reported; 0 turns it off.
    min_pixels: an image with a shorter side than that is reported; 0 turns it off.
    slow_after: a host that takes longer is reported; 0 turns it off.
    expiry_warning: how long before its end a signed link is reported.
    strict: whether a link that could not be checked is a warning in place of an info.
    redact: whether signatures, tokens and passwords of links are blanked out in what is shown of links and prompts.
    """

    timeout: float = 10.0
    allow_private: bool = False
    cache: bool = True
    connect_timeout: float = 5.0
    concurrency: int = 64
    per_host: int = 8
    min_interval: float = 0.0
    retries: int = 2
    max_wait: float = 5.0
    max_redirects: int = 5
    verify: str = "head"
    cache_ttl: float = 86400.0
    accept: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    trusted_hosts: tuple[str, ...] = ()
    proxy: str = ""
    ca_bundle: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    user_agent: str = f"promptlint/{__version__} (+https://github.com/promptlint/midjourney-promptlint)"
    max_links: int = 5000
    max_bytes: int = 25_000_000
    min_pixels: int = 64
    slow_after: float = 5.0
    expiry_warning: float = 86400.0
    strict: bool = False
    redact: bool = True

    def checked(self) -> LinkOptions:
        """The same options, where they make sense. Raises ValueError that names the option and what would be right."""
        for name, least in (("timeout", 0.001), ("connect_timeout", 0.001), ("concurrency", 1), ("per_host", 1)):
            if not getattr(self, name) >= least:
                raise ValueError(f"{_spelled(name)} must be greater than 0, not {getattr(self, name)}")
        for name in ("min_interval", "retries", "max_wait", "max_redirects", "cache_ttl", "max_links", "max_bytes", "min_pixels",
                     "slow_after", "expiry_warning"):  # fmt: skip
            if not getattr(self, name) >= 0:
                raise ValueError(f"{_spelled(name)} must be 0 or more, not {getattr(self, name)}")
        if self.concurrency > MOST_CONCURRENT:
            raise ValueError(f"concurrency must be at most {MOST_CONCURRENT}, not {self.concurrency}")
        if self.verify not in VERIFY:
            raise ValueError(f'verify must be "head" or "bytes", not "{self.verify}"')
        _check_line("user-agent", self.user_agent)
        self.accepted()
        for host, line in self.headers:
            _check_header(host, line)
        if self.proxy and self.proxy != "env" and not self.proxy.startswith(("http://", "https://")):
            raise ValueError('proxy must be "env" or an address that begins with http:// or https://')
        return self

    def accepted(self) -> frozenset[int]:
        """The status codes of `accept`. Raises ValueError."""
        codes: set[int] = set()
        for entry in self.accept:
            first, _, last = str(entry).partition("-")
            if not (first.isdecimal() and (last or first).isdecimal() and len(first) == len(last or first) == 3):
                raise ValueError(f"accept takes status codes such as 403 or ranges such as 400-403, not `{entry}`")
            codes.update(range(int(first), int(last or first) + 1))
        return frozenset(codes)

    def headers_for(self, host: str) -> list[tuple[bytes, bytes]]:
        """The header lines for one host."""
        lines = [line.partition(":") for name, line in self.headers if name.lower() == host]
        return [(name.strip().encode("ascii"), value.strip().encode("latin-1")) for name, _, value in lines]


def from_settings(pairs: Iterable[tuple[str, Any]]) -> LinkOptions:
    """The options of a `Config`, whose `links` holds pairs of field and value. Raises ValueError."""
    return LinkOptions(**dict(pairs)).checked()


def _check_header(host: str, line: str) -> None:
    name, colon, _ = line.partition(":")
    name = name.strip()
    if not (host and colon and name and name.isascii() and name.replace("-", "").replace("_", "").isalnum()):
        raise ValueError("headers takes a host and a header line such as `Authorization: Bearer …`")
    _check_line("headers", line)


def _check_line(option: str, line: str) -> None:
    """The text fits into one line of a request. Its value may be secret, so the message does not show it."""
    if any(ord(character) < 32 or 126 < ord(character) < 160 or ord(character) > 255 for character in line):
        raise ValueError(f"{option} holds a character that a request cannot carry")


def _spelled(name: str) -> str:
    return name.replace("_", "-")
