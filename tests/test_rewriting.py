"""`promptlint format` and `promptlint migrate` on files, prompts and standard input, through the real command line."""

import io
import json
import os

import pytest

from promptlint.cli.main import main

UNTIDY = "a cat  —ar 16:9\n"
TIDY = "a cat --ar 16:9\n"
IMAGE = "https://img.mysite.net/k.png"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def run(*argv, stdin=""):
    out, err = io.StringIO(), io.StringIO()
    status = main([*argv], io.StringIO(stdin), out, err)
    return status, out.getvalue(), err.getvalue()


def file(path, text):
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(text)
    return path


def read(path):
    with open(path, encoding="utf-8", newline="") as text:
        return text.read()


# ---- format ----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="pipes have no names here")
def test_a_pipe_of_the_shell_is_read_once():
    """What is read is judged: a pipe is empty the second time, and a file may have changed."""

    def piped(*argv):
        reader, writer = os.pipe()
        os.write(writer, (UNTIDY + "a dog --ar16:9 --v 6\n").encode())
        os.close(writer)
        try:
            return run(*argv, f"/dev/fd/{reader}")
        finally:
            os.close(reader)

    status, out, _ = piped("lint", "--offline", "--output-format", "concise")
    assert (status, [line.split(" `")[0].partition(":")[2] for line in out.splitlines()[:1]]) == (1, ["2:7: error MJ005"])
    assert "+a cat --ar 16:9\n" in piped("format", "--diff")[1]
    assert "+a cat  —ar 16:9 --v 7\n" in piped("migrate", "--diff", "--to", "7")[1]


def test_a_pipe_with_a_name_is_not_waited_for():
    os.mkfifo("pipe.txt")
    assert "not a regular file" in run("lint", "--offline", "pipe.txt")[1]


def test_files_are_written():
    file("a.txt", "# mine\r\n" + UNTIDY.replace("\n", "\r\n") + "a dog\r\n")
    file("b.txt", TIDY)
    assert run("format", "a.txt", "b.txt") == (0, "", "1 of 2 files formatted\n")
    assert read("a.txt") == "# mine\r\n" + TIDY.replace("\n", "\r\n") + "a dog\r\n"
    assert run("format", "a.txt", "b.txt") == (0, "", "2 files already formatted\n")


def test_escapes_of_the_host_are_kept():
    file("a.json", json.dumps({"prompt": 'a "big" cat\t —ar 16:9', "other": "  —ar"}))
    assert run("format", "-q", "a.json") == (0, "", "")
    assert json.loads(read("a.json")) == {"prompt": 'a "big" cat --ar 16:9', "other": "  —ar"}


def test_check_writes_nothing():
    file("a.txt", UNTIDY)
    assert run("format", "--check", "a.txt") == (1, "", "promptlint: a.txt would change\n1 of 1 file would change\n")
    assert read("a.txt") == UNTIDY


def test_diff_writes_nothing():
    file("a.txt", UNTIDY)
    assert run("format", "--diff", "a.txt") == (
        1,
        f"--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-{UNTIDY}+{TIDY}",
        "1 of 1 file would change\n",
    )
    assert read("a.txt") == UNTIDY
    assert run("format", "--diff", "-q", "-p", "a cat") == (0, "", "")


def test_prompts_and_standard_input_are_printed():
    assert run("format", "-q", "-p", "a   --v 7  --ar 1:1") == (0, "a --ar 1:1 --v 7\n", "")
    assert run("format", "-q", "-", stdin=UNTIDY) == (0, TIDY, "")


def test_the_settings_say_how_names_are_written():
    file("promptlint.toml", 'spelling = "long"\n')
    file("a.txt", TIDY)
    assert run("format", "-q", "a.txt") == (0, "", "")
    assert read("a.txt") == "a cat --aspect 16:9\n"


def test_the_settings_of_its_own_folder_hold_for_a_file(home):
    (home / "sub").mkdir()
    file("sub/promptlint.toml", 'spelling = "long"\n')
    file("sub/a.txt", TIDY)
    assert run("format", "-q", "-p", TIDY.strip(), "sub/a.txt") == (0, TIDY, "")
    assert read("sub/a.txt") == "a cat --aspect 16:9\n"
    assert run("format", "-q", "-", "--stdin-filename", "sub/b.txt", stdin=UNTIDY) == (0, "a cat --aspect 16:9\n", "")


