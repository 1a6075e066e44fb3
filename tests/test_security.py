"""Attacks that must fail, as `SECURITY.md` promises: settings, files, prompts, links, responses of servers."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from reports import finding, prompt, written

import promptlint
from promptlint.cli.main import main
from promptlint.errors import ConfigError, SourceError
from promptlint.links.redact import redacted
from promptlint.output import FORMATS, renderer
from promptlint.settings_file.reading import Discovery
from promptlint.sources.hosts import find

ROOT = str(Path(promptlint.__file__).parent.parent)
CHECKOUT = Path(__file__).parents[1]


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(list(argv), io.StringIO(), out, err), out.getvalue(), err.getvalue()


# ── settings of a linted tree ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        'words = "/etc/passwd"',
        'words = "../outside.txt"',
        "[links]\nallow-private = true",
        '[links]\nproxy = "http://127.0.0.1:1"',
        '[links]\ntrusted-hosts = ["a.b"]',
        '[links.headers."a.b"]\nAuthorization = "x"',
        'plugins = ["os"]',
        'command = "id"',
    ],
)
def test_settings_of_a_repository_cannot_loosen_anything(tmp_path: Path, text: str) -> None:
    (tmp_path / "outside.txt").write_text("secret words\n")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "promptlint.toml").write_text(text)
    (tree / "mj.txt").write_text("a heron\n")
    with pytest.raises(ConfigError) as caught:
        Discovery().of(str(tree / "mj.txt"))
    assert "secret words" not in str(caught.value)
    assert "root:" not in str(caught.value)


def test_a_link_out_of_the_tree_is_not_followed_for_words(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("secret words\n")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "words.txt").symlink_to(tmp_path / "outside.txt")
    (tree / "promptlint.toml").write_text('words = "words.txt"')
    with pytest.raises(ConfigError):
        Discovery().of(str(tree))


@pytest.mark.parametrize(
    "name", ["sitecustomize.py", "promptlint.py", "json.py", "re.py", "yaml.py", "tomllib.py", "conftest.py", "httpx.py"]
)
def test_no_module_of_a_linted_tree_is_run(tmp_path: Path, name: str) -> None:
    """The installed program, in a directory that holds a module of this name."""
    (tmp_path / name).write_text("open('executed', 'w').close()\n")
    (tmp_path / "promptlint.toml").write_text("python = true\n")
    (tmp_path / "midjourney-prompts.yaml").write_text("prompt: a heron --ar16:9\n")
    start = f"import sys; sys.path.insert(0, {ROOT!r}); from promptlint.__main__ import run"
    code = f"{start}; sys.argv[1:] = ['lint', '--offline', '.']; sys.exit(run())"
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    assert not (tmp_path / "executed").exists()


@pytest.mark.parametrize("name", ["re.py", "tomllib.py", "httpx.py", "yaml.py", "mcp.py", "pygls.py", "typing.py"])
@pytest.mark.parametrize("call", [["lint", "a.prompt", "a.yaml", "promptlint.toml"], ["mcp"], ["lsp"]], ids=lambda call: call[0])
def test_python_m_runs_no_module_of_the_directory(tmp_path: Path, name: str, call: list[str]) -> None:
    (tmp_path / name).write_text("open('executed', 'w').close()\n")
    (tmp_path / "promptlint.toml").write_text("toml = true\n")
    (tmp_path / "a.prompt").write_text("https://127.0.0.1:9/a.png a heron --ar16:9\n")
    (tmp_path / "a.yaml").write_text("prompt: a heron --ar16:9\n")
    env = os.environ | {"PYTHONPATH": ROOT}
    program = [sys.executable, "-m", "promptlint", *call]
    done = subprocess.run(program, cwd=tmp_path, env=env, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=30)
    assert b"Traceback" not in done.stderr, done.stderr
    assert not (tmp_path / "executed").exists()


@pytest.mark.parametrize("glob", ["*" * 60 + "x", "**/" * 40 + "x", "[" * 50, "{a,b}" * 30, "(a+)+$", "?" * 80])
def test_a_glob_cannot_hang_a_run(tmp_path: Path, glob: str) -> None:
    (tmp_path / "promptlint.toml").write_text(f"exclude = [{glob!r}]\n[per-file-ignores]\n{json.dumps(glob)} = ['MJ1']\n")
    deep = tmp_path / ("a" * 60)
    deep.mkdir()
    (deep / ("a" * 80 + ".txt")).write_text("a heron --ar16:9\n")
    began = time.process_time()
    run("lint", "--offline", str(tmp_path))
    assert time.process_time() - began < 3


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "prompt: !!python/object/apply:os.system ['touch executed']\n",
        "prompt: !!python/object/new:subprocess.Popen [['touch', 'executed']]\n",
        "!!python/module:os\n",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*c, *c]\nprompt: [" + ", ".join(["*d"] * 50) + "]\n",
    ],
)
def test_yaml_makes_no_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(tmp_path)
    began = time.process_time()
    try:
        list(find("mj.yaml", text.encode()))
    except SourceError as error:
        assert error.message
    assert not (tmp_path / "executed").exists()
    assert time.process_time() - began < 3


def test_aliases_that_multiply_are_not_expanded() -> None:
    text = "a0: &a0 [a heron --ar16:9]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    began = time.process_time()
    try:
        assert len(list(find("mj.yaml", (text + "prompt: *a9\n").encode()))) < 100
    except SourceError as error:
        assert error.message
    assert time.process_time() - began < 3


def test_python_files_are_read_and_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mj.py").write_text("open('executed', 'w')\nPROMPT = 'a heron --ar16:9 --v 7'\n")
    (tmp_path / "promptlint.toml").write_text("python = true\n")
    status, out, _ = run("lint", "--offline", "mj.py")
    assert status == 1
    assert "MJ005" in out
    assert not (tmp_path / "executed").exists()


def test_fix_does_not_write_through_a_folder_link_out_of_the_tree(tmp_path: Path) -> None:
    outside, tree = tmp_path / "outside", tmp_path / "tree"
    outside.mkdir()
    tree.mkdir()
    (outside / "midjourney-prompts.txt").write_text("a heron --ar16:9\n")
    (tree / "linked").symlink_to(outside)
    (tree / "midjourney-prompts.txt").write_text("a heron --ar16:9\n")
    run("lint", "--offline", "--fix", str(tree))
    assert (tree / "midjourney-prompts.txt").read_text() == "a heron --ar 16:9\n"
    assert (outside / "midjourney-prompts.txt").read_text() == "a heron --ar16:9\n"


# ── output of prompts and servers ────────────────────────────────────────────────────────────────────────────────────

HOSTILE = [
    "a\n::error file=x::forged --ar16:9",
    "a\r\n::add-mask::x --ar16:9",
    "a \x1b]0;owned\x07\x1b[31m --ar16:9",
    "a \u202eevil\u2066 --ar16:9",
    "a ]]><script>alert(1)</script>&x; --ar16:9",
    'a "}],"version":9 --ar16:9',
    "a \x00\x08\x0b\x9b31m --ar16:9",
    "a \ud800\udfff\ufffe\uffff --ar16:9",
    "##vso[task.complete] --ar16:9",
]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_text_breaks_out_of_a_document(name: str, text: str) -> None:
    made = finding(prompt(text, path="a\n::error::b\x1b.txt"), "--ar16:9", message=text, help=text)
    document = written(renderer(name), [made])
    assert not set(document) & {"\x1b", "\x07", "\x00", "\x08", "\x0b", "\x9b", "\u202e", "\u2066"} or name in {"json", "jsonl"}
    if name == "github":
        assert len(document.splitlines()) == 1
        assert document.startswith("::error ")
    if name == "junit":
        ElementTree.fromstring(document)
    if name in {"json", "sarif", "gitlab", "rdjson"}:
        json.loads(document)
    if name == "concise":
        assert len(document.splitlines()) == 1


def test_a_terminal_is_told_nothing_by_a_prompt() -> None:
    for text in HOSTILE:
        for argv in (["-p", text], ["--diff", "-p", text], ["--fix", "-p", "a heron", "--output-format", "full"]):
            _, out, err = run("lint", "--offline", "--isolated", "--color", "never", *argv)
            assert "\x1b" not in err
            assert argv[0] == "--diff" or "\x1b" not in out


SECRETS = [
    ("https://a.b/c.png?X-Amz-Signature=SECRET&x=1", "x=1"),
    ("https://a.b/c.png?sig=SECRET", "sig="),
    ("https://a.b/c.png?token=SECRET#f", "token="),
    ("https://user:SECRET@a.b/c.png", "a.b/c.png"),
    ("https://cdn.discordapp.com/attachments/1/2/a.png?ex=66&is=65&hm=SECRET", "hm="),
]


@pytest.mark.parametrize(("url", "kept"), SECRETS)
def test_secrets_of_links_are_not_printed(url: str, kept: str) -> None:
    assert "SECRET" not in redacted(url)
    assert kept in redacted(url)
    report = promptlint.lint(f"{url} a heron --v 7", config=promptlint.Config(now=0))
    for each in report.diagnostics:
        assert "SECRET" not in each.message + each.help
    for name in ("full", "concise", "github", "junit", "sarif"):
        _, out, _ = run(
            "lint", "--offline", "--isolated", "--now", "2030-01-01T00:00:00Z", "-p", f"{url} a heron --ar16:9", "--output-format", name
        )
        assert "SECRET" not in out, name


# ---- claims of the pages ----------------------------------------------------------------------------------------------


def claims() -> list[tuple[str, str]]:
    """Each test file, with the test where one is named, that SECURITY.md and docs/testing.md point to."""
    pages = [CHECKOUT / "SECURITY.md", CHECKOUT / "docs" / "testing.md"]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    return sorted(set(re.findall(r"`((?:\w+/)?test_\w+\.py)(?:::(test_\w+))?`", text)))


def test_there_are_claims() -> None:
    assert len(claims()) > 35


@pytest.mark.parametrize(("file", "name"), claims(), ids=lambda part: part)
def test_each_test_that_is_claimed_is_there(file: str, name: str) -> None:
    text = (CHECKOUT / "tests" / file).read_text(encoding="utf-8")
    assert re.search(rf"^(?:async )?def {name}\(" if name else r"^(?:async )?def test_", text, re.MULTILINE)


def test_each_row_of_security_names_a_test() -> None:
    rows = [line for line in (CHECKOUT / "SECURITY.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert len(rows) > 15
    assert all("test_" in row.rsplit("|", 2)[1] for row in rows[1:])
