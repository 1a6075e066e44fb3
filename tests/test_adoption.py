"""Beginning in a repository with many findings: a baseline, one bad prompt more, and exactly that one is reported."""

import io
import json
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from promptlint.cli.main import main
from promptlint.output import FORMATS

PAGES = Path(__file__).parent.parent / "docs"

COUNT = {
    "full": lambda text: text.count("MJ005"),
    "concise": lambda text: len(text.splitlines()),
    "json": lambda text: len(json.loads(text)["diagnostics"]),
    "jsonl": lambda text: len(text.splitlines()),
    "sarif": lambda text: len(json.loads(text)["runs"][0]["results"]),
    "github": lambda text: len(text.splitlines()),
    "gitlab": lambda text: len(json.loads(text)),
    "junit": lambda text: len(ElementTree.fromstring(text).findall(".//failure")),
    "rdjson": lambda text: len(json.loads(text)["diagnostics"]),
}


def run(*argv):
    out, err = io.StringIO(), io.StringIO()
    status = main(["lint", "--offline", "--quiet", *argv], io.StringIO(), out, err)
    return status, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A scratch repository with the pages of the documentation, and a few files more."""
    root = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", root], check=True)
    for path in sorted(PAGES.glob("*.md")):
        shutil.copy(path, root / path.name)
    (root / "own.txt").write_text("a cat --ar16:9\na cat --ar16:9\na knight --q 2 --v 8.2\n", encoding="utf-8")
    (root / "own.json").write_text(json.dumps([{"prompt": "a dog --v 6 --oref https://img.mysite.net/a.png"}]), encoding="utf-8")
    return root


@pytest.fixture
def paths(repository, monkeypatch):
    monkeypatch.chdir(repository)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(repository / ".none"))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return sorted(str(path.relative_to(repository)) for path in repository.iterdir() if path.is_file() and path.name != "known.json")


def test_every_format_is_counted():
    assert COUNT.keys() == FORMATS.keys()


_NOTES = ("no prompts found; looked for", "locations with parameters were not read")


def beside(err):
    """Standard error without the notes about what was not read."""
    return "".join(line for line in err.splitlines(keepends=True) if not any(words in line for words in _NOTES))


@pytest.mark.parametrize("name", FORMATS)
def test_only_what_is_new_is_reported(name, paths, repository):
    (repository / "own.txt").write_text("a cat --ar16:9\na cat --ar16:9\na knight --q 2 --v 8.2\n", encoding="utf-8")
    status, out, _ = run("--write-baseline", "known.json", "--output-format", "concise", *paths)
    assert (status, out) == (0, "")
    status, out, err = run("--baseline", "known.json", "--output-format", name, *paths)
    assert (status, COUNT[name](out), beside(err)) == (0, 0, "")

    # Moved down by a line, and one bad prompt more.
    (repository / "own.txt").write_text("a tower --ar16:9\na cat --ar16:9\na cat --ar16:9\na knight --q 2 --v 8.2\n", encoding="utf-8")
    status, out, err = run("--baseline", "known.json", "--output-format", name, *paths)
    assert (status, COUNT[name](out), beside(err)) == (1, 1, "")
    assert "--ar16:9" in out


def test_what_was_mended_is_told_and_taken_out(paths, repository):
    (repository / "own.txt").write_text("a cat --ar16:9\n", encoding="utf-8")
    run("--write-baseline", "known.json", "own.txt")
    (repository / "own.txt").write_text("a cat --ar 16:9\n", encoding="utf-8")
    status, out, err = run("--baseline", "known.json", "--output-format", "concise", "own.txt")
    assert (status, out) == (0, "")
    assert "known.json: 1 finding no longer occurs" in err
    run("--baseline", "known.json", "--prune-baseline", "own.txt")
    assert json.loads((repository / "known.json").read_text(encoding="utf-8"))["findings"] == []
    assert run("--baseline", "known.json", "own.txt") == (0, "", "")
