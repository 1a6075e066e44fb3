"""Files that steer a run (settings, word lists, baselines, `.gitignore`) and named paths that are not files, from a hostile tree.

Each attack once ended the run, blocked it, or made it slow. They run in a separate process, so that one that blocks fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from promptlint.config import Config
from promptlint.links.options import LinkOptions
from promptlint.project import gitignore
from promptlint.project.discovery import FileFilter, discover
from promptlint.settings_file.keys import LINK_CAPS
from promptlint.settings_file.reading import Discovery
from promptlint.settings_file.steering import read_steering_file
from promptlint.text.shortening import shortened

ROOT = str(Path(__file__).parent.parent)
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes or /dev in its file system")
WRONG = "a heron --ar16:9\n"


def promptlint(tree: Path, *argv: str, **more: object) -> subprocess.CompletedProcess[str]:
    """Run the program in `tree`, for at most 20 seconds, in 1.5 GB, and with a standard input that never ends."""
    env = os.environ | {"PYTHONPATH": ROOT, "XDG_CONFIG_HOME": str(tree / "none"), "PROMPTLINT_CACHE_DIR": str(tree / "cache")}
    reading, writing = os.pipe()
    try:
        return subprocess.run(
            [sys.executable, "-m", "promptlint", *argv],
            cwd=tree,
            env=env | dict(more),
            stdin=reading,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
            preexec_fn=limited,
        )
    finally:
        os.close(reading)
        os.close(writing)


def limited() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))


def told(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """The run ended with status 2 and a line that says these words, and not with a bug."""
    assert done.returncode == 2, done
    for word in words:
        assert word in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr


def steer(path: Path, kind: str) -> None:
    """Put something at `path` that is not a small regular file."""
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "large":
        with path.open("wb") as file:
            file.truncate(200 << 20)
    else:
        path.symlink_to(kind)


HOSTILE = ["/dev/zero", "/dev/stdin", "fifo", "large"]


# ---- .gitignore: skipped and reported, and the rest is linted ---------------------------------------------------------


@POSIX
@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", [".gitignore", ".git/info/exclude", "sub/.gitignore"])
def test_a_gitignore_that_is_no_small_file_is_left_out(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / ".git").mkdir(exist_ok=True)
    (tmp_path / "sub").mkdir(exist_ok=True)
    steer(tmp_path / name, kind)
    (tmp_path / "sub" / "a.prompt").write_text(WRONG)
    done = promptlint(tmp_path, "lint", "--offline", ".")
    told(done, name)
    assert "MJ005" in done.stdout


def test_a_gitignore_that_is_a_link_within_the_tree_is_not_followed_as_git_does_not(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "ignored").write_text("*.prompt\n")
    (tmp_path / ".gitignore").symlink_to("ignored")
    (tmp_path / "a.prompt").write_text(WRONG)
    told(promptlint(tmp_path, "lint", "--offline", "."), ".gitignore: it is a link, and git does not follow it either")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_message_is_written_whether_python_buffers_or_not(tmp_path: Path, unbuffered: str) -> None:
    """From 3.12 on, a stream that was opened anew could end unwritten in a run that left something out."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("#" * 300_000)
    (tmp_path / "a.prompt").write_text(WRONG)
    told(
        promptlint(tmp_path, "lint", "--offline", ".", PYTHONUNBUFFERED=unbuffered), ".gitignore: it is larger than", "1 error in 1 prompt"
    )


def patterns(root: Path, *lines: str) -> tuple[list[str], list[str]]:
    """The files that are found with these patterns, and the messages."""
    (root / ".gitignore").write_text("\n".join(lines))
    said: list[str] = []
    found = discover([str(root)], FileFilter(), lambda error: said.append(f"{error.filename}: {error.strerror}"))
    return [os.path.relpath(path, root) for path in found], said


@pytest.mark.parametrize(
    "slow", ["*a*a*a*a*a*a*ab", "*a" * 40 + "b", "x/*a*a*a*ab", "!*a*a*a*ab", "**/" * 20 + "b", "a/**/a/**/a/**/a/**/a/b", "\\**a*a*a*b"]
)
def test_a_slow_pattern_is_refused_and_not_tried(tmp_path: Path, slow: str) -> None:
    name = "mj-prompts-" + "a" * 200 + ".txt"
    (tmp_path / name).write_text(WRONG)
    (tmp_path / "mj-prompts-b.txt").write_text(WRONG)
    began = time.process_time()
    found, said = patterns(tmp_path, "# *a*a*a*a*a*a", slow, "mj-prompts-b.txt")
    assert time.process_time() - began < 2
    assert found == [name]  # the other line still holds
    assert said == [f"{tmp_path / '.gitignore'}: line 2 is ignored: `{shortened(slow)}` has more than 3 `*` in one part, or `**` parts"]


