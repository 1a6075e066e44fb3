"""Send requests through httpx: one `AsyncClient` per run, on our own transport, bounded in time and size.

Apart from that transport, the only importer of httpx. Only `send` of the client is used: the requests are built here, without its
default headers, and it gets nothing that it would act on: no headers of an answer, so it keeps no cookies, and with a transport of
ours it reads neither the environment nor netrc. It sees scheme, host and port of an address only, because it logs addresses and
would re-encode signed ones.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import cast

import httpx

from promptlint.links.host_data import PORTS_ASKED, PORTS_REFUSED, PORTS_REFUSED_BELOW
from promptlint.text.namedtuple import NamedTuple

from .failure import ProbeError
from .transport import ADDRESS, HEADERS, PerHostTransport

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from httpcore import AsyncNetworkBackend

    from promptlint.links.address import Address
    from promptlint.links.options import LinkOptions

    from .resolver import Resolver

__all__ = ["Budget", "Client", "Reply", "guard"]

BODY_LIMIT = 4096
MAX_REQUESTS = 100  # for one link; the defaults need at most 36
_ACCEPT = b"image/png,image/jpeg,image/webp,image/gif;q=0.9,*/*;q=0.5"


class Budget:
    """The remaining seconds of one link. Waiting for a slot is free; requests and pauses count.

    With any options, a link causes at most `MAX_REQUESTS` requests: redirects and retries multiply.
    """

    def __init__(self, seconds: float) -> None:
        """Begin with `seconds`."""
        self.total = self.left = seconds
        self.last = 0.0
        self.requests = 0

    @contextlib.asynccontextmanager
    async def spending(self) -> AsyncGenerator[None, None]:
        """Count what happens inside, and end it with ProbeError when nothing is left. `last` is what it took."""
        self.requests += 1
        if self.requests > MAX_REQUESTS:
            raise ProbeError("limit", f"it requires more than {MAX_REQUESTS} requests")
        started = time.monotonic()
        try:
            async with asyncio.timeout(max(self.left, 0.0)):
                yield
        except TimeoutError:
            raise ProbeError("timeout", f"the host did not respond within {self.total:g} s") from None
        finally:
            self.last = time.monotonic() - started
            self.left -= self.last


class Reply(NamedTuple):
    """An answer: headers by lower-case name (the first of each), and at most 4 kB of the raw body."""

    status: int
    headers: dict[str, str]
    body: bytes


def guard(address: Address, options: LinkOptions) -> None:
    """Reject an address by its text alone. Raises ProbeError."""
    from promptlint.links.address import private

    if options.allow_private:
        return
    why = private(address)
    if why:
        raise ProbeError("refused", why)
    if address.port in PORTS_ASKED:
        return
    if address.port < PORTS_REFUSED_BELOW or address.port in PORTS_REFUSED:
        raise ProbeError("refused", f"port {address.port} is not used by web servers")
    raise ProbeError("port", f"only ports 80 and 443 are checked, not {address.port}")


class _Host:
    """One scheme, host and port: its slots, and its address for httpx. Raises ProbeError if httpx rejects it."""

    def __init__(self, address: Address, limit: int) -> None:
        self.turns = asyncio.Semaphore(limit)
        self.next_at = 0.0
        try:
            self.url = httpx.URL(f"{address.scheme}://{address.host_text}:{address.port}/")
        except httpx.InvalidURL:
            raise ProbeError("protocol", "the request is invalid") from None


class Client:
    """Sends requests for one run."""

    def __init__(self, options: LinkOptions, resolver: Resolver, dial: AsyncNetworkBackend | None = None) -> None:
        """Prepare; nothing is opened yet. Raises ValueError for a proxy or a certificate file that cannot be used."""
        self._options = options
        self._transport = PerHostTransport(options, resolver, dial)
        self._client = httpx.AsyncClient(transport=self._transport, follow_redirects=False, timeout=None)
        self._turns = asyncio.Semaphore(options.concurrency)
        self._hosts: dict[tuple[str, str, int], _Host] = {}

    @property
    def connected(self) -> bool:
        """Return whether any connection was made."""
        return self._transport.backend.connected

    async def send(self, method: str, address: Address, budget: Budget) -> Reply:
        """One request, no redirect followed. Raises ProbeError."""
        guard(address, self._options)
        key = (address.scheme, address.host, address.port)
        host = self._hosts.get(key)
        if host is None:
            host = self._hosts[key] = _Host(address, self._options.per_host)
        async with host.turns, self._turns:
            if self._options.min_interval:
                await self._pace(host)
            async with budget.spending():
                return await self._ask(self._request(method, address, host))

    async def _pace(self, host: _Host) -> None:
        """Keep the requests to one host apart."""
        now = time.monotonic()
        turn = max(now, host.next_at)
        host.next_at = turn + self._options.min_interval
        await asyncio.sleep(turn - now)

    def _request(self, method: str, address: Address, host: _Host) -> httpx.Request:
        default = 443 if address.scheme == "https" else 80
        name = address.host_text if address.port == default else f"{address.host_text}:{address.port}"
        headers = [
            (b"Host", name.encode("ascii")),
            (b"User-Agent", self._options.user_agent.encode("latin-1")),
            (b"Accept", _ACCEPT),
            (b"Accept-Encoding", b"identity"),
            *self._options.headers_for(address.host),
        ]
        if method == "GET":
            headers.append((b"Range", b"bytes=0-%d" % (BODY_LIMIT - 1)))
        return httpx.Request(method, host.url, headers=headers, extensions={ADDRESS: address})

    async def _ask(self, request: httpx.Request) -> Reply:
        """Send, and read the headers and the first bytes of the raw body, never unpacked; then let go of the rest."""
        try:
            response = await self._client.send(request, stream=True)
        except (httpx.HTTPError, httpx.InvalidURL):  # the client's own; the transport raises ProbeError
            raise ProbeError("protocol", "the answer is not valid HTTP") from None
        body = bytearray()
        try:
            async with contextlib.aclosing(cast("AsyncGenerator[bytes, None]", response.aiter_raw())) as chunks:
                async for chunk in chunks:
                    body += chunk
                    if len(body) >= BODY_LIMIT:
                        break
        finally:
            await response.aclose()
        headers: dict[str, str] = {}
        for name, value in response.extensions[HEADERS]:
            headers.setdefault(_text(name).lower(), _text(value))
        return Reply(response.status_code, headers, bytes(body[:BODY_LIMIT]))

    async def aclose(self) -> None:
        """Close the open connections."""
        await self._client.aclose()


def _text(header: bytes) -> str:
    """A name or value of a header. Many servers send UTF-8, above all in `Location`, where RFC 9110 has ASCII only."""
    try:
        return header.decode("utf-8")
    except UnicodeDecodeError:
        return header.decode("latin-1")
