"""The behavior of a run: without a network, on Ctrl-C, in an event loop, at its end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from links.loopback import Dial, RawServer, Site
from links.tools import PUBLIC, check_links, check_links_sync, code_of, names, run

import promptlint
from promptlint.diagnostics import Diagnostic
from promptlint.links.online.check import acheck_report, check_prompts, check_report, problems
from promptlint.links.options import LinkOptions
from promptlint.links.verdict import Verdict

OPTIONS = LinkOptions(allow_private=True, cache=False, timeout=4.0)


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [each.code for each in diagnostics]


def no_answer(host: str) -> list[str]:
    raise socket.gaierror(socket.EAI_AGAIN, "no answer")


def hanging(host: str) -> list[str]:
    time.sleep(30)
    return []


class NoRoute(Dial):
    async def connect_tcp(self, host: str, port: int, *args: object, **kwargs: object) -> object:  # type: ignore[override]
        import httpcore

        raise httpcore.ConnectError("no route") from OSError(101, "Network is unreachable")


@pytest.mark.parametrize(
    ("lookup", "dial"),
    [(no_answer, Dial()), (hanging, Dial()), (names({}), Dial()), (lambda host: [PUBLIC], NoRoute())],
    ids=["no-answer", "hanging", "not-found", "no-route"],
)
def test_without_a_network_there_is_one_line_and_no_finding(lookup: object, dial: Dial) -> None:
    urls = [f"https://{number}.pictures.zone/cat.png" for number in range(40)]
    started = time.monotonic()
    link_run = run(urls, lookup, dial, timeout=10.0)  # type: ignore[arg-type]
    assert time.monotonic() - started < 8.0  # a lookup that hangs takes 30 s
    assert link_run.notes == ("no network: 40 links unchecked",)
    assert {(verdict.status, code_of(verdict)) for verdict in link_run.verdicts.values()} == {("unknown", "")}


def test_a_name_that_is_not_found_is_dead_where_another_is() -> None:
    table = {"alive.pictures.zone": [PUBLIC]}
    link_run = run(["http://alive.pictures.zone/a.png", "http://dead.pictures.zone/a.png"], names(table), Dial(), retries=0)
    assert [(verdict.status, code_of(verdict)) for verdict in link_run.in_order.values()] == [("unknown", "MJ561"), ("broken", "MJ551")]
    assert link_run.notes == ()


def test_a_name_that_is_not_found_is_dead_where_a_known_name_is() -> None:
    link_run = run(["http://dead.pictures.zone/a.png"], names({"docs.midjourney.com": [PUBLIC]}), Dial())
    (verdict,) = link_run.verdicts.values()
    assert (verdict.status, code_of(verdict), verdict.why) == ("broken", "MJ551", "no such host exists")


def test_many_names_are_looked_up_at_once() -> None:
    def slow(host: str) -> list[str]:
        time.sleep(0.2)
        return ["10.0.0.1"]

    started = time.monotonic()
    link_run = run([f"http://{number}.pictures.zone/a.png" for number in range(64)], slow, Dial())
    assert {code_of(verdict) for verdict in link_run.verdicts.values()} == {"MJ571"}
    assert time.monotonic() - started < 8.0  # one after the other they take 12.8 s


def test_an_offline_run_imports_neither_httpx_nor_httpcore() -> None:
    script = (
        "import sys, promptlint\n"
        "text = 'http://10.0.0.1/a.png https://i.pictures.zone/cat.png?ex=65d903de a cat --sref https://www.dropbox.com/s/a/b.png'\n"
        "assert promptlint.lint(text).diagnostics\n"
        "assert promptlint.check('https://s.mj.run/abc a cat').diagnostics is not None\n"
        "loaded = {'httpx', 'httpcore', 'anyio', 'sqlite3'} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_a_run_of_cache_hits_imports_neither_httpx_nor_httpcore(own_cache: Path) -> None:
    script = (
        "import sys, time, promptlint\n"
        "from promptlint.links.online import cache\n"
        "from promptlint.links.verdict import Verdict\n"
        "url, now = 'https://i.pictures.zone/cat.png', time.time()\n"
        "cache.save([(Verdict(url, 'ok', kind='png', size=99_000_000), now + 999)], now, 'head False []')\n"
        "assert [each.code for each in promptlint.check(url + ' a cat --v 7').diagnostics] == ['MJ558']\n"
        "loaded = {'httpx', 'httpcore', 'anyio'} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_requests_go_through_httpx(base: str, site: Site) -> None:
    import httpx

    sent: list[tuple[str, str]] = []
    send = httpx.AsyncClient.send

    async def noted(self: httpx.AsyncClient, request: httpx.Request, **options: Any) -> httpx.Response:
        sent.append((request.method, str(request.url)))
        return await send(self, request, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx.AsyncClient, "send", noted)
        assert check_links_sync([base + "/file/png/through.png"], OPTIONS)[base + "/file/png/through.png"].status == "ok"
    assert sent == [("HEAD", base + "/")]
    assert site.hits["HEAD /file/png/through.png"] == 1


def test_log_lines_of_httpx_hold_no_secret(base: str, caplog: pytest.LogCaptureFixture) -> None:
    url = base + "/file/png/logged.png?sig=hidden"
    with caplog.at_level("INFO"):
        assert check_links_sync([url], OPTIONS)[url].status == "ok"
    assert "httpx" in {record.name for record in caplog.records}
    assert "hidden" not in caplog.text


def test_signed_addresses_are_sent_as_they_are_written(base: str, site: Site) -> None:
    query = "X-Amz-Signature=a%2fB+c'(d)|e^`&x=[1]&&y=%7e"
    url = f"{base}/file/png/exact.png?{query}"
    assert check_links_sync([url], OPTIONS)[url].status == "ok"
    assert site.queries["/file/png/exact.png"] == query


def test_the_check_works_inside_a_running_event_loop(base: str) -> None:
    url = base + "/file/png/loop.png"

    async def main() -> tuple[dict[str, Verdict], dict[str, Verdict]]:
        return check_links_sync([url], OPTIONS), await check_links([url], OPTIONS)

    for verdicts in asyncio.run(main()):
        assert verdicts[url].status == "ok"


def test_an_asynchronous_check_can_be_cancelled(raw: RawServer) -> None:
    async def main() -> None:
        async with asyncio.timeout(0.3):
            await check_links([f"http://127.0.0.1:{raw.port}/silent/a.png"], OPTIONS)

    started = time.monotonic()
    with pytest.raises(TimeoutError):
        asyncio.run(main())
    assert time.monotonic() - started < 3.5  # the check gives up after 4 s


INTERRUPTED = """
import asyncio, sys, threading, time
import promptlint
from promptlint.links.online.check import check_prompts
from promptlint.links.options import LinkOptions
prompts = [promptlint.parse(f"{sys.argv[1]} {sys.argv[2]} a cat")]
options = LinkOptions(allow_private=True, cache=False, timeout=20.0)
def progress(done, total):
    print("asked", flush=True)