@pytest.mark.parametrize("invalid", ["[z-a]", "a\\", "!"])
def test_an_invalid_pattern_is_reported_and_the_others_hold(tmp_path: Path, invalid: str) -> None:
    (tmp_path / "a.prompt").write_text(WRONG)
    (tmp_path / "b.prompt").write_text(WRONG)
    found, said = patterns(tmp_path, invalid, "b.prompt")
    assert found == ["a.prompt"]
    assert said == [f"{tmp_path / '.gitignore'}: line 1 is ignored: `{invalid}` is not a valid pattern"]


def test_a_class_that_python_would_warn_of_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "a.prompt").write_text(WRONG)
    assert patterns(tmp_path, "[[:space:]]x") == (["a.prompt"], [])


def test_many_patterns_with_several_stars_take_little_time(tmp_path: Path) -> None:
    name = "a" * 240 + ".prompt"
    (tmp_path / name).write_text(WRONG)
    began = time.process_time()
    found, said = patterns(tmp_path, *[f"*a*a*ab{number}" for number in range(1000)])
    assert time.process_time() - began < 5
    assert found == [name]
    assert len(said) == 950
    assert said[0] == f"{tmp_path / '.gitignore'}: line 51 is ignored: more than 50 lines have several `*` in one part, or `**` parts"


def test_a_pattern_with_one_star_is_used_however_many_have_several(tmp_path: Path) -> None:
    (tmp_path / "a.prompt").write_text(WRONG)
    found, said = patterns(tmp_path, *[f"*a*a*ab{number}" for number in range(60)], "a.*")
    assert (found, len(said)) == ([], 10)


