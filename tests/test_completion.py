"""Completion, typed into real shells. zsh and fish are skipped where they are not installed (tools/ci-editors.sh)."""

from __future__ import annotations

import io
import os
import pty
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from promptlint.cli.main import main

# What is typed, and what it becomes: the one word that fits, or nothing.
TYPED = [
    ("li", "lint"),
    ("lint --output-for", "--output-format"),
    ("lint --output-format sar", "sarif"),
    ("lint --plan ba", "basic"),
    ("lint --target mj-p", "mj-proxy"),
    ("lint --model niji7", "niji7"),
    ("lint --select MJ40", "MJ401 MJ402 MJ403 MJ404 MJ405 MJ406 MJ407 MJ408 MJ409"),
    ("rule --for", "--for-agents"),
    ("rule MJ00", "MJ001 MJ002 MJ003 MJ004 MJ005 MJ006 MJ007 MJ008 MJ009"),
    ("completion fi", "fish"),
    ("cache cl", "clear"),
    ("lint midj", "midjourney.txt"),
    ("lint --output-file midj", "midjourney.txt"),
    ("lsp midj", ""),
    ("mcp --he", "--help"),
]
ONE = [(typed, word) for typed, word in TYPED if " " not in word]


@pytest.fixture(scope="module")
def scripts(tmp_path_factory) -> Path:
    """A directory with the three scripts and one file to complete."""
    folder = tmp_path_factory.mktemp("completion")
    (folder / "midjourney.txt").write_text("", encoding="utf-8")
    for shell in ("bash", "zsh", "fish"):
        out, err = io.StringIO(), io.StringIO()
        assert main(["completion", shell], io.StringIO(), out, err) == 0
        (folder / f"script.{shell}").write_text(out.getvalue(), encoding="utf-8")
    return folder


def bash(folder: Path, typed: str) -> list[str]:
    """The offers of bash: our function first, and files where it leaves that to the shell."""
    words = ["promptlint", *typed.split(" ")]
    program = """
        source ./script.bash
        files=default
        compopt() { files=; }
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _promptlint
        if [ ${#COMPREPLY[@]} -eq 0 ] && [ "$files" ]; then COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")); fi
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    run = subprocess.run(["bash", "--norc", "-c", program, "-", *words], cwd=folder, capture_output=True, text=True, timeout=20, check=True)
    assert not run.stderr
    return run.stdout.split()


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(("typed", "word"), TYPED, ids=[row[0] for row in TYPED])
def test_bash(scripts, typed, word):
    assert bash(scripts, typed) == word.split()


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_behind_an_equals_sign(scripts):
    assert bash(scripts, "lint --output-format = sar") == ["sarif"]
    assert "sarif" in bash(scripts, "lint --output-format =")


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_knows_the_options_of_one_letter(scripts):
    """Each is offered once, and no option is offered after one that takes a text."""
    offered = [word for word in bash(scripts, "lint -") if not word.startswith("--")]
    assert sorted(offered) == ["-h", "-p", "-q", "-v"]
    assert bash(scripts, "lint -p --mod") == []
    assert bash(scripts, "lint -q --mod") == ["--model"]


def test_fish_gets_the_options_of_one_letter(scripts):
    text = (scripts / "script.fish").read_text(encoding="utf-8")
    assert "__fish_seen_subcommand_from lint' -l prompt -s p -x " in text
    assert "__fish_seen_subcommand_from lint' -l model -x " in text


@pytest.mark.skipif(not shutil.which("fish"), reason="needs fish: tools/ci-editors.sh installs it")
def test_fish(scripts):
    lines = "\n".join(f"echo '>'; complete -C 'promptlint {typed}'" for typed, _ in TYPED)
    environment = {**os.environ, "HOME": str(scripts)}
    command = ["fish", "--no-config", "-c", f"source ./script.fish\n{lines}"]
    run = subprocess.run(command, cwd=scripts, env=environment, capture_output=True, text=True, timeout=30, check=True)
    assert not run.stderr
    offered = [[line.split("\t")[0] for line in block.split("\n") if line] for block in run.stdout.split(">\n")[1:]]
    assert dict(zip([typed for typed, _ in TYPED], offered, strict=True)) == {typed: word.split() for typed, word in TYPED}


class Zsh:
    """An interactive zsh in a terminal, into which keys are typed; Ctrl-B writes the line to a file and empties it."""

    def __init__(self, folder: Path) -> None:
        self.line = folder / "line"
        self.terminal, inner = pty.openpty()
        environment = {**os.environ, "TERM": "dumb", "ZDOTDIR": str(folder), "HOME": str(folder)}
        self.shell = subprocess.Popen(
            ["zsh", "-f", "-i"], cwd=folder, env=environment, stdin=inner, stdout=inner, stderr=inner, start_new_session=True
        )
        os.close(inner)
        self.type(
            "autoload -Uz compinit; compinit -D -u; source ./script.zsh; bindkey '^I' complete-word; "
            "d() { print -r -- $BUFFER >| line; BUFFER=; }; zle -N d; bindkey '^B' d; unsetopt zle_bracketed_paste; PROMPT=RE''ADY\n"
        )
        self.until(b"READY")

    def type(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def until(self, wanted: bytes) -> None:
        seen, end = b"", time.monotonic() + 20
        while wanted not in seen:
            assert time.monotonic() < end, seen
            if select.select([self.terminal], [], [], 0.1)[0]:
                seen += os.read(self.terminal, 4096)

    def completed(self, typed: str) -> str:
        """The line after TAB."""
        self.line.unlink(missing_ok=True)
        self.type(typed + "\t\x02")
        end = time.monotonic() + 20
        while not (self.line.exists() and self.line.read_text(encoding="utf-8")):
            assert time.monotonic() < end, typed
            if select.select([self.terminal], [], [], 0.02)[0]:
                os.read(self.terminal, 4096)
        # zsh puts a = after an option that requires a value, and removes it when a space is typed
        return self.line.read_text(encoding="utf-8").rstrip().removesuffix("=")

    def close(self) -> None:
        self.shell.kill()
        self.shell.wait()
        os.close(self.terminal)


@pytest.mark.skipif(not shutil.which("zsh"), reason="needs zsh: tools/ci-editors.sh installs it")
def test_zsh(scripts):
    zsh = Zsh(scripts)
    try:
        found = {typed: zsh.completed(f"promptlint {typed}") for typed, _ in ONE}
        assert found == {typed: f"promptlint {' '.join([*typed.split(' ')[:-1], word or typed.split(' ')[-1]])}" for typed, word in ONE}
        for typed, completed in (
            ("--output-format=sar", "--output-format=sarif"),
            ("--select MJ301 --sel", "--select MJ301 --select"),  # it may be repeated
            ("--prompt fox --prom", "--prompt fox --prompt"),
            ("--plan pro --pla", "--plan pro --pla"),
            ("--now midj", "--now midj"),  # free text, which is not a file
        ):
            assert zsh.completed(f"promptlint lint {typed}") == f"promptlint lint {completed}"
    finally:
        zsh.close()
