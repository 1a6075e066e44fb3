"""Changes are proven before they are written, and a file keeps everything that must stay."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from owned import owned_file

from promptlint.cli.main import main
from promptlint.diagnostics import Edit
from promptlint.errors import SourceError
from promptlint.project.binary import is_binary
from promptlint.project.fixing import FixedInput
from promptlint.project.inputs import LintInput, open_input
from promptlint.project.proof import Change, SharedCells, _Shift, cells_of, change_of, placed, prove
from promptlint.project.writing import FileChangedError, FileText, NewFile, NotReplaceableError, _Directory
from promptlint.sources.hosts import ReadOptions, find
from promptlint.sources.source_map import PromptText

WRONG = "a heron --ar16:9 --v 7\n"
RIGHT = "a heron --ar 16:9 --v 7\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main([*argv], io.StringIO(), out, err)
    return status, out.getvalue(), err.getvalue()


def fixed(prompt: str) -> str:
    return run("lint", "--fix", "--offline", "-q", "-p", prompt)[1].splitlines()[0]


UNWRITABLE = [
    ("a.yaml", "prompt: >-\n  a heron --ar16:9\n"),
    ("a.yaml", "- prompt: >\n    a folded heron\n    in the dark --ar 16x9\n"),
    ("a.yaml", "prompt: &p a heron --ar16:9\n"),
    ("a.yaml", "prompt: &p |\n  a heron --ar16:9\nmore: *p\n"),
    ("a.yaml", "prompt: !!str &p |\n  a heron --ar16:9\n"),
]


@pytest.mark.parametrize(("name", "text"), UNWRITABLE)
def test_a_fix_that_cannot_be_written_is_not_promised(name: str, text: str) -> None:
    Path(name).write_text(text)
    _, out, err = run("lint", "--offline", "--output-format", "jsonl", name)
    assert [each["fix"] for each in map(json.loads, out.splitlines()) if each["severity"] == "error"] == [None]
    assert "--fix" not in err
    assert "not read" not in err
    run("lint", "--offline", "--fix", name)
    assert Path(name).read_text() == text


@pytest.mark.parametrize(
    "prompt",
    [
        "a knight ar 16:9 --ar 1:1",
        "a knight --ar 1:1 s 250 --s 100",
        "a knight niji 6 --v 7",
        "a knight v6 --ar 1:1 --v 7",
        "a knight –ar 1:1 --ar 16:9",
        'https://img.mysite.net/x.png?q="blue" a cat --ar 16:9',
        "-- --",
    ],
)
def test_what_is_not_certain_is_no_safe_fix(prompt: str) -> None:
    assert fixed(prompt) == prompt


def test_both_quotes_go_or_none() -> None:
    assert fixed("'a watercolor of Paris --ar 16:9' v6") == "a watercolor of Paris --ar 16:9 --v 6"
    assert fixed('a sign "open" --ar 16:9"') == 'a sign "open" --ar 16:9'


IGNORE = "promptlint: ignore[MJ005]"
REACH = [
    ("a.yaml", f"prompts:\n- a heron --ar16:9   # {IGNORE}\n- b heron --ar16:9\n- c heron --ar16:9\n", [3, 4]),
    ("a.json", f'{{"prompts": [\n"a heron --ar16:9", // {IGNORE}\n"b heron --ar16:9",\n"c heron --ar16:9"]}}\n', [3, 4]),
    ("a.yaml", f"prompts:\n- a heron --ar16:9\n# {IGNORE}\n- b heron --ar16:9\n- c heron --ar16:9\n", [2, 5]),
    ("a.yaml", f"# {IGNORE}\nprompts:\n- a heron --ar16:9\n- b heron --ar16:9\n", []),
    ("a.yaml", f"prompt: a heron --ar16:9   # {IGNORE}\nimage_prompt: b heron --ar16:9\n", [2]),
    ("a.yaml", f"# note about {IGNORE} here\nprompt: a heron --ar16:9\n", [2]),
    ("a.md", "# Midjourney\n\nWrite `<!-- promptlint: ignore-file[MJ005] -->`.\n\n- a heron --ar16:9\n- b heron --ar16:9\n", [5, 6]),
    ("a.md", f"# Midjourney\n\nWrite `<!-- {IGNORE} -->`.\n\n- a heron --ar16:9\n- b heron --ar16:9\n", [5, 6]),
    ("a.md", f"# Midjourney\n\nWrite \\<!-- {IGNORE} -->.\n\n- a heron --ar16:9\n- b heron --ar16:9\n", [5, 6]),
    ("a.txt", f"a heron --ar16:9 # {IGNORE}\nb heron --ar16:9\n", [2]),
    ("a.yaml", f"- prompt: |  # {IGNORE}\n    a heron --ar16:9\n- prompt: b heron --ar16:9\n", [3]),
    ("a.yaml", f"- prompt: &p >2-  # {IGNORE}\n    a heron --ar16:9\n- prompt: b heron --ar16:9\n", [3]),
    ("a.yaml", f"- prompt: |\n    a # {IGNORE}\n    heron --ar16:9\n", [3]),
    ("a.yaml", f"- # {IGNORE}\n  prompt: a heron --ar16:9\n- prompt: b heron --ar16:9\n", [3]),
    ("a.md", f"# Midjourney\n\n> <!-- {IGNORE} -->\n> a heron --ar16:9\n\nb heron --ar16:9\n", [6]),
    ("a.md", f"# Midjourney\n\n1. <!-- {IGNORE} -->\n   a heron --ar16:9\n\nb heron --ar16:9\n", [6]),
]


@pytest.mark.parametrize(("name", "text", "lines"), REACH)
def test_a_suppression_reaches_what_it_says(name: str, text: str, lines: list[int]) -> None:
    Path(name).write_text(text)
    _, out, _ = run("lint", "--offline", "--output-format", "jsonl", name)
    found = [each for each in map(json.loads, out.splitlines()) if each["code"] == "MJ005"]
    assert [each["line"] for each in found] == lines


# ---- plain scalars of YAML ------------------------------------------------------------------------------------------

PLAIN = [
    "--ar 1:1 cat", "[--ar 1:1] a cat", "(--ar 1:1) *a cat", "(--ar 1:1) &a cat", "–ar 1:1 &x", "**--ar 1:1** cat", "--v7", "—v 7 x",
    "‘a cat --ar 1:1’", "a cat --ar16:9 x", "a cat --no:red", "a cat --ar:16:9", "a cat --v7:", "a cat#—ar 16:9", "a cat --ar 16:9,: b",
    *(f"/imagine prompt: {rest}" for rest in (
        "[x] cat --v7", "*x cat --v7", "&x cat --v7", '"x" cat --v7', "'x' y --v7", "# x cat --v7", "%x --v7", "@x --v7", "`x` --v7",
        "- x --v7", "? x --v7", "! x --v7", "| x --v7", "> x --v7", "{a, b} --v7", "~ --v7", "~", "yes", "---", "1:1", "null", "190:20:30",
        "0x1f", "2026-11-28", ".inf", "=", "<<",
    )),
]  # fmt: skip
CONTEXTS = ["prompt: %s\n", "- %s\n- a dog --ar16:9\n", "prompts: [%s, a dog --v 7]\n", "{prompt: %s, x: 1}\n", "- prompt: %s # note\n",
            "? prompt\n: %s\n", "prompt:\n  %s\nb: yes\n"]  # fmt: skip


@pytest.mark.parametrize("value", PLAIN)
def test_a_plain_scalar_stays_a_text(value: str) -> None:
    """No edit turns it into another type, a list, an alias or a comment, wherever it stands."""
    for context in CONTEXTS:
        for command in (["lint", "--fix", "--unsafe-fixes", "--offline", "-q"], ["format"], ["migrate", "--to", "7", "--write"]):
            text = context % value
            try:
                before = yaml.safe_load(text)
            except yaml.YAMLError:
                continue
            Path("mj-prompts.yaml").write_text(text)
            run(*command, "mj-prompts.yaml")
            assert shape(yaml.safe_load(Path("mj-prompts.yaml").read_text())) == shape(before)


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return [shape(each) for each in value] if isinstance(value, list) else type(value)


# ---- files -----------------------------------------------------------------------------------------------------------


def test_a_read_only_file_is_not_overwritten() -> None:
    path = Path("a.prompt")
    path.write_text(WRONG)
    path.chmod(0o444)
    status, _, err = run("lint", "--offline", "--fix", str(path))
    assert (status, path.read_text()) == (2, WRONG)
    assert "cannot write the fixes: it is read-only" in err


@pytest.mark.parametrize(
    ("argv", "summary"),
    [(["format"], "0 of 1 file formatted\n"), (["migrate", "--to", "7", "--write"], "0 prompts changed, nothing lost\n")],
)
def test_what_was_not_written_is_not_counted(argv: list[str], summary: str) -> None:
    path = Path("a.prompt")
    path.write_text("a heron --v 6.1 --c 5 --cref https://img.mysite.net/a.png\n")
    path.chmod(0o444)
    before = path.read_text()
    status, _, err = run(*argv, str(path))
    assert (status, path.read_text()) == (2, before)
    assert err == f"promptlint: a.prompt: cannot write the file: it is read-only\n{summary}"


def test_a_file_with_another_hard_link_is_not_replaced() -> None:
    path = Path("a.prompt")
    path.write_text(WRONG)
    os.link(path, "b.txt")
    status, _, err = run("lint", "--offline", "--fix", str(path))
    assert (status, path.read_text()) == (2, WRONG)
    assert "it has 2 hard links, and the others would keep the old text" in err


def test_mode_owner_and_attributes_are_kept() -> None:
    path = owned_file("a.prompt", WRONG)
    before = path.stat()
    assert run("lint", "--offline", "--fix", "-q", str(path))[0] == 0
    after = path.stat()
    assert path.read_text() == RIGHT
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert os.getxattr(path, "user.note") == b"mine"


def test_a_name_as_long_as_the_file_system_allows_is_fixed() -> None:
    path = Path("a" * 248 + ".prompt")
    path.write_text(WRONG)
    assert run("lint", "--offline", "--fix", "-q", str(path))[0] == 0
    assert path.read_text() == RIGHT


def test_what_a_killed_run_left_is_removed_by_the_next() -> None:
    Path("a.prompt").write_text(WRONG)
    script = (
        "import sys, time; from promptlint.project.writing import NewFile; f = NewFile('a.prompt'); print('x', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        (left,) = Path().glob(".promptlint-*.tmp")
        other = subprocess.run([sys.executable, "-m", "promptlint", "lint", "--offline", "--fix", "-q", "a.prompt"], check=False)
        assert other.returncode == 0
        assert left.exists(), "the file of a run that is under way is not touched"
        process.send_signal(signal.SIGKILL)
    subprocess.run([sys.executable, "-m", "promptlint", "lint", "--offline", "--fix", "-q", "a.prompt"], check=True)
    assert sorted(os.listdir()) == ["a.prompt"]


def test_a_system_without_locks_removes_what_is_left_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows there is no `fcntl`; there the system itself refuses to remove a file that is open."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    Path("a.prompt").write_text(WRONG)
    Path(".promptlint-x.tmp").write_text("half")
    assert run("lint", "--offline", "--fix", "-q", "a.prompt")[0] == 0
    assert (os.listdir(), Path("a.prompt").read_text()) == (["a.prompt"], RIGHT)


def test_a_kill_tears_no_file() -> None:
    names = [f"{number}.prompt" for number in range(8)]
    command = [sys.executable, "-m", "promptlint", "lint", "--offline", "--fix", "-q", "."]
    for name in names:
        Path(name).write_text(WRONG * 50)
    begin = time.monotonic()
    subprocess.run(command, check=False)
    took = time.monotonic() - begin
    for number in range(8):
        for name in names:
            Path(name).write_text(WRONG * 50)
        with subprocess.Popen(command) as process:
            time.sleep(took * (0.3 + number * 0.09))
            process.kill()
        assert {Path(name).read_text() for name in names} <= {WRONG * 50, RIGHT * 50}


def test_an_exception_leaves_nothing() -> None:
    Path("a.prompt").write_text(WRONG)
    with pytest.raises(ValueError, match="x"), NewFile("a.prompt") as new:
        new.out.write(b"half")
        raise ValueError("x")
    assert (os.listdir(), Path("a.prompt").read_text()) == (["a.prompt"], WRONG)
    Path("a.prompt").chmod(0o444)
    with pytest.raises(NotReplaceableError, match=r"^it is read-only$"):
        NewFile("a.prompt")


def test_links_out_of_a_directory_are_followed_only_by_name(home: Path) -> None:
    (home / "repo").mkdir()
    (home / "notes.txt").write_text(WRONG)
    link = home / "repo" / "mj-prompts.txt"
    link.symlink_to("../notes.txt")
    for command in (["lint", "--offline", "--show-prompts"], ["lint", "--offline", "--fix"], ["format"]):
        status, out, err = run(*command, "repo")
        assert (status, "heron" in out) == (2, False)
        assert "mj-prompts.txt: this link leads out of the directory and is not followed: pass the file itself" in err
    assert (home / "notes.txt").read_text() == WRONG
    run("lint", "--offline", "--fix", str(link))
    assert (home / "notes.txt").read_text() == RIGHT
    assert link.is_symlink()


CHANGES: dict[str, Callable[[Path], object]] = {
    "grown": lambda path: path.write_text(WRONG + "more\n"),
    "empty": lambda path: path.write_text(""),
    "gone": lambda path: path.unlink(),
    "another": lambda path: path.with_name("b").replace(path),
    "a link": lambda path: (path.unlink(), path.symlink_to("b")),
    "a device": lambda path: (path.unlink(), path.symlink_to("/dev/zero")),
    "a pipe": lambda path: (path.unlink(), os.mkfifo(path)),
    "a directory": lambda path: (path.unlink(), path.mkdir()),
    "no directory": lambda path: path.parent.rename(path.parent.with_name("moved")),
    "another directory": lambda path: (path.parent.rename(path.parent.with_name("moved")), path.parent.symlink_to("other")),
}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes, and links need a privilege there")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_file_that_is_exchanged_while_it_is_fixed_is_not_written(home: Path, change: Callable[[Path], object]) -> None:
    """Also not where the other file has the same content."""
    for folder in ("repo/s", "repo/other"):
        (home / folder).mkdir(parents=True)
        for name in ("a.prompt", "b"):
            (home / folder / name).write_text(WRONG)
    path = home / "repo" / "s" / "a.prompt"
    read = FileText.read(str(path))
    change(path)
    with pytest.raises(OSError, match=r"^another program changed it|No such file|^it is not a regular file"):
        read.write(RIGHT)
    assert not [path for path in (home / "repo").rglob("*") if path.is_file() and (path.read_text() == RIGHT or "promptlint" in path.name)]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_directory_that_becomes_a_link_after_it_was_listed_is_not_followed(home: Path) -> None:
    (home / "repo").mkdir()
    (home / "elsewhere").mkdir()
    (home / "elsewhere" / "a.prompt").write_text(WRONG)
    (home / "repo" / "s").symlink_to("../elsewhere")
    unit = LintInput("repo/s/a.prompt", "repo/s/a.prompt", folder="repo")
    fixed = FixedInput(unit, FileText.read(unit.name), RIGHT, 1)
    with pytest.raises(FileChangedError, match="it is now a link out of the directory"):
        fixed.write(io.StringIO())
    assert (home / "elsewhere" / "a.prompt").read_text() == WRONG


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot open a directory")
def test_a_directory_that_becomes_a_link_while_a_file_in_it_is_written_is_the_one_it_was(home: Path) -> None:
    """An attacker who exchanged it to and fro had files outside written in a third of the runs, and new files left there."""
    for folder in ("repo/s", "elsewhere"):
        (home / folder).mkdir(parents=True)
        (home / folder / "a.prompt").write_text(WRONG)
    path = str(home / "repo" / "s" / "a.prompt")
    with NewFile(path, within=str(home / "repo")) as new:
        new.out.write(RIGHT.encode())
        (home / "repo" / "s").rename(home / "repo" / "moved")
        (home / "repo" / "s").symlink_to("../elsewhere")
    assert (home / "repo" / "moved" / "a.prompt").read_text() == RIGHT
    with pytest.raises(OSError, match=r"Not a directory|Too many levels"):  # it was none when its path was looked up
        _Directory(str(home / "repo" / "s"), str(home / "repo"))
    read = FileText.read(path)
    (home / "repo" / "s").unlink()
    (home / "repo" / "moved").rename(home / "repo" / "s")
    (home / "repo" / "s" / "a.prompt").write_text(WRONG)
    with pytest.raises(FileChangedError):
        read.write(RIGHT, str(home / "repo"))
    assert sorted(str(each.relative_to(home)) for each in home.rglob("*")) == [
        "elsewhere", "elsewhere/a.prompt", "repo", "repo/s", "repo/s/a.prompt",
    ]  # fmt: skip
    assert (home / "elsewhere" / "a.prompt").read_text() == WRONG


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes")
def test_a_file_that_becomes_a_pipe_before_it_is_opened_does_not_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "a.prompt"
    os.mkfifo(pipe)
    regular = os.stat(__file__)
    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", lambda *_, **__: regular)  # as it was
        with pytest.raises(SourceError, match="This is not a regular file"):
            open_input(str(pipe))
        assert not is_binary(str(pipe))


def test_directories_that_links_lead_out_to_are_named(home: Path) -> None:
    (home / "repo" / "a").mkdir(parents=True)
    (home / "elsewhere").mkdir()
    (home / "elsewhere" / "b.prompt").write_text(WRONG)
    (home / "repo" / "a" / "a.prompt").write_text(RIGHT)
    (home / "repo" / "within").symlink_to("a")
    (home / "repo" / "out").symlink_to("../elsewhere")
    (home / "repo" / "node_modules").symlink_to("../elsewhere")
    status, _, err = run("lint", "--offline", "repo")
    note = "promptlint: repo/out: this link leads out of the directory and is not followed: pass the directory itself\n"
    assert (status, err) == (0, note + "no problems found in 1 prompt\n")
    (home / "repo" / "a" / "a.prompt").unlink()
    status, _, err = run("lint", "--offline", "repo")
    assert (status, "repo: no prompt files found in this directory" in err, "repo/out: this link" in err) == (2, True, True)
    assert run("lint", "--offline", "repo/out")[0] == 1


# ---- proof ------------------------------------------------------------------------------------------------------------


def proven(read: Callable[[str], list[PromptText]]) -> list[str]:
    """The prompts of a text of three after as many changes as hold, where `read` finds the prompts of the new text."""
    text = "a heron --ar16:9\nb heron --ar16:9\nc heron --ar16:9\n"
    prompts = prompts_in(text)
    changes = [change_of(each, index, [Edit(12, 12, " ")]) for index, each in enumerate(prompts)]
    return prove([placed(each, text) for each in prompts], text, [each for each in changes if each], "a.prompt", read).text.splitlines()


def prompts_in(text: str) -> list[PromptText]:
    return list(find("a.prompt", text.encode()))


def test_a_change_is_not_refused_for_the_fault_of_its_neighbor() -> None:
    """The change of the first prompt hides the second, so that both fail; without it the second one holds."""
    found = proven(lambda after: prompts_in(after)[2:] if after.startswith("a heron --ar 16:9") else prompts_in(after))
    assert found == ["a heron --ar16:9", "b heron --ar 16:9", "c heron --ar 16:9"]


def test_a_change_that_meets_an_earlier_one_waits_and_the_next_does_not() -> None:
    text = "a heron --ar16:9 --s20\nb heron --ar16:9\n"
    space = Edit(12, 12, " ")
    prompts, changes = changes_of(text, (0, space), (0, Edit(10, 16, "--ar 16:9")), (0, Edit(20, 20, " ")), (1, space))
    found = prove([placed(each, text) for each in prompts], text, changes, "a.prompt", prompts_in)
    assert found.text == "a heron --ar 16:9 --s 20\nb heron --ar 16:9\n"
    assert (found.made, found.refused) == ((changes[0], changes[2], changes[3]), ())


def test_a_change_that_spoils_an_unchanged_prompt_does_not_take_another_along() -> None:
    text = "a heron --ar16:9\nb heron\nc heron --ar16:9\n"
    prompts, changes = changes_of(text, (0, Edit(12, 12, " ")), (2, Edit(12, 12, " ")))

    def read(after: str) -> list[PromptText]:
        return [each for each in prompts_in(after) if each.text != "b heron" or "a heron --ar16:9" in after]

    found = prove([placed(each, text) for each in prompts], text, changes, "a.prompt", read)
    assert (found.made, found.refused) == ((changes[1],), (changes[0],))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '[{"prompt": "a heron --ar16:9", "note": "other"}]'),
        ("a.json", '// a comment\n[{"prompt": "a heron --ar16:9", "note": "other"},]'),
        ("a.yaml", 'prompt: "a heron --ar16:9"\nnote: other\n'),
        ("a.csv", "prompt,note\na heron --ar16:9,other\n"),
        ("a.toml", 'prompt = "a heron --ar16:9"\nnote = "other"\n'),
        ("a.py", 'PROMPT = "a heron --ar16:9"\nnote = "other"\n'),
        ("a.ts", 'const PROMPT = "a heron --ar16:9"\nconst note = "other"\n'),
    ],
)
def test_a_change_of_another_value_is_refused(name: str, text: str) -> None:
    def read(after: str) -> list[PromptText]:
        return [item for item in find(name, after.encode(), ReadOptions(python=True, toml=True)).items if isinstance(item, PromptText)]

    prompts = read(text)
    change = change_of(prompts[0], 0, [Edit(12, 12, " ")])
    assert change is not None
    at = text.index("other")
    wrong = change._replace(written=(*change.written, Edit(at, at + 5, "wrong")))
    assert prove([placed(each, text) for each in prompts], text, [change], name, read).made == (change,)
    assert prove([placed(each, text) for each in prompts], text, [wrong], name, read).refused == (wrong,)


def test_a_change_that_needs_another_is_made_after_it() -> None:
    """The change of the first prompt holds only beside that of the second; the third never does."""

    def read(after: str) -> list[PromptText]:
        first, second, third = ("--ar 16:9" in line for line in after.splitlines())
        return [] if third or (first and not second) else prompts_in(after)

    assert proven(read) == ["a heron --ar 16:9", "b heron --ar 16:9", "c heron --ar16:9"]


@pytest.mark.parametrize("seed", range(5, 10))
def test_round_trips(seed: int) -> None:
    """Every command that writes, over seeded files of all hosts; by hand `python tools/roundtrip.py 3000`."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
    try:
        from roundtrip import HOSTS, check
    finally:
        sys.path.pop(0)
    assert list(check(len(HOSTS), seed)) == []


