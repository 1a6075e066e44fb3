"""Ask with a resolver and a dial of our own, as if hosts were public, on this machine."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterable
from typing import Any

from links.loopback import Dial

from promptlint.links.online.check import LinkRun
from promptlint.links.online.waiting import finish
from promptlint.links.options import LinkOptions
from promptlint.links.verdict import Verdict
from promptlint.rules.selection import find_rule

PUBLIC = "93.184.216.34"


async def check_links(urls: Iterable[str], options: LinkOptions) -> dict[str, Verdict]:
    """The verdict on each link, by its address as passed."""
    link_run = LinkRun(urls, options)
    await link_run.run()
    return link_run.in_order


def check_links_sync(urls: Iterable[str], options: LinkOptions, *, now: float | None = None) -> dict[str, Verdict]:
    """The same for code without an event loop, and inside a running one."""
    return finish(LinkRun(urls, options, now=now)).in_order


def names(table: dict[str, list[str]]) -> Callable[[str], list[str]]:
    """A resolver that knows these names and no others."""

    def lookup(host: str) -> list[str]:
        if host not in table:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return table[host]

    return lookup


def run(urls: list[str], lookup: Callable[[str], list[str]], dial: Dial, **options: Any) -> LinkRun:
    """Check a link with the guard active."""
    link_run = LinkRun(urls, LinkOptions(**{"cache": False, "timeout": 4.0, **options}), lookup=lookup, dial=dial)
    asyncio.run(link_run.run())
    return link_run


def asked(url: str, table: dict[str, list[str]], port: int, **options: Any) -> tuple[Verdict, Dial]:
    """The verdict on one link where every public address is the loopback server on `port`, and what was dialled."""
    dial = Dial({(ip, web): port for ips in table.values() for ip in ips for web in (80, 443)})
    return run([url], names(table), dial, **options).verdicts[url], dial


def code_of(verdict: Verdict) -> str:
    """The code of the rule that reports a verdict, empty where there is nothing to report."""
    rule = find_rule(verdict.rule) if verdict.rule else None
    return rule.code if rule else ""