def go():
    run = check_prompts(prompts, options, progress)
    print(run.interrupted, *[verdict.status for verdict in run.verdicts.values()], flush=True)
    time.sleep(0.2)
    print(threading.active_count())
async def inside():
    go()
asyncio.run(inside()) if sys.argv[3] == "loop" else go()
"""


@pytest.mark.parametrize("where", ["plain", "loop"])
@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_ends_at_once_with_what_is_known(base: str, raw: RawServer, where: str) -> None:
    links = [base + "/file/png/known.png", f"http://127.0.0.1:{raw.port}/silent/a.png"]
    process = subprocess.Popen([sys.executable, "-c", INTERRUPTED, *links, where], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "asked\n"
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert out == "True ok\n1\n", "nothing is left asking"
    assert time.monotonic() - started < 4.5  # the silent server closes after 5 s


INTERRUPTED_EARLY = """
import asyncio, os, signal, sys, threading, time
import promptlint
from promptlint.links.online.check import check_prompts
from promptlint.links.options import LinkOptions
class Slow(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.4)
        return super().new_event_loop()
async def inside():
    asyncio.set_event_loop_policy(Slow())
    run = check_prompts([promptlint.parse(sys.argv[1] + " a cat")], LinkOptions(allow_private=True, cache=False))
    time.sleep(0.2)
    print(run.interrupted, len(run.verdicts), threading.active_count())