def changes_of(text: str, *edits: tuple[int, Edit]) -> tuple[list[PromptText], list[Change]]:
    """The prompts of a file with one a line, and changes: the index of a prompt, and an edit of it."""
    prompts = [item for item in find("a.prompt", text.encode()).items if isinstance(item, PromptText)]
    return prompts, [change for index, edit in edits if (change := change_of(prompts[index], index, [edit]))]


def test_a_file_is_read_a_bounded_number_of_times_to_prove_its_fixes() -> None:
    text = "a heron --ar16:9\n" * 300
    prompts, changes = changes_of(text, *((index, Edit(10, 10, " ")) for index in range(300)))
    readings: list[str] = []

    def unproven(after: str) -> list[PromptText]:
        readings.append(after)
        return []

    proven = prove([placed(each, text) for each in prompts], text, changes, "a.prompt", unproven)
    assert (proven.text, proven.made, len(proven.refused)) == (text, (), 300)
    assert len(readings) == 100


def test_what_fails_alone_is_found_in_four_readings() -> None:
    """All at once; all but the one that failed; that one alone, and once more beside the others."""
    text = "a heron --ar16:9\n" * 64
    prompts, changes = changes_of(text, *((index, Edit(12, 12, " ")) for index in range(64)))
    readings: list[str] = []

    def read(after: str) -> list[PromptText]:
        readings.append(after)
        return [each for index, each in enumerate(changes_of(after)[0]) if index != 20 or "--ar 16:9" not in each.text]

    found = prove([placed(each, text) for each in prompts], text, changes, "a.prompt", read)
    assert (found.made, found.refused) == ((*changes[:20], *changes[21:]), (changes[20],))
    assert len(readings) == 4


