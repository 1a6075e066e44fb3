"""The baseline: known findings are hidden wherever they move, new ones are not, stale ones are reported."""

import json
import os
import stat

import pytest
from reports import about_file, finding, prompt

from promptlint.project.baseline import Baseline, BaselineError, Entry, Recorder, _portable, load, write


def recorded(findings, directory):
    recorder = Recorder(str(directory))
    left = list(recorder.recorded(findings))
    return recorder.entries(), left


def ran(code):
    return True


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def known(home, findings):
    """A baseline of these findings, through its file."""
    entries, left = recorded(findings, home)
    assert left == []
    write("baseline.json", entries)
    return load("baseline.json")


def test_what_was_written_is_hidden(home):
    findings = [finding(prompt("a --cref x"), "--cref x"), finding(prompt("b v6", "b.md"), "v6", code="MJ001")]
    baseline = known(home, findings)
    assert list(baseline.unknown(findings)) == []
    assert baseline.hidden == 2
    assert baseline.stale({"prompts.txt", "b.md"}, ran) == ()


def test_a_moved_prompt_stays_known(home):
    baseline = known(home, [finding(prompt("a --cref x", "old.txt", line=3), "--cref x")])
    assert list(baseline.unknown([finding(prompt("a --cref x", "new.md", line=90), "--cref x")])) == []


@pytest.mark.parametrize(
    ("new", "words", "code"),
    [
        ("a --cref y", "--cref y", "MJ301"),  # another prompt
        ("a --cref x", "--cref x", "MJ207"),  # another rule
    ],
)
def test_a_new_finding_is_reported(home, new, words, code):
    baseline = known(home, [finding(prompt("a --cref x"), "--cref x")])
    fresh = finding(prompt(new), words, code=code)
    assert list(baseline.unknown([fresh])) == [fresh]


def test_one_more_of_the_same_is_reported(home):
    one = finding(prompt("a --cref x"), "--cref x")
    two = finding(prompt("a --cref x", line=2), "--cref x")
    baseline = known(home, [one])
    assert list(baseline.unknown([one, two])) == [two]


def test_an_unreadable_file_is_never_hidden(home):
    broken = about_file("x.json")
    entries, left = recorded([broken], home)
    assert (entries, left) == ((), [broken])
    listed = Baseline([Entry("MJ910", "0", 1, ("x.json",))], str(home))
    assert list(listed.unknown([broken])) == [broken]


def test_a_finding_about_a_file_is_known_by_its_path(home):
    about = [one._replace(diagnostic=one.diagnostic._replace(code="MJ304")) for one in map(about_file, ("a.md", "b.md"))]
    baseline = known(home, about[:1])
    assert list(baseline.unknown(about)) == about[1:]


def test_stale_entries_are_told_and_pruned(home):
    for name in ("a.txt", "b.txt"):
        (home / name).touch()
    gone, kept = finding(prompt("a --cref x", "a.txt"), "--cref x"), finding(prompt("b", "b.txt"), "b")
    baseline = known(home, [gone, gone, kept])
    assert list(baseline.unknown([gone, kept])) == []
    (stale,) = baseline.stale({"a.txt", "b.txt"}, ran)
    assert (stale.rule, stale.times, stale.paths) == ("MJ301", 1, ("a.txt",))
    write("baseline.json", baseline.pruned([stale]))
    after = load("baseline.json")
    assert list(after.unknown([gone, gone, kept])) == [gone]


def test_an_entry_that_was_not_looked_at_is_not_stale(home):
    (home / "a.txt").touch()
    baseline = known(home, [finding(prompt("a", "a.txt"), "a")])
    assert list(baseline.unknown([])) == []
    assert baseline.stale({"b.txt"}, ran) == ()
    assert baseline.stale({"a.txt"}, lambda code: code != "MJ301") == ()
    assert len(baseline.stale({"a.txt"}, ran)) == 1


def test_an_entry_of_a_file_that_is_gone_is_stale(home):
    baseline = known(home, [finding(prompt("a", "a.txt"), "a")])
    assert len(baseline.stale(set(), ran)) == 1


def test_paths_start_from_the_folder_of_the_baseline(home):
    (home / "ci").mkdir()
    entries, _ = recorded([finding(prompt("a", "docs/a.txt"), "a")], home / "ci")
    assert entries[0].paths == ("../docs/a.txt",)


def test_the_same_findings_give_the_same_bytes(home):
    findings = [finding(prompt("b", "b.txt"), "b"), finding(prompt("a", "a.txt"), "a")]
    write("one.json", recorded(findings, home)[0])
    write("two.json", recorded(findings[::-1], home)[0])
    assert (home / "one.json").read_bytes() == (home / "two.json").read_bytes()


def test_writing_keeps_the_mode_and_leaves_nothing_beside(home):
    write("b.json", ())
    os.chmod("b.json", 0o640)
    write("b.json", [Entry("MJ301", "0", 1, ("a.txt",))])
    assert stat.S_IMODE(os.stat("b.json").st_mode) == 0o640
    assert os.listdir() == ["b.json"]


def test_a_folder_that_is_missing_is_an_os_error(home):
    with pytest.raises(FileNotFoundError):
        write("none/b.json", ())


ROW = {"rule": "MJ301", "prompt": "0", "times": 1, "paths": []}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot read the baseline"),
        ("{", "not valid JSON"),
        (b"\xff\xfe", "not valid JSON"),
        ("[]", "not a baseline"),
        ('{"version": 1}', "not a baseline"),
        ('{"version": 2, "findings": []}', "has version 2, but this promptlint reads version 1"),
        (json.dumps({"version": 1, "findings": [3]}), "findings[0] must be an object"),
        (json.dumps({"version": 1, "findings": [ROW, ROW | {"times": 0}]}), "findings[1]: `times` must be"),
        (json.dumps({"version": 1, "findings": [ROW | {"times": True}]}), "findings[0]: `times` must be"),
        (json.dumps({"version": 1, "findings": [ROW | {"rule": 3}]}), "findings[0]: `rule` and `prompt` must be strings"),
        (json.dumps({"version": 1, "findings": [ROW | {"paths": "a"}]}), "findings[0]: `paths` must be"),
    ],
)
def test_a_file_that_is_no_baseline_is_named(home, content, told):
    if content is not None:
        (home / "b.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BaselineError) as raised:
        load("b.json")
    assert str(raised.value).startswith("b.json: ")
    assert told in str(raised.value)


@pytest.mark.parametrize("path", ["-", "<prompt>"])
def test_what_is_no_file_keeps_its_name(path, tmp_path):
    """A mutant took `-` for a file beside the baseline."""
    assert _portable(path, str(tmp_path / "below")) == path