def test_the_slowest_patterns_that_are_tried_take_little_time(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(12):
        deep /= "a" * 200
    deep.mkdir(parents=True)
    (deep / ("a" * 200 + ".prompt")).write_text(WRONG)
    began = time.process_time()
    found, said = patterns(tmp_path, "*a*a*a", "**/a*/**/*a/**/*b", "**/*a*a*b", "a*/*a*a*b", "!*.prompt", "!a*/")
    assert time.process_time() - began < 5
    assert said == []
    assert len(found) == 1


def test_usual_patterns_are_taken(tmp_path: Path) -> None:
    (tmp_path / "a.prompt").write_text(WRONG)
    usual = ["*.py[cod]", "**/node_modules/**", "apps/*/src/**/generated/*.js", "*.[Cc]*~*", "***", "!*.prompt", "/**/*-*-*"]
    found, said = patterns(tmp_path, *usual)
    assert (found, said) == (["a.prompt"], [])


def test_a_gitignore_of_very_many_lines_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.prompt").write_text(WRONG)
    found, said = patterns(tmp_path, *["a.prompt"] * (gitignore._MAX_PATTERNS + 1))
    assert found == ["a.prompt"]
    assert said == [f"{tmp_path / '.gitignore'}: it has more than 5,000 lines"]


# ---- settings, word lists and baselines: the run ends with 2 ----------------------------------------------------------


@POSIX
@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", ["promptlint.toml", "pyproject.toml"])
def test_settings_that_are_no_small_file(tmp_path: Path, name: str, kind: str) -> None:
    steer(tmp_path / name, kind)
    (tmp_path / "a.prompt").write_text(WRONG)
    told(promptlint(tmp_path, "lint", "--offline", "a.prompt"), f"{name}: cannot read the settings: it is ")
    told(promptlint(tmp_path, "format", "--check", "a.prompt"), f"{name}: cannot read the settings: it is ")
    told(promptlint(tmp_path, "config"), f"{name}: cannot read the settings: it is ")


@POSIX
@pytest.mark.parametrize("kind", HOSTILE)
def test_settings_that_are_named_are_a_small_file_too(tmp_path: Path, kind: str) -> None:
    steer(tmp_path / "own.toml", kind)
    told(promptlint(tmp_path, "lint", "--offline", "--config", "own.toml", "-p", "a heron"), "own.toml: cannot read the settings: it is ")


def test_settings_that_link_out_of_the_repository_are_not_read(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / ".git").mkdir(parents=True)
    (tree / "sub").mkdir()
    (tmp_path / "secret.toml").write_text('model = "nonsense that would be quoted"')
    (tree / "promptlint.toml").symlink_to(tmp_path / "secret.toml")
    (tree / "a.prompt").write_text(WRONG)
    done = promptlint(tree, "lint", "--offline", "a.prompt")
    told(done, f"cannot read the settings: it is a link out of {tree}")
    assert "nonsense" not in done.stderr
    (tree / "promptlint.toml").unlink()
    (tree / "shared.toml").write_text('ignore = ["MJ005"]')
    (tree / "sub" / "promptlint.toml").symlink_to("../shared.toml")  # within the repository
    (tree / "sub" / "a.prompt").write_text(WRONG)
    assert promptlint(tree, "lint", "--offline", "sub/a.prompt").returncode == 0


@pytest.mark.parametrize("text", ["a = " + "[" * 5_000, "model = " + "9" * 10_000, "a" + ".a" * 400_000 + " = 1", "model = '\\xff'", "\0"])
@pytest.mark.parametrize("name", ["promptlint.toml", "pyproject.toml"])
def test_settings_that_are_no_settings(tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / name).write_text(("[tool.promptlint]\n" if name == "pyproject.toml" else "") + text)
    (tmp_path / "a.prompt").write_text(WRONG)
    told(promptlint(tmp_path, "lint", "--offline", "a.prompt"), f"{name}: ")


@POSIX
@pytest.mark.parametrize(
    ("text", "key", "what"),
    [
        ("exclude = [" + "'a/**/b*c?d'," * 1001 + "]", "exclude", "patterns"),
        ("[per-file-ignores]\n" + "".join(f"'a{number}*' = ['MJ005']\n" for number in range(1001)), "per-file-ignores", "patterns"),
        ("[[files]]\ninclude = ['a']\n" * 1001, "files", "tables"),
    ],
)
def test_settings_with_very_many_patterns(tmp_path: Path, text: str, key: str, what: str) -> None:
    """A megabyte of them, all tried on every file, kept a run busy for minutes."""
    path = tmp_path / "promptlint.toml"
    path.write_text(text)
    out = promptlint(tmp_path, "lint", "-p", "a heron")
    assert (out.returncode, out.stderr) == (2, f"promptlint: {path}: {key}: at most 1000 {what} are allowed, not 1001\n")


def test_a_selector_that_is_repeated_very_often_takes_little_time(tmp_path: Path) -> None:
    (tmp_path / "promptlint.toml").write_text("ignore = [" + "'MJ005'," * 100_000 + "]")
    before = time.process_time()
    assert Config.load(tmp_path / "promptlint.toml").ignore == ("MJ005",) * 100_000
    assert time.process_time() - before < 3


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "latin-1"])
def test_a_word_list_in_another_encoding_is_not_read(tmp_path: Path, encoding: str) -> None:
    """UTF-16 without a mark is valid UTF-8, of phrases with null characters, which no prompt contains."""
    path = tmp_path / "promptlint.toml"
    path.write_text("words = 'words.txt'")
    (tmp_path / "words.txt").write_bytes("h\xe9ron\nheron\n".replace("\xe9", "e" if "16-" in encoding else "\xe9").encode(encoding))
    out = promptlint(tmp_path, "lint", "-p", "a heron")
    assert out.returncode == 2
    assert out.stderr.startswith(f"promptlint: {path}: words: `words.txt` is not UTF-8"), out.stderr


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_word_list_that_is_no_small_file(tmp_path: Path, kind: str) -> None:
    steer(tmp_path / "words.txt", kind)
    (tmp_path / "promptlint.toml").write_text('words = "words.txt"')
    (tmp_path / "a.prompt").write_text(WRONG)
    told(
        promptlint(tmp_path, "lint", "--offline", "a.prompt"),
        f"promptlint.toml: words: {'`words.txt` is outside the directory' if kind.startswith('/dev') else 'cannot read `words.txt`: '}",
    )