asyncio.run(inside())
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_before_the_first_question_is_heeded_too(base: str, site: Site) -> None:
    """Inside a running event loop the check has one of its own, which takes a moment to begin."""
    script = [sys.executable, "-c", INTERRUPTED_EARLY, base + "/file/png/early.png"]
    done = subprocess.run(script, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("True 0 1\n", "")
    assert site.hits["/file/png/early.png"] == 0


def test_a_link_in_many_prompts_is_asked_once_and_reported_in_each(base: str, site: Site) -> None:
    link = base + "/status/404/forty.png"
    prompts = [promptlint.parse(f"{link} a cat {number} --sref {link}") for number in range(40)]
    seen: list[tuple[int, int]] = []
    link_run = check_prompts(prompts, OPTIONS, lambda done, total: seen.append((done, total)))
    for prompt in prompts:
        found = link_run.apply_results(prompt, ())
        assert [(each.code, each.start, each.end) for each in found] == [("MJ551", image.start, image.end) for image in prompt.links]
    assert len(found) == 2
    assert site.hits["GET /status/404/forty.png"] == 1
    assert seen == [(1, 1)]


def test_a_proved_image_needs_no_extension(base: str) -> None:
    prompt = promptlint.parse(f"{base}/file/png/cat a cat --v 7")
    link = prompt.images[0]
    offline = [Diagnostic(code, "", "warning", "", link.start, link.end) for code in ("MJ506", "MJ510", "MJ507")]
    assert codes(check_prompts([prompt], OPTIONS).apply_results(prompt, offline)) == ["MJ507"]


def test_reports_are_settled_alike_in_both_worlds(base: str) -> None:
    report = promptlint.lint(f"{base}/status/404/cat.png {base}/file/html/dog.png a cat --v 7")
    found = check_report(report, OPTIONS)
    assert [code for code in codes(found) if code.startswith("MJ55")] == ["MJ551", "MJ552"]
    assert asyncio.run(acheck_report(report, OPTIONS)) == found


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (promptlint.LinkOptions(), ["MJ521"]),
        (promptlint.LinkOptions(expiry_warning=600.0), []),
        (promptlint.LinkOptions(expiry_warning=600.0, accept=["403"], exclude=["*.nobody"]), []),  # type: ignore[arg-type]
        (True, []),
    ],
)
def test_the_options_hold_offline_too(options: bool | promptlint.LinkOptions, found: list[str]) -> None:
    config = promptlint.Config(model="7", now=0x65D903DE - 3600, links=(("expiry_warning", 60.0), ("exclude", ("*",))))
    if not isinstance(options, bool):
        options = options._replace(exclude=["*"])  # type: ignore[arg-type]
    text = "https://cdn.discordapp.com/attachments/1/2/cat.png?ex=65d903de&is=1&hm=2 a cat"
    body = {"prompt": text, "mode": "fast"}
    reports = [promptlint.check(text, config=config, links=options), asyncio.run(promptlint.acheck(text, config=config, links=options))]
    reports.append(promptlint.check_request(body, target="ttapi", config=config, links=options))
    assert [[each.code for each in report.diagnostics if each.code[:3] == "MJ5"] for report in reports] == [found] * 3


def test_rules_that_do_not_run_are_not_reported(base: str) -> None:
    config = promptlint.Config(ignore=("MJ551",))
    report = promptlint.lint(f"{base}/status/404/cat.png a cat --v 7", config=config)
    assert "MJ551" not in codes(check_report(report, OPTIONS, config))


@pytest.mark.parametrize("text", ["http://10.0.0.1/a.png cat", "https:/pictures.zone/a.png cat", "https://discord.com/channels/1/2/3 cat"])
def test_what_lint_condemns_is_not_asked_and_not_reported_again(text: str) -> None:
    report = promptlint.lint(text + " --v 7")
    assert check_report(report, LinkOptions(cache=False)) == report.diagnostics


LINK = promptlint.parse("https://i.pictures.zone/cat.png?hm=secret a cat").images[0]


@pytest.mark.parametrize(
    ("final", "permanent", "fixed"),
    [
        ("https://b.zone/c.png", True, True),
        ("https://b.zone/c.png", False, False),
        ("https://b.zone/c.png?X-Amz-Signature=abc", True, False),
    ],
)
def test_only_a_lasting_move_has_a_fix(final: str, permanent: bool, fixed: bool) -> None:
    (found,) = problems(Verdict("u", "ok", final_url=final, permanent=permanent), LINK)
    assert (found.fix is not None) is fixed
    assert "abc" not in found.message
    if found.fix:
        assert not found.fix.safe and found.fix.edits[0].text == final


@pytest.mark.parametrize(
    ("verdict", "options"),
    [
        (Verdict("u", "ok", kind="png", size=60_000_000), {"max_bytes": 0}),
        (Verdict("u", "ok", kind="png", width=1, height=1), {"min_pixels": 0}),
        (Verdict("u", "ok", kind="png", seconds=7.5), {"slow_after": 0.0}),
        (Verdict("u", "trusted"), {}),
        (Verdict("u", "unknown"), {}),
        (Verdict("u", "broken", "malformed-url", "no host"), {}),
    ],
)
def test_nothing_is_reported_where_there_is_nothing(verdict: Verdict, options: dict[str, object]) -> None:
    assert list(problems(verdict, LINK, LinkOptions(**options))) == []  # type: ignore[arg-type]


def test_a_hanging_resolver_does_not_hold_the_process() -> None:
    script = (
        "import time, asyncio\n"
        "from promptlint.links.online.check import LinkRun\n"
        "from promptlint.links.options import LinkOptions\n"
        "run = LinkRun(['https://a.pictures.zone/a.png'], LinkOptions(cache=False), lookup=lambda host: time.sleep(60))\n"
        "asyncio.run(run.run())\n"
        "assert run.notes == ('no network: 1 link unchecked',)\n"
    )
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", script], check=True, timeout=30)
    assert time.monotonic() - started < 25.0  # the lookup takes 60 s


def test_threads_of_a_run_end_with_it(base: str) -> None:
    before = threading.active_count()
    check_links_sync([base.replace("127.0.0.1", "localhost") + "/file/png/threads.png"], OPTIONS)
    time.sleep(0.05)
    assert threading.active_count() <= before