def test_standard_input_has_the_format_of_the_file_it_stands_for():
    told = run("format", "-q", "-", "--stdin-filename", "a.json", stdin=json.dumps({"prompt": "a cat  --ar 16:9"}))
    assert told == (0, json.dumps({"prompt": "a cat --ar 16:9"}), "")


def test_the_model_says_what_a_name_means():
    assert run("format", "-q", "--model", "3", "-p", "a --w 512")[1] == "a --w 512\n"
    assert run("format", "-q", "-p", "a --w 512")[1] == "a --weird 512\n"


def test_a_change_that_the_file_cannot_hold_is_told():
    file("a.yaml", "prompt: >\n  a cat\n  —ar 16:9\n")
    status, out, err = run("format", "a.yaml")
    assert (status, out) == (0, "")
    assert err == "promptlint: a.yaml:2:3: prompt not changed: the change cannot be written there exactly\n1 prompt not changed\n"
    assert read("a.yaml") == "prompt: >\n  a cat\n  —ar 16:9\n"


SHARED = {"params": "--q 2", "prompts": ["a cat --tile", "a dog --c 5"]}
SPREAD = [  # file, its text, formatted
    ("a.json", SHARED, {"params": "--quality 2", "prompts": ["a cat --tile", "a dog --chaos 5"]}),
    ("a.json", {"params": "--ar 16:9", "prompts": ["a cat --tile", "a dog"]}, None),
    ("a.json", {"params": "--v 7  --ar 1:1", "prompts": ["a cat", "a dog"]}, {"params": "--ar 1:1 --v 7", "prompts": ["a cat", "a dog"]}),
    ("a.csv", "prompt,params\na cat --tile,--ar 16:9 --v 7\n", None),
    ("a.csv", "prompt,params\na cat --v 7 --tile,--q 2\n", "prompt,params\na cat --tile --v 7,--quality 2\n"),
    ("a.tsv", "params\tprompt\n--q 2\ta cat  --tile\n", "params\tprompt\n--quality 2\ta cat --tile\n"),
    ("a.yaml", "prompt: a cat  --tile\nparams: --q 2\n", "prompt: a cat --tile\nparams: --quality 2\n"),
    ("a.yaml", "prompt: a cat  --tile\nparams: '--q 2'\n", "prompt: a cat --tile\nparams: '--quality 2'\n"),
    ("a.jsonl", '{"prompt": "a cat --tile", "params": "--q 2"}\n', '{"prompt": "a cat --tile", "params": "--quality 2"}\n'),
]  # fmt: skip


def written(value):
    return value if isinstance(value, str) else json.dumps(value)


@pytest.mark.parametrize(("name", "before", "after"), SPREAD)
def test_each_cell_gets_its_own_form_and_nothing_moves(name, before, after):
    """W1: reordering crossed the join of two cells, and half a swap was written."""
    file(name, written(before))
    assert run("format", "-q", name) == (0, "", "")
    assert read(name) == written(before if after is None else after)
    assert run("format", name) == (0, "", "1 file already formatted\n")


STAYS = "prompt not changed: "
UNLIKE = STAYS + "not all prompts that share its parameters would change them alike"


def test_shared_parameters_change_only_if_every_prompt_wants_the_same():
    """W1: the model of one prompt was written for all, and the third lost a parameter for a reason that was not true."""
    text = json.dumps({"params": "--style raw --v 6.1", "prompts": ["a cat --tile", f"a dog --cref {IMAGE}", "a sun --q 2"]})
    file("a.json", text)
    status, _, err = run("migrate", "--to", "8.1", "--write", "a.json")
    assert (status, read("a.json")) == (0, text)
    assert err.splitlines() == [*(f"promptlint: a.json:1:{at}: {UNLIKE}" for at in (48, 64, 109)), "no prompts would change"]


def test_prompts_that_agree_are_migrated_with_the_parameters_they_share():
    file("a.json", json.dumps({"params": "--style raw --v 6.1", "prompts": ["a cat --tile", "a dog"]}))
    assert run("migrate", "--to", "8.1", "--write", "a.json") == (0, "", "2 prompts changed, nothing lost\n")
    assert json.loads(read("a.json")) == {"params": "--raw --v 8.1", "prompts": ["a cat --tile", "a dog"]}
    assert run("migrate", "--to", "8.1", "--write", "a.json") == (0, "", "no prompts would change\n")


