"""The language server in a real editor. docs/editors.md shows what this prints."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `lsp`")

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = Path(__file__).with_name("session.lua")
FILE = "a lighthouse in a storm --chaos 40 --ar16:9\n一只狐狸 🦊 --AR 1:1 --v 7\n"


@pytest.mark.skipif(not shutil.which("nvim"), reason="needs Neovim: tools/ci-editors.sh installs it")
def test_a_session_in_neovim(tmp_path):
    (tmp_path / "midjourney.txt").write_text(FILE, encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PROMPTLINT": f"{sys.executable} -m promptlint lsp",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    command = ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-S", str(SCRIPT), "midjourney.txt"]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=True)
    shown = [block.partition("\n") for block in run.stdout.split("== ")[1:]]
    steps = [(title, text.strip()) for title, _, text in shown]
    assert [title for title, _ in steps] == [
        "open",
        "findings",
        "hover over --chaos",
        "action",
        "after it",
        "findings",
        "completion of --st",
    ]
    before, hover, after = steps[1][1], steps[2][1], steps[4][1]
    # Neovim counts bytes: three for each Chinese character and four for the fox.
    assert [line.split(" ")[:3] for line in before.splitlines()] == [["1:36", "ERROR", "MJ005"], ["2:19", "ERROR", "MJ010"]], before
    assert hover.startswith("**Chaos** · `--chaos` or `--c`")
    assert after == FILE.replace("--ar16", "--ar 16").replace("--AR", "--ar").strip()
    assert steps[5][1] == ""
    offered = steps[6][1].splitlines()
    assert [line.split(" ")[0] for line in offered] == ["--style", "--stylize", "--stealth", "--stop"]
    assert offered[3] == "--stop  V7 rejects it; it requires V6, Niji 6 or V6.1"