def test_a_word_list_with_a_very_long_phrase(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text(f"# {'a ' * 500}\nowl\n{'a ' * 100}b\n")
    (tmp_path / "promptlint.toml").write_text('words = "words.txt"')
    (tmp_path / "a.prompt").write_text(WRONG)
    done = promptlint(tmp_path, "lint", "--offline", "a.prompt")
    told(done, "promptlint.toml: words: line 3 of `words.txt` has more than 200 characters")


@pytest.mark.parametrize("trusted", [False, True])
def test_a_word_list_with_a_null_character_in_its_name(tmp_path: Path, trusted: bool) -> None:
    (tmp_path / ("own.toml" if trusted else "promptlint.toml")).write_text('words = "a\\u0000b"')
    (tmp_path / "a.prompt").write_text(WRONG)
    done = promptlint(tmp_path, "lint", "--offline", *(["--config", "own.toml"] if trusted else []), "a.prompt")
    told(done, "words: cannot read `a\\x00b`: its name contains a null character")


@POSIX
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_baseline_that_is_no_small_file(tmp_path: Path, kind: str) -> None:
    steer(tmp_path / "b.json", kind)
    (tmp_path / "a.prompt").write_text(WRONG)
    told(promptlint(tmp_path, "lint", "--offline", "--baseline", "b.json", "a.prompt"), "b.json: cannot read the baseline: it is ")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"findings":' * 50_000])
def test_a_baseline_that_is_nested_too_deeply(tmp_path: Path, text: str) -> None:
    (tmp_path / "b.json").write_text(text)
    (tmp_path / "a.prompt").write_text(WRONG)
    told(promptlint(tmp_path, "lint", "--offline", "--baseline", "b.json", "a.prompt"), "b.json: the baseline is nested too deeply")


def test_a_baseline_with_null_characters_in_its_paths(tmp_path: Path) -> None:
    entry = {"rule": "MJ005", "prompt": "0" * 24, "times": 1, "paths": ["a\0b"]}
    (tmp_path / "b.json").write_text(json.dumps({"version": 1, "findings": [entry]}))
    (tmp_path / "a.prompt").write_text(WRONG)
    assert promptlint(tmp_path, "lint", "--offline", "--baseline", "b.json", "a.prompt").returncode == 1


def test_what_is_read_is_bounded_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"a" * 2048)
    assert read_steering_file(str(path), 2048) == b"a" * 2048
    with pytest.raises(OSError, match="it is larger than 1 KB"):
        read_steering_file(str(path), 2047)


# ---- named files ------------------------------------------------------------------------------------------------------


@POSIX
@pytest.mark.parametrize(
    "call",
    [["lint", "--offline"], ["lint", "--offline", "--fix"], ["lint", "--show-prompts"], ["format", "--diff"], ["migrate", "--to", "7"]],
    ids=" ".join,
)
@pytest.mark.parametrize("kind", ["fifo", "/dev/zero"])
def test_a_pipe_or_a_device_that_is_named_does_not_block(tmp_path: Path, call: list[str], kind: str) -> None:
    steer(tmp_path / "ff.prompt", kind)
    text = WRONG if call[0] == "lint" else "a pier  --v 6   --ar 16:9\n"
    (tmp_path / "a.prompt").write_text(text)
    done = promptlint(tmp_path, *call, "ff.prompt", "a.prompt")
    assert done.returncode == 2
    said = done.stdout + done.stderr
    assert said.count("This is not a regular file; pipe its text to `promptlint lint -`") == 1
    assert said.count("ff.prompt") == 1
    assert "a.prompt" in done.stdout or (tmp_path / "a.prompt").read_text() != text  # the rest is read


@POSIX
def test_a_request_that_is_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "body.json")
    assert promptlint(tmp_path, "lint", "--offline", "--request", "body.json").returncode == 2


@POSIX
def test_a_pipe_of_the_shell_is_read(tmp_path: Path) -> None:
    line = f"printf 'a heron --ar16:9' | '{sys.executable}' -m promptlint lint --offline --isolated /dev/stdin"
    env = os.environ | {"PYTHONPATH": ROOT}
    done = subprocess.run(["sh", "-c", line], check=False, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=20)
    assert done.returncode == 1
    assert "MJ005" in done.stdout


# ---- settings cannot make a run costly --------------------------------------------------------------------------------


HIGH = "[links]\ntimeout = inf\nretries = 1000000\nmax-wait = inf\nmax-redirects = 100000\nper-host = 100000\nconcurrency = 512\n"


