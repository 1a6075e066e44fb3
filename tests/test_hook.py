"""The pre-commit hooks, with real git and real pre-commit in a scratch repository.

pre-commit installs the hook as it does for everybody: into an environment of its own, with pip, from the package index.
"""

from __future__ import annotations

import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from promptlint.project.discovery import DEFAULT_NAMES

ROOT = Path(__file__).resolve().parent.parent
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
PARTS = ("promptlint", "grammar", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
BAD = "# Landing page\na castle --ar16:9 --v 7\n"
GOOD = "# Landing page\na castle --ar 16:9 --v 7\n"
# A scratch repository inherits nothing from the one that runs the tests, nor from the user.
BARE = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PRE_COMMIT", "PYTHON", "PROMPTLINT"))}


class Done(NamedTuple):
    status: int
    output: str


class Scratch:
    """A repository with the hooks installed."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self._environment = BARE | {
            "HOME": str(home),
            "PRE_COMMIT_HOME": str(home / "pre-commit"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
            "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"],
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "NO_COLOR": "1",
        }  # fmt: skip
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def run(self, *command: str) -> Done:
        done = subprocess.run(command, cwd=self.folder, env=self._environment, capture_output=True, text=True, check=False)
        return Done(done.returncode, done.stdout + done.stderr)

    def git(self, *arguments: str) -> Done:
        done = self.run("git", *arguments)
        if arguments[0] != "commit":
            assert done.status == 0, done.output
        return done

    def pre_commit(self, *arguments: str) -> Done:
        return self.run(sys.executable, "-m", "pre_commit", *arguments)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        self.git("add", name)
        return path


def commit(repository: Scratch) -> str:
    """Commit everything, without hooks; the hash."""
    repository.git("add", "--all", "--force")
    assert repository.git("commit", "--quiet", "--no-verify", "--message=all").status == 0
    return repository.git("rev-parse", "HEAD").output.strip()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def hooks(home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository that holds the working tree as it is now: where it lies, and its revision."""
    source = Scratch(tmp_path_factory.mktemp("hooks") / "promptlint", home)
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, source.folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, source.folder / part)
    return source.folder, commit(source)


@pytest.fixture(scope="module")
def scratch(hooks: tuple[Path, str], home: Path, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """A repository with `promptlint` on commit, the others by hand, and pre-commit installed in it."""
    repository = Scratch(tmp_path_factory.mktemp("scratch") / "library", home)
    folder, revision = hooks
    configuration = {
        "repos": [
            {
                "repo": str(folder),
                "rev": revision,
                "hooks": [
                    {"id": "promptlint"},
                    {"id": "promptlint-fix", "stages": ["manual"]},
                    {"id": "promptlint-format", "stages": ["manual"]},
                    {"id": "promptlint-links", "args": ["--allow-private", "--no-cache"]},
                ],
            }
        ]
    }
    repository.write(".pre-commit-config.yaml", yaml.safe_dump(configuration))
    commit(repository)
    installed = repository.pre_commit("install", "--install-hooks")
    assert installed.status == 0, installed.output
    return repository


def test_a_commit_is_stopped_mended_and_passes(scratch: Scratch) -> None:
    path = scratch.write("midjourney-prompts.txt", BAD)
    scratch.write("notes.txt", "a castle --ar16:9\n")
    stopped = scratch.git("commit", "--message=prompts")
    assert stopped.status == 1
    assert "midjourney-prompts.txt:2:10: error MJ005 glued-value" in stopped.output
    assert "notes.txt" not in stopped.output
    assert path.read_text(encoding="utf-8") == BAD, "the hook changes nothing"

    mended = scratch.pre_commit("run", "promptlint-fix", "--hook-stage=manual")
    assert mended.status == 1 and "files were modified by this hook" in mended.output
    assert path.read_text(encoding="utf-8") == GOOD

    scratch.git("add", "midjourney-prompts.txt")
    passed = scratch.git("commit", "--message=prompts")
    assert passed.status == 0, passed.output
    assert "Passed" in passed.output


def test_a_warning_does_not_stop_a_commit(scratch: Scratch) -> None:
    scratch.write("sea.prompt", "the sea –ar 16:9 --v 7\n")
    done = scratch.git("commit", "--message=sea")
    assert done.status == 0, done.output


def test_what_the_settings_exclude_is_left_out(scratch: Scratch) -> None:
    scratch.write("promptlint.toml", 'exclude = ["old/*"]\n')
    (scratch.folder / "old").mkdir()
    scratch.write("old/mj-prompts.txt", BAD)
    done = scratch.git("commit", "--message=old")
    assert done.status == 0, done.output


def test_format(scratch: Scratch) -> None:
    path = scratch.write("order.prompt", "the sea   --version 7 --aspect 2:1\n")
    done = scratch.pre_commit("run", "promptlint-format", "--hook-stage=manual", "--files", "order.prompt")
    assert done.status == 1, done.output
    assert path.read_text(encoding="utf-8") == "the sea --ar 2:1 --v 7\n"
    again = scratch.pre_commit("run", "promptlint-format", "--hook-stage=manual", "--files", "order.prompt")
    assert again.status == 0, again.output


class _Gone(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_error(404)

    do_GET = do_HEAD  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def gone() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Gone)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/a.png"
    server.shutdown()
    thread.join()
    server.server_close()


def test_links_are_asked_before_a_push(scratch: Scratch, gone: str) -> None:
    scratch.write("linked.prompt", f"{gone} a castle --v 7\n")
    done = scratch.pre_commit("run", "promptlint-links", "--hook-stage=pre-push", "--files", "linked.prompt")
    assert done.status == 1, done.output
    assert "linked.prompt:1:1: error MJ551 dead-link" in done.output


def test_it_can_be_tried_without_a_configuration(hooks: tuple[Path, str], scratch: Scratch) -> None:
    scratch.write("tried.prompt", BAD)
    folder, revision = hooks
    done = scratch.pre_commit("try-repo", str(folder), "promptlint", "--ref", revision, "--files", "tried.prompt")
    assert done.status == 1, done.output
    assert "tried.prompt:2:10: error MJ005 glued-value" in done.output


NAMES = [
    "midjourney-prompts.txt", "docs/MJ_Prompts.md", "mjprompt.json", "a/midjourney_prompt_v2.yaml", "hero.prompt", "x.mj",
    "midjourney.txt", "deep/Midjourney.csv", "midjourney.md", "prompts.txt", "readme.md", "emoji-prompts.md",
    "mj-prompts/readme.txt", "hero.prompt.bak", "x.mjs", "mj-prompts.py", "notmidjourney.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_hooks_take_the_files_that_a_folder_gives(name: str) -> None:
    for hook in HOOKS.values():
        assert bool(re.search(hook["files"], name)) is bool(DEFAULT_NAMES.search(os.path.basename(name))), hook["id"]


def test_only_one_hook_opens_connections_and_only_two_write() -> None:
    assert list(HOOKS) == ["promptlint", "promptlint-fix", "promptlint-format", "promptlint-links"]
    lint = {name: hook["entry"].split() for name, hook in HOOKS.items() if "lint" in hook["entry"].split()}
    assert {name for name, entry in lint.items() if "--offline" not in entry} == {"promptlint-links"}
    assert {name for name, entry in lint.items() if "--fix" in entry} == {"promptlint-fix"}
