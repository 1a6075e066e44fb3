"""The extension for VS Code: its highlighting and its client, tested by their own tools, and what its package holds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import promptlint

EXTENSION = Path(__file__).resolve().parent.parent / "editors" / "vscode"
TOOLS = EXTENSION / "node_modules" / ".bin"
PROGRAM = Path(sys.executable).with_name("promptlint")

needs_tools = pytest.mark.skipif(not (TOOLS / "vsce").exists(), reason="needs npm packages: run `sh tools/ci-editors.sh`")


def npm(*args, **variables):
    command = [shutil.which("npm"), "run", "--silent", *args]
    return subprocess.run(command, cwd=EXTENSION, env={**os.environ, **variables}, capture_output=True, text=True, timeout=120, check=False)


@needs_tools
def test_grammar_gives_the_scopes_its_tests_want():
    run = npm("test:highlighting")
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("run successfuly") == len([*EXTENSION.glob("tests/*.prompt"), *EXTENSION.glob("tests/*.md")])


@needs_tools
def test_the_tool_notices_a_grammar_that_is_wrong(tmp_path):
    wrong = tmp_path / "wrong.prompt"
    wrong.write_text('# SYNTAX TEST "source.midjourney"\na cat --ar 16:9\n#       ^^ constant.numeric.midjourney\n', encoding="utf-8")
    grammar = EXTENSION / "syntaxes" / "midjourney.tmLanguage.json"
    command = [TOOLS / "vscode-tmgrammar-test", str(wrong), "-g", str(grammar)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode != 0


@needs_tools
def test_types_hold():
    run = npm("check")
    assert run.returncode == 0, run.stdout + run.stderr


@needs_tools
def test_client_works_with_the_language_server():
    build = npm("build")
    assert build.returncode == 0, build.stdout + build.stderr
    run = npm("test:client", PROMPTLINT=str(PROGRAM))
    assert run.returncode == 0, run.stdout + run.stderr
    for what in ("shows a finding under its text", "offers a quick fix that mends it", "formats a document of prompts"):
        assert what in run.stdout


@needs_tools
def test_package_holds_what_it_names_and_nothing_else(tmp_path):
    made = tmp_path / "made.vsix"
    run = npm("package", "--", "--out", str(made))
    assert run.returncode == 0, run.stdout + run.stderr
    with zipfile.ZipFile(made) as package:
        names = {name.removeprefix("extension/") for name in package.namelist() if name.startswith("extension/")}
    assert names == {
        "package.json", "readme.md", "LICENSE.txt", "language-configuration.json", "dist/extension.js",
        "syntaxes/midjourney.tmLanguage.json", "syntaxes/markdown-midjourney.tmLanguage.json",
    }  # fmt: skip


def test_manifest_names_files_that_are_there():
    manifest = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    contributes = manifest["contributes"]
    paths = [each["path"] for each in contributes["grammars"]] + [each["configuration"] for each in contributes["languages"]]
    assert [path for path in paths if not (EXTENSION / path).is_file()] == []
    for grammar in contributes["grammars"]:
        assert json.loads((EXTENSION / grammar["path"]).read_text(encoding="utf-8"))["scopeName"] == grammar["scopeName"]


def test_manifest_agrees_with_the_package_and_the_code():
    manifest = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    assert manifest["version"] == promptlint.__version__
    code = "".join(path.read_text(encoding="utf-8") for path in (EXTENSION / "src").glob("*.js"))
    assert [each["command"] for each in manifest["contributes"]["commands"] if f'registerCommand("{each["command"]}"' not in code] == []
    languages = manifest["contributes"]["configuration"]["properties"]["promptlint.languages"]["default"]
    assert manifest["activationEvents"] == [f"onLanguage:{language}" for language in languages]


def test_every_dependency_is_pinned_without_a_host():
    locked = json.loads((EXTENSION / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    manifest = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    assert locked[""]["devDependencies"] == manifest["devDependencies"]
    assert [name for name, each in locked.items() if name and ("resolved" in each or "integrity" not in each)] == []
