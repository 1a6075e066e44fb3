"""`promptlint lint` with the link check: what a person reads, and what no output contains."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from links.loopback import RawServer, Site

from promptlint.cli import progress
from promptlint.cli.main import main
from promptlint.output import FORMATS

SECRET = "Hush0123456789"


@pytest.fixture(autouse=True)
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.chdir(tmp_path)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(*argv: str, err: io.StringIO | None = None) -> tuple[int, str, str]:
    out, err = io.StringIO(), err or io.StringIO()
    status = main(["lint", "--allow-private", "--no-cache", *argv], io.StringIO(), out, err)
    return status, out.getvalue(), err.getvalue()


def test_a_dead_link_is_told_with_place_reason_and_advice(base: str) -> None:
    url = f"{base}/status/404/dead.png"
    status, out, err = run("-p", f"{url} a cat --v 7")
    assert status == 1
    words = " ".join(out.split())
    assert words.startswith(f"<prompt 1>:1:1: error MJ551 dead-link Midjourney cannot fetch `{url}`: nothing was found (404)")
    assert f"1 | {url} a cat --v 7 | {'^' * len(url)} help: Use a link that opens" in words
    assert err == "1 error in 1 prompt\n"


def test_links_in_braces_are_asked(base: str, site: Site) -> None:
    good, dead, page = base + "/file/png/brace.png", base + "/status/410/brace.png", base + "/file/html/brace.png"
    text = f"{{{good}, a {dead} {{red, b}}}} a cat --v 7 --sref {{{good}::2,{page}}}"
    _, out, _ = run("--output-format", "json", "-p", text)
    found = [(each["code"], text[each["start"] : each["end"]]) for each in json.loads(out)["diagnostics"]]
    assert found == [("MJ551", dead), ("MJ552", page)]
    assert site.hits["/file/png/brace.png"] == 1


@pytest.mark.parametrize(("options", "asked"), [((), True), (("--offline",), False)], ids=["online", "offline"])
def test_links_of_a_request_are_asked_but_not_offline(base: str, site: Site, options: tuple[str, ...], asked: bool) -> None:
    path = f"/status/404/request-{asked}.png"
    Path("r.json").write_text(f'{{\n "prompt": "{base}{path} a cat --v 7"\n}}\n')
    status, out, _ = run("--request", "r.json", "--target", "ttapi", "--ignore", "MJ7", "--output-format", "json", *options)
    assert [(each["code"], each["line"], each["column"]) for each in json.loads(out)["diagnostics"]] == [("MJ551", 2, 13)] * asked
    assert status == asked
    assert bool(site.hits[path]) is asked


@pytest.mark.parametrize(
    ("options", "tail"),
    [
        ((), "no problems found in 1 prompt; 2 links could not be checked (see why with --min-severity info)\n"),
        (("--min-severity", "info"), "2 infos in 1 prompt\n"),
        (("--strict-links",), "2 warnings in 1 prompt\n"),
        (("--ignore", "MJ561"), "no problems found in 1 prompt\n"),
        (("--offline",), "no problems found in 1 prompt\n"),
    ],
)
def test_what_could_not_be_checked_is_not_passed_over(base: str, options: tuple[str, ...], tail: str) -> None:
    text = f"{base}/status/403/a.png {base}/status/401/b.png {base}/file/png/c.png a cat --v 7"
    assert run(*options, "-p", text)[2] == tail


@pytest.mark.parametrize(("options", "asked"), [((), 1), (("--no-cache",), 2)], ids=["cache", "no cache"])
def test_a_good_link_is_asked_again_only_without_the_cache(base: str, site: Site, options: tuple[str, ...], asked: int) -> None:
    path = f"/file/png/twice-{asked}.png"
    for _ in range(2):
        assert (
            main(["lint", "--allow-private", *options, "-p", f"{base}{path} a cat --v 7"], io.StringIO(), io.StringIO(), io.StringIO()) == 0
        )
    assert site.hits[path] == asked


@pytest.mark.parametrize(
    ("options", "path", "codes"),
    [
        ((), "/as/image/png/html/liar.png", []),
        (("--verify", "bytes"), "/as/image/png/html/liar.png", ["MJ552"]),
        (("--link-timeout", "0.3"), "/slow/2/late.png", ["MJ561"]),
    ],
)
def test_the_options_of_the_check_are_heard(base: str, options: tuple[str, ...], path: str, codes: list[str]) -> None:
    _, out, _ = run("--output-format", "json", "--min-severity", "info", *options, "-p", f"{base}{path} a cat --v 7")
    assert [each["code"] for each in json.loads(out)["diagnostics"]] == codes


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (
            'proxy = "env"',
            "links.proxy: the environment names a proxy (all) of a kind that is not supported; one with http:// or https:// works",
        ),
        ('ca-bundle = "/nowhere.pem"', "links.ca-bundle: the certificate file /nowhere.pem cannot be used: No such file or directory"),
    ],
)
def test_settings_that_cannot_be_used_are_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, message: str
) -> None:
    """They are valid by themselves; that they lead nowhere shows when the first link is checked."""
    (tmp_path / "home" / "promptlint").mkdir(parents=True)
    (tmp_path / "home" / "promptlint" / "config.toml").write_text(f"[links]\n{setting}\n", encoding="utf-8")
    monkeypatch.setenv("ALL_PROXY", f"socks5://me:{SECRET}@127.0.0.1:9")
    assert run("-p", "http://127.0.0.1:9/a.png a cat --v 7") == (2, "", f"promptlint: {message}\n")


@pytest.mark.parametrize("name", FORMATS)
def test_no_answer_brings_a_secret_into_an_output(base: str, name: str) -> None:
    paths = ("status/404/a.png", "status/403/b.png", "file/html/c.png", "file/avif/d.png", "redirect/302/e.png")
    links = " ".join(f"{base}/{path}?to=/file/png/f.png%3Ftoken={SECRET}&sig={SECRET}" for path in paths)
    _, out, err = run("--output-format", name, "--min-severity", "info", "-p", f"{links} a cat --v 7")
    for code in ("MJ551", "MJ552", "MJ553", "MJ556", "MJ561"):
        assert code in out
    assert SECRET.encode() not in (out + err).encode()


def test_progress_is_drawn_for_a_person_only(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_AFTER", 0.0)
    monkeypatch.setattr(progress, "_EVERY", 0.0)
    links = " ".join(f"{base}/file/png/{number}.png" for number in range(3))
    _, out, err = run("-p", f"{links} a cat --v 7", err=Terminal())
    assert "3/3 links" in err and err.endswith("\r\x1b[Kno problems found in 1 prompt\n") and out == ""
    assert run("-p", f"{links} a cat --v 7") == (0, "", "no problems found in 1 prompt\n")
    assert "3/3" not in run("-q", "-p", f"{links} a cat --v 7", err=Terminal())[2]


def test_ctrl_c_tells_how_many_links_are_left(base: str, raw: RawServer) -> None:
    good, dead, silent = f"{base}/file/png/a.png", f"{base}/status/404/b.png", f"http://127.0.0.1:{raw.port}/silent/c.png"
    command = [sys.executable, "-m", "promptlint", "lint", "--allow-private", "--no-cache", "--output-format", "concise"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).resolve().parents[2]), *filter(None, sys.path)])}
    asked, end = raw.hits["silent"], time.monotonic() + 30
    process = subprocess.Popen(
        [*command, "-p", f"{good} {dead} {silent} a cat --v 7"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    while raw.hits["silent"] == asked and time.monotonic() < end:
        time.sleep(0.02)  # a busy machine takes its time to start an interpreter
    time.sleep(1)  # for the answers to the other two
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert process.returncode == 130 and "MJ551" in out
    assert err == "1 error in 1 prompt; interrupted with 1 link unchecked\n"