def test_a_whole_cell_may_be_emptied():
    file("a.csv", "prompt,params\na cat --v 8.2,--q 2\n")
    status, _, err = run("migrate", "--to", "8.2", "--write", "a.csv")
    assert (status, read("a.csv")) == (1, "prompt,params\na cat --v 8.2,\n")
    assert err.splitlines() == ["a.csv:2:15: V8.2 does not support `--quality`, so it is removed", "1 prompt changed, 1 loss"]


def test_a_change_that_would_read_otherwise_is_not_written():
    """W1: with `--raw` in both, the parameters beside the prompt no longer belonged to it, and a second run moved it again."""
    text = json.dumps({"params": "--style raw", "prompt": "a cat --tile --raw"})
    file("a.json", text)
    for _ in range(2):
        status, _, err = run("migrate", "--to", "7", "--write", "a.json")
        assert (status, read("a.json")) == (0, text)
        assert err.splitlines()[0] == f"promptlint: a.json:1:38: {STAYS}reading the file again would not give the intended prompt"


def test_the_rest_of_the_file_is_still_written():
    records = [SHARED, {"prompt": "a fox  --tile"}, {"params": "--style raw", "prompt": "a cat --tile --raw"}]
    file("a.json", json.dumps(records))
    status, _, err = run("migrate", "--to", "7", "--write", "a.json")
    assert (status, err.splitlines()[-1]) == (0, "3 prompts changed, nothing lost")
    assert json.loads(read("a.json")) == [
        {"params": "--q 2 --v 7", "prompts": ["a cat --tile", "a dog --c 5"]},
        {"prompt": "a fox  --tile --v 7"},
        records[2],
    ]


def test_a_prompt_in_two_keys_that_has_its_form_is_not_mentioned():
    file("a.json", '{"prompt": "a cat --ar 16:9", "params": "--v 7"}')
    assert run("format", "a.json") == (0, "", "1 file already formatted\n")


def test_what_stays_is_not_counted_as_moved():
    file("a.yaml", "- prompt: >\n    a cat\n    --v 6\n- prompt: a dog --v 6\n")
    status, _, err = run("migrate", "--to", "8.2", "--write", "a.yaml")
    assert (status, err.splitlines()[-1]) == (0, "1 prompt changed, nothing lost")
    assert read("a.yaml") == "- prompt: >\n    a cat\n    --v 6\n- prompt: a dog --v 8.2\n"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.json", '{"prompt": "a cat", "params": "--q 2 --c 5"}', '{"prompt": "a cat", "params": "--c 5 --v 8.1"}'),
        ("a.yaml", "prompt: a cat\nparams: --q 2 --c 5\n", "prompt: a cat\nparams: --c 5 --v 8.1\n"),
        ("a.json", '{"prompt": "a cat", "params": "--q 2 --niji 5"}', '{"prompt": "a cat", "params": "--v 8.1"}'),
    ],
)
def test_what_is_removed_at_the_start_of_a_cell_leaves_no_space(name, before, after):
    file(name, before)
    run("migrate", "--to", "8.1", "--write", "-q", name)
    assert read(name) == after


# ---- migrate ---------------------------------------------------------------------------------------------------------


def test_a_move_is_shown_as_a_diff():
    file("a.txt", "# mine\na cat --style raw --v 6\n")
    assert run("migrate", "--to", "8.2", "a.txt") == (
        0,
        "--- a.txt\n+++ a.txt\n@@ -1,2 +1,2 @@\n # mine\n-a cat --style raw --v 6\n+a cat --raw --v 8.2\n",
        "1 prompt would change, nothing lost\n",
    )
    assert read("a.txt") == "# mine\na cat --style raw --v 6\n"


def test_a_move_is_written_when_asked_for():
    file("a.txt", "a cat --v 6\n")
    assert run("migrate", "--write", "-q", "--to", "niji 7", "a.txt") == (0, "", "")
    assert read("a.txt") == "a cat --niji 7\n"


def test_what_is_lost_is_told_with_its_place():
    file("a.txt", f"# mine\na knight --cref {IMAGE} --cw 50 --v 6\n")
    status, out, err = run("migrate", "--to", "8.2", "a.txt")
    assert status == 1
    assert f"+a knight --oref {IMAGE} --v 7\n" in out
    lines = err.splitlines()
    assert lines[0] == "a.txt:2:10: V8.2 does not support `--cref`, so the prompt moves to V7"
    assert lines[2] == "a.txt:2:46: V7 does not support `--cw`, so it is removed"
    assert lines[3] == "1 prompt would change, 3 losses"


