"""Requests to strangers: pinned to addresses that were judged, bounded in time and size, fast at concurrency.

The only importer of httpcore. Its stock pool walks every connection for each request and does 39 requests a second
where 500 are possible (encode/httpx#3215), so each origin has its own few connections here. The public parts used are
`AsyncHTTPConnection`, `AsyncHTTPProxy.create_connection` and `AsyncNetworkBackend`.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ssl
import time
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import httpcore

from .failure import AskFailed
from .known import PORTS_ASKED, PORTS_REFUSED, PORTS_REFUSED_BELOW
from .networks import refusal

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from .address import Address
    from .options import LinkOptions
    from .resolver import Resolver

__all__ = ["Budget", "Reply", "SafeBackend", "Transport", "guard"]

BODY_LIMIT = 4096
_IDLE_LIMIT = 64  # open connections kept for later, over all hosts
_DIALS = 4  # addresses of one name that are tried
_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EPERM, errno.EACCES, 10051, 10065}
_ACCEPT = b"image/png,image/jpeg,image/webp,image/gif;q=0.9,*/*;q=0.5"


class Budget:
    """The seconds that are left for one link. Waiting for a turn is free; a request and a pause cost."""

    def __init__(self, seconds: float) -> None:
        """Begin with `seconds`."""
        self.total = self.left = seconds
        self.last = 0.0

    @contextlib.asynccontextmanager
    async def spending(self) -> AsyncGenerator[None, None]:
        """Count what happens inside, and end it with AskFailed when nothing is left. `last` is what it took."""
        started = time.monotonic()
        try:
            async with asyncio.timeout(max(self.left, 0.0)):
                yield
        except TimeoutError:
            raise AskFailed("timeout", f"it did not answer within {self.total:g} s") from None
        finally:
            self.last = time.monotonic() - started
            self.left -= self.last


class Reply(NamedTuple):
    """An answer: headers by lower-case name (the first of each), and at most 4 kB of the raw body."""

    status: int
    headers: dict[str, str]
    body: bytes


def guard(address: Address, options: LinkOptions) -> None:
    """Refuse an address that its text alone condemns. Raises AskFailed."""
    from .address import private

    if options.allow_private:
        return
    why = private(address)
    if why:
        raise AskFailed("refused", why)
    if address.port in PORTS_ASKED:
        return
    if address.port < PORTS_REFUSED_BELOW or address.port in PORTS_REFUSED:
        raise AskFailed("refused", f"port {address.port} is not one of a web server")
    raise AskFailed("port", f"only the ports 80 and 443 are asked, not {address.port}")


class SafeBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to public addresses only: looks the name up, judges every address, dials a judged one."""

    def __init__(self, resolver: Resolver, *, allow_private: bool, dial: httpcore.AsyncNetworkBackend) -> None:
        """Look up with `resolver` and connect with `dial`, which sees IP addresses only."""
        self.connected = False
        self._resolver = resolver
        self._allow_private = allow_private
        self._dial = dial

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to one of the host's addresses. Raises AskFailed where any of them is not public."""
        ips = (host,) if _is_ip(host) else await self._resolver.addresses(host)
        if not self._allow_private:
            _judge(ips)
        for ip in ips[: _DIALS - 1]:
            if ip == ips[-1]:
                break
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return await self._connected(ip, port, timeout and timeout / 2, local_address, socket_options)
        return await self._connected(ips[-1], port, timeout, local_address, socket_options)

    async def _connected(self, ip: str, port: int, seconds: float | None, *more: Any) -> httpcore.AsyncNetworkStream:
        stream = await self._dial.connect_tcp(ip, port, seconds, *more)
        self.connected = True
        return stream

    async def connect_unix_socket(self, *_args: Any, **_options: Any) -> httpcore.AsyncNetworkStream:
        """Never: a link leads to the web. Raises AskFailed."""
        raise AskFailed("refused", "it is not on the web")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._dial.sleep(seconds)


def _is_ip(host: str) -> bool:
    return refusal(host) != "unreadable"


def _judge(ips: tuple[str, ...]) -> None:
    """Refuse a name with any address that is not public. The message does not tell what the address is."""
    kinds = [kind for kind in map(refusal, ips) if kind]
    if kinds:
        raise AskFailed("refused", f"it leads to an address that is {kinds[0]}")


class _Origin:
    """One scheme, host and port: its turns, and its idle connections."""

    def __init__(self, limit: int) -> None:
        self.turns = asyncio.Semaphore(limit)
        self.idle: list[httpcore.AsyncConnectionInterface] = []
        self.next_at = 0.0


