"""Resolve names to IP addresses, each name once per run, in our own threads.

`getaddrinfo` blocks. asyncio's default executor has six threads on two cores, and Python waits at exit for every thread of an
executor: a resolver without a network would block the exit for half a minute. Therefore: daemon threads, at most 32.
"""

from __future__ import annotations

import asyncio
import socket
import threading

from .failure import ProbeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Lookup = Callable[[str], list[str]]

__all__ = ["Resolver", "system_lookup"]

_NOT_FOUND = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)} | {11001, 11004}  # and Windows
_THREADS = 32


def system_lookup(host: str) -> list[str]:
    """The IP addresses of a name, in the system's order. Raises OSError or UnicodeError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


class Resolver:
    """Resolves names. `resolved` is whether any name was found, `answered` whether any response arrived."""

    def __init__(self, lookup: Lookup = system_lookup) -> None:
        """Use `lookup`, which runs in a thread."""
        self.resolved = False
        self.answered = False
        self._lookup = lookup
        self._slots = asyncio.Semaphore(_THREADS)
        self._names: dict[str, asyncio.Future[tuple[str, ...]]] = {}
        self._given_up = False

    @property
    def waiting(self) -> bool:
        """Return whether a look-up is under way."""
        return any(not future.done() for future in self._names.values())

    def give_up(self) -> None:
        """End all look-ups, present and future: there is no resolver."""
        self._given_up = True
        for future in self._names.values():
            if not future.done():
                future.set_exception(ProbeError("unreachable", "no DNS server answers"))

    async def addresses(self, host: str) -> tuple[str, ...]:
        """All addresses of a name. Raises ProbeError: `not-found`, or `no-answer` if no server responded."""
        future = self._names.get(host)
        if future is None or (future.done() and future.exception() is not None):
            future = self._names[host] = asyncio.get_running_loop().create_future()
            future.add_done_callback(_seen)
            await self._start(host, future)
        return await asyncio.shield(future)

    async def _start(self, host: str, future: asyncio.Future[tuple[str, ...]]) -> None:
        try:
            async with self._slots:
                if self._given_up and not future.done():
                    future.set_exception(ProbeError("unreachable", "no DNS server answers"))
                if future.done():
                    return
                loop = asyncio.get_running_loop()
                threading.Thread(target=self._run, args=(host, future, loop), daemon=True).start()
                await asyncio.wait([future])
        except asyncio.CancelledError:
            if not future.done():
                future.set_exception(ProbeError("no-answer", "the DNS server did not answer in time"))
            raise

    def _run(self, host: str, future: asyncio.Future[tuple[str, ...]], loop: asyncio.AbstractEventLoop) -> None:
        """In the thread: look up, and hand the outcome to the loop."""
        outcome: tuple[str, ...] | ProbeError
        try:
            outcome = tuple(dict.fromkeys(self._lookup(host))) or ProbeError("not-found", "no such host")
        except socket.gaierror as error:
            outcome = _failure(error.errno)
        except (OSError, UnicodeError):
            outcome = ProbeError("no-answer", "the DNS lookup failed")
        try:
            loop.call_soon_threadsafe(self._settle, future, outcome)
        except RuntimeError:
            return  # the run ended meanwhile and its loop is closed

    def _settle(self, future: asyncio.Future[tuple[str, ...]], outcome: tuple[str, ...] | ProbeError) -> None:
        found = not isinstance(outcome, ProbeError)
        self.resolved = self.resolved or found
        self.answered = self.answered or found or (isinstance(outcome, ProbeError) and outcome.kind == "not-found")
        if future.done():
            return
        if isinstance(outcome, ProbeError):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)


def _failure(code: int | None) -> ProbeError:
    if code in _NOT_FOUND:
        return ProbeError("not-found", "no such host")
    return ProbeError("no-answer", "no DNS server answers")


def _seen(future: asyncio.Future[tuple[str, ...]]) -> None:
    """Mark an exception as seen: those who waited for it may be gone."""
    if not future.cancelled():
        future.exception()