@pytest.mark.parametrize(
    ("first", "second", "made"),
    [
        (Edit(0, 2, "b "), Edit(2, 4, "ha"), 2),  # side by side
        (Edit(2, 4, "ha"), Edit(0, 2, "b "), 2),
        (Edit(0, 2, "b "), Edit(1, 4, "ha"), 1),
        (Edit(0, 2, "b "), Edit(2, 2, "x"), 1),  # one inserts where the other ends
        (Edit(2, 2, "x"), Edit(2, 4, "ha"), 1),
        (Edit(2, 2, "x"), Edit(2, 2, "y"), 1),
        (Edit(2, 2, "x"), Edit(3, 3, "y"), 2),
    ],
)
def test_of_two_changes_that_meet_one_waits(first: Edit, second: Edit, made: int) -> None:
    text = "a heron --ar 16:9\n"
    prompts, changes = changes_of(text, (0, first), (0, second))
    proven = prove([placed(each, text) for each in prompts], text, changes, "a.prompt", lambda after: changes_of(after)[0])
    assert (proven.made, proven.refused) == (tuple(sorted(changes[:made])), ())


def test_positions_in_the_new_text() -> None:
    """Where text may start and end that started and ended at a position: an insertion there may belong to it."""
    edits = (Edit(0, 0, "ab"), Edit(5, 8, ""), Edit(10, 10, "xyz"))
    shift = _Shift([Change(0, (), edits[:1]), Change(1, (), edits[1:])])
    assert [(at, shift.start(at)) for at in (0, 1, 5, 6, 8, 10, 12)] == [(0, 0), (1, 3), (5, 7), (6, 7), (8, 7), (10, 9), (12, 14)]
    assert [(at, shift.end(at)) for at in (0, 1, 4, 8, 10, 12)] == [(0, 2), (1, 3), (4, 6), (8, 7), (10, 12), (12, 14)]


