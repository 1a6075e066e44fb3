"""The transport of httpx: connections to strangers, pinned to checked addresses, fast at concurrency.

The only importer of httpcore, with `stream`. The stock pool of httpx scans every connection for each request and sends 39
requests a second where 500 are possible (encode/httpx#3215), so each origin has its own few connections here. It uses the public
classes `AsyncHTTPConnection`, `AsyncHTTPProxy.create_connection` and `AsyncNetworkBackend`.
"""

from __future__ import annotations

import contextlib
import errno
import ssl
from collections import deque
from typing import cast

import httpcore
import httpx

from promptlint.errors import ConfigError
from promptlint.links.networks import refusal

from .failure import ProbeError
from .stream import CountingBackend, CountingStream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
    from typing import Any

    from promptlint.links.address import Address
    from promptlint.links.options import LinkOptions

    from .resolver import Resolver

    Origin = tuple[str, str, int]

__all__ = ["ADDRESS", "HEADERS", "PerHostTransport", "SafeBackend"]

ADDRESS = "promptlint.address"  # the extension of a request with the checked `Address`
HEADERS = "promptlint.headers"  # that of an answer with all its headers
_IDLE_LIMIT = 64  # open connections kept for later, over all hosts
_DIALS = 4  # addresses of one name that are tried
_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EPERM, errno.EACCES, 10051, 10065}


class SafeBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to public addresses only: resolves the name, checks every address, connects to a checked one."""

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
        """A connection to one of the host's addresses. Raises ProbeError if any of them is not public."""
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
        """Never: a link leads to the web. Raises ProbeError."""
        raise ProbeError("refused", "it is not on the web")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._dial.sleep(seconds)


def _is_ip(host: str) -> bool:
    return refusal(host) != "unreadable"


def _judge(ips: tuple[str, ...]) -> None:
    """Reject a name with any address that is not public. The message does not reveal the address."""
    kinds = [kind for kind in map(refusal, ips) if kind]
    if kinds:
        raise ProbeError("refused", f"it leads to an address that is {kinds[0]}")


