"""Streams that count incoming bytes, so that a connection is kept only if it returned exactly one response.

If a host sends two responses at once, the second would be used for the next link. httpcore sees unread bytes at the socket, but
neither those already in its parser nor those that were received and are still encrypted.
"""

from __future__ import annotations

import ssl

import httpcore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["CountingBackend", "CountingStream"]

_END_OF_HEAD = b"\r\n\r\n"


class CountingStream(httpcore.AsyncNetworkStream):
    """A stream that knows how many bytes came since the last request, and how many of them were the head of the answer."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        """Count what comes over `stream`."""
        self._stream = stream
        self._head = bytearray()
        self._received = 0
        self._head_size = 0

    def has_only(self, body: int) -> bool:
        """Return whether a head and a body of `body` bytes is all that arrived. False if unknown, as for chunks."""
        return self._head_size > 0 and self._received == self._head_size + body and self._is_decrypted()

    def _is_decrypted(self) -> bool:
        """Return whether everything that was received has been read. A read takes no more than one record of TLS."""
        encrypted = self.get_extra_info("ssl_object")
        if encrypted is None:
            return True
        try:
            encrypted.read(1)
        except ssl.SSLWantReadError:
            return True
        except ssl.SSLError:  # it was closed, or is not valid
            return False
        return False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read, and count."""
        data = await self._stream.read(max_bytes, timeout)
        self._received += len(data)
        if not self._head_size:
            self._head += data  # the parser stops at 100 kB
            end = self._head.find(_END_OF_HEAD)
            if end >= 0:
                self._head_size = end + len(_END_OF_HEAD)
                self._head.clear()
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write a request, which begins the count again."""
        self._head.clear()
        self._received = self._head_size = 0
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close it."""
        await self._stream.aclose()

    async def start_tls(self, *where: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        """Encrypt it; what comes within is counted."""
        return CountingStream(await self._stream.start_tls(*where, **options))

    def get_extra_info(self, info: str) -> Any:
        """The counts of the stream."""
        return self._stream.get_extra_info(info)


class CountingBackend(httpcore.AsyncNetworkBackend):
    """Connects with another backend, and counts what comes in."""

    def __init__(self, dial: httpcore.AsyncNetworkBackend) -> None:
        """Connect with `dial`."""
        self._dial = dial

    async def connect_tcp(self, *where: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        """Connect."""
        return CountingStream(await self._dial.connect_tcp(*where, **options))

    async def connect_unix_socket(self, *where: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        """Connect."""
        return CountingStream(await self._dial.connect_unix_socket(*where, **options))

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._dial.sleep(seconds)