class Transport:
    """Sends requests for one run."""

    def __init__(self, options: LinkOptions, resolver: Resolver, dial: httpcore.AsyncNetworkBackend | None = None) -> None:
        """Prepare; nothing is opened yet. Raises ValueError for a proxy or a certificate file that cannot be used."""
        self._options = options
        self._dial = dial or httpcore.AnyIOBackend()
        self.backend = SafeBackend(resolver, allow_private=options.allow_private, dial=self._dial)
        self._turns = asyncio.Semaphore(options.concurrency)
        self._origins: dict[tuple[str, str, int], _Origin] = {}
        self._resting: deque[tuple[_Origin, httpcore.AsyncConnectionInterface]] = deque()
        self._context: ssl.SSLContext | None = None
        self._proxies = _proxies(options.proxy)
        self._pools: dict[str, httpcore.AsyncHTTPProxy] = {}
        if options.ca_bundle:
            self._context = _context(options.ca_bundle)

    async def send(self, method: str, address: Address, budget: Budget) -> Reply:
        """One request, no redirect followed. Raises AskFailed."""
        guard(address, self._options)
        key = (address.scheme, address.host, address.port)
        origin = self._origins.get(key)
        if origin is None:
            origin = self._origins[key] = _Origin(self._options.per_host)
        async with origin.turns, self._turns:
            if self._options.min_interval:
                await self._pace(origin)
            async with budget.spending():
                return await self._exchange(method, address, origin)

    async def _pace(self, origin: _Origin) -> None:
        """Keep the requests to one host apart."""
        now = time.monotonic()
        turn = max(now, origin.next_at)
        origin.next_at = turn + self._options.min_interval
        await asyncio.sleep(turn - now)

    async def _exchange(self, method: str, address: Address, origin: _Origin) -> Reply:
        """Ask over an idle connection, or a new one where it has gone stale: a kept one may break at any time."""
        connection = await self._idle(origin)
        if connection is not None:
            try:
                return await self._over(connection, method, address, origin)
            except AskFailed as failed:
                if failed.kind not in ("connection", "protocol"):
                    raise
        return await self._over(self._new(address), method, address, origin)

    async def _idle(self, origin: _Origin) -> httpcore.AsyncConnectionInterface | None:
        while origin.idle:
            connection = origin.idle.pop()
            self._resting.remove((origin, connection))
            if connection.is_available() and not connection.has_expired():
                return connection
            await connection.aclose()  # gone stale, or more came than was asked for
        return None

    def _new(self, address: Address) -> httpcore.AsyncConnectionInterface:
        where = httpcore.Origin(address.scheme.encode(), address.host.encode(), address.port)
        proxy = self._proxy_for(address)
        if proxy:
            return self._pool(proxy).create_connection(where)
        return httpcore.AsyncHTTPConnection(
            where, ssl_context=self._ssl() if address.scheme == "https" else None, keepalive_expiry=5.0, network_backend=self.backend
        )

    async def _over(self, connection: httpcore.AsyncConnectionInterface, method: str, address: Address, origin: _Origin) -> Reply:
        """One request over one connection, which is kept if it is still good."""
        try:
            reply = await _ask(connection, self._request(method, address))
        except BaseException as error:
            await connection.aclose()
            failed = _failed(error)
            if failed is None:
                raise
            raise failed from None
        await self._keep(origin, connection)
        return reply

    async def _keep(self, origin: _Origin, connection: httpcore.AsyncConnectionInterface) -> None:
        if not connection.is_available():
            await connection.aclose()
            return
        origin.idle.append(connection)
        self._resting.append((origin, connection))
        if len(self._resting) > _IDLE_LIMIT:
            oldest, unused = self._resting.popleft()
            oldest.idle.remove(unused)
            await unused.aclose()

    def _request(self, method: str, address: Address) -> httpcore.Request:
        default = 443 if address.scheme == "https" else 80
        host = address.host_text if address.port == default else f"{address.host_text}:{address.port}"
        headers = [
            (b"Host", host.encode("ascii")),
            (b"User-Agent", self._options.user_agent.encode("latin-1")),
            (b"Accept", _ACCEPT),
            (b"Accept-Encoding", b"identity"),
            *self._options.headers_for(address.host),
        ]
        if method == "GET":
            headers.append((b"Range", b"bytes=0-%d" % (BODY_LIMIT - 1)))
        url = httpcore.URL(
            scheme=address.scheme.encode(), host=address.host.encode(), port=address.port, target=address.target.encode("ascii")
        )
        seconds = self._options.connect_timeout
        return httpcore.Request(method, url, headers=headers, extensions={"timeout": {"connect": seconds, "write": seconds}})

    def _ssl(self) -> ssl.SSLContext:
        """The one TLS context of the run: making one takes 25 ms."""
        if self._context is None:
            self._context = httpcore.default_ssl_context()
        return self._context

    def _proxy_for(self, address: Address) -> str:
        if not self._proxies:
            return ""
        if self._options.proxy == "env":
            from urllib.request import proxy_bypass

            if proxy_bypass(address.host):
                return ""
        return self._proxies.get(address.scheme) or self._proxies.get("all", "")

    def _pool(self, proxy: str) -> httpcore.AsyncHTTPProxy:
        """Makes connections through the proxy, which the user chose and which may be private."""
        if proxy not in self._pools:
            self._pools[proxy] = _pool(proxy, self._ssl(), self._dial)
        return self._pools[proxy]

    async def aclose(self) -> None:
        """Close what is open."""
        for _, connection in self._resting:
            with contextlib.suppress(Exception):
                await connection.aclose()
        self._resting.clear()


