"""Every example with output in README and docs is run, and prints what the page says.

In a `console` block, a line that begins with `$ ` is a command, and what follows up to the next is what it prints
(standard output, then standard error). A block whose info string has `title=NAME` is a file that later commands of the
page find. `pycon` blocks are sessions of Python. All blocks of a page share one directory, and one session.
"""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(path for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), ROOT / "grammar/README.md"] if path.is_file())

FENCE = re.compile(r"^( *)```(\w+)([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r"\btitle=(\S+)")
# The command under test, by a name that no file has.
SHELL = f'promptlint() {{ "{sys.executable}" -m promptlint "$@"; }}\n'


class Block(NamedTuple):
    """A fenced block. `name` is the name of its file, or empty."""

    language: str
    name: str
    text: str
    line: int


def blocks(text):
    for match in FENCE.finditer(text):
        indent, language, info, body = match.groups()
        title = TITLE.search(info)
        lines = [line.removeprefix(indent) for line in body.splitlines(keepends=True)]
        yield Block(language, title[1] if title else "", "".join(lines), text.count("\n", 0, match.start()) + 2)


def commands(block):
    """The commands of a `console` block with what each prints; an indented `> ` goes on with the command."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def printed(command, folder):
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "PROMPTLINT"))}
    environment |= {"PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(folder / ".config"), "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(["bash", "-c", SHELL + command], cwd=folder, env=environment, capture_output=True, check=False)
    return (run.stdout + run.stderr).decode()


def runs(command, output):
    """Return whether an example is run: all that print something, and each call of promptlint; not `pip install …`."""
    return bool(output.strip()) or command.startswith("promptlint ")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples_print_what_the_page_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    session = {}
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.name:
            (tmp_path / block.name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / block.name).write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            for command, output in commands(block):
                if runs(command, output):
                    assert printed(command, tmp_path).rstrip("\n") == output.rstrip("\n"), f"{page.name}:{block.line}: $ {command}"
        elif block.language == "pycon":
            check_session(block, session, page)
        elif block.language == "python":
            compile(block.text, f"{page.name}:{block.line}", "exec")


def check_session(block, session, page):
    test = doctest.DocTestParser().get_doctest(block.text, session, page.name, str(page), block.line)
    session_before = dict(session)
    report = []
    result = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(test, out=report.append, clear_globs=False)
    session.update(session_before | test.globs)
    assert result.failed == 0, "".join(report)


def test_the_reader_of_examples_reads_them():
    text = "- a\n\n  ```console\n  $ promptlint rule\n  one\n  two\n  $ pip install x\n  ```\n\n```text title=a/b.txt\na cat\n```\n"
    first, second = blocks(text)
    assert (first.language, first.line) == ("console", 4)
    assert list(commands(first)) == [("promptlint rule", "one\ntwo\n"), ("pip install x", "")]
    assert second[:3] == ("text", "a/b.txt", "a cat\n")
    assert [runs(*each) for each in commands(first)] == [True, False]


def test_an_example_that_is_wrong_is_noticed(tmp_path):
    assert printed("promptlint --version", tmp_path).startswith("promptlint ")
    assert printed("echo out; echo err >&2", tmp_path) == "out\nerr\n"
    with pytest.raises(AssertionError):
        check_session(Block("pycon", "", ">>> 1 + 1\n3\n", 1), {}, ROOT / "README.md")
