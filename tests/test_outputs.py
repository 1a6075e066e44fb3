"""The output files of `lint` never replace its inputs, and are written completely or not at all."""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from owned import owned_file

from promptlint.cli.main import main

ROOT = Path(__file__).resolve().parent.parent
GLUED = "a cat --ar16:9 --v 7\n"
WRITERS = ["--output-file", "--write-baseline"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a file of prompts, `p.txt`, and a directory of them, `d`."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    folder = tmp_path / "work"
    (folder / "d").mkdir(parents=True)
    (folder / "p.txt").write_text(GLUED)
    (folder / "d/mj-prompts.txt").write_text(GLUED)
    monkeypatch.chdir(folder)
    return folder


def lint(*argv: str, stdin: str = "") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main(["lint", "--offline", *argv], io.StringIO(stdin), out, err)
    return status, out.getvalue(), err.getvalue()


def contents() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


REFUSED = [
    (["p.txt"], "p.txt", "would overwrite `p.txt`, a file to lint"),
    (["--fix", "p.txt"], "p.txt", "would overwrite `p.txt`, a file to lint"),
    (["./p.txt"], "d/../p.txt", "would overwrite `./p.txt`, a file to lint"),
    (["p.txt"], "soft.txt", "would overwrite `p.txt`, a file to lint"),
    (["p.txt"], "hard.txt", "would overwrite `p.txt`, a file to lint"),
    (["hard.txt"], "p.txt", "would overwrite `hard.txt`, a file to lint"),
    (["d"], "d/mj-prompts.txt", "would overwrite `d/mj-prompts.txt`, a file to lint"),
    (["."], "d/mj-prompts.txt", "would overwrite `./d/mj-prompts.txt`, a file to lint"),
    (["d"], "d/mj-prompts.json", "would be read as a file of prompts in `d`"),
    (["."], "d/new.prompt", "would be read as a file of prompts in `.`"),
    (["--stdin-filename", "p.txt", "-"], "p.txt", "would overwrite `p.txt`, a file to lint"),
    (["--config", "own.toml", "--force-exclude", "p.txt"], "p.txt", "would overwrite `p.txt`, a file to lint"),
    (["gone.txt"], "gone.txt", "would overwrite `gone.txt`, a file to lint"),
    (["--config", "own.toml", "d"], "own.toml", "would overwrite `own.toml`, a settings file"),
    (["p.txt"], "promptlint.toml", "promptlint.toml`, a settings file"),
    (["p.txt"], "words.txt", "words.txt`, a settings file"),
]


@pytest.mark.parametrize("option", WRITERS)
@pytest.mark.parametrize(("argv", "output", "says"), REFUSED)
def test_an_output_never_overwrites_an_input(option: str, argv: list[str], output: str, says: str) -> None:
    Path("soft.txt").symlink_to("p.txt")
    os.link("p.txt", "hard.txt")
    Path("own.toml").write_text('exclude = ["p.txt"]\n')
    Path("promptlint.toml").write_text('model = "7"\nwords = "words.txt"\n')
    Path("words.txt").write_text("ugly\n")
    before = contents()

    status, out, err = lint(option, output, *argv, stdin=GLUED)

    assert (status, out) == (2, "")
    assert err.startswith(f"promptlint: `{option} {output}` would ")
    assert says in err
    assert err.count("\n") == 1
    assert contents() == before


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--show-prompts", "--output-file", "p.txt", "p.txt"], "would overwrite `p.txt`, a file to lint"),
        (["--request", "r.json", "--output-file", "r.json"], "would overwrite `r.json`, a file to lint"),
        (["--baseline", "b.json", "--output-file", "b.json", "p.txt"], "would overwrite `b.json`, the baseline"),
        (["--output-file", "x", "--write-baseline", "./x", "p.txt"], "would overwrite the file of `--output-file x`"),
        (
            ["--baseline", "b.json", "--prune-baseline", "--output-file", "b.json", "p.txt"],
            "would overwrite the file of `--output-file b.json`",
        ),
        (["--baseline", "d/mj_prompts.json", "--prune-baseline", "d"], "would overwrite `d/mj_prompts.json`, a file to lint"),
    ],
)
def test_no_other_file_of_the_call_is_overwritten(argv: list[str], says: str) -> None:
    Path("r.json").write_text('{"prompt": "a cat"}')
    for name in ("b.json", "d/mj_prompts.json"):
        Path(name).write_text('{"version": 1, "findings": []}')
    before = contents()
    status, out, err = lint(*argv)
    assert (status, out) == (2, "")
    assert says in err
    assert contents() == before


def test_broken_settings_do_not_hide_that_a_file_was_named() -> None:
    Path("promptlint.toml").write_text("modle = 7\n")
    before = contents()
    status, _, err = lint("--output-file", "p.txt", "p.txt")
    assert (status, contents()) == (2, before)
    assert "would overwrite `p.txt`, a file to lint" in err


