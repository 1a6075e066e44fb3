"""The command line as people and programs use it: what comes out where, and how it ends."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from promptlint.cli.call import UsageError, parse
from promptlint.cli.main import main
from promptlint.cli.options import COMMANDS
from promptlint.output import FORMATS

ROOT = Path(__file__).resolve().parent.parent
GLUED = "a cat --ar16:9 --v 7"  # MJ005, fixed by a safe fix
RIGHT = "a cat --ar 16:9 --v 7"


@pytest.fixture(autouse=True)
def clean(tmp_path, monkeypatch):
    """An empty directory to work in, and nothing of the machine's own settings."""
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def run(*argv, stdin="", out=None):
    """Exit status, standard output, standard error."""
    out, err = out or io.StringIO(), io.StringIO()
    status = main(list(argv), io.StringIO(stdin), out, err)
    return status, out.getvalue(), err.getvalue()


def lint(*argv, stdin=""):
    return run("lint", "--offline", *argv, stdin=stdin)


def codes(output):
    return [(each["code"], each["path"], each["line"], each["column"]) for each in json.loads(output)["diagnostics"]]


def process(*argv, **options):
    """The program as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "promptlint", *argv], check=False, capture_output=True, env=environment, timeout=60, **options
    )


# ── lint ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_example_of_the_front_page():
    status, out, _ = lint("-p", "portrait of a knight --cref https://img.mysite.net/k.png v6", "--output-format", "json")

    assert status == 1
    document = json.loads(out)
    assert [(each["code"], each["start"], each["end"]) for each in document["diagnostics"]] == [("MJ301", 21, 56), ("MJ001", 57, 59)]
    assert document["prompts"][0]["path"] == "<prompt 1>"
    assert (document["prompts"][0]["model"], document["prompts"][0]["model_from"]) == ("8.2", "default")


@pytest.mark.parametrize(
    ("prompt", "options", "status"),
    [
        (RIGHT, [], 0),
        (GLUED, [], 1),
        (GLUED, ["--exit-zero"], 0),
        (GLUED, ["--ignore", "glued-value"], 0),
        ("a cat -- ar 16:9", ["--select", "MJ003"], 0),
        ("a cat -- ar 16:9", ["--select", "MJ003", "--fail-on", "warning"], 1),
    ],
)
def test_exit_status(prompt, options, status):
    assert lint("-p", prompt, *options)[0] == status


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["check", "a.txt"], "unknown command `check`: write `promptlint lint`"),
        (["fix"], "unknown command `fix`: write `promptlint lint --fix`"),
        (["help", "lint"], "unknown command `help`: write `promptlint lint --help`"),
        (["help"], "unknown command `help`: write `promptlint --help`"),
        (["a fox --v 7"], "unknown command `a fox --v 7`: to lint a prompt, write `promptlint lint -p TEXT`"),
        (["x/a.txt"], "unknown command `x/a.txt`: to lint a file or directory, write `promptlint lint x/a.txt`"),
        (["cache"], "`cache` requires `path` or `clear`: write `promptlint cache path`"),
        (["lint", "-p", "x", "--output-format", "json", "--output-format=full"], "`--output-format` is given twice"),
        (["lint", "--request", "--target", "ttapi"], "`--request` requires a value: write `--request FILE`"),
        (["rule", "stylize"], "unknown rule `stylize`: for the parameter, run `promptlint parameter stylize`"),
        (["rule", "--ar"], "unknown option `--ar`"),
        (["version"], "unknown command `version`: write `promptlint --version`"),
        (["lint", "-p", "x", "--config", "a", "--config", "a"], "`--config` is given twice"),
        (["lint", "-p", "a", "cat", "v6"], "`cat`, `v6`: no such file or directory. To lint a prompt, put it in quotes: -p 'a cat v6'"),
        (["lint", "it's", "here"], "put it in quotes: -p 'it'\\''s here'"),
        (["lint", "a cat v6.1"], "put it in quotes: -p 'a cat v6.1'"),
        (["migrate", "--to", "7", "a", "cat,"], "To migrate a prompt, put it in quotes: -p 'a cat,'"),
        (["lint", "--modle", "7"], "unknown option `--modle`; did you mean `--model`?"),
        (["lint", "a", "cat", "--ar", "1:1"], "unknown option `--ar`; a prompt is one TEXT in quotes"),
        (["lint", "--fix=1", "x"], "`--fix` does not take a value; remove `1`"),
        (["lint", "-p"], "`-p` requires a value: write `-p TEXT`"),
        (["lint", "-p", "x", "--model", "9"], "--model: unknown model `9`"),
        (["lint", "-p", "x", "--target", "ttapo"], "--target: unknown target `ttapo`; did you mean `ttapi`?"),
        (["lint", "-p", "x", "--plan", "big"], "`--plan` must be basic, standard, pro or mega, not `big`"),
        (["lint", "-p", "x", "--select", "MJ999"], "--select: unknown rule `MJ999`"),
        (["lint", "-p", "x", "--ignore", "unkown-parameter"], "did you mean `unknown-parameter`?"),
        (["lint", "-p", "x", "--now", "soon"], "`soon` is not a time"),
        (["lint", "--stdin-filename", "a.prompt", "b.prompt"], "`--stdin-filename` requires `-`, which reads standard input"),
        (["lint", "-p", "a", "cat", "--ar16:9"], "a prompt is one TEXT in quotes"),
        (["lint", "a", "cat", "--s250"], "a prompt is one TEXT in quotes"),
        (["format", "-p", "a", "cat", "--v", "7"], "a prompt is one TEXT in quotes"),
        (["-p", "a cat"], "unknown option `-p`: write `promptlint lint -p TEXT`"),
        (["lint", "--format", "json"], "unknown option `--format`: write `--output-format`"),
        (["lint", "-f", "json"], "unknown option `-f`: write `--output-format`"),
        (["lint", "--strict"], "unknown option `--strict`: write `--fail-on warning`"),
        (["lint", "--max-warnings=0"], "unknown option `--max-warnings`: write `--fail-on warning`"),
        (["lint", "--no-color"], "write `--color never`"),
        (["lint", "--exclude", "d"], "set `include` or `exclude` in promptlint.toml"),
        (["lint", "--dry-run"], "unknown option `--dry-run`: write `--diff`"),
        (["lint", "--watch"], "`promptlint lsp --help`"),
        (["lint", "--show-settings"], "run `promptlint config`"),
        (["lint", "-p", "x", "--fix", "--model", "7,8.2"], "require a single model"),
        (["lint", "-p", "x", "--output-format", "yaml"], "`--output-format` must be "),
        (["lint", "-p", "x", "--output-file", "no/where.txt"], "no/where.txt cannot be written: no such file or directory"),
        (["lint", "-p", "x", "--config", "nowhere.toml"], "nowhere.toml: cannot read the settings"),
        (["lint", "-p", "x", "--baseline", "nowhere.json"], "nowhere.json: cannot read the baseline"),
        (["lint", "-p", "x", "--prune-baseline"], "requires `--baseline FILE`"),
        (["lint", "-p", "x", "--baseline", "a", "--write-baseline", "b"], "cannot be combined"),
        (["lint", "-p", "x", "--link-timeout", "long"], "must be a number of seconds, not `long`"),
        (["lint", "-p", "x", "--link-timeout", "0"], "timeout must be greater than 0"),
        (["lint", "--request", "x", "--fix"], "`--request` cannot be combined with `--fix`"),
        (["lnt"], "unknown command `lnt`; did you mean `lint`?"),
        (["prompts.txt"], "to lint a file or directory, write `promptlint lint prompts.txt`"),
        (["rule", "MJ999"], "unknown rule `MJ999`"),
        (["rule", "a", "b"], "unexpected argument `b`"),
        (["explain"], "write `promptlint explain MESSAGE`"),
        (["completion", "bassh"], "must be followed by bash, zsh or fish, not `bassh`; did you mean `bash`?"),
        (["config", "nowhere"], "nowhere: no such file or directory"),
    ],
)
def test_a_wrong_call_is_one_clear_line(argv, says):
    status, out, err = run(*argv)

    assert (status, out) == (2, "")
    assert says in err
    assert err.startswith("promptlint: ")
    assert err.count("\n") == 1


def bad_inputs(folder):
    """File name, content, and the message about it."""
    (folder / "secret.txt").write_text(RIGHT)
    return [
        ("latin.txt", "caf\xe9 --v 7\n".encode("latin-1"), "latin.txt:1:4: The file is not UTF-8"),
        ("gone.txt", None, "gone.txt: The file does not exist"),
        ("odd.xyz", b"a cat", "odd.xyz:1:1: Files with the extension .xyz are not supported"),
        ("broken.json", b'{"prompt": "a cat', "broken.json:1:"),
        ("folder", "folder", "folder: no prompt files found in this directory; looked for `*midjourney-prompts*`, "),
        ("hollow", "hollow", "hollow: no prompts found in this directory"),
        ("loop.txt", "loop", "loop.txt: The file cannot be read: too many levels of symbolic links"),
    ]


def test_bad_input_loses_nothing_else():
    here = Path.cwd()
    (here / "good.txt").write_text(GLUED)
    cases = bad_inputs(here)
    for name, content, _ in cases:
        if content == "folder":
            (here / name).mkdir()
        elif content == "hollow":
            (here / name).mkdir()
            (here / name / "mj-prompts.txt").write_text("\n")
        elif content == "loop":
            (here / name).symlink_to(name)
        elif content is not None:
            (here / name).write_bytes(content)

    status, out, err = lint(*(name for name, _, _ in cases), "good.txt", "--output-format", "json", "--quiet")

    assert status == 2
    lines = err.splitlines()
    assert len(lines) == len(cases)
    for _, _, says in cases:
        assert any(line.startswith(f"promptlint: {says}") for line in lines), says
    assert ("MJ005", "good.txt", 1, 7) in codes(out)
    assert {path for code, path, _, _ in codes(out) if code == "MJ910"} == {"latin.txt", "gone.txt", "odd.xyz", "broken.json", "loop.txt"}


def test_broken_settings_stop_their_files_only():
    here = Path.cwd()
    for folder in ("right", "wrong"):
        (here / folder).mkdir()
        (here / folder / "a.txt").write_text(GLUED)
        (here / folder / "b.txt").write_text(GLUED)
    (here / "wrong" / "promptlint.toml").write_text('modle = "7"')

    status, out, err = lint("wrong/a.txt", "wrong/b.txt", "right/a.txt", "--output-format", "concise", "-q")

    assert status == 2
    assert err == f"promptlint: {here}/wrong/promptlint.toml: unknown key `modle`; did you mean `model`?\n"
    assert [line.split(":")[0] for line in out.splitlines()] == ["right/a.txt"]


def test_a_line_of_ten_megabytes():
    Path("long.txt").write_text("x" * 10_000_000 + " --ar16:9\nnext --ar16:9\n")
    began = time.process_time()

    status, out, err = lint("long.txt", "--select", "MJ005,MJ403")

    assert status == 1
    assert time.process_time() - began < 20
    assert len(out) < 3000
    assert "long.txt:2:6: error MJ005" in out
    assert "2 errors in 2 prompts (1 fixable with --fix)" in err


def test_paths_prompts_and_standard_input_keep_their_order():
    Path("a.txt").write_text(f"{RIGHT}\n{GLUED}\n")

    status, out, _ = lint("-p", GLUED, "-p", GLUED, "a.txt", "-", "a.txt", "--output-format", "json", stdin=f"\n{GLUED}\n")

    assert status == 1
    assert codes(out) == [("MJ005", "<prompt 1>", 1, 7), ("MJ005", "<prompt 2>", 1, 7), ("MJ005", "a.txt", 2, 7), ("MJ005", "-", 2, 7)]
    document = json.loads(out)
    assert [each["prompt"] for each in document["diagnostics"]] == [0, 1, 2, 3]
    assert [each["fixed"] for each in document["prompts"]] == [RIGHT] * 4
    assert document["summary"] == {"files": 2, "prompts": 5, "errors": 4, "warnings": 0, "infos": 0, "unread": 0}


def test_standard_input_may_stand_for_a_file():
    Path("promptlint.toml").write_text('ignore = ["MJ003"]\n[per-file-ignores]\n"*.json" = ["MJ005"]\n')
    text = json.dumps([{"prompt": GLUED}, {"prompt": "a cat -- ar 1:1 --v 7"}, {"prompt": "a cat ---ar 1:1 --v 7"}])

    _, out, _ = lint("-", "--stdin-filename", "in.json", "--output-format", "json", stdin=text)

    assert [(code, path) for code, path, _, _ in codes(out)] == [("MJ007", "in.json")]


@pytest.mark.parametrize(
    ("name", "found"), [("in.txt", []), ("sub/in.txt", []), ("new/in.txt", []), ("out.txt", [("MJ005", "out.txt", 1, 7)])]
)
def test_settings_leave_out_the_file_that_standard_input_stands_for(name, found):
    """An editor may send a file that is not written yet, in a directory that does not exist."""
    Path("sub").mkdir()
    Path("promptlint.toml").write_text('exclude = ["in.txt"]\nforce-exclude = true\n')

    status, out, err = lint("-", "--stdin-filename", name, "--output-format", "json", "-q", stdin=GLUED)

    assert (status, codes(out), err) == (len(found), found, "")


@pytest.mark.parametrize(
    ("format_", "says"),
    [
        ("concise", "sub/a.prompt:1:7: error"),
        ("full", "sub/a.prompt:1:7: error"),
        ("json", '"path": "sub/a.prompt"'),
        ("jsonl", '"path": "sub/a.prompt"'),
        ("sarif", '"uri":"sub/a.prompt"'),
        ("github", "file=sub/a.prompt,"),
        ("gitlab", '"path": "sub/a.prompt"'),
        ("junit", "sub/a.prompt"),
        ("rdjson", '"path": "sub/a.prompt"'),
    ],
)
def test_every_format_names_the_file_that_standard_input_stands_for(format_, says):
    _, out, _ = lint("-", "--stdin-filename", "./sub/a.prompt", "--output-format", format_, "-q", stdin=GLUED)

    assert says in out


@pytest.mark.parametrize(
    "argv", [("lint", "."), ("lint", "--force-exclude", "a.prompt"), ("format", "."), ("lint", "--force-exclude", ".", "a.prompt")]
)
def test_files_that_are_all_excluded_are_told(argv):
    Path("a.prompt").write_text(f"{GLUED}\n")
    Path("promptlint.toml").write_text('exclude = ["*.prompt"]\n')

    status, out, err = run(*argv)

    assert (status, out) == (0, "")
    assert err.startswith("promptlint: all files are excluded by the settings, so nothing was checked\n")
    assert run(*argv, "-q") == (0, "", "")


def test_files_that_are_excluded_beside_others_are_not_told():
    for name in ("a", "b"):
        Path(f"{name}.prompt").write_text(f"{RIGHT}\n")
    Path("promptlint.toml").write_text('exclude = ["a.prompt"]\n')

    assert "excluded" not in lint("--force-exclude", "a.prompt", "b.prompt")[2]
    Path("b.prompt").write_text(f"{GLUED}\n")
    assert codes(lint("--force-exclude", "a.prompt", "b.prompt", "--output-format", "json")[1]) == [("MJ005", "b.prompt", 1, 7)]


FIXES = {"full": "fix: Write", "json": '"fix": {"safe"', "jsonl": '"fix": {"safe"', "sarif": '"fixes"', "rdjson": '"suggestions"'}


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_with_fixes_has_them_when_it_is_quiet_too(name):
    out = " ".join(lint("--quiet", "--output-format", name, "-p", GLUED)[1].split()).replace('{ "', '{"')
    assert (name in FIXES) == (FIXES.get(name, "fix") in out)


def test_without_a_path_the_directory_is_linted():
    Path("sub").mkdir()
    Path("sub/a.prompt").write_text(f"{GLUED}\n")

    status, out, _ = lint("--output-format", "concise")

    assert (status, out.partition(" ")[0]) == (1, "sub/a.prompt:1:7:")


@pytest.mark.parametrize("argument", [".", "./", "./sub", ".//sub/a.prompt", "././sub/a.prompt", "sub"])
def test_paths_are_printed_without_a_leading_dot(argument):
    Path("sub").mkdir()
    Path("sub/a.prompt").write_text(f"{GLUED}\n")

    assert lint(argument, "--output-format", "concise")[1].startswith("sub/a.prompt:1:7: ")


def test_a_path_keeps_the_dot_that_tells_it_from_an_option():
    Path("-q.prompt").write_text(f"{GLUED}\n")

    assert lint(".", "--output-format", "concise")[1].startswith("./-q.prompt:1:7: ")


def test_a_prompt_may_begin_with_a_parameter():
    _, out, _ = lint("-p", "--tile", "--output-format", "concise", "-q")

    assert out.startswith("<prompt 1>:1:1: error MJ401")


@pytest.mark.parametrize("name", ["gone.txt", "nowhere/gone.txt", "gone"])
def test_a_file_that_is_not_there_is_reported_once(name):
    assert lint(name) == (2, f"{name}:1:1: error MJ910 unreadable-file\n  The file does not exist\n\n", "1 error; no prompts read\n")
    for hidden in (["--output-format", "json"], ["--output-file", "found.log"]):  # the person sees no finding
        status, _, err = lint(name, "-q", *hidden)
        assert (status, err) == (2, f"promptlint: {name}: The file does not exist\n")


@pytest.mark.parametrize("format_", ["json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson", "concise", "full"])
def test_only_the_document_goes_to_standard_output(format_):
    _, clean, err = lint("-p", RIGHT, "--output-format", format_)
    _, found, _ = lint("-p", GLUED, "--output-format", format_)

    assert err == "no problems found in 1 prompt\n"
    assert found != clean
    if format_ in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(clean)
        json.loads(found)


def test_output_file():
    status, out, _ = lint("-p", GLUED, "--output-format", "json", "--output-file", "found.json")

    assert (status, out) == (1, "")
    assert codes(Path("found.json").read_text()) == [("MJ005", "<prompt 1>", 1, 7)]


def test_infos_are_hidden_unless_asked_for():
    prompt = "a cat —ar 16:9 --v 7"

    assert lint("-p", prompt, "--output-format", "concise")[1] == ""
    assert " info MJ002 " in lint("-p", prompt, "--output-format", "concise", "--min-severity", "info")[1]
    status, out, _ = lint("-p", prompt, "--output-format", "concise", "--fail-on", "info")
    assert status == 1
    assert " info MJ002 " in out  # what fails the run is shown


@pytest.mark.parametrize(
    ("prompts", "summary"),
    [
        ([RIGHT], "no problems found in 1 prompt\n"),
        ([GLUED], "1 error in 1 prompt (1 fixable with --fix)\n"),
        ([GLUED, RIGHT, "a cat -- ar 1:1 --v 7"], "1 error, 1 warning in 3 prompts (2 fixable with --fix)\n"),
        ([RIGHT, RIGHT], "no problems found in 2 prompts\n"),
        (["a dog --ar 16:9 in the snow --v 7"], "1 error in 1 prompt (1 fixable with --fix --unsafe-fixes)\n"),
        ([GLUED, "a dog --ar 16:9 in the snow --v 7"], "2 errors in 2 prompts (1 fixable with --fix, 1 more with --unsafe-fixes)\n"),
    ],
)
def test_summary(prompts, summary):
    argv = [word for prompt in prompts for word in ("-p", prompt)]

    assert lint(*argv)[2] == summary
    assert lint(*argv, "--quiet")[2] == ""


@pytest.mark.parametrize("name", FORMATS)
def test_quiet_hides_the_summary_and_no_part_of_a_finding(name):
    argv = ["-p", GLUED, "-p", "a dog --ar 16:9 in the snow", "--output-format", name]
    assert lint(*argv)[1] == lint(*argv, "--quiet")[1] != ""


@pytest.mark.parametrize(
    ("environment", "options", "terminal", "colored"),
    [
        ({}, [], False, False),
        ({}, [], True, True),
        ({"NO_COLOR": "1"}, [], True, False),
        ({"FORCE_COLOR": "1"}, [], False, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, [], True, False),
        ({"NO_COLOR": ""}, [], True, True),
        ({"TERM": "dumb"}, [], True, False),
        ({"NO_COLOR": "1"}, ["--color", "always"], False, True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], True, False),
        ({"FORCE_COLOR": "1"}, ["--output-format", "json"], True, False),
    ],
)
def test_colours(monkeypatch, environment, options, terminal, colored):
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    _, out, _ = run("lint", "--offline", "-p", GLUED, *options, out=Terminal() if terminal else io.StringIO())

    assert ("\x1b[" in out) is colored


def test_several_models_tell_where_each_finding_holds():
    _, out, _ = lint(
        "-p", "a cat --cref https://host.net/a.png --ar16:9", "--model", "6.1,7", "--output-format", "json", "--select", "MJ301,MJ005"
    )

    found = [(each["code"], each.get("models")) for each in json.loads(out)["diagnostics"]]
    assert found == [("MJ301", ["7"]), ("MJ005", None)]


def test_prompts_that_depend_on_the_default_model_are_one_finding_a_file():
    Path("a.txt").write_text("a cat --hd\na dog\na bird --hd\na fish --hd --v 8.2\n")

    _, out, _ = lint("a.txt", "--output-format", "json", "--select", "MJ304")

    document = json.loads(out)
    assert [(each["line"], each["fix"]) for each in document["diagnostics"]] == [(1, None)]
    assert document["diagnostics"][0]["message"].startswith("2 prompts of this file depend on the account's default model; the first one: ")
    assert json.loads(lint("a.txt", "--model", "7", "--output-format", "json", "--select", "MJ304")[1])["diagnostics"] == []


@pytest.mark.parametrize(
    ("setting", "content", "name"),
    [
        ("", "# promptlint: model=7\na cat --q 2\n", "a.txt"),
        ('[[files]]\ninclude = ["a.*"]\nmodel = "7"\n', "a cat --q 2\n", "a.txt"),
        ("", '{"prompt": "a cat --q 2", "model": "7"}', "a.json"),
        ('model = "7"', "a cat --q 2\n", "a.txt"),
    ],
)
def test_the_model_that_a_file_means(setting, content, name):
    Path(name).write_text(content)
    Path("promptlint.toml").write_text(setting)

    _, out, _ = lint(name, "--output-format", "json", "--fail-on", "info")

    assert [each["code"] for each in json.loads(out)["diagnostics"]] == []


def test_the_target_that_a_file_means():
    for name in ("a.prompt", "b.prompt"):
        Path(name).write_text("a {red, blue} bird --v 7\n")
    Path("promptlint.toml").write_text('[[files]]\ninclude = ["b.*"]\ntarget = "ttapi"\n')

    assert codes(lint("a.prompt", "b.prompt", "--output-format", "json")[1]) == [("MJ406", "b.prompt", 1, 3)]


def test_a_model_that_no_comment_may_name():
    Path("a.txt").write_text("# promptlint: model=99\na cat --ar16:9\n")

    status, out, _ = lint("a.txt", "-q")

    assert status == 2
    assert "a.txt:1:1: error MJ910 unreadable-file\n  unknown model `99`" in out


# ── suppressions ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# promptlint: ignore[MJ005] because\n" + GLUED, []),
        ("# promptlint: ignore[glued-value]\n" + GLUED, []),
        ("# promptlint: ignore[MJ0]\n" + GLUED, []),
        (f"# promptlint: ignore-file[MJ005]\n{GLUED}\n{GLUED}\n", []),
        (f"{GLUED}\n# promptlint: ignore-file[MJ005]\n", []),
        ("# promptlint: ignore[MJ006]\n" + GLUED, [("MJ901", 1), ("MJ005", 2)]),
        ("# promptlint: ignore[MJ005, MJ006]\n" + GLUED, [("MJ901", 1)]),
        ("# promptlint: ignore[MJ006, MJ006]\n" + GLUED, [("MJ901", 1), ("MJ005", 2)]),  # once
        ("# promptlint: ignore[MJ999, MJ999]\n" + GLUED, [("MJ902", 1), ("MJ005", 2)]),
        (f"# promptlint: ignore-file[MJ006]\n{GLUED}\n", [("MJ901", 1), ("MJ005", 2)]),
        (f"# promptlint: ignore-file\n{GLUED}\n", [("MJ903", 1)]),
        ("# promptlint: ignore[MJ005]\n" + RIGHT, [("MJ901", 1)]),
        ("# promptlint: ignore[MJ801]\n" + RIGHT, []),  # this rule did not run
        ("# promptlint: ignore\n" + GLUED, [("MJ903", 1)]),
        ("# promptlint: ignore[MJ999]\n" + GLUED, [("MJ902", 1), ("MJ005", 2)]),
        ("# promptlint: ignroe[MJ005]\n" + GLUED, [("MJ902", 1), ("MJ005", 2)]),
        # In the order of the lines, though whether a comment does something is known last.
        (
            f"# promptlint: ignore[MJ999]\n{GLUED}\n# promptlint: disable=MJ005\n{GLUED}\n# promptlint: ignore[MJ006]\n{GLUED}",
            [("MJ902", 1), ("MJ005", 2), ("MJ902", 3), ("MJ005", 4), ("MJ901", 5), ("MJ005", 6)],
        ),
    ],
)
def test_comments_suppress_and_are_judged_themselves(text, found):
    Path("a.txt").write_text(text)

    _, out, _ = lint("a.txt", "--output-format", "json")

    assert [(code, line) for code, _, line, _ in codes(out)] == found


def test_suppressions_beyond_those_that_count_are_reported():
    comments = ["<!-- promptlint: ignore[MJ005] -->", *["<!-- promptlint: ignore[MJ006] -->"] * 100]
    fence = ["```", GLUED, GLUED, "```"]
    Path("mj-prompts.md").write_text("\n".join([*comments, *fence, "", comments[0], ""]))

    _, out, _ = lint("mj-prompts.md", "--output-format", "json")

    found = json.loads(out)["diagnostics"]
    assert [each["line"] for each in found if each["code"] == "MJ005"] == [103, 104]
    told = {each["line"]: each["message"] for each in found if each["code"] == "MJ901"}
    assert told[1] == "`ignore[MJ005]` is not used: only the last 100 suppressions above a prompt apply"
    assert told[2] == "`ignore[MJ006]` is not used: the rule finds nothing here"
    assert len(told) == 102


def test_audit_of_what_is_suppressed():
    Path("a.txt").write_text("# promptlint: ignore[MJ005]\n" + GLUED)
    Path("promptlint.toml").write_text('[per-file-ignores]\n"*" = ["MJ0"]')

    assert codes(lint("a.txt", "--output-format", "json", "--no-suppressions")[1]) == [("MJ005", "a.txt", 2, 7)]


@pytest.mark.parametrize(
    ("setting", "left"),
    [
        ('ignores = ["sub/a.txt:2:MJ005"]', [1]),
        ('ignores = ["sub/a.txt:2:MJ006"]', [1, 2]),
        ('ignores = ["a.txt:1:glued-value", "b.txt:2:MJ005"]', [2]),
        ('[per-file-ignores]\n"sub/*" = ["MJ005"]', []),
        ('[per-file-ignores]\n"*.txt" = ["glued-value"]', []),
        ('[per-file-ignores]\n"**/a.txt" = ["MJ0"]', []),
        ('[per-file-ignores]\n"sub" = ["MJ0"]', []),
        ('[per-file-ignores]\n"other/*" = ["MJ0"]', [1, 2]),
    ],
)
def test_settings_suppress(setting, left):
    Path("sub").mkdir()
    Path("sub/a.txt").write_text(f"{GLUED}\n{GLUED}\n")
    Path("promptlint.toml").write_text(setting)

    _, out, _ = lint("sub/a.txt", "--output-format", "json")

    assert codes(out) == [("MJ005", "sub/a.txt", line, 7) for line in left]


# ── fixes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_fix_prints_prompts_and_puts_findings_elsewhere():
    status, out, err = lint("-p", GLUED, "-p", "a cat --zzzz", "-p", "plain", "--fix")

    assert status == 1
    assert out == f"{RIGHT}\na cat --zzzz\nplain\n"
    assert "<prompt 2>:1:7: error MJ101" in err
    assert "fixed 1 problem, leaving 1 error in 3 prompts" in err


def test_fix_gives_standard_input_back_whole():
    text = f"\ufeff# kept\r\n\r\n{GLUED}\r\n  - {GLUED}"

    assert lint("-", "--fix", "-q", stdin=text) == (0, text.replace("ar16", "ar 16"), "")


def test_fix_of_unreadable_standard_input_loses_nothing():
    status, out, err = lint("-", "--stdin-filename", "a.json", "--fix", stdin='{"prompt": "a cat --ar16:9"')

    assert (status, out) == (2, '{"prompt": "a cat --ar16:9"')
    assert "a.json:1:" in err


def test_fix_writes_files_and_nothing_else_changes():
    path = Path("a.json")
    before = b'\xef\xbb\xbf{\r\n  "prompt": "a \\u0022cat\\u0022 --ar16:9 --v 7",\r\n  "other": "--ar16:9"\r\n}'
    path.write_bytes(before)
    path.chmod(0o640)

    status, out, err = lint("a.json", "--fix")

    assert (status, out) == (0, "")
    unread = "1 location with parameters was not read (list it with --show-prompts)\n"
    assert err == f"fixed 1 problem, leaving none in 1 prompt; {unread}"
    assert path.read_bytes() == before.replace(b"--ar16:9 --v", b"--ar 16:9 --v")
    assert path.stat().st_mode & 0o777 == 0o640
    assert lint("a.json", "--fix")[2] == f"no problems found in 1 prompt; {unread}"


def test_diff_shows_and_writes_nothing():
    Path("a.txt").write_text(f"{RIGHT}\n{GLUED}\n")

    status, out, err = lint("a.txt", "--diff")

    assert status == 1
    assert out.splitlines()[-2:] == [f"-{GLUED}", f"+{RIGHT}"]
    assert err == "would fix 1 problem, leaving none in 2 prompts\n"
    assert Path("a.txt").read_text() == f"{RIGHT}\n{GLUED}\n"
    Path("a.txt").write_text(RIGHT)
    assert lint("a.txt", "--diff") == (0, "", "no problems found in 1 prompt\n")


def test_a_diff_is_printed_before_what_is_left():
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(f"{GLUED}\na dog --ar 16:9 in the snow\n")
    both = io.StringIO()

    assert main(["lint", "--offline", "--diff", "--output-format", "concise", "a.txt", "b.txt"], io.StringIO(), both, both) == 1

    assert [line.split()[0] for line in both.getvalue().splitlines()] == [
        *("---", "+++", "@@", "-a", "+a", "a"),
        *("---", "+++", "@@", "-a", "+a", "a"),
        *("a.txt:2:17:", "b.txt:2:17:", "would"),
    ]
    assert both.getvalue().endswith("would fix 2 problems, leaving 2 errors in 4 prompts (2 more with --unsafe-fixes)\n")


@pytest.mark.parametrize(
    ("command", "prompt"),
    [
        (["lint", "--offline", "--diff"], "a cat --ar16:9"),
        (["format", "--diff"], "a cat --aspect  16:9"),
        (["migrate", "--to", "7", "--diff"], "a cat --ar 16:9 --v 6"),
    ],
)
def test_a_diff_is_colored_where_a_person_reads_it(command, prompt):
    _, plain, _ = run(*command, "-p", prompt)
    _, colored, _ = run(*command, "--color", "always", "-p", prompt)
    _, terminal, _ = run(*command, "-p", prompt, out=Terminal())

    assert f"\n-{prompt}\n" in plain and "\x1b" not in plain
    assert f"\n\x1b[31m-{prompt}\x1b[0m\n" in colored
    assert "\x1b[1m--- <prompt 1>\x1b[0m\n" in colored and "\n\x1b[32m+a cat" in colored
    assert terminal == colored + "\n"  # apart from the findings that follow


def test_unsafe_fixes_only_when_asked():
    prompt = "a cat --stylize 5000 --v 7"

    assert lint("-p", prompt, "--fix")[1] == prompt + "\n"
    assert lint("-p", prompt, "--fix", "--unsafe-fixes")[1] == "a cat --stylize 1000 --v 7\n"


def test_suppressed_findings_are_not_fixed():
    Path("a.txt").write_text(f"# promptlint: ignore[MJ005]\n{GLUED}\n{GLUED}\n")

    lint("a.txt", "--fix")

    assert Path("a.txt").read_text() == f"# promptlint: ignore[MJ005]\n{GLUED}\n{RIGHT}\n"


def test_a_file_that_cannot_be_written_is_told():
    Path("a.txt").write_text(GLUED)
    name = "a.txt"
    Path(name).chmod(0o400)

    status, out, err = lint(name, "--fix", "--output-format", "concise")

    Path().chmod(0o700)
    assert status == 2
    assert f"{name}: cannot write the fixes: " in err
    assert f"{name}:1:7: error MJ005" in out
    assert Path(name).read_text() == GLUED


# ── baseline, statistics, prompts, requests ──────────────────────────────────────────────────────────────────────────


def test_baseline_hides_what_is_known():
    Path("a.txt").write_text(f"{GLUED}\n")
    status, _, err = lint("a.txt", "--write-baseline", "known.json")
    assert (status, "known.json: 1 finding recorded; hide it with `--baseline known.json`" in err) == (0, True)

    assert lint("a.txt", "--baseline", "known.json") == (0, "", "no new problems in 1 prompt; 1 finding hidden by the baseline\n")

    Path("a.txt").write_text(f"\n\n{GLUED}\nnew --ar16:9 --v 7\n")
    status, out, err = lint("a.txt", "--baseline", "known.json", "--output-format", "json")

    assert status == 1
    assert codes(out) == [("MJ005", "a.txt", 4, 5)]
    assert "1 finding hidden by the baseline" in err

    Path("a.txt").write_text(f"{RIGHT}\n")
    assert "1 finding no longer occurs; remove it with `--prune-baseline`" in lint("a.txt", "--baseline", "known.json")[2]
    assert "removed 1 finding that no longer occurs" in lint("a.txt", "--baseline", "known.json", "--prune-baseline")[2]
    assert json.loads(Path("known.json").read_text())["findings"] == []


@pytest.mark.parametrize(
    "argv", [["rule", "MJ301"], ["explain", "[Invalid link]"], ["migrate", "--to", "8.2", "-p", "a cat --cref https://a.net/b.png --v 6"]]
)
def test_prose_wraps_at_the_width_of_the_terminal(argv, monkeypatch):
    """If the output is not a terminal, a page wraps at 100 columns, and output for programs keeps its lines."""
    monkeypatch.setattr("promptlint.output.terminal.os.get_terminal_size", lambda _: os.terminal_size((60, 20)))

    class Window(Terminal):
        def fileno(self):
            return 1

    out, err = Window(), Window()
    main(argv, io.StringIO(), out, err)
    prose = [line for line in (out.getvalue() + err.getvalue()).splitlines() if "http" not in line]

    assert 50 < max(map(len, (line for line in prose if "\x1b" not in line))) <= 60
    assert "``" not in out.getvalue()
    assert max((len(line) for line in run(*argv)[1].splitlines() if "http" not in line), default=0) <= 100


def test_statistics():
    _, out, err = lint("-p", GLUED, "-p", GLUED, "--statistics", "--output-format", "json")

    assert len(codes(out)) == 2
    assert err.splitlines()[0] == "2  MJ005  glued-value  error  2 fixable with --fix"


def test_show_prompts():
    Path("a.txt").write_text("# comment\n1. /imagine prompt: a cat --ar16:9\n\na [SLOT] --v 7\n")

    status, out, _ = lint("a.txt", "--show-prompts", "--output-format", "json")

    assert status == 0
    found = [(each["path"], each["line"], each["end_line"], each["template"], each["text"]) for each in json.loads(out)["prompts"]]
    assert found == [("a.txt", 2, 2, False, "a cat --ar16:9"), ("a.txt", 4, 4, True, "a [SLOT] --v 7")]
    for read_by_a_person in ([], ["--output-format", "concise"]):
        assert "a.txt:4: " in lint("a.txt", "--show-prompts", *read_by_a_person)[1]
    assert lint("gone.txt", "--show-prompts")[::2] == (2, "promptlint: gone.txt: The file does not exist\n")


def test_requests():
    Path("r.json").write_text('{\n "prompt": "a cat --ar16:9 --v 7",\n "timeout": 20\n}\n')

    status, out, _ = lint("--request", "r.json", "--target", "ttapi", "--output-format", "json", "--select", "MJ005,MJ705")

    assert status == 1
    assert codes(out) == [("MJ005", "r.json", 2, 19), ("MJ705", "r.json", 3, 13)]
    assert [each["pointer"] for each in json.loads(out)["diagnostics"]] == ["/prompt", "/timeout"]
    curl = 'curl https://api.ttapi.io/midjourney/v1/imagine -d \'{"prompt": "a cat --ar16:9 --v 7"}\''
    assert [code for code, *_ in codes(lint("--request", "-", "--output-format", "json", "--select", "MJ005", stdin=curl)[1])] == ["MJ005"]
    status, out, _ = lint("--request", "nowhere.json", "--output-format", "concise")
    assert (status, out) == (2, "nowhere.json:1:1: error MJ910 The file does not exist\n")


# ── other commands ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_help_is_made_of_the_table():
    status, out, err = run("--help")
    assert (status, err) == (0, "")
    for command in COMMANDS:
        assert command.summary in out
        status, text, _ = run(command.name, "--help")
        assert status == 0
        for option in command.options:
            assert f"--{option.name}" in text
    assert max(map(len, run("lint", "--help")[1].splitlines())) <= 100
    assert run()[0] == 2
    assert run("--version")[1].startswith("promptlint ")


@pytest.mark.parametrize("name", ["MJ301", "mj301", "unsupported-by-model"])
def test_rule_explains_one(name):
    status, out, _ = run("rule", name)

    assert status == 0
    assert out.startswith("MJ301 unsupported-by-model\nSeverity: ")
    assert "Bad: " in out


def test_rule_lists_all():
    _, out, _ = run("rule")

    assert "MJ005  glued-value" in out
    assert [line[:5] for line in out.splitlines() if line.startswith("MJ")] == sorted(
        line[:5] for line in out.splitlines() if line.startswith("MJ")
    )


def test_config_tells_each_value_and_its_place():
    Path("promptlint.toml").write_text('model = 7\n[per-file-ignores]\n"a b" = ["MJ3"]\n')

    status, out, _ = run("config")

    assert status == 0
    rows = dict(line.split("  # ", 1) for line in out.splitlines() if "  # " in line)
    values = {left.strip(): place for left, place in rows.items()}
    assert values['model = "7"'] == f"{Path.cwd()}/promptlint.toml"
    assert values['per-file-ignores = {"a b" = ["MJ3"]}'] == f"{Path.cwd()}/promptlint.toml"
    assert values["# target is not set; discord is assumed"] == "default"


SETTINGS = """ignores = ["a.md:3:MJ005"]
options = {fox = "--ar 1:1"}
suffix = "--v 7 é"
select = ["ALL"]
per-file-ignores = {"a b.md" = ["MJ005"], x_y = ["MJ101"]}
toml = true
spelling = {ar = "aspect"}
known-parameters = ["zap"]
severity = {MJ101 = "warning"}
endpoints = {"https://x.net/v1" = "ttapi"}
files = [{include = ["a/*.md"], model = "6"}]
house-rules = [{name = "shape", message = "no", files = ["*.md"], forbid = {values = {chaos = [50, "x"]}}}]
links = {timeout = 3.5}
"""
ROWS = {
    'ignores = ["a.md:3:MJ005"]',
    'options = {fox = "--ar 1:1"}',
    'suffix = "--v 7 é"',
    'select = ["ALL"]',
    'per-file-ignores = {"a b.md" = ["MJ005"], x_y = ["MJ101"]}',
    "toml = true",
    'spelling = {ar = "aspect"}',
    'known-parameters = ["zap"]',
    'severity = {MJ101 = "warning"}',
    'endpoints = {"https://x.net/v1" = "ttapi"}',
    'files = [{include = ["a/*.md"], model = "6"}]',
    'house-rules = [{name = "shape", message = "no", severity = "warning", files = ["*.md"], forbid = {values = {chaos = ["50", "x"]}}}]',
    'links = {headers = {"a.net" = "Authorization: …"}, proxy = "http://…@p.net:80", timeout = 3.5}',
}
UNSET = {
    "# model is not set; 8.2 is assumed",
    "# target is not set; discord is assumed",
    "# plan is not set",
    "# include is not set; file names decide",
    "# words is not set",
    "ignore = []",
    'fail-on = "error"',
    "offline = false",
    "python = true",
}


def test_each_kind_of_value_is_printed_as_toml(tmp_path):
    Path("promptlint.toml").write_text(SETTINGS, encoding="utf-8")
    home = tmp_path / "home" / "promptlint"
    home.mkdir(parents=True)
    (home / "config.toml").write_text(
        '[links]\nheaders = {"a.net" = "Authorization: x"}\nproxy = "http://me:x@p.net:80"\n', encoding="utf-8"
    )

    status, out, err = run("config")

    rows = [line.rpartition("  # ") for line in out.split("\n\n")[0].splitlines()]
    assert (status, err) == (0, "")
    assert {left.strip() for left, _, place in rows if place == f"{Path.cwd()}/promptlint.toml"} == ROWS
    assert {left.strip() for left, _, place in rows if place == "default"} >= UNSET
    assert {len(left) for left, _, _ in rows if len(left.strip()) < 60} == {60}
    assert "# select is not set; the default rules are on" in run("config", "--isolated")[1]


def test_each_file_has_the_settings_of_its_directory():
    Path("sub").mkdir()
    Path("sub/promptlint.toml").write_text('ignore = ["MJ005"]\n', encoding="utf-8")
    for path in ("a.prompt", "sub/a.prompt"):
        Path(path).write_text(f"{GLUED}\n", encoding="utf-8")

    _, out, _ = lint("a.prompt", "sub/a.prompt", "-p", GLUED, "--output-format", "json")

    assert [path for code, path, _, _ in codes(out) if code == "MJ005"] == ["<prompt 1>", "a.prompt"]


def test_words_are_counted_in_the_settings():
    Path("words.txt").write_text("old barn\nred hat\n", encoding="utf-8")
    Path("promptlint.toml").write_text('words = "words.txt"\n', encoding="utf-8")

    assert "# words: 2 phrases  " in run("config")[1]


PARAMETER = """--sv  Style version, integer, current
Chooses the version of the style reference.
Requires --sref.

