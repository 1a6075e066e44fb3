"""Words around the findings: the summary of a run, wrapped text, colors, diffs, what cannot be printed, paths for platforms."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from reports import finding, prompt, written

from promptlint.diagnostics import Edit, Fix
from promptlint.findings import Totals
from promptlint.output import FORMATS, renderer
from promptlint.output.diff import write_diff
from promptlint.output.places import Places
from promptlint.output.replacements import replacements
from promptlint.output.summary import Summary, unread_locations
from promptlint.output.terminal import Paint, colored, is_terminal, text_width, width
from promptlint.output.wording import described, visible
from promptlint.output.wrapping import wrapped
from promptlint.sources.source_map import Mapping, PromptText, SourceText

THREE = Totals(prompts=3, errors=2, warnings=1)
CLEAN = Totals(prompts=1)
FIXABLE = "2 errors, 1 warning in 3 prompts"
SUMMARIES = [
    (Summary(Totals()), "no prompts found"),
    (Summary(Totals(errors=1)), "1 error; no prompts read"),
    (Summary(CLEAN), "no problems found in 1 prompt"),
    (Summary(CLEAN, known=1), "no new problems in 1 prompt; 1 finding hidden by the baseline"),
    (Summary(THREE), FIXABLE),
    (Summary(Totals(prompts=2, infos=2)), "2 infos in 2 prompts"),
    (Summary(THREE, safe=1), f"{FIXABLE} (1 fixable with --fix)"),
    (Summary(THREE, unsafe=1), f"{FIXABLE} (1 fixable with --fix --unsafe-fixes)"),
    (Summary(THREE, safe=1, unsafe=2), f"{FIXABLE} (1 fixable with --fix, 2 more with --unsafe-fixes)"),
    (Summary(THREE, safe=1, unsafe=1, with_unsafe=True), f"{FIXABLE} (2 fixable with --fix --unsafe-fixes)"),
    (Summary(THREE, with_unsafe=True), FIXABLE),
    (Summary(THREE, unsafe=1, fixed=4), "fixed 4 problems, leaving 2 errors, 1 warning in 3 prompts (1 more with --unsafe-fixes)"),
    (Summary(CLEAN, fixed=1), "fixed 1 problem, leaving none in 1 prompt"),
    (Summary(CLEAN, fixed=2, dry_run=True), "would fix 2 problems, leaving none in 1 prompt"),
    (Summary(CLEAN, dry_run=True), "no problems found in 1 prompt"),
    (Summary(THREE, known=2), f"{FIXABLE}; 2 findings hidden by the baseline"),
    (Summary(CLEAN, unverified=1), "no problems found in 1 prompt; 1 link could not be checked (see why with --min-severity info)"),
    (
        Summary(Totals(prompts=1, unread=2)),
        "no problems found in 1 prompt; 2 locations with parameters were not read (list them with --show-prompts)",
    ),
    (Summary(CLEAN, interrupted=True), "no problems found in 1 prompt; interrupted"),
    (Summary(CLEAN, interrupted=True, unchecked=2), "no problems found in 1 prompt; interrupted with 2 links unchecked"),
    (Summary(CLEAN, unchecked=2), "no problems found in 1 prompt"),
]


@pytest.mark.parametrize(("summary", "text"), SUMMARIES)
def test_the_summary_of_a_run(summary: Summary, text: str) -> None:
    assert str(summary) == text


def test_one_location_was_not_read() -> None:
    assert unread_locations(1) == "1 location with parameters was not read (list it with --show-prompts)"


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (("a bb ccc dddd", 8, "  "), ["  a bb", "  ccc", "  dddd"]),
        (("a bb ccc dddd", 8, "  ", "- "), ["- a bb", "  ccc", "  dddd"]),
        (("a bb ccc dddd", 8, "  ", ""), ["a bb", "  ccc", "  dddd"]),
        (("aaaaaaaaaaaa b", 5), ["aaaaaaaaaaaa", "b"]),
        (("aa bb", 5), ["aa", "bb"]),
        (("aa bb", 6), ["aa bb"]),
        (("aa \n bb", 9, " "), [" aa bb"]),
        (("", 9, "  "), [""]),
    ],
)
def test_text_is_wrapped_at_words(arguments: tuple[str, int], lines: list[str]) -> None:
    assert wrapped(*arguments) == lines


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


@pytest.mark.parametrize(
    ("wish", "environment", "terminal", "color"),
    [
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        (None, {}, True, True),
        (None, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        (None, {"NO_COLOR": ""}, True, True),
        (None, {"FORCE_COLOR": "1"}, False, True),
        (None, {"FORCE_COLOR": ""}, False, False),
        (None, {"TERM": "dumb"}, True, False),
        (None, {"TERM": "xterm"}, True, True),
    ],
)
def test_colors(monkeypatch: pytest.MonkeyPatch, wish: str | None, environment: dict[str, str], *, terminal: bool, color: bool) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert colored(wish, Terminal() if terminal else StringIO()) is color


def test_a_stream_that_is_not_a_terminal_has_no_width() -> None:
    closed = StringIO()
    closed.close()
    assert (width(StringIO()), text_width(StringIO()), width(Terminal()), is_terminal(closed)) == (0, 100, 0, False)


@pytest.mark.parametrize(("on", "text"), [(True, "\x1b[1;31mx\x1b[0m"), (False, "x")])
def test_paint(*, on: bool, text: str) -> None:
    assert Paint(on)("x", "error") == text


DIFF = "--- a\n+++ b\n@@ -1 +1 @@\n-a \x1b\n+b\n c\n\\ No newline at end of file\n"
PAINTED = (
    "\x1b[1m--- a\x1b[0m\n\x1b[1m+++ b\x1b[0m\n\x1b[36m@@ -1 +1 @@\x1b[0m\n\x1b[31m-a \\x1b\x1b[0m\n\x1b[32m+b\x1b[0m\n c\n"
    "\x1b[2m\\ No newline at end of file\x1b[0m\n"
)


@pytest.mark.parametrize(
    ("out", "color", "written"),
    [
        (StringIO, False, DIFF),
        (StringIO, True, PAINTED),
        (Terminal, True, PAINTED + "\n"),
        (Terminal, False, DIFF.replace("\x1b", "\\x1b") + "\n"),
    ],
)
def test_a_diff(out: type[StringIO], *, color: bool, written: str) -> None:
    stream = out()
    write_diff(DIFF, stream, color=color)
    assert stream.getvalue() == written


def test_no_diff_is_nothing() -> None:
    stream = Terminal()
    write_diff("", stream, color=True)
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("\x1b[1m", "\\x1b[1m"),
        ("\r\x00\x7f\x9f\xa0", "\\x0d\\x00\\x7f\\x9f\xa0"),
        ("\u202e\u2028\u200f\u2066\u061c", "\\u202e\\u2028\\u200f\\u2066\\u061c"),
        ("\ud800\uffff\ufffd", "\\ud800\\uffff\ufffd"),
    ],
)
def test_what_cannot_be_shown_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"message": "It is refused."}, "It is refused"),
        ({"message": "It is refused", "help": "Write `x`"}, "It is refused. Write `x`"),
        ({"message": "It is refused.", "models": ("7", "8.2")}, "It is refused (with model 7, 8.2)"),
        ({"message": "a\x1b", "help": "b", "models": ("7",)}, "a\\x1b (with model 7). b"),
    ],
)
def test_a_finding_as_one_line(fields: dict[str, object], text: str) -> None:
    assert described(finding(prompt("a cat"), "cat", **fields).diagnostic) == text


def test_a_fix_in_a_piece_of_a_file_is_where_the_piece_is() -> None:
    """The edits count from the beginning of the file, the lines of a piece from its first."""
    piece = SourceText("ab\ncd", offset=100, line=7)
    source = PromptText("ab\ncd", "line", piece, (Mapping(0, 0, 5, "plain", "line"),), (0, 5))
    linted = prompt("ab\ncd")._replace(source=source)
    edits = (Edit(1, 2, "X"), Edit(3, 5, "Y"))
    assert replacements(finding(linted, "ab", fix=Fix(safe=True, edits=edits))) == (((7, 2), (7, 3), "X"), ((8, 1), (8, 3), "Y"))
    assert replacements(finding(linted, "ab", fix=Fix(safe=False, edits=edits))) == ()
    assert replacements(finding(linted, "ab")) == ()
    assert replacements(finding(linted, "ab", fix=Fix(safe=True, edits=(Edit(0, 1, "\ud800"),)))) == ()
    assert replacements(finding(linted, "ab", fix=Fix(safe=True, edits=edits))._replace(prompt=None)) == ()


def test_paths_for_platforms(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    places = Places(str(tmp_path / "docs"))
    for printed, path, uri in [
        ("a b.md", "docs/a b.md", ("docs/a%20b.md", True)),
        ("../x.md", "x.md", ("x.md", True)),
        ("../../y.md", "../../y.md", (f"file://{tmp_path.parent}/y.md", False)),
        ("..", ".", (".", True)),
        ("-", "-", ("-", False)),
        ("<prompt 1>", "<prompt 1>", ("%3Cprompt%201%3E", False)),
        ("<a", "docs/<a", ("docs/%3Ca", True)),
        ("b>", "docs/b>", ("docs/b%3E", True)),
        ("..x", "docs/..x", ("docs/..x", True)),
    ]:
        assert (places.path(printed), places.uri(printed)) == (path, uri)
    assert places.path("../..") == "../.."


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_says_what_it_shows(name: str) -> None:
    """A run computes fixes, and the fixed prompts, only for a format that shows them."""
    linted = prompt("a cat --ar16:9")
    fix = Fix(safe=True, edits=(Edit(10, 10, " "),))
    plain, fixable, mended = (
        written(renderer(name), [finding(each, "--ar16:9", fix=edit)])
        for each, edit in ((linted, None), (linted, fix), (linted._replace(fixed="a cat --ar 16:9"), None))
    )
    assert (plain != fixable, plain != mended) == (FORMATS[name].fixes, FORMATS[name].fixed)
    assert FORMATS[name].machine is (name not in ("full", "concise"))
    assert FORMATS[name].module == name
