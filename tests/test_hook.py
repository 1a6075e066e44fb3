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
import tomllib
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
        self.git("add", "--", name)
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
                    {"id": "promptlint-links", "args": ["--allow-private", "--no-cache"], "stages": ["pre-push"]},
                ],
            }
        ]
    }
    repository.write(".pre-commit-config.yaml", yaml.safe_dump(configuration))
    commit(repository)
    installed = repository.pre_commit("install", "--install-hooks")
    assert installed.status == 0, installed.output
    return repository


def test_a_hook_that_passes_shows_only_what_was_not_read(scratch: Scratch) -> None:
    scratch.write("midjourney-prompts.txt", GOOD)
    silent = scratch.pre_commit("run", "promptlint")
    assert (silent.status, len(silent.output.strip().splitlines())) == (0, 3), silent.output  # its name, its id and its duration
    scratch.write("midjourney-prompts.txt", GOOD + "Cleaner lines for feet (default --q 1).\n")
    told = scratch.pre_commit("run", "promptlint")
    assert told.status == 0
    assert "1 location with parameters was not read (list it with --show-prompts)" in told.output
    scratch.git("rm", "--force", "--quiet", "midjourney-prompts.txt")


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
    "mj-prompts/readme.txt", "hero.prompt.bak", "x.mjs", "mj-prompts.py", "midjourney-prompts.ts", "notmidjourney.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_hooks_take_the_files_that_a_folder_gives(name: str) -> None:
    """All but program code, which may need packages that a hook has only where its configuration names them."""
    is_code = name.endswith((".py", ".js", ".mjs", ".ts", ".tsx"))
    for hook in HOOKS.values():
        taken = bool(DEFAULT_NAMES.search(os.path.basename(name))) and not is_code
        assert bool(re.search(hook["files"], name)) is taken, hook["id"]


def test_the_page_shows_how_the_hook_reads_code() -> None:
    page = (ROOT / "docs" / "hook.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"files: (\S.*)\n +additional_dependencies: \[(.*)\]", page)
    assert all(
        bool(re.search(shown[0], name)) for name in ("mj-prompts.py", "src/midjourney-prompts.ts", "mjPrompts.mjs", "mj_prompts.tsx")
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert shown[1].split(", ") == [each.partition(">")[0] for each in project["optional-dependencies"]["code"]]


@pytest.fixture
def attacked(hooks: tuple[Path, str], home: Path, tmp_path: Path) -> Scratch:
    """A repository in which a stranger has named files like options; its own hooks have arguments of their own."""
    repository = Scratch(tmp_path / "attacked", home)
    folder, revision = hooks
    own = {"args": ["--config=own.toml", "--fail-on", "warning"]}
    both = [{"id": "promptlint", **own}, {"id": "promptlint-fix", **own}, {"id": "promptlint-format"}]
    repository.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": str(folder), "rev": revision, "hooks": both}]}))
    repository.write("own.toml", 'model = "7"\n')
    repository.write("evil.prompt", 'ignore = ["ALL"]\n')
    repository.write("hero.prompt", "a castle –ar 16:9\n")
    return repository


OPTION_NAMES = ["--config=evil.prompt", "--output-file=hero.prompt", "--write-baseline=hero.prompt", "-dash.prompt", "-p.prompt"]


@pytest.mark.parametrize("hook", ["promptlint", "promptlint-fix", "promptlint-format"])
@pytest.mark.parametrize("name", OPTION_NAMES)
def test_a_file_name_is_never_an_option(attacked: Scratch, hook: str, name: str) -> None:
    attacked.write(name, GOOD)
    before = {path.name: path.read_bytes() for path in attacked.folder.iterdir() if path.is_file()}
    done = attacked.pre_commit("run", hook, "--files", "hero.prompt", f"./{name}")
    assert done.status == 1, done.output
    assert "- exit code: 2" in done.output
    assert f"promptlint: `{name}` names an existing file or directory, so it is not read as an option: rename it, or write `./{name}`" in (
        done.output
    )
    if hook == "promptlint":
        assert "hero.prompt:1:10: warning MJ002 dash-form" in done.output
    if hook == "promptlint" or name.startswith("--"):  # the intention of the call is not certain, so nothing is written
        assert {path.name: path.read_bytes() for path in attacked.folder.iterdir() if path.is_file()} == before


def test_arguments_of_the_user_are_options(attacked: Scratch) -> None:
    done = attacked.pre_commit("run", "promptlint", "--files", "hero.prompt")
    assert (done.status, "- exit code: 1" in done.output) == (1, True), done.output
    assert "MJ304" not in done.output, "own.toml names the model"


# What pre-commit 3.0 (Debian 12) and the newest both take; 3.2 renamed `commit`, `push` and `merge-commit`.
STAGES_OF_ALL = {"commit-msg", "manual", "post-checkout", "post-commit", "post-merge", "post-rewrite", "prepare-commit-msg"}


def test_the_manifest_loads_with_every_pre_commit_from_3_0(scratch: Scratch) -> None:
    done = scratch.pre_commit("validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    assert (done.status, done.output) == (0, "")
    assert {stage for hook in HOOKS.values() for stage in hook.get("stages", [])} <= STAGES_OF_ALL


def test_every_hook_leaves_out_what_the_settings_exclude() -> None:
    for hook in HOOKS.values():
        assert "--force-exclude" in hook["entry"].split(), hook["id"]


def test_format_leaves_an_excluded_file_alone(scratch: Scratch) -> None:
    scratch.write("promptlint.toml", 'exclude = ["old/*"]\n')
    (scratch.folder / "old").mkdir(exist_ok=True)
    path = scratch.write("old/mj_prompts.txt", "a pier  --v 7   --ar 16:9\n")
    done = scratch.pre_commit("run", "promptlint-format", "--hook-stage=manual", "--files", "old/mj_prompts.txt")
    assert done.status == 0, done.output
    assert path.read_text(encoding="utf-8") == "a pier  --v 7   --ar 16:9\n"


def test_links_are_checked_only_at_a_stage_that_is_named() -> None:
    assert {name: hook["stages"] for name, hook in HOOKS.items() if "stages" in hook} == {"promptlint-links": ["manual"]}


def test_only_one_hook_opens_connections_and_only_two_write() -> None:
    assert list(HOOKS) == ["promptlint", "promptlint-fix", "promptlint-format", "promptlint-links"]
    lint = {name: hook["entry"].split() for name, hook in HOOKS.items() if "lint" in hook["entry"].split()}
    assert {name for name, entry in lint.items() if "--offline" not in entry} == {"promptlint-links"}
    assert {name for name, entry in lint.items() if "--fix" in entry} == {"promptlint-fix"}
