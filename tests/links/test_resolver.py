"""Names and addresses: each name is looked up once, whoever waits for it, and a resolver without an answer ends."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from promptlint.links.online.failure import ProbeError
from promptlint.links.online.resolver import Resolver


class Names:
    """Answers by name; what is an exception is raised. A name of `held` waits until it is let go."""

    def __init__(self, **names: list[str] | BaseException) -> None:
        self.names = names
        self.asked: Counter[str] = Counter()
        self.let_go = threading.Event()
        self.held: frozenset[str] = frozenset()

    def __call__(self, host: str) -> list[str]:
        self.asked[host] += 1
        if host in self.held:
            assert self.let_go.wait(10)
        found = self.names[host]
        if isinstance(found, BaseException):
            raise found
        return found


def run(task: Callable[[], Awaitable[Any]]) -> Any:
    async def bounded() -> Any:
        return await asyncio.wait_for(task(), 10)

    return asyncio.run(bounded())


async def outcome(resolver: Resolver, host: str) -> tuple[str, ...] | str:
    try:
        return await resolver.addresses(host)
    except ProbeError as error:
        return f"{error.kind}: {error.why}"


@pytest.mark.parametrize(
    ("found", "expected", "resolved", "answered"),
    [
        (["1.2.3.4"], ("1.2.3.4",), True, True),
        (["1.2.3.4", "::1", "1.2.3.4"], ("1.2.3.4", "::1"), True, True),
        ([], "not-found: no such host", False, True),
        (socket.gaierror(socket.EAI_NONAME, "x"), "not-found: no such host", False, True),
        (socket.gaierror(11001, "x"), "not-found: no such host", False, True),
        (socket.gaierror(socket.EAI_AGAIN, "x"), "no-answer: no DNS server answers", False, False),
        (OSError("x"), "no-answer: the DNS lookup failed", False, False),
        (UnicodeError("x"), "no-answer: the DNS lookup failed", False, False),
    ],
    ids=str,
)
def test_what_a_lookup_comes_to(found: list[str] | BaseException, expected: tuple[str, ...] | str, resolved: bool, answered: bool) -> None:
    async def task() -> None:
        resolver = Resolver(Names(a=found))
        assert not resolver.waiting
        assert await outcome(resolver, "a") == expected
        assert (resolver.resolved, resolver.answered, resolver.waiting) == (resolved, answered, False)

    run(task)


def test_what_was_known_of_other_names_stays_known() -> None:
    async def task() -> None:
        resolver = Resolver(Names(a=["1.1.1.1"], b=OSError("x"), c=[]))
        for host in "abc":
            await outcome(resolver, host)
        assert (resolver.resolved, resolver.answered) == (True, True)

    run(task)


def test_a_name_is_looked_up_once_and_again_after_a_failure() -> None:
    async def task() -> None:
        names = Names(a=["1.1.1.1"], b=OSError("x"))
        names.held = frozenset("a")
        resolver = Resolver(names)
        both = [asyncio.create_task(outcome(resolver, "a")) for _ in range(2)]
        await asyncio.sleep(0.05)
        assert resolver.waiting
        names.let_go.set()
        assert await asyncio.gather(*both) == [("1.1.1.1",)] * 2
        assert await outcome(resolver, "a") == ("1.1.1.1",)
        for _ in range(2):
            assert await outcome(resolver, "b") == "no-answer: the DNS lookup failed"
        assert names.asked == {"a": 1, "b": 2}

    run(task)


def test_who_waits_longer_than_the_first_is_told() -> None:
    """The first of two that wait has a shorter time: the second must not wait for ever."""

    async def task() -> None:
        names = Names(a=["1.1.1.1"])
        names.held = frozenset("a")
        resolver = Resolver(names)
        first = asyncio.create_task(outcome(resolver, "a"))
        await asyncio.sleep(0.01)
        second = asyncio.create_task(outcome(resolver, "a"))
        await asyncio.sleep(0.01)
        first.cancel()
        assert await second == "no-answer: the DNS server did not answer in time"
        assert not resolver.waiting
        names.let_go.set()
        await asyncio.sleep(0.05)  # the late answer changes nothing
        assert await outcome(resolver, "a") == ("1.1.1.1",)
        assert names.asked == {"a": 2}

    run(task)


def test_a_resolver_that_is_given_up_looks_nothing_up() -> None:
    async def task() -> None:
        names = Names(a=["1.1.1.1"], b=["2.2.2.2"], c=["3.3.3.3"])
        names.held = frozenset("a")
        resolver = Resolver(names)
        assert await outcome(resolver, "c") == ("3.3.3.3",)
        waiting = asyncio.create_task(outcome(resolver, "a"))
        await asyncio.sleep(0.05)
        resolver.give_up()
        assert await waiting == "unreachable: no DNS server answers"
        assert await outcome(resolver, "b") == "unreachable: no DNS server answers"
        assert await outcome(resolver, "c") == ("3.3.3.3",)  # it is known
        assert names.asked == {"a": 1, "c": 1}
        names.let_go.set()

    run(task)


def test_thirty_two_names_at_once() -> None:
    async def task() -> None:
        hosts = [f"h{number}" for number in range(33)]
        names = Names(**{host: [host] for host in hosts})
        names.held = frozenset(hosts)
        resolver = Resolver(names)
        tasks = [asyncio.create_task(outcome(resolver, host)) for host in hosts]
        for _ in range(200):
            await asyncio.sleep(0.01)
            if len(names.asked) >= 32:
                break
        await asyncio.sleep(0.05)
        assert len(names.asked) == 32
        names.let_go.set()
        assert await asyncio.gather(*tasks) == [(host,) for host in hosts]

    run(task)
