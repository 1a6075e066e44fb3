"""The cache of good results: real files, two processes, a full disk."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from links.loopback import Site
from links.tools import check_links_sync

from promptlint.cli.main import main
from promptlint.links.online import cache
from promptlint.links.options import LinkOptions
from promptlint.links.verdict import Verdict

OPTIONS = LinkOptions(allow_private=True)
NOW = 1_795_435_200.0
GOOD = Verdict("https://i.host.net/cat.png", "ok", kind="png", size=5)


def test_a_good_result_is_asked_once_a_day(base: str, site: Site) -> None:
    url = base + "/file/png/cached.png"
    assert check_links_sync([url], OPTIONS, now=NOW)[url].why == ""
    again = check_links_sync([url], OPTIONS, now=NOW + 86000)[url]
    assert (again.status, again.kind, again.why) == ("ok", "png", "checked before")
    assert site.hits["/file/png/cached.png"] == 1
    check_links_sync([url], OPTIONS, now=NOW + 86401)
    assert site.hits["/file/png/cached.png"] == 2


@pytest.mark.parametrize("path", ["/status/404/bad.png", "/file/html/bad.png", "/status/403/bad.png"])
def test_other_results_are_never_kept(base: str, site: Site, path: str) -> None:
    for _ in range(2):
        check_links_sync([base + path], OPTIONS)
    assert site.hits["GET " + path] >= 2


def test_nothing_is_kept_where_it_is_turned_off(base: str, site: Site, own_cache: Path) -> None:
    check_links_sync([base + "/file/png/uncached.png"], OPTIONS._replace(cache=False))
    assert not own_cache.exists()


def test_a_result_dies_with_its_link(base: str, site: Site) -> None:
    url = f"{base}/file/png/dying.png?Expires={int(NOW) + 60}&Signature=a&Key-Pair-Id=b"
    check_links_sync([url], OPTIONS, now=NOW)
    assert cache.load([url], NOW + 59, "head True []")
    assert cache.load([url], NOW + 61, "head True []") == {}


def test_a_looser_check_does_not_stand_for_a_stricter_one(base: str, site: Site) -> None:
    url = base + "/as/image/png/html/liar.png"
    assert check_links_sync([url], OPTIONS)[url].status == "ok"
    assert check_links_sync([url], OPTIONS._replace(verify="bytes"))[url].status == "not-an-image"


def test_addresses_are_stored_as_hashes_and_secret_targets_not_at_all(own_cache: Path) -> None:
    verdicts = [GOOD, GOOD._replace(url="https://i.host.net/dog.png", final_url="https://b.zone/x?sig=topsecret")]
    cache.save([(verdict, NOW + 9) for verdict in verdicts], NOW, "")
    stored = (own_cache / "links.sqlite3").read_bytes()
    assert b"i.host.net" not in stored and b"topsecret" not in stored
    assert cache.load([verdicts[1].url], NOW, "")[verdicts[1].url].final_url == ""


def test_what_is_out_of_date_is_thrown_away(own_cache: Path) -> None:
    cache.save([(GOOD, NOW + 5)], NOW, "")
    cache.save([(GOOD._replace(url="https://b.zone/b.png"), NOW + 99)], NOW + 10, "")
    import contextlib
    import sqlite3

    with contextlib.closing(sqlite3.connect(own_cache / "links.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM links").fetchone() == (1,)


def test_a_clock_that_went_back_trusts_nothing_from_the_future() -> None:
    cache.save([(GOOD, NOW + 9)], NOW, "")
    assert cache.load([GOOD.url], NOW - 100, "") == {}


@pytest.mark.parametrize("junk", [b"", b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 500])
def test_a_damaged_file_is_replaced(own_cache: Path, junk: bytes) -> None:
    own_cache.mkdir()
    (own_cache / "links.sqlite3").write_bytes(junk)
    cache.save([(GOOD, NOW + 9)], NOW, "")
    assert cache.load([GOOD.url], NOW, "")[GOOD.url].kind == "png"


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(tmp_path / "file" / "below"))
    cache.save([(GOOD, NOW + 9)], NOW, "")
    assert cache.load([GOOD.url], NOW, "") == {}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to offer")
def test_a_full_disk_is_no_error(own_cache: Path) -> None:
    """To SQLite, a limit on the size of files looks like a full disk."""
    script = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "from promptlint.links.online import cache\n"
        "from promptlint.links.verdict import Verdict\n"
        "cache.save([(Verdict(f'https://{n}.zone/a.png', 'ok'), 2e9) for n in range(5000)], 1e9, '')\n"
        "print(len(cache.load([f'https://{n}.zone/a.png' for n in range(50)], 1e9, '')))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout == "0\n" and done.stderr == ""


def test_two_processes_write_at_once(own_cache: Path) -> None:
    script = (
        "import sys\n"
        "from promptlint.links.online import cache\n"
        "from promptlint.links.verdict import Verdict\n"
        "for n in range(10):\n"
        "    cache.save([(Verdict(f'https://{sys.argv[1]}-{n}.zone/a.png', 'ok'), 2e9)], 1e9, '')\n"
    )
    processes = [subprocess.Popen([sys.executable, "-c", script, str(number)]) for number in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]
    urls = [f"https://{number}-{n}.zone/a.png" for number in range(2) for n in range(10)]
    assert len(cache.load(urls, 1e9, "")) == 20


def test_a_locked_cache_does_not_hold_up_the_run(own_cache: Path) -> None:
    import contextlib
    import sqlite3

    cache.save([(GOOD, NOW + 9)], NOW, "")
    with contextlib.closing(sqlite3.connect(own_cache / "links.sqlite3")) as database:
        database.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        cache.save([(GOOD, NOW + 99)], NOW, "")
        assert cache.load([GOOD.url], NOW, "") == {}
        assert time.monotonic() - started < 3.0
    assert cache.load([GOOD.url], NOW, "")


def test_clearing_leaves_nothing(own_cache: Path) -> None:
    assert cache.clear() is False
    cache.save([(GOOD, NOW + 9)], NOW, "")
    assert cache.clear() is True
    assert list(own_cache.iterdir()) == []


def command(what: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(["cache", what], io.StringIO(), out, err), out.getvalue(), err.getvalue()


def test_the_command_tells_the_place_and_what_was_cleared(own_cache: Path) -> None:
    assert command("path") == (0, f"{own_cache}\n", "")
    assert command("clear") == (0, "", "The link cache is already empty.\n")
    cache.save([(GOOD, NOW + 9)], NOW, "")
    assert command("clear") == (0, "", "Cleared the link cache.\n")
    (own_cache / "links.sqlite3").mkdir()
    status, out, err = command("clear")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"promptlint: {own_cache}: cannot delete it: ")


@pytest.mark.parametrize(("variable", "ending"), [("PROMPTLINT_CACHE_DIR", ""), ("XDG_CACHE_HOME", "promptlint")])
@pytest.mark.skipif(sys.platform == "win32", reason="the place of caches is another on Windows")
def test_the_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, ending: str) -> None:
    monkeypatch.delenv("PROMPTLINT_CACHE_DIR")
    monkeypatch.setenv(variable, str(tmp_path))
    assert Path(cache.folder()) == tmp_path / ending
