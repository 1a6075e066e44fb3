"""The TextMate grammar, tested by its own tool, and what the package says about it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

EDITORS = Path(__file__).resolve().parent.parent / "editors"
TOOL = EDITORS / "node_modules" / ".bin" / "vscode-tmgrammar-test"


@pytest.mark.skipif(not TOOL.exists(), reason="needs vscode-tmgrammar-test: tools/ci-editors.sh installs it")
def test_grammar_gives_the_scopes_its_tests_want():
    run = subprocess.run(["npm", "test"], cwd=EDITORS, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("run successfuly") == len([*EDITORS.glob("tests/*.prompt"), *EDITORS.glob("tests/*.md")])


@pytest.mark.skipif(not TOOL.exists(), reason="needs vscode-tmgrammar-test: tools/ci-editors.sh installs it")
def test_the_tool_notices_a_grammar_that_is_wrong(tmp_path):
    wrong = tmp_path / "wrong.prompt"
    wrong.write_text('# SYNTAX TEST "source.midjourney"\na cat --ar 16:9\n#       ^^ constant.numeric.midjourney\n', encoding="utf-8")
    grammar = EDITORS / "syntaxes" / "midjourney.tmLanguage.json"
    run = subprocess.run([TOOL, str(wrong), "-g", str(grammar)], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode != 0


def test_package_names_files_that_are_there():
    package = json.loads((EDITORS / "package.json").read_text(encoding="utf-8"))
    contributes = package["contributes"]
    paths = [each["path"] for each in contributes["grammars"]] + [each["configuration"] for each in contributes["languages"]]
    assert [path for path in paths if not (EDITORS / path).is_file()] == []
    for grammar in contributes["grammars"]:
        assert json.loads((EDITORS / grammar["path"]).read_text(encoding="utf-8"))["scopeName"] == grammar["scopeName"]
