"""Check the image links of a run: each address once, many at a time, and turn the results into findings for each prompt.

`LinkRun` is the basic form, from addresses to verdicts. `check_report` and `acheck_report` complete the report of one prompt;
`check_prompts` checks many prompts at once, and its `LinkRun` then completes each report. Network problems never raise.
"""

from __future__ import annotations

import asyncio
import time

from promptlint.links import host_data as known
from promptlint.links.address import Address, under
from promptlint.links.offline import FATAL, Facts, LinkPolicy, facts
from promptlint.links.options import LinkOptions
from promptlint.links.verdict import Answer, Verdict
from promptlint.rules.running import run_rule
from promptlint.rules.selection import codes_where, enabled_rules, find_rule
from promptlint.text.joining import counted
from promptlint.text.namedtuple import NamedTuple

from .failure import ProbeError
from .waiting import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from httpcore import AsyncNetworkBackend

    from promptlint.config import Config
    from promptlint.diagnostics import Diagnostic, Report
    from promptlint.model import ImageLink, Prompt

    from .client import Client
    from .resolver import Resolver

    Progress = Callable[[int, int], None]

__all__ = ["LinkRun", "acheck_report", "check_prompts", "check_report", "problems"]

_SILENCE = 1.8  # seconds without any response from a name server after which there is no network
_NO_NETWORK = frozenset({"no-answer", "unreachable", "not-found"})
_SETTLED = frozenset({"ok", "broken", "not-an-image", "unsupported", "expired"})
_OF_GOOD_LINKS = ("redirected", "type-mismatch", "large-image", "tiny-image", "slow-host")
_OVERTAKEN_BY_ANSWER = codes_where(lambda rule: rule.overtaken == "answer")
_OVERTAKEN_BY_PRIVATE = codes_where(lambda rule: rule.overtaken == "allow_private")
_ONLINE = codes_where(lambda rule: rule.online)
_OFFLINE_STATUS = {
    "link-expired": "expired",
    "share-page": "not-an-image",
    "unsupported-extension": "unsupported",
    "placeholder-link": "unknown",
}