@pytest.mark.parametrize(
    "output", ["d/report.json", "d/old/mj-prompts.json", "d/mj-prompts.log.json", "d/node_modules/mj.prompt", "mj-prompts.json"]
)
@pytest.mark.parametrize("option", WRITERS)
def test_what_no_run_over_the_folder_reads_may_lie_in_it(option: str, output: str) -> None:
    Path("d/promptlint.toml").write_text('exclude = ["old"]\n')
    Path("d/.gitignore").write_text("*.log.json\n")
    Path(output).parent.mkdir(exist_ok=True)
    for _ in range(2):
        status, _, err = lint(option, output, "--output-format", "json", "d")
        assert status == (1 if option == "--output-file" else 0), err
        assert json.loads(Path(output).read_text())["version"] == 1


def test_a_link_stays_a_link_and_a_mode_stays() -> None:
    Path("report.json").write_text("old")
    Path("report.json").chmod(0o640)
    Path("link.json").symlink_to("report.json")
    for option in WRITERS:
        lint(option, "link.json", "--output-format", "json", "p.txt")
        assert Path("link.json").is_symlink()
        assert json.loads(Path("report.json").read_text())["version"] == 1
        assert stat.S_IMODE(Path("report.json").stat().st_mode) == 0o640
        lint(option, "new.json", "p.txt")
        mask = os.umask(0)
        os.umask(mask)
        assert stat.S_IMODE(Path("new.json").stat().st_mode) == 0o666 & ~mask
    assert not list(Path().glob(".*"))


@pytest.mark.parametrize("option", WRITERS)
def test_owner_and_attributes_stay(option: str) -> None:
    path = owned_file("report", "old")
    before = path.stat()
    assert lint(option, "report", "p.txt")[0] in (0, 1)
    after = path.stat()
    assert (path.read_text() == "old", after.st_uid, after.st_gid) == (False, before.st_uid, before.st_gid)
    assert os.getxattr(path, "user.note") == b"mine"


@pytest.mark.parametrize("option", WRITERS)
@pytest.mark.parametrize(
    ("prepare", "why"),
    [
        (lambda path: path.chmod(0o444), "it is read-only"),
        (lambda path: os.link(path, "other"), "it has 2 hard links, and the others would keep the old text"),
    ],
    ids=["read-only", "hard link"],
)
def test_a_file_that_cannot_be_replaced_without_a_loss_stays(option: str, prepare: Callable[[Path], None], why: str) -> None:
    path = Path("report")
    path.write_text("old")
    prepare(path)
    status, _, err = lint(option, "report", "p.txt")
    assert (status, path.read_text()) == (2, "old")
    what = "cannot write the baseline" if option == "--write-baseline" else "cannot be written"
    assert f"{what}: {why}" in err
    assert not list(Path().glob(".*"))


def test_a_baseline_that_is_read_only_is_not_pruned() -> None:
    lint("--write-baseline", "b.json", "p.txt")
    Path("b.json").chmod(0o444)
    before = contents()
    Path("p.txt").write_text("a cat --ar 16:9 --v 7\n")
    status, _, err = lint("--baseline", "b.json", "--prune-baseline", "p.txt")
    assert (status, contents()["b.json"]) == (2, before["b.json"])
    assert "b.json: cannot write the baseline: it is read-only" in err


@pytest.mark.parametrize("option", WRITERS)
def test_a_name_as_long_as_the_file_system_allows(option: str) -> None:
    assert lint(option, "r" * 255, "p.txt")[0] in (0, 1)
    assert Path("r" * 255).stat().st_size > 50


@pytest.mark.parametrize("option", WRITERS)
def test_a_pipe_is_written_and_not_replaced(option: str) -> None:
    os.mkfifo("pipe")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(Path("pipe").read_text()))
    reader.start()
    lint(option, "pipe", "--output-format", "json", "p.txt")
    reader.join(10)
    assert json.loads(read[0])["version"] == 1
    assert stat.S_ISFIFO(os.stat("pipe").st_mode)


def limited() -> None:
    """No file may grow past 4096 bytes: a write then fails as it does on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


@pytest.mark.parametrize("prompts", [60, 3000])
@pytest.mark.parametrize("option", WRITERS)
def test_an_output_that_does_not_fit_leaves_the_old_one(option: str, prompts: int) -> None:
    """With few prompts the document fails to be written in the end, with many on the way."""
    Path("p.txt").write_text("".join(f"a cat {number} --ar16:9 --v 7\n" for number in range(prompts)))
    Path("report").write_text("old")
    command = [sys.executable, "-m", "promptlint", "lint", "--offline", "--jobs", "1", option, "report", "--output-format", "json", "p.txt"]
    done = subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=limited,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    what = "cannot write the baseline" if option == "--write-baseline" else "cannot be written"
    assert f"{what}: file too large" in done.stderr
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr
    assert sorted(os.listdir()) == ["d", "p.txt", "report"]
    assert Path("report").read_text() == "old"


def test_a_folder_is_no_output() -> None:
    status, out, err = lint("--output-file", "d", "p.txt")
    assert (status, out) == (2, "")
    assert err == "promptlint: --output-file: d cannot be written: is a directory\n"