model  status  evidence    values  default  source
V8.1   yes     documented  6                """


def test_a_parameter_on_one_model():
    status, out, _ = run("parameter", "sv", "--model", "8.1")

    assert (status, out.startswith(PARAMETER)) == (0, True)
    assert out.endswith("\n\nV8.1: 7 was rejected on V8.1 in June 2026.\n")


@pytest.mark.parametrize(
    ("argv", "err", "out"),
    [
        (("cat",), "1 error; no prompts read", "cat:1:1: error MJ910 The file does not exist\n"),
        (("v6.1",), "1 error; no prompts read", "v6.1:1:1: error MJ910 The file does not exist\n"),
        (("cat", "x/y"), "1 error; no prompts read", None),
        (("cat", "a.txt"), "1 error; no prompts read", None),
        (("a cat",), "promptlint: `a cat`: no such file or directory. To lint a prompt, put it in quotes: -p 'a cat'", ""),
        (("cat", "-p", "x", "-p", "y"), "promptlint: `cat`: no such file or directory. To lint a prompt, put it in quotes: -p 'y cat'", ""),
        (("cat", "v6.1,"), "promptlint: `cat`, `v6.1,`: no such file or directory. To lint a prompt, put it in quotes: -p 'cat v6.1,'", ""),
    ],
)
def test_words_of_a_prompt_and_paths_that_do_not_exist(argv, err, out):
    status, printed, said = lint("--output-format", "concise", *argv)

    assert (status, said.replace("2 errors", "1 error")) == (2, f"{err}\n")
    assert out in (None, printed)


def test_config_prints_what_a_settings_file_takes():
    text = run("config")[1]
    Path("promptlint.toml").write_text("\n".join(line for line in text.splitlines() if not line.startswith("#")))

    assert run("config")[0] == 0


def test_explain():
    status, out, _ = run("explain", "[Invalid", "link!]", "Could not validate this link.")
    assert status == 0
    assert "Cause: an image." in out
    assert "MJ551 dead-link" in out
    assert run("explain", "Nobody ever wrote this.")[0] == 1


@pytest.mark.parametrize(
    ("message", "prompt", "last"),
    [
        (
            "Unrecognized parameter(s): `---`",
            "a cat --- --ar 1:1 --v 7",
            ["warning MJ007 extra-dashes at `---`: `---` has too many", "  Remove"],
        ),
        ("Job Timeout", "a cat --- --ar 1:1 --v 7", ["", "No cause found in the prompt."]),
        ("Job Timeout", None, ["Retry the same job: yes.", "Found before submission by: MJ705 field-range, MJ706 timeout-short."]),
    ],
)
def test_explain_ends_with_what_the_prompt_has_to_do_with_it(message, prompt, last):
    _, out, _ = run("explain", message, *(["-p", prompt] if prompt else []))
    for line, begin in zip(out.splitlines()[-len(last) :], last, strict=True):
        assert line.startswith(begin)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_of_its_shell(shell):
    status, out, _ = run("completion", shell)
    assert status == 0
    for command in COMMANDS:
        assert command.name in out
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here to read it")
    Path("completion").write_text(out)
    assert subprocess.run([shell, "-n", "completion"], check=False, capture_output=True, timeout=30).stderr == b""


def test_completion_offers_what_the_table_has():
    Path("completion").write_text(run("completion", "bash")[1])
    ask = 'source ./completion; COMP_WORDS=({}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _promptlint; echo "${{COMPREPLY[@]}}"'

    def offered(words):
        return subprocess.run(["bash", "-c", ask.format(words)], check=False, capture_output=True, text=True, timeout=30).stdout.split()

    assert offered("promptlint ru") == ["rule"]
    assert offered("promptlint lint --out") == ["--output-format", "--output-file"]
    assert offered("promptlint lint --plan p") == ["pro"]
    assert offered("promptlint completion z") == ["zsh"]


# ── the parser of the command line ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("argv", "values", "arguments"),
    [
        (["a", "--model=7", "b"], {"model": ("7",)}, ("a", "b")),
        (["--model", "7, 8.1", "--model=8.2"], {"model": ("7", "8.1", "8.2")}, ()),
        (["-p", "--ar 1:1", "-pfoo=bar", "--prompt=a=b"], {"prompt": ("--ar 1:1", "foo=bar", "a=b")}, ()),
        (["-p", ""], {"prompt": ("",)}, ()),
        (["--fix", "--fix"], {"fix": ()}, ()),
        (["--", "--fix", "-"], {}, ("--fix", "-")),
        (["-", "-q"], {"quiet": ()}, ("-",)),
    ],
)
def test_words_are_sorted(argv, values, arguments):
    call = parse(["lint", *argv])

    assert (call.values, call.arguments) == (values, arguments)


@pytest.mark.parametrize("word", ["-x", "--", "--=", "--fix-", "-", ""])
def test_no_word_breaks_the_parser(word):
    try:
        parse(["lint", word])
    except UsageError as error:
        assert word.partition("=")[0] in str(error)


@pytest.mark.parametrize(
    ("name", "argv"),
    [
        ("--config=evil.prompt", ["--config=evil.prompt", "hero.prompt"]),
        ("--output-file=hero.prompt", ["--output-file=hero.prompt", "hero.prompt"]),
        ("--config", ["--config", "hero.prompt"]),
        ("-dash.prompt", ["hero.prompt", "-dash.prompt"]),
        ("-p.prompt", ["-p.prompt", "hero.prompt"]),
        ("--exit-zero", ["--exit-zero", "hero.prompt"]),
        ("-", ["-", "hero.prompt"]),
        ("--", ["--", "hero.prompt"]),
        ("--config=d/evil.prompt", ["--config=d/evil.prompt", "hero.prompt"]),
    ],
)
def test_a_word_that_names_a_file_is_no_option(name, argv):
    """A hook appends the names of files to its arguments, and a stranger may have chosen them."""
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text('ignore = ["ALL"]\n')
    Path("evil.prompt").write_text('ignore = ["ALL"]\n')
    Path("hero.prompt").write_text(GLUED)

    status, out, err = lint("--force-exclude", "--output-format", "concise", *argv)

    assert status == 2
    assert "hero.prompt:1:7: error MJ005" in out
    message = f"promptlint: `{name}` names an existing file or directory, so it is not read as an option: rename it, or write `./{name}`"
    assert err.splitlines()[0] == message
    assert Path("hero.prompt").read_text() == GLUED


def test_a_broken_link_is_a_name_too():
    Path("-x.prompt").symlink_to("nowhere")
    status, out, err = lint("-x.prompt")
    assert (status, out) == (2, "")
    assert err.startswith("promptlint: `-x.prompt` names an existing file or directory")
    assert err.count("\n") == 1


def test_what_may_be_an_option_makes_the_run_harmless():
    """A file named `--check` must not take the `--check` of a call away, nor one named `--fix` add one."""
    for name in ("--check", "--offline", "--fix", "--write"):
        Path(name).write_text("x")
    for command in (["lint", "--offline", "--fix"], ["format", "--check"], ["migrate", "--to", "8.1", "--write"]):
        Path("a.prompt").write_text("a  cat --ar16:9 --style raw --v 7\na  dog  --v 7 --tile\n")
        before = Path("a.prompt").read_bytes()
        status, _, err = run(*command, "a.prompt")
        assert (status, Path("a.prompt").read_bytes()) == (2, before), command
        assert "names an existing file or directory" in err
    call = parse(["lint", "--offline", "--fix", "--output-file=x", "--unsafe-fixes", "a.prompt"])
    assert (call.values, call.ambiguous) == ({"offline": (), "force-exclude": ()}, ("--offline", "--fix"))


def test_a_name_that_cannot_be_an_option_leaves_the_others_their_fixes():
    Path("-dash.prompt").write_text(GLUED)
    Path("a.prompt").write_text(GLUED)
    status, _, _ = lint("--fix", "-dash.prompt", "a.prompt")
    assert (status, Path("a.prompt").read_text(), Path("-dash.prompt").read_text()) == (2, RIGHT, GLUED)


def test_values_and_names_behind_two_dashes_stay_what_they_are():
    for name in ("-a.prompt", "my.toml"):
        Path(name).write_text("")
    Path("-b.prompt").write_text(GLUED)
    assert parse(["lint", "-p", "-a.prompt", "--config=my.toml", "--", "-b.prompt"]) == parse(
        ["lint", "--prompt=-a.prompt", "--config", "my.toml", "--", "-b.prompt"]
    )
    assert lint("-q", "--", "-b.prompt")[0] == 1
    assert lint("-q", "./-b.prompt")[0] == 1


# ── as a process ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_closed_pipe_ends_it_quietly():
    Path("a.txt").write_text((GLUED + "\n") * 3000)
    with subprocess.Popen(
        [sys.executable, "-m", "promptlint", "lint", "--offline", "a.txt", "--select", "MJ005", "--output-format", "concise"],
        bufsize=0,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.readline()
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait(timeout=60) == 141


def test_a_terminal_without_emoji_loses_nothing():
    done = process("lint", "--offline", "-p", "a 🐈 --ar16:9 --v 7", env={"PYTHONIOENCODING": "ascii"})
    fixed = process("lint", "--offline", "-q", "--fix", "-p", "a 🐈 --ar16:9 --v 7", env={"PYTHONIOENCODING": "ascii"})

    assert done.returncode == 1
    assert b"\\U0001f408" in done.stdout
    assert fixed.stdout == "a 🐈 --ar 16:9 --v 7\n".encode()


def test_arguments_that_are_no_text_come_back_as_they_were():
    done = process("lint", "--offline", "-q", "--fix", "-p", b"a \xff --ar16:9 --v 7")

    assert done.stdout == b"a \xff --ar 16:9 --v 7\n"


def test_ctrl_c_ends_with_what_is_known():
    Path("a.txt").write_text((GLUED + "\n") * 20_000)
    with subprocess.Popen(
        [sys.executable, "-m", "promptlint", "lint", "--offline", "a.txt", "--select", "MJ005", "--output-format", "json"],
        bufsize=0,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as program:
        assert program.stdout is not None
        first = program.stdout.read(5000)
        program.send_signal(signal.SIGINT)
        rest, err = program.communicate(timeout=60)

    document = json.loads(first + rest)
    assert program.returncode == 130
    assert 0 < len(document["diagnostics"]) == document["summary"]["errors"] < 20_000
    assert b"interrupted" in err
    assert b"Traceback" not in err


def test_an_offline_run_stays_light():
    argv = ["lint", "--offline", "-p", "a cat --ar16:9 --v 7"]
    heavy = {"argparse", "asyncio", "dataclasses", "httpx", "json", "lark", "pathlib", "socket", "tomllib", "wcwidth", "yaml"}
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from promptlint.cli.main import main;"
        f"main({argv!r}, sys.stdin, sys.stderr, sys.stderr); print(*({heavy!r} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-I", "-c", script], check=True, capture_output=True, text=True, timeout=60)

    assert done.stdout.split() == []


def test_findings_about_comments_are_in_line_order():
    Path("a.prompt").write_text("# promptlint: ignore[MJ999]\na cat\n# promptlint: disable=MJ005\na dog\n")

    _, out, _ = lint("a.prompt", "-q", "--output-format", "concise")

    assert [line.split(":")[1] for line in out.splitlines()] == ["1", "3"]


@pytest.mark.parametrize("command", [(command.name, "--help") for command in COMMANDS if command.options])
def test_the_options_in_a_help_fit_a_terminal_of_80_columns(command, capsys):
    assert main([*command], io.StringIO(), sys.stdout, sys.stderr) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if len(line) > 80 and not line.startswith("Usage:")] == []


def test_unsafe_fixes_alone_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "a.prompt"
    path.write_text("a heron v6\na dog --ar 16:9 in the snow\n")
    status, _, err = lint("--isolated", "--unsafe-fixes", str(path))
    assert (status, err) == (1, "2 errors in 2 prompts (2 fixable with --fix --unsafe-fixes)\n")


def test_a_diff_of_a_prompt_says_nothing_of_line_feeds() -> None:
    status, out, _ = lint("--isolated", "--diff", "-p", "a cat --ar16:9")
    assert (status, out) == (1, "--- <prompt 1>\n+++ <prompt 1>\n@@ -1 +1 @@\n-a cat --ar16:9\n+a cat --ar 16:9\n")


def test_a_diff_does_not_call_the_findings_of_the_baseline_gone(tmp_path: Path) -> None:
    path, baseline = tmp_path / "a.prompt", tmp_path / "b.json"
    path.write_text("a heron v6\n")
    assert lint("--isolated", str(path), "--write-baseline", str(baseline))[0] == 0
    status, _, err = lint("--isolated", str(path), "--baseline", str(baseline), "--diff")
    assert (status, err) == (1, "would fix 1 problem, leaving none in 1 prompt\n")


def test_explain_points_from_a_code_to_its_rule() -> None:
    assert run("explain", "MJ001") == (1, "`MJ001` is a rule of promptlint: run `promptlint rule MJ001`\n", "")


MISTAKES = "with mistakes not formatted (see `promptlint lint`)"


@pytest.mark.parametrize(
    ("prompts", "summary"),
    [
        (["a cat --v7   --AR 16:9"], f"1 prompt {MISTAKES}"),
        (["a cat --v7", "a dog --v 7"], f"1 of 2 prompts already formatted; 1 prompt {MISTAKES}"),
        (["a cat --v7", "a dog  --v 7"], f"1 of 2 prompts formatted; 1 prompt {MISTAKES}"),
        (["a cat --v7", "a dog --v7"], f"2 prompts {MISTAKES}"),
        (["a cat --v 7"], "1 prompt already formatted"),
        (["a cat --v 7", "a dog --v 7"], "2 prompts already formatted"),
    ],
)
def test_format_says_what_it_leaves(prompts: list[str], summary: str) -> None:
    status, out, err = run("format", "--isolated", *(word for each in prompts for word in ("-p", each)))
    assert (status, out, err) == (0, "".join(f"{each.replace('  --v 7', ' --v 7')}\n" for each in prompts), f"{summary}\n")


def test_a_file_with_a_mistake_is_not_already_formatted(tmp_path: Path) -> None:
    path = tmp_path / "a.prompt"
    path.write_text("a cat --v7\na dog --v 7\n")
    assert run("format", "--isolated", "--check", str(path)) == (0, "", f"1 prompt {MISTAKES}\n")


def test_a_process_reads_what_is_piped_into_it():
    done = process("lint", "--offline", "--output-format", "concise", "-", input=f"{GLUED}\n".encode())
    assert (done.returncode, done.stdout.decode().split(" `")[0]) == (1, "-:1:7: error MJ005")


CUT = "Invalid JSON: unexpected end of the file; expected a comma or `}`; the bracket on line 2 is not closed"
OPEN = "A quote in this row is not closed, so the rest of the file would be one cell"
LATIN = (
    "The file is not UTF-8: the byte 0xe9 is invalid here; it may be Windows-1252 or another older encoding, "
    "or parts of two files with different ones: save it as UTF-8"
)


@pytest.mark.parametrize(
    ("name", "content", "position", "message"),
    [
        ("a.jsonl", b'{"prompt": "a fox --ar16:9"}\n{"prompt": "a hen"\n', (2, 19), CUT),
        ("a.jsonl", b'{"prompt": "a fox --ar16:9"}\n{"prompt": "caf\xe9"}\n', (2, 16), LATIN),
        ("a.csv", b'prompt,note\na fox --ar16:9,x\n"a hen --ar16:9,y\n', (3, 1), OPEN),
    ],
)
def test_no_fix_is_promised_in_a_file_that_cannot_be_read_completely(
    name: str, content: bytes, position: tuple[int, int], message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    good = tmp_path / "b.prompt"
    good.write_text("a fox --ar16:9\n")
    status, out, err = run("lint", "--isolated", "--offline", "--statistics", "--output-format", "json", str(path), str(good))
    found = json.loads(out)["diagnostics"]
    glued = "`--ar16:9` is missing a space between name and value, so it is read as an unknown parameter"
    assert [(each["code"], each["message"]) for each in found] == [("MJ005", glued), ("MJ910", message), ("MJ005", glued)]
    assert (found[1]["line"], found[1]["column"]) == position
    assert err.splitlines()[-3:] == [
        "2  MJ005  glued-value      error  1 fixable with --fix",
        "1  MJ910  unreadable-file  error",
        "3 errors in 2 prompts (1 fixable with --fix)",
    ]
    status, out, err = run("lint", "--isolated", "--offline", "--fix", "--output-format", "concise", str(path), str(good))
    assert (status, err.splitlines()[-1]) == (2, "fixed 1 problem, leaving 2 errors in 2 prompts")
    assert (path.read_bytes(), good.read_text()) == (content, "a fox --ar 16:9\n")