class LinkRun:
    """The links of a run and their results.

    `verdicts` has one for each address, as written. `notes` are lines for the user (no network, too many links). `interrupted`
    means that Ctrl-C ended it early: links without a verdict were not fully checked.
    """

    def __init__(
        self,
        urls: Iterable[str],
        options: LinkOptions,
        *,
        now: float | None = None,
        progress: Progress | None = None,
        lookup: Callable[[str], list[str]] | None = None,
        dial: AsyncNetworkBackend | None = None,
    ) -> None:
        """Sort the links, without checking them yet. `now` is Unix time. Raises ValueError for invalid options.

        `lookup` and `dial` replace the system's resolver and TCP: tests observe there what would leave the machine.
        """
        self.options = options.checked()
        self.verdicts: dict[str, Verdict] = {}
        self.notes: tuple[str, ...] = ()
        self.interrupted = False
        self._now = time.time() if now is None else now
        self._progress = progress
        self._lookup, self._dial = lookup, dial
        self._addresses: dict[str, Address] = {}
        self._written: dict[str, list[str]] = {}
        policy = LinkPolicy(self._now, options.allow_private, options.expiry_warning)
        self._urls = tuple(dict.fromkeys(urls))
        for url in self._urls:
            found = facts(url)
            verdict = _without_asking(url, found, policy, self.options)
            if verdict is not None or found.address is None:
                self.verdicts[url] = verdict or Verdict(url, "unknown")
                continue
            self._addresses[found.address.url] = found.address
            self._written.setdefault(found.address.url, []).append(url)

    @property
    def in_order(self) -> dict[str, Verdict]:
        """The verdicts in the order of the links."""
        return {url: self.verdicts[url] for url in self._urls if url in self.verdicts}

    def unverified(self, enabled: frozenset[str]) -> int:
        """Number of links could not be checked, each with a reason that a rule among the `enabled` codes reports."""
        codes = (find_rule(verdict.rule) for verdict in self.verdicts.values() if verdict.status == "unknown" and verdict.rule)
        return sum(rule is not None and rule.online and rule.code in enabled for rule in codes)

    @property
    def unchecked(self) -> int:
        """Number of links without a verdict, because the run was interrupted."""
        return len(self._urls) - len(self.verdicts)

    @property
    def pending(self) -> bool:
        """Return whether there is anything to check."""
        return bool(self._addresses)

    def apply_results(
        self, prompt: Prompt, diagnostics: Iterable[Diagnostic], rules: Iterable[str] | None = None
    ) -> tuple[Diagnostic, ...]:
        """The findings of a prompt after the check, by position: without those that it disproved, and with its own.

        `rules` are the codes of the rules that run, or None for all.
        """
        enabled = None if rules is None else frozenset(rules)
        disproved = self._disproved(prompt)
        kept = [each for each in diagnostics if (each.code, each.start) not in disproved]
        for link in prompt.links:
            verdict = self.verdicts.get(link.url)
            if verdict is not None:
                kept += [each for each in problems(verdict, link, self.options) if enabled is None or each.code in enabled]
        return tuple(sorted(kept, key=lambda each: (each.start, each.end, each.code)))

    def _disproved(self, prompt: Prompt) -> set[tuple[str, int]]:
        """Code and position of the offline findings that the check has overtaken: it knows where they could only guess."""
        found: set[tuple[str, int]] = set()
        for link in prompt.links:
            verdict = self.verdicts.get(link.url)
            if self.options.allow_private:
                found |= {(code, link.start) for code in _OVERTAKEN_BY_PRIVATE}
            if verdict is not None and verdict.status in _SETTLED and (verdict.kind or verdict.rule):
                found |= {(code, link.start) for code in _OVERTAKEN_BY_ANSWER}
        return found

    async def run(self) -> None:
        """Check the links that are not cached. Verdicts are stored as they arrive, so a cancelled run keeps those it has."""
        waiting = await self._from_cache()
        over = waiting[self.options.max_links :]
        for key in over:
            self._conclude(Verdict(key, "unknown"))
        if over:
            self.notes += (f"more than {self.options.max_links} links (max-links): {len(over)} unchecked",)
        asked = waiting[: self.options.max_links]
        if asked:
            await self._ask(asked)

    async def _from_cache(self) -> list[str]:
        """Use the cached results; return the remaining addresses."""
        if not (self.options.cache and self._addresses):
            return list(self._addresses)
        from . import cache

        found = await asyncio.to_thread(cache.load, list(self._addresses), self._now, self._mark())
        for verdict in found.values():
            self._conclude(verdict)
        return [key for key in self._addresses if key not in found]

    async def _to_cache(self, verdicts: Sequence[Verdict]) -> None:
        if not self.options.cache:
            return
        from promptlint.links.expiry import read_expiry

        from . import cache

        entries = []
        for verdict in verdicts:
            expiry = read_expiry(self._addresses[verdict.url])
            until = self._now + self.options.cache_ttl
            entries.append((verdict, min(until, expiry.at) if expiry else until))
        await asyncio.to_thread(cache.save, entries, self._now, self._mark())

    def _mark(self) -> str:
        """The options that a cached result must have been checked with."""
        return f"{self.options.verify} {self.options.allow_private} {sorted(self.options.accepted())}"

    async def _ask(self, keys: list[str]) -> None:
        """Check each address once; httpx is imported only here."""
        from .client import Client
        from .resolver import Resolver, system_lookup

        resolver = Resolver(self._lookup or system_lookup)
        client = Client(self.options, resolver, self._dial)
        outcomes: dict[str, Verdict] = {}
        tasks = [asyncio.ensure_future(self._one(key, client, outcomes, len(keys))) for key in keys]
        watch = asyncio.ensure_future(_give_up_on_silence(resolver, client))
        try:
            await asyncio.gather(*tasks)
            await self._name_the_dead(outcomes, resolver)
            self._note_no_network(outcomes, connected=client.connected)
            await self._to_cache(list(outcomes.values()))
        finally:
            for task in (watch, *tasks):
                task.cancel()
            await asyncio.gather(watch, *tasks, return_exceptions=True)
            await client.aclose()

    async def _one(self, key: str, client: Client, outcomes: dict[str, Verdict], total: int) -> None:
        from .probe import ask

        outcomes[key] = await ask(key, self._addresses[key], client, self.options)
        self._conclude(outcomes[key])
        if self._progress is not None:
            self._progress(len(outcomes), total)

    def _conclude(self, verdict: Verdict) -> None:
        """Store the verdict on an address for every link with that address."""
        for url in self._written[verdict.url]:
            self.verdicts[url] = verdict._replace(url=url)

    async def _name_the_dead(self, outcomes: dict[str, Verdict], resolver: Resolver) -> None:
        """A name that is not found is dead if any other name is found; alone it may as well be the network."""
        lost = [verdict for verdict in outcomes.values() if verdict.failure == "not-found"]
        if not lost or not (resolver.resolved or await _finds_known_name(resolver)):
            return
        for verdict in lost:
            dead = verdict._replace(status="broken", rule="dead-link", why="no such host exists", failure="")
            outcomes[verdict.url] = dead
            self._conclude(dead)

    def _note_no_network(self, outcomes: dict[str, Verdict], *, connected: bool) -> None:
        """One line instead of a finding per link, if nothing could be reached."""
        if connected or not all(verdict.failure in _NO_NETWORK for verdict in outcomes.values()):
            return
        for verdict in outcomes.values():
            self._conclude(verdict._replace(rule=""))
        number = sum(len(self._written[key]) for key in outcomes)
        self.notes += (f"no network: {counted(number, 'link')} unchecked",)


