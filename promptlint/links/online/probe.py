"""Probe one link: HEAD, then the first bytes by GET if HEAD proves nothing; follow redirects; retry.

Only proof is a verdict: 404 and 410 to a GET, a page instead of an image, an expired signature. Robot checks, overload and
timeouts are `unknown`.
"""

from __future__ import annotations

import asyncio
import random
import time
from urllib.parse import urljoin

from promptlint.links.address import Address, Malformed, parse
from promptlint.links.host_data import CHALLENGE_HEADERS, CHALLENGE_TEXTS, DISCORD_HOSTS, MEDIA_TYPES, REFUSALS
from promptlint.links.verdict import Verdict
from promptlint.text.namedtuple import NamedTuple

from .client import Budget
from .failure import ProbeError
from .images import ACCEPTED, sniff

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.links.options import LinkOptions

    from .client import Client, Reply

__all__ = ["ask"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_PASSING = frozenset({408, 425, 429})
_FIRST_WAIT = 0.2
_SIGNATURES = ("signature", "sig", "hm", "x-amz-signature", "x-goog-signature", "x-oss-signature", "x-tos-signature", "q-signature")
_TELLING = {"timeout", "no-answer", "connection", "protocol"}  # failures that may pass
_NAMES = {
    "html": "a web page",
    "json": "data (JSON)",
    "xml": "an XML document",
    "text": "plain text",
    "mp4": "a video",
    "webm": "a video",
    "pdf": "a PDF document",
    "zip": "an archive",
    "svg": "a vector drawing (SVG)",
    "avif": "an AVIF image",
    "heic": "a HEIC image",
    "bmp": "a bitmap (BMP)",
    "tiff": "a TIFF image",
    "ico": "an icon (ICO)",
    "psd": "a Photoshop file",
    "jxl": "a JPEG XL image",
}
_OTHER_IMAGES = frozenset({"svg", "avif", "heic", "bmp", "tiff", "ico", "psd", "jxl"})


class _Passing(NamedTuple):
    """A failure that may be temporary. `wait` is the wait that the host requests in seconds, or 0."""

    verdict: Verdict
    wait: float = 0.0


class _Way(NamedTuple):
    """The state of a request."""

    at: Address
    hops: int = 0
    permanent: bool = True
    seen: frozenset[str] = frozenset()


class _Case(NamedTuple):
    """One link on trial."""

    url: str
    address: Address
    client: Client
    options: LinkOptions
    budget: Budget


async def ask(url: str, address: Address, client: Client, options: LinkOptions) -> Verdict:
    """The verdict on one link, within `options.timeout` seconds of its own."""
    budget = Budget(options.timeout)
    case = _Case(url, address, client, options, budget)
    for attempt in range(options.retries + 1):
        outcome = await _try(case)
        if isinstance(outcome, Verdict):
            return outcome
        wait = outcome.wait or _FIRST_WAIT * 2**attempt * random.uniform(0.75, 1.25)
        if attempt == options.retries or wait > options.max_wait or wait >= budget.left:
            return outcome.verdict
        # First attempts take precedence, so retries happen at the end of the run.
        budget.left -= wait
        await asyncio.sleep(wait)
    raise AssertionError("the last attempt returns")


async def _try(case: _Case) -> Verdict | _Passing:
    """HEAD, where it can prove anything, then GET."""
    if case.options.verify == "head" and not _presigned(case.address):
        try:
            settled = await _follow("HEAD", case)
        except ProbeError as failed:
            if failed.kind not in ("connection", "protocol"):
                return _unanswered(case.url, failed)
            settled = None  # many servers break off on HEAD
        if settled is not None:
            return settled
    try:
        settled = await _follow("GET", case)
    except ProbeError as failed:
        return _unanswered(case.url, failed)
    assert settled is not None  # a GET always settles
    return settled


def _presigned(address: Address) -> bool:
    """Return whether a signature is visible: it covers the method, so HEAD on a link made for GET is rejected."""
    names = {pair.partition("=")[0].lower() for pair in address.query.split("&")}
    return not names.isdisjoint(_SIGNATURES)


async def _follow(method: str, case: _Case) -> Verdict | _Passing | None:
    """Send the request and follow redirects; None if a HEAD proves nothing. Raises ProbeError."""
    way = _Way(case.address, seen=frozenset({case.address.url}))
    while True:
        reply = await case.client.send(method, way.at, case.budget)
        location = reply.headers.get("location", "")
        if reply.status not in _REDIRECTS or not location:
            break
        step = _step(way, reply.status, location, case.options)
        if not isinstance(step, _Way):
            return step._replace(url=case.url, http_status=reply.status)
        way = step
    verdict = Verdict(
        case.url,
        "unknown",
        "unverified-link",
        http_status=reply.status,
        final_url=way.at.url if way.hops else "",
        permanent=way.permanent and bool(way.hops),
        seconds=case.budget.last,
    )
    return _head(verdict, reply) if method == "HEAD" else _get(verdict, reply, way.at, case.options)


def _step(way: _Way, status: int, location: str, options: LinkOptions) -> _Way | Verdict:
    """The next hop of a redirect, or the verdict that ends it. Raises ProbeError for one that may not be followed."""
    target = _joined(way.at, location)
    if not isinstance(target, Address):
        if target.scheme:
            raise ProbeError("refused", f"it redirects to a `{target.scheme[:20]}:` address")
        return Verdict("", "broken", "dead-link", "it redirects to something that is not a web address")
    if target.secret:
        raise ProbeError("refused", "it redirects to an address with a user name or password in it")
    if target.url in way.seen:
        return Verdict("", "broken", "dead-link", "it redirects in a loop")
    if way.hops >= options.max_redirects:
        return Verdict("", "unknown", "unverified-link", f"it redirects more than {options.max_redirects} times")
    return _Way(target, way.hops + 1, way.permanent and status in _PERMANENT, way.seen | {target.url})


def _joined(at: Address, location: str) -> Address | Malformed:
    """The address that a Location header names, relative or not. A space in it is encoded, as browsers do."""
    try:
        return parse(urljoin(at.url, location.strip().replace(" ", "%20")))
    except ValueError:  # half a pair of square brackets
        return Malformed("it is not a web address")


def _unanswered(url: str, failed: ProbeError) -> Verdict | _Passing:
    """The verdict on a failure without a response."""
    if failed.kind == "refused":
        return Verdict(url, "refused", "refused-address", failed.why)
    if failed.kind == "tls":
        return Verdict(url, "unknown", "tls-error", failed.why)
    verdict = Verdict(url, "unknown", "unverified-link", failed.why, failure=failed.kind)
    return _Passing(verdict) if failed.kind in _TELLING else verdict


def _head(verdict: Verdict, reply: Reply) -> Verdict | _Passing | None:
    """The proof of a HEAD response: an image, or that it is gone for good. None: request the bytes."""
    if reply.status == 410:
        return verdict._replace(status="broken", rule="dead-link", why="the image was removed (410)")
    if reply.status == 429:
        return _busy(verdict, reply)
    kind = MEDIA_TYPES.get(_media(reply), "")
    if not 200 <= reply.status < 300 or not kind or _encoded(reply):
        return None
    size = _number(reply.headers.get("content-length", ""))
    return None if size == 0 else verdict._replace(status="ok", rule="", kind=kind, size=size or 0)


def _get(verdict: Verdict, reply: Reply, address: Address, options: LinkOptions) -> Verdict | _Passing:
    """The proof of a GET response and its first bytes."""
    status = reply.status
    if 200 <= status < 300:
        return _content(verdict, reply)
    if status in options.accepted():
        return verdict._replace(status="ok", rule="", why=f"status {status} is accepted")
    if status == 416:
        return verdict._replace(status="not-an-image", rule="not-an-image", why="the file is empty")
    if _challenged(reply):
        return verdict._replace(why=f"{address.host} shows a robot check ({status})")
    signature = _signature_refused(reply, address)
    if signature:
        return verdict._replace(status="expired", rule="signed-link-refused", why=signature)
    if status in (404, 410):
        said = "nothing was found" if status == 404 else "the image was removed"
        return verdict._replace(status="broken", rule="dead-link", why=f"{said} ({status})")
    if status in _PASSING or status >= 500:
        return _busy(verdict, reply)
    return verdict._replace(why=f"{address.host} refuses automatic checks ({status})")


def _busy(verdict: Verdict, reply: Reply) -> _Passing:
    """A status that may be temporary: overload, maintenance, a limit on requests. Some hosts reject robots with 999."""
    status = reply.status
    if status == 429:
        why = "the host limits the number of requests (429)"
    else:
        why = f"the host reports an error ({status})" if status < 600 else f"the host refuses automatic checks ({status})"
    return _Passing(verdict._replace(why=why), _retry_after(reply.headers.get("retry-after", "")) if status < 600 else float("inf"))


def _content(verdict: Verdict, reply: Reply) -> Verdict:
    """The type of the body. Bytes take precedence over the Content-Type; the extension is ignored here."""
    if _encoded(reply):
        return _declared(verdict, reply)
    if not reply.body:
        return verdict._replace(status="not-an-image", rule="not-an-image", why="the file is empty")
    picture = sniff(reply.body)
    found = verdict._replace(kind=picture.kind, proved=True, width=picture.width, height=picture.height, size=_total(reply))
    if picture.kind in ACCEPTED:
        return found._replace(status="ok", rule="")
    if picture.kind in _OTHER_IMAGES:
        return found._replace(status="unsupported", rule="unsupported-image", why=_NAMES[picture.kind])
    if picture.kind == "html" and _challenged(reply):
        return found._replace(why="the host shows a robot check")
    what = _NAMES.get(picture.kind, "data of another type")
    return found._replace(status="not-an-image", rule="not-an-image", why=what)


def _declared(verdict: Verdict, reply: Reply) -> Verdict:
    """A compressed body, which was not requested, is not decompressed: only its Content-Type counts."""
    media = _media(reply)
    if media in MEDIA_TYPES:
        return verdict._replace(status="ok", rule="", kind=MEDIA_TYPES[media])
    if media == "text/html":
        return verdict._replace(status="not-an-image", rule="not-an-image", kind="html", why=_NAMES["html"])
    return verdict._replace(why="the host sends it compressed, so it cannot be read")


def _signature_refused(reply: Reply, address: Address) -> str:
    """Why the host rejects the link's signature, or empty if it does not say so."""
    text = reply.body.decode("utf-8", "replace")
    for refusal in REFUSALS:
        if refusal.text in text:
            return f"{refusal.host} reports that its signature is invalid or has expired"
    if reply.status == 403 and address.host in DISCORD_HOSTS:
        return "Discord reports that its signature is missing, invalid or has expired (403)"
    return ""


def _challenged(reply: Reply) -> bool:
    """Return whether the response is a robot check, which proves nothing about the image."""
    if any(name in reply.headers for name in CHALLENGE_HEADERS):
        return True
    text = reply.body.decode("utf-8", "replace")
    return any(mark in text for mark in CHALLENGE_TEXTS)


def _media(reply: Reply) -> str:
    return reply.headers.get("content-type", "").partition(";")[0].strip().lower()


def _encoded(reply: Reply) -> bool:
    return reply.headers.get("content-encoding", "identity").strip().lower() not in ("identity", "")


def _total(reply: Reply) -> int:
    """The size of the whole file in bytes, or 0 if the host does not report it."""
    if reply.status == 206:
        return _number(reply.headers.get("content-range", "").rpartition("/")[2]) or 0
    return _number(reply.headers.get("content-length", "")) or 0


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _retry_after(text: str) -> float:
    """The wait that a host requests, in seconds: a number or an HTTP date (RFC 9110), or 0."""
    seconds = _number(text)
    if seconds is not None:
        return float(seconds)
    if not text.strip():
        return 0.0
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError):
        return 0.0
