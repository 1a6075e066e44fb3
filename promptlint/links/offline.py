"""Facts about a link from its address alone, computed once for all rules.

`trouble` names only one rule about the target of a link, the most specific: a Discord message link is not also a share page, and
a malformed link has no extension to check. `lifetime` does the same for links that expire.

Most links are valid, and no rule needs to see them: `triggered_rules` names the rules that may have findings.
"""

from __future__ import annotations

import re
from functools import lru_cache

from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from . import host_data as known
from .address import Address, Malformed, extension, parse, private, under
from .expiry import Expiry, read_expiry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from promptlint.config import Config
    from promptlint.model import ImageLink, Prompt

    from .host_rows import Site

__all__ = [
    "FATAL",
    "Facts",
    "Surroundings",
    "dying",
    "facts",
    "is_harmless",
    "judged",
    "policy_of",
    "rewritten",
    "surroundings",
    "triggered_rules",
]

_PLACEHOLDER = lazy_pattern(known.PLACEHOLDER_WORDS, re.IGNORECASE)
# `https`, a host, a path that ends like an image: no port, no password, no query, no second address, nothing to be decoded.
_ORDINARY = lazy_pattern(
    r"https://([a-z0-9.-]++)(/[\w/~%.-]++)(?:" + "|".join(rf"(?<=\w\.{ending})" for ending in known.ACCEPTED_EXTENSIONS) + ")", re.ASCII
)
# An address in which no sign could belong to something else: a letter or a digit follows each.
_PLAIN = lazy_pattern(r"https://(?:[A-Za-z0-9]++|[./_-](?=[A-Za-z0-9]))++")
_CLOSING = dict(zip("<([\"'`“‘«「*_|", ">)]\"'`”’»」*_|", strict=True))
# Rules about links that lead nowhere: no other rule reports these links.
FATAL = ("malformed-url", "unsupported-scheme", "discord-message-link", "share-page")


class LinkPolicy(NamedTuple):
    """The inputs of checks besides the link's text: the time in seconds of Unix time, and two options of the link check."""

    now: float
    allow_private: bool = False
    expiry_warning: float = 86400.0


class Facts(NamedTuple):
    """The facts about one link.

    `trouble` is the name of the rule that its target breaks, or empty; `private` and `secret` are independent of it. `direct` is
    the image's own address if the link is a page. `signed` is whether a Discord link has its required signature (None if none is
    required).
    """

    address: Address | None
    malformed: Malformed | None
    trouble: str
    private: str = ""
    secret: bool = False
    extension: str = ""
    site: Site | None = None
    direct: str = ""
    expiry: Expiry | None = None
    signed: bool | None = None
    ephemeral: bool = False

    @property
    def rules(self) -> Iterator[str]:
        """The rules that may have something to say of the link, at whatever time and under whatever policy."""
        if self.trouble:
            yield self.trouble
        if self.private:
            yield "private-address"
        if self.secret:
            yield "userinfo-in-url"
        if self.expiry is not None:
            yield "link-expired"
            yield "link-expires-soon"
        if self.signed is False:
            yield "unsigned-discord-link"
        if self.ephemeral:
            yield "ephemeral-host"
        if self.address is not None and self.address.scheme == "http":
            yield "insecure-scheme"

    def lifetime(self, policy: LinkPolicy) -> str:
        """The rule on links that die which this one breaks, or empty."""
        if self.expiry is not None and self.expiry.at <= policy.now:
            return "link-expired"
        if self.expiry is not None and self.expiry.at - policy.now < policy.expiry_warning:
            return "link-expires-soon"
        if self.signed is False:
            return "unsigned-discord-link"
        return "ephemeral-host" if self.ephemeral else ""

    def condemned(self, policy: LinkPolicy) -> bool:
        """Return whether it is certain offline that Midjourney cannot fetch an image here, or that none was intended."""
        if self.trouble in (*FATAL, "placeholder-link", "unsupported-extension") or self.secret:
            return True
        if self.private and not policy.allow_private:
            return True
        return self.lifetime(policy) == "link-expired"


def policy_of(config: Config) -> LinkPolicy:
    """Return the policy of a run."""
    options: dict[str, Any] = dict(config.links)
    return LinkPolicy(config.clock(), bool(options.get("allow_private", False)), float(options.get("expiry_warning", 86400.0)))


def judged(prompt: Prompt, trouble: str = "") -> Iterator[tuple[ImageLink, Facts]]:
    """Yield the links of a prompt with their facts; only those with this trouble, where one is given."""
    for link in prompt.links:
        found = facts(link.url)
        if not trouble or found.trouble == trouble:
            yield link, found


def dying(prompt: Prompt, policy: LinkPolicy, rule: str) -> Iterator[tuple[ImageLink, Facts]]:
    """Yield the links with this rule as their `lifetime`, and nothing worse."""
    for link, found in judged(prompt):
        if found.trouble not in FATAL and found.lifetime(policy) == rule:
            yield link, found


def triggered_rules(links: Sequence[ImageLink], source: str) -> set[str]:
    """The rules that may have findings on these links of a prompt: none if each is an ordinary, separate link."""
    rules: set[str] = set()
    before = -1
    for link in links:
        if not _is_ordinary(link.url):
            rules.update(facts(link.url).rules)
        if link.start != link.written_start or len(link.written) != link.end - link.start or link.start == before:
            rules |= _ABOUT_SURROUNDINGS
        elif link.slot != "image" and not source[link.start - 1].isspace():
            rules.add("url-glued")
        before = link.end
    if len(links) > 1:
        rules.add("duplicate-link")
    return rules


