"""Options of the link check. A run that checks no links imports nothing heavy for them."""

from __future__ import annotations

from promptlint.errors import require_pairs, require_text, require_texts
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
    """Options of the link check; every field is optional. Times are in seconds, sizes in bytes.

    timeout: total for one link, including retries, redirects and the waits between them.
    allow_private: allow private addresses and any port; disables private-address and refused-address.
    cache: keep good results in the user's cache directory.
    connect_timeout: limit for one connection, within `timeout`.
    concurrency: number of links checked at the same time.
    per_host: number of them on one host.
    min_interval: minimum time between two requests to one host.
    retries: retries after a temporary failure (timeout, reset, 429, 5xx).
    max_wait: longest `Retry-After` to wait for.
    max_redirects: number of redirects to follow.
    verify: `head` trusts the Content-Type of an image; `bytes` always reads the first 4 kB.
    cache_ttl: time to keep a good result, at most until its link expires.
    accept: status codes, or ranges such as `400-403`, to accept without proof.
    exclude: globs of addresses or hosts not to check.
    include: globs of addresses or hosts to check although `exclude` matches them.
    trusted_hosts: hosts to accept without a check, in addition to Midjourney's own.
    proxy: empty for none, `env` for the environment's proxy, or the URL of an HTTP proxy.
    ca_bundle: file of certificates to trust instead of the default ones.
    headers: pairs of a host and a header line (`Name: value`) to send to that host only.
    user_agent: User-Agent of requests.
    max_links: number of links to check in one run.
    max_bytes: report larger images; 0 disables this.
    min_pixels: report images with a shorter side; 0 disables this.
    slow_after: report hosts that take longer; 0 disables this.
    expiry_warning: report signed links that expire within this time.
    strict: report links that could not be checked as warnings instead of infos.
    redact: hide signatures, tokens and passwords of links in all output.
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
        """The same options, where they make sense.

        Raises TypeError for a value of another type, ValueError for one that makes no sense; both name the option and what would
        be right.
        """
        return self._replace(**{name: _typed(name, getattr(self, name), default) for name, default in _DEFAULTS.items()})._sensible()

    def _sensible(self) -> LinkOptions:
        for name, least in (("timeout", 0.001), ("connect_timeout", 0.001), ("concurrency", 1), ("per_host", 1)):
            if not getattr(self, name) >= least:
                raise ValueError(f"{_spelled(name)} must be greater than 0, not {getattr(self, name)}")
        for name in ("min_interval", "retries", "max_wait", "max_redirects", "cache_ttl", "max_links", "max_bytes", "min_pixels",
                     "slow_after", "expiry_warning"):  # fmt: skip
            if not getattr(self, name) >= 0:
                raise ValueError(f"{_spelled(name)} must not be negative, but is {getattr(self, name)}")
        if self.concurrency > MOST_CONCURRENT:
            raise ValueError(f"concurrency must be at most {MOST_CONCURRENT}, not {self.concurrency}")
        if self.verify not in VERIFY:
            raise ValueError(f'verify must be "head" or "bytes", not "{self.verify}"')
        _check_line("user-agent", self.user_agent)
        self.accepted()
        for host, line in self.headers:
            require_text(host, "the host of headers")
            require_text(line, "a line of headers")
            _check_header(host, line)
        if self.proxy and self.proxy != "env" and not self.proxy.startswith(("http://", "https://")):
            raise ValueError('proxy must be "env" or an address that begins with http:// or https://')
        return self

    def accepted(self) -> frozenset[int]:
        """The status codes of `accept`. Raises ValueError."""
        codes: set[int] = set()
        for entry in self.accept:
            first, dash, last = str(entry).partition("-")
            last = last if dash else first
            if not (first.isdecimal() and last.isdecimal() and len(first) == len(last) == 3 and first <= last):
                raise ValueError(f"accept takes status codes such as 403 or ranges such as 400-403, not `{entry}`")
            codes.update(range(int(first), int(last) + 1))
        return frozenset(codes)

    def headers_for(self, host: str) -> list[tuple[bytes, bytes]]:
        """The header lines for one host."""
        lines = [line.partition(":") for name, line in self.headers if name.lower() == host]
        return [(name.strip().encode("ascii"), value.strip().encode("latin-1")) for name, _, value in lines]


_DEFAULTS: dict[str, object] = LinkOptions()._asdict()


def from_settings(pairs: Iterable[tuple[str, Any]]) -> LinkOptions:
    """The options of a `Config`, whose `links` has pairs of field and value. Raises ValueError."""
    return LinkOptions(**dict(pairs)).checked()


def _typed(name: str, value: Any, default: object) -> Any:
    """The value of an option, a list as a tuple. Raises TypeError if it is not of the type of its default."""
    if name == "headers":
        return require_pairs(value, name, "list of pairs")
    if name == "accept" and not isinstance(value, str) and hasattr(value, "__iter__"):
        return tuple(map(str, value))  # numbers, too
    if isinstance(default, tuple):
        return require_texts(value, name)
    if isinstance(default, str):
        require_text(value, name)
    elif isinstance(default, bool) != isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{name} must be {'a bool' if isinstance(default, bool) else 'a number'}, not {type(value).__name__}")
    return value


def _check_header(host: str, line: str) -> None:
    name, colon, _ = line.partition(":")
    name = name.strip()
    if not (host and colon and name and name.isascii() and name.replace("-", "").replace("_", "").isalnum()):
        raise ValueError("headers takes a host and a header line such as `Authorization: Bearer …`")
    _check_line("headers", line)


def _check_line(option: str, line: str) -> None:
    """The text fits into one line of a request. Its value may be secret, so the message does not show it."""
    if any(ord(character) < 32 or 126 < ord(character) < 160 or ord(character) > 255 for character in line):
        raise ValueError(f"{option} contains a character that is not allowed in a request")


def _spelled(name: str) -> str:
    return name.replace("_", "-")