def test_an_insertion_at_the_end_of_a_shared_cell_waits_for_all_that_share_it() -> None:
    text = "# Midjourney prompts\n\n**Midjourney parameters:** `--ar 16:9 --v 7`\n\n> a baker at dawn\n\n> a miller at noon\n"
    prompts = [item for item in find("midjourney-prompts.md", text.encode()).items if isinstance(item, PromptText)]
    changes = [change_of(prompt, index, [Edit(len(prompt.text), len(prompt.text), " --tile")]) for index, prompt in enumerate(prompts)]
    one, both = [changes[0]], changes
    assert len(prompts) == 2
    assert SharedCells(map(cells_of, prompts)).groups([change for change in one if change]) == ([], one)
    assert SharedCells(map(cells_of, prompts)).groups([change for change in both if change]) == ([tuple(both)], [])


def test_a_change_at_the_start_of_a_shared_cell_waits_for_all_that_share_it() -> None:
    text = "# Midjourney prompts\n\n**Midjourney parameters:** `--ar 16:9 --v 7`\n\n> a baker at dawn\n\n> a miller at noon\n"
    prompts = [item for item in find("midjourney-prompts.md", text.encode()).items if isinstance(item, PromptText)]
    at = prompts[0].text.index("--ar")
    change = change_of(prompts[0], 0, [Edit(at, at + 4, "--aspect")])
    assert change is not None
    assert SharedCells(map(cells_of, prompts)).groups([change]) == ([], [change])


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="it counts open files")
@pytest.mark.parametrize("fails", [False, True])
def test_a_write_leaves_nothing_open_and_nothing_beside(home: Path, fails: bool) -> None:
    path = home / "a.prompt"
    path.write_text(WRONG)
    before = len(os.listdir("/proc/self/fd"))
    try:
        with NewFile(str(path)) as new:
            new.out.write(RIGHT.encode())
            if fails:
                raise KeyError
    except KeyError:
        assert fails
    assert len(os.listdir("/proc/self/fd")) == before
    assert [each.name for each in home.iterdir() if each.is_file()] == ["a.prompt"]
    assert path.read_text() == (WRONG if fails else RIGHT)


def test_a_device_is_written_directly() -> None:
    with NewFile(os.devnull) as new:
        new.out.write(b"a heron")
    assert new.out.closed


def test_a_device_is_left_as_it_is_after_an_exception() -> None:
    with pytest.raises(KeyError), NewFile(os.devnull) as new:
        raise KeyError(new.out.fileno())
    assert new.out.closed
