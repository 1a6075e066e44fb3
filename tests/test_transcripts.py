"""Command lines with all that they print, in `transcripts.txt`, as a terminal shows it.

A line of a block begins with `$` for the command, `!` for what went to standard error, `=` for an exit status other than 0. After
an intended change, `PROMPTLINT_UPDATE=1 pytest tests/test_transcripts.py` writes them again, and the difference is what to review.
"""

from __future__ import annotations

import io
import os
import shlex
from pathlib import Path

import pytest

from promptlint.cli.main import main

GOLDEN = Path(__file__).parent / "transcripts.txt"
BLOCKS = {
    command: printed.strip("\n")
    for command, _, printed in (each.partition("\n") for each in GOLDEN.read_text(encoding="utf-8").removeprefix("$ ").split("\n\n$ "))
}
"""What each command prints."""

FILES = {
    "two.prompt": "a cat --ar16:9 --v 7\na dog --chaos 500 --v 7\n",
    "right.prompt": "a cat --ar 16:9 --v 7\n",
    "notes.md": "# Notes\n\n```prompt\na cat --v 7 --ar16:9\na dog -- v 7\n```\n\nProse --ar 16:9 with an odd --chaos 5.\n",
    "set.toml": 'model = "7"\nignore = ["MJ103"]\n\n[severity]\nMJ302 = "error"\n',
    "body.json": '{"prompt": "a fox --ar16:9 --v 7", "timeout": 10, "mode": "fast"}\n',
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    for name in ("GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    for name, text in FILES.items():
        Path(name).write_text(text, encoding="utf-8")


def block(command: str) -> str:
    """What a command prints, and the files that it changes."""
    out, err = io.StringIO(), io.StringIO()
    status = main(shlex.split(command), io.StringIO("a cat --ar16:9\n"), out, err)
    here = os.getcwd()
    printed = [*out.getvalue().splitlines(), *(f"! {line}" for line in err.getvalue().splitlines())]
    changed = [f"{name}: {text!r}" for name, old in FILES.items() if (text := Path(name).read_text(encoding="utf-8")) != old]
    lines = [line.replace(here, "/work").replace("\x1b", "\\e") for line in printed] + changed + ([f"= {status}"] if status else [])
    return "\n".join(line or "~" for line in lines)


@pytest.mark.parametrize("command", BLOCKS)
def test_a_command_prints_exactly_this(command: str) -> None:
    made = block(command)
    if os.environ.get("PROMPTLINT_UPDATE"):
        BLOCKS[command] = made
        GOLDEN.write_text("\n".join(f"$ {name}\n{text}\n" for name, text in BLOCKS.items()), encoding="utf-8", newline="\n")
    assert made == BLOCKS[command]
