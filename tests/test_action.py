"""The GitHub Action: its steps, run by a real bash, pass the inputs on and nothing else; the hooks and jobs parse."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from promptlint.cli.call import parse

ROOT = Path(__file__).resolve().parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]


@pytest.fixture
def workspace(tmp_path):
    """A checkout with prompts, and the directory that the install step would fill."""
    (tmp_path / "temp").mkdir()
    (tmp_path / "temp/promptlint").symlink_to(ROOT, target_is_directory=True)
    work = tmp_path / "work"
    (work / "my prompts").mkdir(parents=True)
    (work / "good.prompt").write_text("a cat --ar 16:9 --v 7\n", encoding="utf-8")
    (work / "my prompts/bad.prompt").write_text("a cat --ar16:9 --v 7\n", encoding="utf-8")
    return work


def run_step(step, workspace, environment):
    """The step as the runner runs it; the python that it finds is that of this test."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {"RUNNER_TEMP": str(workspace.parent / "temp"), "GITHUB_ACTIONS": "true", "PATH": path} | environment
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(command, cwd=workspace, env=environment, capture_output=True, text=True, check=False)


def lint_step(workspace, *, job=None, **inputs):
    """The lint step with these inputs; `job` is the environment of the job."""
    step = STEPS[1]
    values = {name: row["default"] for name, row in ACTION["inputs"].items()} | inputs
    environment = {key: values[re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", value)[1]] for key, value in step["env"].items()}
    return run_step(step, workspace, (job or {}) | environment)


def test_findings_become_annotations(workspace):
    run = lint_step(workspace)
    assert run.returncode == 1
    assert run.stdout.startswith("::error title=promptlint MJ005 glued-value,file=my prompts/bad.prompt,line=1,")


def test_paths_and_arguments_are_lines(workspace):
    run = lint_step(workspace, paths="good.prompt\nmy prompts/bad.prompt\n", arguments="--output-format=concise\n--exit-zero\n")
    assert run.returncode == 0
    assert run.stdout.startswith("my prompts/bad.prompt:1:7: error MJ005 ")


def test_an_input_is_never_a_command_or_an_option(workspace):
    run = lint_step(workspace, paths="$(touch pwned); `touch pwned`\n--exit-zero\n")
    assert run.returncode == 2
    assert not (workspace / "pwned").exists()
    assert "`--exit-zero`: no such file or directory" in run.stderr


def test_a_file_of_the_repository_is_never_run(workspace):
    (workspace / "json.py").write_text("raise SystemExit('run')\n", encoding="utf-8")
    (workspace / "promptlint.py").write_text("raise SystemExit('run')\n", encoding="utf-8")
    run = lint_step(workspace, paths="good.prompt", arguments="--output-format=json")
    assert (run.returncode, '"diagnostics": []' in run.stdout) == (0, True)


@pytest.fixture
def hostile(tmp_path):
    """A checkout with files named like the imports of the steps, which record that they were run."""
    work = tmp_path / "work"
    (work / "pip").mkdir(parents=True)
    for name in ("pip.py", "pip/__init__.py", "pip/__main__.py", "promptlint.py", "httpx.py", "sitecustomize.py", "usercustomize.py"):
        (work / name).write_text(f"open({str(tmp_path / 'executed')!r}, 'a').write({name!r})\n", encoding="utf-8")
    (work / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "pip"\nbackend-path = ["."]\n'
        '[tool.promptlint]\nignore = ["ALL"]\nwords = "/etc/passwd"\n',
        encoding="utf-8",
    )
    (work / "bad.prompt").write_text("http://127.0.0.1:9/a.png a cat --ar16:9 --v 7\n", encoding="utf-8")
    (tmp_path / "temp").mkdir()
    return work


@pytest.fixture(scope="module")
def action(tmp_path_factory):
    """The directory that the runner downloads the action to."""
    folder = tmp_path_factory.mktemp("action")
    for name in ("promptlint", "grammar", "pyproject.toml", "README.md", "LICENSE"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.mark.parametrize("job", [{}, {"PYTHONPATH": "."}], ids=["plain", "with the checkout in PYTHONPATH"])
def test_no_step_runs_a_file_of_the_linted_repository(hostile, action, job):
    """pip installs for real, from the package index; its own configuration is that of the machine."""
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    done = run_step(STEPS[0], hostile, {"HOME": os.environ.get("HOME", ""), "GITHUB_ACTION_PATH": str(action)} | pip | job)
    assert done.returncode == 0, done.stderr
    assert (hostile.parent / "temp/promptlint/promptlint/__main__.py").is_file()

    refused = lint_step(hostile, job=job, links="true", paths="bad.prompt")
    assert refused.returncode == 2
    assert "pyproject.toml: words:" in refused.stderr
    assert "root:" not in refused.stdout + refused.stderr

    (hostile / "pyproject.toml").unlink()
    linted = lint_step(hostile, job=job, links="true", arguments="--allow-private\n--no-cache", paths="bad.prompt")
    assert linted.returncode == 1
    assert "MJ005 glued-value,file=bad.prompt,line=1," in linted.stdout
    assert "1 link could not be checked" in linted.stderr
    assert not (hostile.parent / "executed").exists()


def test_inputs_reach_the_scripts_through_the_environment_only():
    for step in STEPS:
        assert "${{" not in step["run"]


def test_the_gitlab_job_calls_what_there_is():
    text = (ROOT / "docs/gitlab.md").read_text(encoding="utf-8")
    calls = re.findall(r"^(?: *- )?promptlint (.+)$", text, re.MULTILINE)
    assert len(calls) == 4
    for call in calls:
        assert parse(call.split()).command == "lint"
    for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL):
        assert yaml.safe_load(block)