def test_the_account_model_is_what_a_prompt_leaves():
    assert run("migrate", "-q", "--write", "--model", "7", "--to", "8.2", "-p", "a cat")[1] == "a cat --v 8.2\n"
    assert run("migrate", "-q", "--write", "--to", "8.2", "-p", "a cat")[1] == "a cat\n"


def test_the_target_counts():
    argv = ("migrate", "-q", "--write", "--to", "8.2", "-p", "a --draft --v 7")
    assert run(*argv)[1] == "a --v 8.2\n"
    assert run(*argv, "--target", "web")[1] == "a --draft --v 8.2\n"


def test_migrated_prompts_are_printed_and_files_shown_as_a_diff():
    file("a.txt", "a cat --v 6\n")
    assert run("migrate", "-q", "--to", "7", "-p", "a cat --v 6")[:2] == (0, "a cat --v 7\n")
    assert run("migrate", "-q", "--to", "7", "-", stdin="a cat --v 6\n")[:2] == (0, "a cat --v 7\n")
    assert run("migrate", "-q", "--to", "7", "a.txt")[1].endswith("-a cat --v 6\n+a cat --v 7\n")
    assert read("a.txt") == "a cat --v 6\n"


@pytest.mark.parametrize(
    ("options", "out", "err"),
    [
        (["--check"], "", "promptlint: a.txt would change\n"),
        (["--diff"], "--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-a cat --v 6\n+a cat --v 7\n", ""),
        (["--check", "--diff"], "--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-a cat --v 6\n+a cat --v 7\n", "promptlint: a.txt would change\n"),
    ],
)
def test_migrate_tells_what_would_change(options, out, err):
    file("a.txt", "a cat --v 6\n")
    assert run("migrate", "-q", "--to", "7", *options, "a.txt") == (1, out, err)
    assert read("a.txt") == "a cat --v 6\n"
    file("a.txt", "a cat --v 7\n")
    assert run("migrate", "-q", "--to", "7", *options, "a.txt") == (0, "", "")


def test_format_without_a_path_formats_the_directory():
    file("a.prompt", UNTIDY)
    assert run("format", "-q") == (0, "", "")
    assert read("a.prompt") == TIDY


def test_excluded_files_are_left_alone():
    file("promptlint.toml", 'exclude = ["a.txt"]\n')
    file("a.txt", UNTIDY)
    run("format", "-q", "--force-exclude", "a.txt")
    assert read("a.txt") == UNTIDY
    assert run("format", "-q", "a.txt")[0] == 0
    assert read("a.txt") == TIDY


# ---- bad calls -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["migrate", "--to", "7", "--write", "--diff", "-p", "a"], "`--write` cannot be combined with `--check` or `--diff`"),
        (["migrate", "--to", "7"], "nothing to migrate: pass a file"),
        (["migrate", "-p", "a"], "`migrate` requires `--to MODEL`, such as `--to 8.2`"),
        (["migrate", "--to", "9", "-p", "a"], "--to: prompts cannot be moved to `9`; use 6, niji 6,"),
        (["format", "--model", "9", "-p", "a"], "--model: "),
        (["format", "none.txt"], "none.txt: The file does not exist"),
        (["format", "--chek", "-p", "a"], "unknown option `--chek`"),
    ],
)
def test_a_bad_call_is_one_line(argv, told):
    status, out, err = run(*argv)
    assert (status, out) == (2, "")
    assert err.startswith(f"promptlint: {told}")


@pytest.mark.parametrize("command", [["format"], ["migrate", "--to", "7", "--write"]])
def test_a_file_that_is_not_understood_is_not_touched(command):
    broken = '{"prompt": "a cat  —ar 16:9 --v 6", '
    file("broken.json", broken)
    file("good.txt", "a cat  —ar 16:9 --v 6\n")
    status, _, err = run(*command, "broken.json", "good.txt")
    assert status == 2
    assert err.startswith("promptlint: broken.json:1:")
    assert read("broken.json") == broken
    assert read("good.txt") != "a cat  —ar 16:9 --v 6\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(home):
    (home / "shut").mkdir()
    file("shut/a.txt", UNTIDY)
    os.chmod("shut", 0o500)
    status, _, err = run("format", "shut/a.txt")
    os.chmod("shut", 0o700)
    assert status == 2
    assert err.startswith("promptlint: shut/a.txt: cannot write the file: permission denied")