_ABOUT_SURROUNDINGS = frozenset({"url-glued", "wrapped-url"})


def is_harmless(word: str) -> bool:
    """Return whether a word is a link, whatever stands around it, and no rule about a single link has anything to say of it."""
    return _PLAIN.fullmatch(word) is not None and (_is_ordinary(word) or next(facts(word).rules, None) is None)


def _is_ordinary(url: str) -> bool:
    """A quick check that recognizes most links without findings; it proves nothing about the others."""
    match = _ORDINARY.fullmatch(url)
    if match is None or _PLACEHOLDER.search(url) or not _is_open(match[1]):
        return False
    return not any(re.match(site.path, match[2]) for site in _sites(match[1]))


@lru_cache(maxsize=4096)
def _is_open(host: str) -> bool:
    """Return whether a host is on the public internet, and no table but that of the sites has anything about it."""
    address = parse(f"https://{host}/")
    return isinstance(address, Address) and address.host == host and not private(address) and not under(host, _TOLD_APART)


_TOLD_APART = (
    *known.DISCORD_HOSTS,
    *known.DISCORD_MESSAGE_HOSTS,
    *known.DISCORD_UPLOAD_HOSTS,
    *known.PLACEHOLDER_HOSTS,
    *(place.partition("/")[0] for place in known.EPHEMERAL_PLACES),
)


@lru_cache(maxsize=4096)
def _sites(host: str) -> tuple[Site, ...]:
    """The rows of the table of sites that are about a host."""
    return tuple(site for site in known.SITES if _on(site, host))


@lru_cache(maxsize=4096)
def facts(url: str) -> Facts:
    """The facts about one address."""
    address = parse(url)
    if _PLACEHOLDER.search(url):
        return Facts(address if isinstance(address, Address) else None, None, "placeholder-link")
    if isinstance(address, Malformed):
        return Facts(None, address, "unsupported-scheme" if address.scheme else "malformed-url")
    site, direct = _page(address)
    ending = extension(address.path)
    discord = under(address.host, known.DISCORD_HOSTS) and address.path.startswith(known.DISCORD_SIGNED_PATHS)
    return Facts(
        address,
        None,
        _trouble(address, site, ending),
        private(address),
        address.secret,
        ending,
        site,
        direct,
        read_expiry(address),
        _signed(address) if discord else None,
        any(_at_place(address, place) for place in known.EPHEMERAL_PLACES),
    )


def _trouble(address: Address, site: Site | None, ending: str) -> str:
    """The one rule that the target of a link breaks, the most telling first."""
    host, path = address.host, address.path
    if under(host, known.DISCORD_MESSAGE_HOSTS) and path.startswith(known.DISCORD_MESSAGE_PATH):
        return "discord-message-link"
    if host in known.DISCORD_UPLOAD_HOSTS:
        return "discord-message-link"
    if site is not None:
        return "share-page"
    if ending in known.REFUSED_EXTENSIONS:
        return "unsupported-extension"
    if under(host, known.PLACEHOLDER_HOSTS):
        return "placeholder-link"
    if ending in known.ACCEPTED_EXTENSIONS or host in known.EXTENSIONLESS_HOSTS:
        return ""
    return "no-image-extension"


def _page(address: Address) -> tuple[Site | None, str]:
    """The site whose page this is, and the address of the image itself where it is known."""
    for site in _sites(address.host):
        match = re.match(site.path, address.path)
        if match and not any(setting in address.query.split("&") for setting in site.unless):
            return site, rewritten(site, match, address)
    return None, ""


def _on(site: Site, host: str) -> bool:
    return host.removeprefix("www.") in site.hosts if site.exact else under(host, site.hosts)


def rewritten(site: Site, match: re.Match[str], address: Address) -> str:
    """The address of the image that a page shows, or empty if unknown."""
    if not site.direct:
        return ""
    direct = match.expand(site.direct.replace("{host}", address.host_text).replace("{path}", address.path.replace("\\", "")))
    if not site.query_set:
        return direct
    kept = [pair for pair in address.query.split("&") if pair and pair.partition("=")[0] not in site.query_drop]
    return direct + "?" + "&".join([*kept, site.query_set])


def _signed(address: Address) -> bool:
    names = {pair.partition("=")[0] for pair in address.query.split("&")}
    return all(name in names for name in known.DISCORD_SIGNATURE)


def _at_place(address: Address, place: str) -> bool:
    host, _, path = place.partition("/")
    return under(address.host, (host,)) and address.path.startswith("/" + path)


class Surroundings(NamedTuple):
    """The characters around a link without a space, as spans: the brackets or quotes, and the punctuation after it."""

    opening: tuple[int, int]
    closing: tuple[int, int]
    glue: tuple[int, int]


def surroundings(link: ImageLink) -> Surroundings:
    """The brackets around a link and the text attached to it; empty spans if there are none.

    An opening bracket counts only with its closing one: a single one belongs to the text. `[text](` of a Markdown link is an
    opening bracket.
    """
    before = link.written[: link.start - link.written_start]
    after = link.written[link.end - link.written_start :]
    end = link.end + len(after)
    at = after.find(_CLOSING.get(before[-1:], "\0"))
    if at < 0:
        return Surroundings((link.start, link.start), (end, end), (link.end, end))
    pairs = 1
    while pairs < len(before) and after[at + pairs : at + pairs + 1] == _CLOSING.get(before[-1 - pairs], "\0"):
        pairs += 1
    start = link.written_start if "](" in before else link.start - pairs
    close = link.end + at
    return Surroundings((start, link.start), (close, close + pairs), (link.end, close) if at else (close + pairs, end))