def test_repository_settings_are_capped_and_the_cap_is_reported(tmp_path: Path) -> None:
    (tmp_path / "promptlint.toml").write_text(HIGH)
    settings = Discovery().of(str(tmp_path))
    assert dict(settings.config.links) == {
        "timeout": 60.0, "retries": 5, "max_wait": 60.0, "max_redirects": 20, "per_host": 32, "concurrency": 64,
    }  # fmt: skip
    start = f"{tmp_path / 'promptlint.toml'}: links."
    end = "the limit for a settings file beside the prompts"
    assert settings.notes == (
        f"{start}timeout: lowered from inf to 60, {end}",
        f"{start}retries: lowered from 1e+06 to 5, {end}",
        f"{start}max-wait: lowered from inf to 60, {end}",
        f"{start}max-redirects: lowered from 100000 to 20, {end}",
        f"{start}per-host: lowered from 100000 to 32, {end}",
        f"{start}concurrency: lowered from 512 to 64, {end}",
    )
    (tmp_path / "a.prompt").write_text("a heron --v 7\n")
    done = promptlint(tmp_path, "lint", "a.prompt")
    assert done.returncode == 0  # a note is not an error
    assert done.stderr.count("lowered from") == 6
    assert "lowered from" not in promptlint(tmp_path, "lint", "--offline", "a.prompt").stderr  # no link is checked
    shown = promptlint(tmp_path, "config")
    assert "timeout = 60.0" in shown.stdout
    assert shown.stderr.count("lowered from") == 6


def test_own_settings_are_taken_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(HIGH)
    settings = Discovery(str(tmp_path / "own.toml")).of(str(tmp_path))
    assert dict(settings.config.links)["retries"] == 1_000_000
    assert settings.notes == ()


def test_the_defaults_are_below_the_caps() -> None:
    for name, cap in LINK_CAPS.items():
        assert LinkOptions._field_defaults[name.replace("-", "_")] <= cap


@pytest.mark.parametrize(("line", "wanted"), [
    ('headers = ["h","X: 1"]', "links.headers: must be a table, not a list"),
    ("headers = 5", "links.headers: must be a table, not the number 5"),
    ("headers = {h = 1}", "links.headers.h: must be a string, not the number 1"),
    ("exclude = {a = \"b\"}", "links.exclude: must be a list of strings, not a table"),
    ("accept = 403", "links.accept: must be a list of strings, not the number 403"),
    ("timeout = []", "links.timeout: must be a number, not a list"),
    ("timeout = nan", "links: timeout must be greater than 0, not nan"),
    ('ca-bundle = "a\\u0000b"', "ca-bundle"),
])  # fmt: skip
def test_an_option_of_links_of_the_wrong_type_is_reported_by_its_key(tmp_path: Path, line: str, wanted: str) -> None:
    (tmp_path / "own.toml").write_text(f"[links]\n{line}\n")
    told(promptlint(tmp_path, "lint", "--config", "own.toml", "-p", "https://cdn.mysite.net/a.png a cat"), wanted)


LONG = "x" * 100_000


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG} = 1",
        f'model = "{LONG}"',
        f'target = "{LONG}"',
        f'select = ["{LONG}"]',
        f'extend = "{LONG}"',
        f'words = "{LONG}"',
        f'required-version = "{LONG}"',
        f'[severity]\n{LONG} = "error"',
        f'[endpoints]\n"{LONG}" = "ttapi"',
        f"[options]\n{LONG} = 1",
        f'[per-file-ignores]\n"a" = ["{LONG}"]',
        f'[[house-rules]]\nname = "{LONG}!"',
        f'[[house-rules]]\nname = "a"\nrequire = {{ parameters = ["{LONG}"] }}',
        f'[[house-rules]]\nname = "a"\nforbid = {{ {LONG} = 1 }}',
        f'include = ["{LONG}"]',
    ],
    ids=lambda text: text.replace(LONG, "LONG"),
)
def test_a_long_text_in_settings_is_not_repeated(tmp_path: Path, text: str) -> None:
    (tmp_path / "promptlint.toml").write_text(text)
    (tmp_path / "a.txt").write_text(WRONG)
    done = promptlint(tmp_path, "lint", "--offline", ".")
    told(done, "xxx")
    assert len(done.stderr) < 1500


@pytest.mark.parametrize("option", ["--model", "--target", "--plan", "--select", "--now", "--jobs", "--output-format", f"--{LONG}"])
def test_a_long_text_in_a_call_is_not_repeated(tmp_path: Path, option: str) -> None:
    done = promptlint(tmp_path, "lint", "-p", "a cat", option, LONG)
    told(done, "xxx")
    assert len(done.stderr) < 1500
