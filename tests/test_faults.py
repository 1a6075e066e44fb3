"""External failures: killed, full disk, nothing is writable, closed streams, no locale. Nothing is lost, nothing crashes."""

from __future__ import annotations

import os
import pty
import random
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import promptlint
from promptlint.cli.main import main
from promptlint.links.online import cache
from promptlint.links.verdict import Verdict

KILLS = int(os.environ.get("PROMPTLINT_KILLS", "30"))  # 500 by hand
BAD = "a heron --ar16:9 --v 7\n"
GOOD = "a heron --ar 16:9 --v 7\n"
ROOT = str(Path(promptlint.__file__).parent.parent)
LINT = [sys.executable, "-m", "promptlint", "lint", "--offline", "--isolated"]


def run(*argv: str, env: dict[str, str] | None = None, **more) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": ROOT, **(env or {})}
    return subprocess.run([*LINT, *argv], capture_output=True, env=environment, check=False, timeout=60, **more)


def no_traceback(done: subprocess.CompletedProcess[bytes]) -> None:
    assert b"Traceback" not in done.stdout + done.stderr
    assert b"internal error" not in done.stderr


# ── killed ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_killed_while_it_writes_a_file_is_old_or_new(tmp_path: Path) -> None:
    """SIGKILL at random moments of `--fix`: each file is what it was or what it becomes, whole."""
    files = [tmp_path / f"{number}.txt" for number in range(12)]
    old, new = (BAD * 100).encode(), (GOOD * 100).encode()
    chooser = random.Random(1)
    began = time.monotonic()
    for path in files:
        path.write_bytes(old)
    run("--fix", "--quiet", *map(str, files))
    whole = time.monotonic() - began
    assert {path.read_bytes() for path in files} == {new}
    seen = set()
    for _ in range(KILLS):
        for path in files:
            path.write_bytes(old)
        child = subprocess.Popen(
            [*LINT, "--fix", "--quiet", *map(str, files)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": ROOT},
        )
        time.sleep(chooser.uniform(0.02, whole))
        child.kill()
        child.wait()
        states = {path.read_bytes() for path in files}
        assert states <= {old, new}
        seen |= {(data == new, len(states)) for data in states}
    run("--fix", "--quiet", *map(str, files))
    assert sorted(tmp_path.iterdir()) == sorted(files), "the next run removes what the killed ones left"
    assert len(seen) > 1, "some runs were killed before the end, else this shows nothing"


# ── the disk ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def limited() -> None:
    """No file may grow past 4096 bytes: a write then fails as it does on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_a_file_that_cannot_grow_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BAD * 1000)
    done = run("--fix", str(path), preexec_fn=limited)
    no_traceback(done)
    assert done.returncode == 2
    assert b"cannot write the fixes" in done.stderr
    assert path.read_text() == BAD * 1000
    assert os.listdir(tmp_path) == ["a.txt"], "nothing is left beside it"


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        path = disk / "a.txt"
        path.write_text(BAD * 2000)
        done = run("--fix", str(path))
        cached = run("-p", "https://img.mysite.net/a.png a cat --v 7", env={"PROMPTLINT_CACHE_DIR": str(disk / "cache")})
        listed = os.listdir(disk)
        kept = path.read_text()
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    no_traceback(done)
    no_traceback(cached)
    assert done.returncode == 2
    assert kept == BAD * 2000
    assert "a.txt" in listed
    assert not [name for name in listed if name.endswith(".promptlint")]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has /dev/full")
@pytest.mark.parametrize("form", ["full", "json"])
def test_output_to_a_full_disk_is_told(form: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*LINT, "-p", BAD * 500, "--output-format", form],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": ROOT},
            check=False,
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stderr


def test_a_folder_that_cannot_be_written_keeps_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BAD)
    command = [*LINT, "--fix", str(path)]
    tmp_path.chmod(0o555)
    try:
        if os.geteuid() == 0:
            unprivileged = shutil.which("setpriv")
            if unprivileged is None:
                pytest.skip("root may write everywhere, and there is no setpriv")
            command = [unprivileged, "--bounding-set=-all", "--inh-caps=-all", *command]
        done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONPATH": ROOT}, check=False)
    finally:
        tmp_path.chmod(0o755)
    no_traceback(done)
    assert path.read_text() == BAD
    assert done.returncode == 2
    assert b"cannot write the fixes" in done.stderr


def test_a_file_without_write_permission_is_not_replaced(tmp_path: Path) -> None:
    """Its directory may be written, so it could be."""
    path = tmp_path / "a.txt"
    path.write_text(BAD)
    path.chmod(0o444)
    done = run("--fix", str(path))
    no_traceback(done)
    assert path.read_text() == BAD
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


# ── the cache of links ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


URL = "https://img.mysite.net/a.png"


def keep() -> None:
    cache.save([(Verdict(URL, status="ok", why="", kind="png"), 2000.0)], 1000.0, "head")


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + bytes(90), bytes(4096), os.urandom(5000)])
def test_a_damaged_cache_is_replaced(cached: Path, content: bytes) -> None:
    keep()
    (cached / "links.sqlite3").write_bytes(content)
    assert cache.load([URL], 1500.0, "head") == {}
    keep()
    assert set(cache.load([URL], 1500.0, "head")) == {URL}


def test_a_cache_cut_short_at_any_length_is_no_error(cached: Path) -> None:
    keep()
    whole = (cached / "links.sqlite3").read_bytes()
    for length in range(0, len(whole), 509):
        (cached / "links.sqlite3").write_bytes(whole[:length])
        cache.load([URL], 1500.0, "head")
        keep()


def test_a_locked_cache_is_left_alone(cached: Path) -> None:
    keep()
    with sqlite3.connect(cached / "links.sqlite3") as other:
        other.execute("BEGIN EXCLUSIVE")
        assert cache.load([URL], 1500.0, "head") == {}
        keep()
    other.close()
    assert set(cache.load([URL], 1500.0, "head")) == {URL}


def test_a_cache_whose_place_is_a_file_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(tmp_path / "taken"))
    keep()
    assert cache.load([URL], 1500.0, "head") == {}


@pytest.mark.parametrize(("column", "value"), [
    ("status", 5), ("final_url", 5), ("final_url", b"x"), ("kind", None), ("size", "x"), ("size", 1e400),
    ("width", "wide"), ("proved", "yes"),
])  # fmt: skip
def test_a_row_of_the_wrong_type_is_left_out(cached: Path, column: str, value: object) -> None:
    keep()
    with sqlite3.connect(cached / "links.sqlite3") as database:
        database.execute(f"UPDATE links SET {column} = ?", (value,))
    database.close()
    assert cache.load([URL], 1500.0, "head") == {}
    keep()
    assert set(cache.load([URL], 1500.0, "head")) == {URL}


def test_many_share_a_cache(cached: Path) -> None:
    code = (
        "import sys; from promptlint.links.online import cache; from promptlint.links.verdict import Verdict\n"
        "for n in range(20):\n"
        "    cache.save([(Verdict(f'https://a.b/{sys.argv[1]}-{n}.png', status='ok', why='', kind='png'), 2000.0)], 1000.0, 'head')\n"
    )
    children = [subprocess.Popen([sys.executable, "-c", code, str(number)], env={**os.environ, "PYTHONPATH": ROOT}) for number in range(3)]
    assert [child.wait(60) for child in children] == [0, 0, 0]
    with sqlite3.connect(cached / "links.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM links").fetchone()[0] > 40
    database.close()


# ── who listens ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["full", "concise", "json", "jsonl", "sarif"])
def test_a_reader_that_goes_away(tmp_path: Path, form: str) -> None:
    """`| head -1`: no traceback, and the status of a program that a pipe ended."""
    path = tmp_path / "a.txt"
    path.write_text(BAD * 3000)
    child = subprocess.Popen(
        [*LINT, str(path), "--output-format", form], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": ROOT}
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.read(10)
    child.stdout.close()
    said = child.stderr.read()
    child.stderr.close()
    assert child.wait(60) in {0, 1, 141}
    assert b"Traceback" not in said
    assert b"BrokenPipe" not in said


@pytest.mark.parametrize("redirect", [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("words", "status", "prints"),
    [
        ("lint --offline --isolated -p 'a heron --ar 16:9'", 0, False),
        ("lint --offline --isolated -p 'a heron --ar16:9'", 1, True),
        ("lint --offline --isolated -", 0, False),
        ("parse -p 'a heron'", 0, True),
        ("--version", 0, True),
        ("nonsense", 2, False),
    ],
)
def test_a_closed_stream_changes_no_status(words: str, status: int, prints: bool, redirect: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m promptlint {words} {redirect}"],
        capture_output=True,
        input=b"",
        env={**os.environ, "PYTHONPATH": ROOT},
        check=False,
    )
    no_traceback(done)
    assert done.returncode == status
    assert bool(done.stdout) == (prints and ">&-" not in redirect.split())


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has /dev/full")
def test_what_cannot_be_reported_is_no_success(tmp_path: Path) -> None:
    """Standard error is full: the findings and the diff are still printed, and the status says that something is missing."""
    path = tmp_path / "a.prompt"
    path.write_text(BAD)
    for words in ([], ["--diff"], ["-p", GOOD]):
        command = [*LINT, str(path), *words]
        with open("/dev/full", "wb") as full:
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=full, env={**os.environ, "PYTHONPATH": ROOT}, check=False)
        assert done.returncode == 2
        assert b"--ar16:9" in done.stdout


def test_an_agent_that_goes_away_is_no_bug() -> None:
    pytest.importorskip("mcp.server.mcpserver")
    call = b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n'
    command = f"{sys.executable} -m promptlint mcp | true; exit ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "PYTHONPATH": ROOT}
    done = subprocess.run(["bash", "-c", command], input=call * 50, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (141, b"")


def in_terminal(columns: int, *argv: str) -> tuple[int, bytes]:
    """Run in a terminal of this width; status and all that was shown."""
    import fcntl
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    child = subprocess.Popen(
        [*LINT, *argv], stdin=slave, stdout=slave, stderr=slave, env={**os.environ, "PYTHONPATH": ROOT, "TERM": "xterm"}
    )
    os.close(slave)
    shown = b""
    reader = threading.Thread(target=child.wait)
    reader.start()
    while True:
        try:
            data = os.read(master, 65536)
        except OSError:  # the other side is closed
            break
        if not data:
            break
        shown += data
    reader.join()
    os.close(master)
    return child.returncode, shown


@pytest.mark.parametrize("columns", [0, 1, 2, 7, 40])
def test_narrow_terminals(columns: int) -> None:
    status, shown = in_terminal(
        columns, "-p", "两只猫在雨中 🐈 with a very long tail --ar16:9 --sref https://img.mysite.net/very/long/path.png"
    )
    assert status == 1
    assert b"MJ005" in shown
    assert b"Traceback" not in shown


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1:strict"},
        {"PYTHONIOENCODING": "utf-16"},
        {"PYTHONUNBUFFERED": "1"},
        {"PYTHONOPTIMIZE": "2"},
        {"HOME": "/nowhere", "XDG_CONFIG_HOME": "/nowhere", "XDG_CACHE_HOME": "/nowhere"},
        {"COLUMNS": "1", "TERM": "dumb"},
    ],
    ids=lambda env: " ".join(f"{name}={value}" for name, value in env.items()),
)
def test_odd_environments(tmp_path: Path, env: dict[str, str]) -> None:
    path = tmp_path / "café.txt"
    path.write_text("两只猫 — café 🐈 \u202e --ar16:9 --v 7\n", encoding="utf-8")
    for form in ("full", "json"):
        done = run(str(path), "-p", "naïve 🐈 --v6", "--output-format", form, env=env)
        no_traceback(done)
        assert done.returncode == 1
        assert done.stdout
    done = run("--fix", str(path), env=env)
    no_traceback(done)
    assert path.read_text(encoding="utf-8") == "两只猫 — café 🐈 \u202e --ar 16:9 --v 7\n"


# ── Windows, by test and not by machine ──────────────────────────────────────────────────────────────────────────────


def test_windows_line_ends_and_marks_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf# list\r\na heron --ar16:9 --v 7\r\n\r\nowl --v7")
    run("--fix", str(path))
    assert path.read_bytes() == b"\xef\xbb\xbf# list\r\na heron --ar 16:9 --v 7\r\n\r\nowl --v 7"


def test_names_of_windows_files() -> None:
    from promptlint.output.places import Places
    from promptlint.sources.hosts import extension

    assert extension(r"C:\prompts\mj.v7.json") == "json"
    assert extension(r"C:\prompts.d\list") == ""
    assert Places("/").uri("a b/ü.txt") == ("a%20b/%C3%BC.txt", True)


# ── a worker that dies ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="children are looked up in /proc")
def test_a_worker_that_dies_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mj.jsonl"
    line = '{"prompt": "a heron number %d in a very long line of text that makes the file long %s --ar16:9"}'
    path.write_text("".join(line % (number, "x" * 300) + "\n" for number in range(24_000)))
    command = [*LINT, "--jobs", "2", "--output-format", "jsonl", str(path), "--output-file", str(tmp_path / "out"), "--quiet"]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": ROOT})
    workers: list[int] = []
    while child.poll() is None and not workers:
        workers = [int(word) for word in Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()]
    if workers:
        os.kill(workers[0], signal.SIGKILL)
    assert child.stderr is not None
    said = child.stderr.read()
    child.stderr.close()
    assert child.wait(120) == 1
    assert not said
    assert workers
    assert (tmp_path / "out").read_text().count('"MJ005"') == 24_000


def test_main_can_be_called_by_many_threads(tmp_path: Path) -> None:
    import io

    paths = []
    for number in range(6):
        path = tmp_path / f"{number}.txt"
        path.write_text(BAD * (number + 1))
        paths.append(path)
    results: dict[int, tuple[int, str]] = {}

    def work(number: int) -> None:
        out = io.StringIO()
        status = main(
            ["lint", "--offline", "--isolated", "--output-format", "jsonl", str(paths[number])], io.StringIO(), out, io.StringIO()
        )
        results[number] = (status, out.getvalue())

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: (status, out.count('"MJ005"')) for number, (status, out) in results.items()} == {
        number: (1, number + 1) for number in range(6)
    }
