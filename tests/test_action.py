"""The GitHub Action: its lint step, run by a real bash, passes the inputs on and nothing else; the hooks and jobs parse."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from promptlint.cli.options import parse

ROOT = Path(__file__).resolve().parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]


@pytest.fixture
def workspace(tmp_path):
    """A checkout with prompts, and the folder that the install step would fill."""
    (tmp_path / "temp").mkdir()
    (tmp_path / "temp/promptlint").symlink_to(ROOT, target_is_directory=True)
    work = tmp_path / "work"
    (work / "my prompts").mkdir(parents=True)
    (work / "good.prompt").write_text("a cat --ar 16:9 --v 7\n", encoding="utf-8")
    (work / "my prompts/bad.prompt").write_text("a cat --ar16:9 --v 7\n", encoding="utf-8")
    return work


def lint_step(workspace, **inputs):
    step = STEPS[1]
    values = {name: row["default"] for name, row in ACTION["inputs"].items()} | inputs
    environment = {key: values[re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", value)[1]] for key, value in step["env"].items()}
    # The python of this test, as the one that the runner finds.
    (workspace.parent / "bin").mkdir(exist_ok=True)
    python = workspace.parent / "bin/python3"
    if not python.exists():
        python.symlink_to(sys.executable)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment |= {"RUNNER_TEMP": str(workspace.parent / "temp"), "GITHUB_ACTIONS": "true", "PATH": path}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(command, cwd=workspace, env=environment, capture_output=True, text=True, check=False)


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
    assert "--exit-zero: there is no such file" in run.stderr


def test_a_file_of_the_repository_is_never_run(workspace):
    (workspace / "json.py").write_text("raise SystemExit('run')\n", encoding="utf-8")
    (workspace / "promptlint.py").write_text("raise SystemExit('run')\n", encoding="utf-8")
    run = lint_step(workspace, paths="good.prompt", arguments="--output-format=json")
    assert (run.returncode, '"diagnostics": []' in run.stdout) == (0, True)


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