async def _ask(connection: httpcore.AsyncConnectionInterface, request: httpcore.Request) -> Reply:
    """Send, and read the headers and the first bytes of the raw body; then let go of the rest."""
    response = await connection.handle_async_request(request)
    try:
        body = bytearray()
        stream = cast("AsyncGenerator[bytes, None]", cast("Any", response.stream).__aiter__())
        async with contextlib.aclosing(stream):
            async for chunk in stream:
                body += chunk
                if len(body) >= BODY_LIMIT:
                    break
    finally:
        await response.aclose()
    headers: dict[str, str] = {}
    for name, value in response.headers:
        headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return Reply(response.status, headers, bytes(body[:BODY_LIMIT]))


def _failed(error: BaseException) -> AskFailed | None:
    """An exception of the network as an outcome; None for what is none (a cancellation, a mistake of ours)."""
    if isinstance(error, AskFailed):
        return error
    if isinstance(error, httpcore.ProxyError):
        return AskFailed("proxy", "the proxy refuses it")
    if isinstance(error, httpcore.TimeoutException):
        return AskFailed("timeout", "no connection could be made in time")
    if isinstance(error, httpcore.RemoteProtocolError | httpcore.LocalProtocolError):
        return AskFailed("protocol", "it does not answer in proper HTTP")
    if isinstance(error, httpcore.NetworkError):
        return _network_failure(error)
    return None


def _network_failure(error: BaseException) -> AskFailed:
    """Why a connection failed, by the exceptions that led to it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return AskFailed("tls", f"its certificate is not valid ({cause.verify_message.rstrip('.')})")
        if isinstance(cause, ssl.SSLError):
            return AskFailed("tls", "no secure connection can be made")
        if isinstance(cause, OSError) and cause.errno in _NO_ROUTE:
            return AskFailed("unreachable", "there is no route to it")
        cause = cause.__cause__ or cause.__context__
    refused = isinstance(error, httpcore.ConnectError)
    return AskFailed("connection", "it takes no connection" if refused else "it breaks the connection off")


def _context(ca_bundle: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_bundle)
    except (OSError, ssl.SSLError) as error:
        raise ValueError(f"the certificate file {ca_bundle} cannot be used: {error.strerror or error}") from None


def _proxies(option: str) -> dict[str, str]:
    """The proxies by scheme. Raises ValueError for a kind that is not supported."""
    if not option:
        return {}
    if option != "env":
        return {"all": option}
    from urllib.request import getproxies

    found = {scheme: url for scheme, url in getproxies().items() if scheme in ("http", "https", "all")}
    for url in found.values():
        if not url.startswith(("http://", "https://")):
            raise ValueError("the environment names a proxy that is not an HTTP proxy; only those are supported")
    return found


def _pool(proxy: str, context: ssl.SSLContext, dial: httpcore.AsyncNetworkBackend) -> httpcore.AsyncHTTPProxy:
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(proxy)
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    port = f":{parts.port}" if parts.port else ""
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    secure = parts.scheme == "https"
    return httpcore.AsyncHTTPProxy(
        f"{parts.scheme}://{host}{port}/",
        proxy_auth=auth,
        ssl_context=context,
        proxy_ssl_context=context if secure else None,
        network_backend=dial,
    )
