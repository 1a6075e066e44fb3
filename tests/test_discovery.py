"""From paths to files: names, globs, .gitignore, links, binaries."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from promptlint.project.discovery import DEFAULT_NAMES, FileFilter, SkippedError, discover
from promptlint.project.gitignore import GitIgnore


def tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a cat --v 7\n")


def found(root: Path, **settings: object) -> list[str]:
    options = FileFilter(root=str(root), **settings)  # type: ignore[arg-type]
    return [os.path.relpath(path, root) for path in discover([str(root)], options)]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("MIDJOURNEY_PROMPTS.md", True),
        ("midjourney-prompts-v2.yaml", True),
        ("mj_prompt.jsonl", True),
        ("midjourney.txt", True),
        ("a.prompt", True),
        ("a.mj", True),
        ("midjourney.md", False),
        ("prompts.txt", False),
        ("midjourney_prompts.py", True),
        ("midjourney-prompts.ts", True),
        ("mjPrompts.mjs", True),
        ("mj-prompts.tsx", True),
        ("midjourney.py", False),
        ("prompts.ts", False),
        ("mj-prompts.rs", False),
        ("README.md", False),
    ],
)
def test_default_names(name: str, wanted: bool) -> None:
    assert bool(DEFAULT_NAMES.search(name)) is wanted


def test_sorted_and_once(tmp_path: Path) -> None:
    tree(tmp_path, "b/mj-prompts.md", "a.prompt", "b/a.mj", "README.md", "node_modules/x.prompt")
    assert found(tmp_path) == ["a.prompt", "b/a.mj", "b/mj-prompts.md"]
    paths = [str(tmp_path / "b"), str(tmp_path), str(tmp_path / "a.prompt"), str(tmp_path / "README.md")]
    assert [os.path.basename(path) for path in discover(paths)] == ["a.mj", "mj-prompts.md", "a.prompt", "README.md"]


def test_include_and_exclude(tmp_path: Path) -> None:
    tree(tmp_path, "a.prompt", "x/b.prompt", "x/y/c.prompt", "x/d.md")
    assert found(tmp_path, include=("*.md",)) == ["x/d.md"]
    assert found(tmp_path, exclude=("x/y",)) == ["a.prompt", "x/b.prompt"]
    assert found(tmp_path, exclude=("x",)) == ["a.prompt"]


def test_named_files_are_read_unless_forced_out(tmp_path: Path) -> None:
    tree(tmp_path, "x/a.prompt")
    path = str(tmp_path / "x/a.prompt")
    settings = FileFilter(exclude=("x/",), root=str(tmp_path))
    assert list(discover([path, "no-such-file"], settings)) == [path, "no-such-file"]
    assert list(discover([path], settings._replace(force_exclude=True))) == []


def test_gitignore_as_git_reads_it(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    tree(tmp_path, "a.prompt", "out/b.prompt", "keep/c.prompt", "keep/d.prompt", "sub/out/e.prompt", "sub/f.prompt", "g.mj", "h.prompt")
    tree(tmp_path, "folder.prompt/i.prompt", "shut/j.prompt")
    # A slash at the end is about directories only, and nothing brings back what lies in a directory that is left out.
    (tmp_path / ".gitignore").write_text("/out/\n*.mj\nkeep/*\n!keep/c.prompt\nh.prompt/\nfolder.prompt/\nshut/\n!shut/j.prompt\n")
    (tmp_path / "sub/.gitignore").write_text("f.prompt\n")
    (tmp_path / ".git/info/exclude").write_text("a.prompt\n")
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout.split()
    expected = sorted(name for name in listed if name.endswith((".prompt", ".mj")))
    assert found(tmp_path) == expected == ["h.prompt", "keep/c.prompt", "sub/out/e.prompt"]
    assert [os.path.relpath(path, tmp_path) for path in discover([str(tmp_path / "sub")])] == ["sub/out/e.prompt"]
    assert "out/b.prompt" in found(tmp_path, gitignore=False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("#\n" * 4999 + "*.mj\n", ""),
        ("#\n" * 5000 + "*.mj\n", "it has more than 5,000 lines"),
        ("*.mj\n" + "#" * (262144 - 6) + "\n", ""),
        ("*.mj\n" + "#" * (262144 - 5) + "\n", "it is larger than 256 KB"),
        ("*.mj\na*b*c*d\n", ""),
        ("*.mj\na*b*c*d*e\n", "line 2 is ignored: `a*b*c*d*e` has more than 3 `*` in one part, or `**` parts"),
        ("*.mj\n" + "a*b*c\n" * 50 + "x*y\n" * 9, ""),
        ("*.mj\n" + "a*b*c\n" * 51, "line 52 is ignored: more than 50 lines have several `*` in one part, or `**` parts"),
    ],
)
def test_limits_of_an_ignore_file(tmp_path: Path, text: str, told: str) -> None:
    tree(tmp_path, "a.mj", "b.prompt")
    (tmp_path / ".gitignore").write_text(text)
    errors: list[OSError] = []
    ignore = GitIgnore(str(tmp_path), errors.append)
    read = told == "" or told.startswith("line ")
    assert ignore.hides(str(tmp_path / "a.mj"), folder=False) is read
    assert not ignore.hides(str(tmp_path / "b.prompt"), folder=False)
    assert [error.strerror for error in errors] == ([told] if told else [])


@pytest.mark.parametrize("version", ["2", "4"])
def test_what_git_tracks_is_not_left_out(tmp_path: Path, version: str) -> None:
    """`.gitignore` is about what git does not track, in a work tree too; beside a tracked file the others stay out."""

    def git(*argv: str, cwd: Path = tmp_path) -> str:
        identity = ["-c", "user.name=a", "-c", "user.email=a@mysite.net", "-c", f"index.version={version}"]
        return subprocess.run(["git", *identity, *argv], cwd=cwd, check=True, capture_output=True, text=True).stdout

    main = tmp_path / "main"
    tree(
        main,
        "out/a.prompt",
        "out/b.prompt",
        "out/deep/é.prompt",
        "c.mj",
        "d.mj",
        "gone/e.prompt",
        "new/f.prompt",
        f"m/{'m' * 150}.txt",  # the next one shares less with it than one byte says in version 4
        *map("n/{}.txt".format, range(40)),
    )
    git("init", "-q", str(main))
    (main / ".gitignore").write_text("/out/\n*.mj\ngone/\n")
    git("add", ".", cwd=main)
    git("add", "-f", "out/a.prompt", "out/deep/é.prompt", "c.mj", cwd=main)
    git("update-index", "--index-version", version, cwd=main)
    kept = ["c.mj", "new/f.prompt", "out/a.prompt", "out/deep/é.prompt"]
    assert found(main) == kept
    tree(main, "a.mj")
    git("add", "-N", "-f", "a.mj", cwd=main)  # an entry with two more bytes, ahead of all others
    assert found(main) == ["a.mj", *kept]
    assert [os.path.relpath(path, main) for path in discover([str(main / "out")])] == ["out/a.prompt", "out/deep/é.prompt"]
    git("commit", "-qm", "x", cwd=main)
    git("worktree", "add", "-q", str(tmp_path / "other"), cwd=main)
    tree(tmp_path / "other", "out/b.prompt")
    assert found(tmp_path / "other") == kept
    index = (main / ".git/index").read_bytes()
    for broken in (index[:90], b"DIRK" + index[4:], index[:4] + b"\0\0\0\5" + index[8:], index[:11], b""):
        (main / ".git/index").write_bytes(broken)
        assert found(main) == ["new/f.prompt"]


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("prompts.txt", "a grey heron at dawn --ar 16:9\n", True),
        ("sub/Prompts.txt", "# ours\na grey heron at dawn\na red fox asleep —ar16:9 --v 7\na cat\n", True),
        ("prompts/herons.txt", "a grey heron at dawn\na red fox --stylize 200 --v 7\na cat\nan owl\n", True),
        ("prompts/deep/herons.txt", "a grey heron at dawn --ar 16:9\n", False),
        ("prompts.txt", "", False),
        ("prompts.txt", "You are a helpful assistant.\nAnswer in English.\n", False),
        ("prompts.txt", "$ python train.py --ar 16:9\npython run.py --seed 42 --quality 2\n", False),
        ("prompts/system.txt", "Translate the text.\nThen stop.\nSay nothing else.\nuse the flag --seed 42\n", False),
        ("prompts/notes.txt", "Does a grey heron need --ar 16:9?\n", False),
        ("prompts.md", "a grey heron at dawn --ar 16:9\n", False),
    ],
)
def test_the_lines_of_a_prompts_txt_decide(tmp_path: Path, name: str, text: str, wanted: bool) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    assert found(tmp_path) == ([name] if wanted else [])
    assert found(tmp_path, include=("*.md",)) == ([name] if name.endswith(".md") else [])


def test_a_prompts_folder_is_known_from_within(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "prompts/a.txt")
    (tmp_path / "prompts/a.txt").write_text("a grey heron --ar 16:9\n", encoding="utf-16")
    (tmp_path / "prompts/out.txt").symlink_to(__file__)
    monkeypatch.chdir(tmp_path / "prompts")
    assert list(discover(["."])) == [os.path.join(".", "a.txt")]


def test_links(tmp_path: Path) -> None:
    tree(tmp_path, "x/a.prompt")
    (tmp_path / "x/loop").symlink_to("..")
    (tmp_path / "x/self").symlink_to("self")
    (tmp_path / "x/gone.prompt").symlink_to("nowhere")
    (tmp_path / "x/same.prompt").symlink_to("a.prompt")
    (tmp_path / "door").symlink_to("x")
    assert found(tmp_path) == ["x/a.prompt"]
    assert [os.path.basename(path) for path in discover([str(tmp_path / "door")])] == ["a.prompt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes, and links need a privilege there")
def test_what_is_no_file_is_reported_where_its_name_is_one_of_prompts(tmp_path: Path) -> None:
    """A library whose files are links into a store that is not there (git-annex) had been passed over in silence."""
    tree(tmp_path, "x/a.prompt", "y.prompt/b.prompt")
    (tmp_path / "x/gone.prompt").symlink_to("nowhere")
    (tmp_path / "x/loop.prompt").symlink_to("loop.prompt")
    (tmp_path / "x/zero.prompt").symlink_to("/dev/zero")
    (tmp_path / "x/notes").symlink_to("nowhere")
    (tmp_path / "x/self").symlink_to("../x")
    (tmp_path / "x/out.prompt").symlink_to("../y.prompt/b.prompt")
    (tmp_path / "x/null.prompt").write_bytes(b"a heron --ar16:9\n\0")
    (tmp_path / "x/prompts.txt").write_bytes(b"a heron --ar16:9\n\0")
    os.mkfifo(tmp_path / "x/pipe.prompt")
    os.mkfifo(tmp_path / "x/pipe")
    errors: list[OSError] = []
    assert [os.path.basename(path) for path in discover([str(tmp_path / "x")], None, errors.append)] == ["a.prompt"]
    told = {os.path.basename(error.filename): (error.strerror, error.harmless) for error in errors if isinstance(error, SkippedError)}
    no_file = ("this is not a file, nor a link to one, so it is not read", True)
    outside = ("this link leads out of the directory and is not followed: pass the file itself", False)
    assert told == dict.fromkeys(("gone.prompt", "loop.prompt", "zero.prompt", "pipe.prompt"), no_file) | {
        "out.prompt": outside,
        "null.prompt": ("this file is binary, so it is not read", True),
    }


def test_binary_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.prompt").write_bytes(b"\x89PNG\0\0\0")
    (tmp_path / "b.prompt").write_bytes(b"\xff\xfea\0 \0")
    assert found(tmp_path) == ["b.prompt"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["a heron --ar16:9\n", "Серая цапля --ar16:9\n", "une grue éclairée — œuvre --ar16:9"])
def test_wide_text_without_a_mark_is_not_passed_over(tmp_path: Path, encoding: str, text: str) -> None:
    """It cannot be read, and reading it reports that."""
    (tmp_path / "a.prompt").write_bytes(text.encode(encoding))
    assert found(tmp_path) == ["a.prompt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_locked_folder_is_told_and_the_rest_read(tmp_path: Path) -> None:
    tree(tmp_path, "a.prompt", "z/b.prompt")
    (tmp_path / "z").chmod(0)
    errors: list[OSError] = []
    try:
        assert [os.path.basename(path) for path in discover([str(tmp_path)], on_error=errors.append)] == ["a.prompt"]
        assert [error.filename for error in errors] == [str(tmp_path / "z")]
        with pytest.raises(PermissionError):
            list(discover([str(tmp_path)]))
    finally:
        (tmp_path / "z").chmod(0o700)


def test_a_folder_that_is_gone_is_told_and_the_rest_read(tmp_path: Path) -> None:
    """Somebody may take a directory away while its parent is read."""
    tree(tmp_path, "a.prompt", "m/b.prompt", "z/c.prompt")
    for on_error in ([], None):
        (tmp_path / "m").mkdir(exist_ok=True)
        files = discover([str(tmp_path)], on_error=None if on_error is None else on_error.append)
        assert next(iter(files)) == str(tmp_path / "a.prompt")
        shutil.rmtree(tmp_path / "m")
        if on_error is None:
            with pytest.raises(FileNotFoundError):
                list(files)
        else:
            assert list(files) == [str(tmp_path / "z/c.prompt")]
            assert [error.filename for error in on_error] == [str(tmp_path / "m")]


def test_the_present_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "x/a.prompt")
    monkeypatch.chdir(tmp_path)
    assert list(discover(["."])) == [os.path.join(".", "x", "a.prompt")]