async def _give_up_on_silence(resolver: Resolver, client: Client) -> None:
    """If no look-up gets a response, there is no network: do not wait for the system's time-outs."""
    await asyncio.sleep(_SILENCE)
    if resolver.waiting and not resolver.answered and not client.connected:
        resolver.give_up()


async def _finds_known_name(resolver: Resolver) -> bool:
    try:
        async with asyncio.timeout(_SILENCE):
            return bool(await resolver.addresses(known.KNOWN_NAME))
    except (ProbeError, TimeoutError):
        return False


def _without_asking(url: str, found: Facts, policy: LinkPolicy, options: LinkOptions) -> Verdict | None:
    """The verdict on a link that need not be checked, or None for the others."""
    if found.condemned(policy):
        return _condemned(url, found, policy)
    if found.address is None:
        return Verdict(url, "unknown")
    if under(found.address.host, (*known.TRUSTED_HOSTS, *(host.lower() for host in options.trusted_hosts))):
        return Verdict(url, "trusted", why="the host is trusted, but does not answer automatic checks")
    if _matches(found.address, options.exclude) and not _matches(found.address, options.include):
        return Verdict(url, "unknown", why="excluded by the settings")
    return None


def _condemned(url: str, found: Facts, policy: LinkPolicy) -> Verdict:
    """The verdict on a link that fails by its address alone."""
    rule = found.trouble if found.trouble in (*FATAL, *_OFFLINE_STATUS) else ""
    if found.secret:
        rule = rule or "userinfo-in-url"
    if found.private and not policy.allow_private:
        return Verdict(url, "refused", "private-address", found.private)
    if not rule:
        rule = "link-expired"
    why = found.malformed.why if found.malformed else f"its address is reported by {rule}"
    return Verdict(url, _OFFLINE_STATUS.get(rule, "broken"), rule, why)


def _matches(address: Address, globs: tuple[str, ...]) -> bool:
    if not globs:
        return False
    from fnmatch import fnmatchcase

    return any(fnmatchcase(address.url, glob) or fnmatchcase(address.host, glob) for glob in globs)


def problems(verdict: Verdict, link: ImageLink, options: LinkOptions | None = None) -> Iterator[Diagnostic]:
    """The findings for the verdict on a link (MJ551 to MJ571). `lint` makes the offline ones."""
    answer = Answer(verdict, options or LinkOptions())
    for name in _OF_GOOD_LINKS if verdict.status == "ok" else (verdict.rule,):
        yield from run_rule(name, link, answer, enabled=_ONLINE)


class _Judged(NamedTuple):
    """The rules that run, and the clock."""

    rules: frozenset[str] | None
    now: float | None


def _judged(config: Config | None) -> _Judged:
    return _Judged(None, None) if config is None else _Judged(enabled_rules(config), config.clock())


def check_prompts(
    prompts: Iterable[Prompt], options: LinkOptions | None = None, progress: Progress | None = None, *, now: float | None = None
) -> LinkRun:
    """Check the links of many prompts, each once, and wait. `progress` is called with (done, all) as results arrive.

    Ctrl-C ends it at once: the run then has the results so far, and `interrupted` is set.
    """
    return finish(LinkRun((link.url for prompt in prompts for link in prompt.links), options or LinkOptions(), now=now, progress=progress))


def check_report(report: Report, options: LinkOptions | None = None, config: Config | None = None) -> tuple[Diagnostic, ...]:
    """All findings of a report after its links were checked. `config` provides the clock and the rules that run."""
    judged = _judged(config)
    run = check_prompts((report.prompt,), options, now=judged.now)
    if run.interrupted:
        raise KeyboardInterrupt
    return run.apply_results(report.prompt, report.diagnostics, judged.rules)


async def acheck_report(report: Report, options: LinkOptions | None = None, config: Config | None = None) -> tuple[Diagnostic, ...]:
    """`check_report` for code in an event loop."""
    judged = _judged(config)
    run = LinkRun((link.url for link in report.prompt.links), options or LinkOptions(), now=judged.now)
    await run.run()
    return run.apply_results(report.prompt, report.diagnostics, judged.rules)