class PerHostTransport(httpx.AsyncBaseTransport):
    """The transport of httpx. Each request has the checked address in its extensions, which is the one used.

    Every failure is ProbeError, which httpx passes on unchanged.
    """

    def __init__(self, options: LinkOptions, resolver: Resolver, dial: httpcore.AsyncNetworkBackend | None = None) -> None:
        """Prepare; nothing is opened yet. Raises ValueError for a proxy or a certificate file that cannot be used."""
        self._options = options
        self._dial = CountingBackend(dial or httpcore.AnyIOBackend())
        self.backend = SafeBackend(resolver, allow_private=options.allow_private, dial=self._dial)
        self._idle: dict[Origin, list[httpcore.AsyncConnectionInterface]] = {}
        self._resting: deque[tuple[Origin, httpcore.AsyncConnectionInterface]] = deque()
        self._context: ssl.SSLContext | None = None
        self._proxies = _proxies(options.proxy)
        self._pools: dict[str, httpcore.AsyncHTTPProxy] = {}
        if options.ca_bundle:
            self._context = _context(options.ca_bundle)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send over an idle connection, or a new one if it is stale: a kept one may close at any time."""
        address: Address = request.extensions[ADDRESS]
        connection = await self._rested((address.scheme, address.host, address.port))
        if connection is not None:
            try:
                return await self._over(connection, request, address)
            except ProbeError as failed:
                if failed.kind not in ("connection", "protocol"):
                    raise
        return await self._over(self._new(address), request, address)

    async def _rested(self, origin: Origin) -> httpcore.AsyncConnectionInterface | None:
        idle = self._idle.get(origin)
        while idle:
            connection = idle.pop()
            self._resting.remove((origin, connection))
            if connection.is_available() and not connection.has_expired():
                return connection
            await connection.aclose()  # stale, or more arrived than was requested
        return None

    def _new(self, address: Address) -> httpcore.AsyncConnectionInterface:
        where = httpcore.Origin(address.scheme.encode(), address.host.encode(), address.port)
        proxy = self._proxy_for(address)
        if proxy:
            return self._pool(proxy).create_connection(where)
        return httpcore.AsyncHTTPConnection(
            where, ssl_context=self._ssl() if address.scheme == "https" else None, keepalive_expiry=5.0, network_backend=self.backend
        )

    async def _over(self, connection: httpcore.AsyncConnectionInterface, request: httpx.Request, address: Address) -> httpx.Response:
        """The answer over one connection, which is kept, if it is still good, once the answer is closed."""
        try:
            answer = await connection.handle_async_request(self._request(request, address))
        except BaseException as error:
            await connection.aclose()
            raise _failed(error) from None

        stream = answer.extensions.get("network_stream")

        async def close(size: int) -> None:
            try:
                await answer.aclose()
            finally:
                if isinstance(stream, CountingStream) and stream.has_only(size):
                    await self._keep((address.scheme, address.host, address.port), connection)
                else:
                    await connection.aclose()  # bytes after the response would be used for the next link

        # httpx acts on headers: it would keep cookies, and parse a location in its own way. So it gets none.
        return httpx.Response(answer.status, stream=_Body(answer, close), extensions={HEADERS: answer.headers})

    async def _keep(self, origin: Origin, connection: httpcore.AsyncConnectionInterface) -> None:
        if not connection.is_available():
            await connection.aclose()
            return
        self._idle.setdefault(origin, []).append(connection)
        self._resting.append((origin, connection))
        if len(self._resting) > _IDLE_LIMIT:
            oldest, unused = self._resting.popleft()
            self._idle[oldest].remove(unused)
            await unused.aclose()

    def _request(self, request: httpx.Request, address: Address) -> httpcore.Request:
        url = httpcore.URL(
            scheme=address.scheme.encode(), host=address.host.encode(), port=address.port, target=address.target.encode("ascii")
        )
        seconds = self._options.connect_timeout
        timeouts = {"timeout": {"connect": seconds, "write": seconds}}
        return httpcore.Request(request.method, url, headers=request.headers.raw, extensions=timeouts)

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
        """Close the open connections."""
        for _, connection in self._resting:
            with contextlib.suppress(Exception):
                await connection.aclose()
        self._resting.clear()


class _Body(httpx.AsyncByteStream):
    """The raw bytes of an answer as httpx takes them. `close` is reported how many there were."""

    def __init__(self, answer: httpcore.Response, close: Callable[[int], Awaitable[None]]) -> None:
        self._answer = answer
        self._close = close
        self._size = 0

    async def __aiter__(self) -> AsyncGenerator[bytes, None]:
        stream = cast("AsyncGenerator[bytes, None]", cast("Any", self._answer.stream).__aiter__())
        try:
            async with contextlib.aclosing(stream):
                async for chunk in stream:
                    self._size += len(chunk)
                    yield chunk
        except Exception as error:
            raise _failed(error) from None

    async def aclose(self) -> None:
        await self._close(self._size)


def _failed(error: BaseException) -> BaseException:
    """A network exception as ProbeError; any other (a cancellation, a bug) unchanged."""
    if isinstance(error, httpcore.ProxyError):
        return ProbeError("proxy", "the proxy rejects it")
    if isinstance(error, httpcore.TimeoutException):
        return ProbeError("timeout", "the connection timed out")
    if isinstance(error, httpcore.RemoteProtocolError | httpcore.LocalProtocolError):
        return ProbeError("protocol", "the answer is not valid HTTP")
    if isinstance(error, httpcore.NetworkError):
        return _network_failure(error)
    return error


def _network_failure(error: BaseException) -> ProbeError:
    """Why a connection failed, by the exceptions that led to it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return ProbeError("tls", f"its certificate is not valid ({cause.verify_message.rstrip('.')})")
        if isinstance(cause, ssl.SSLError):
            return ProbeError("tls", "a secure connection is not possible")
        if isinstance(cause, OSError) and cause.errno in _NO_ROUTE:
            return ProbeError("unreachable", "there is no route to the host")
        cause = cause.__cause__ or cause.__context__
    refused = isinstance(error, httpcore.ConnectError)
    return ProbeError("connection", "the host refuses the connection" if refused else "the host closes the connection")


def _context(ca_bundle: str) -> ssl.SSLContext:
    """A context that trusts only a file of certificates. Raises ConfigError for an invalid file."""
    try:
        return ssl.create_default_context(cafile=ca_bundle)
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        why = getattr(error, "strerror", None) or error
        raise ConfigError(f"links.ca-bundle: the certificate file {ca_bundle} cannot be used: {why}") from None


def _proxies(option: str) -> dict[str, str]:
    """The proxies by scheme. Raises ConfigError for an unsupported kind, without its address, which may contain a password."""
    if not option:
        return {}
    if option != "env":
        return {"all": option}
    from urllib.request import getproxies

    found = {scheme: url for scheme, url in getproxies().items() if scheme in ("http", "https", "all")}
    for scheme, url in found.items():
        if not url.startswith(("http://", "https://")):
            raise ConfigError(
                f"links.proxy: the environment names a proxy ({scheme}) of a kind that is not supported; one with http:// or https:// works"
            )
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
