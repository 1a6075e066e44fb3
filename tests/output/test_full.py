"""The format for people: positions of carets, cut lines, summarized findings, and no injection."""

from __future__ import annotations

import unicodedata
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import finding, prompt
from wcwidth import wcswidth

from promptlint.diagnostics import Edit, Fix
from promptlint.findings import Totals
from promptlint.output import RenderOptions, renderer
from promptlint.output.excerpt import excerpt, shown


def full(*findings, **options):
    out = StringIO()
    renderer("full")(iter(findings), Totals, out, RenderOptions(**options))
    return out.getvalue()


def test_a_whole_block():
    linted = prompt("a cat --ar16:9", line=12)
    fix = Fix(safe=True, edits=(Edit(10, 10, " "),))
    found = finding(linted, "--ar16:9", code="MJ005", name="glued-value", message="A space is missing.", help="Write a space.", fix=fix)

    assert full(found) == (
        "prompts.txt:12:7: error MJ005 glued-value\n"
        "  A space is missing.\n"
        "     |\n"
        "  12 | a cat --ar16:9\n"
        "     |       ^^^^^^^^\n"
        "  help: Write a space.\n"
        "  fix: --ar 16:9\n"
        "\n"
    )


def test_nothing_is_written_for_nothing():
    assert full() == ""


@pytest.mark.parametrize(
    ("fix", "advice", "lines"),
    [
        (Fix(safe=True, edits=(Edit(10, 10, " "),)), "Write `--ar 16:9`.", ["  fix: Write `--ar 16:9`."]),
        (Fix(safe=False, edits=(Edit(6, 14, ""),)), "", ["  unsafe fix: remove `--ar16:9`"]),
        (
            Fix(safe=False, edits=(Edit(14, 14, " --v 7"),)),
            "Pin it.",
            ["  help: Pin it.", "  unsafe fix:", "    - a cat --ar16:9", "    + a cat --ar16:9 --v 7"],
        ),
        (
            Fix(safe=True, edits=(Edit(1, 1, "\n"), Edit(5, 6, "\u200b"))),
            "",
            ["  fix:", "    - a cat --ar16:9", "    + a", "    +  cat\\u200b--ar16:9"],
        ),
    ],
)
def test_what_to_write(fix, advice, lines):
    found = finding(prompt("a cat --ar16:9"), "--ar16:9", help=advice, fix=fix)

    assert full(found).rstrip().splitlines()[5:] == lines


def test_a_fix_that_leaves_another_slip_to_its_own_fix_is_shown_as_the_help_says():
    fix = Fix(safe=True, edits=(Edit(8, 8, " "),))
    found = finding(prompt("a cat —v7"), "—v7", help="Write `--v 7`.", fix=fix)

    assert full(found).rstrip().splitlines()[5:] == ["  fix: Write `--v 7`."]


@pytest.mark.parametrize("pair", ["()", "[]", "（）", '""', "**", "``"])
def test_a_fix_within_a_pair_is_shown_without_its_signs(pair):
    fix = Fix(safe=True, edits=(Edit(12, 16, "9:16"),))
    found = finding(prompt(f"a cat {pair[0]}--ar 9x16{pair[1]} --v 7"), "9x16", help="Write `--ar 9:16`.", fix=fix)

    assert full(found).rstrip().splitlines()[5:] == ["  fix: Write `--ar 9:16`."]


def test_a_fix_of_a_negative_number_is_shown_with_its_name():
    fix = Fix(safe=False, edits=(Edit(13, 15, "0"),))
    found = finding(prompt("a cat --seed -1"), "-1", help="Write `--seed 0`, or another number.", fix=fix)

    assert full(found).rstrip().splitlines()[5:] == ["  unsafe fix: Write `--seed 0`, or another number."]


@pytest.mark.parametrize(
    ("text", "words", "line", "marks"),
    [
        ("a cat --zap", "--zap", "a cat --zap", "      ^^^^^"),
        ("a\tcat --zap", "--zap", "a   cat --zap", "        ^^^^^"),
        ("貓 在 --zap", "--zap", "貓 在 --zap", "      ^^^^^"),
        ("a --zap貓", "zap貓", "a --zap貓", "    ^^^^^"),
        ("🐈 --zap", "--zap", "🐈 --zap", "   ^^^^^"),
        ("👩‍🎨 --zap", "--zap", "👩‍🎨 --zap", "   ^^^^^"),
        ("👍🏽 --zap", "--zap", "👍🏽 --zap", "   ^^^^^"),
        ("cafe\u0301 --zap", "--zap", "cafe\u0301 --zap", "     ^^^^^"),
        ("--z\u200bap x", "--z\u200bap", "--z\\u200bap x", "^^^^^^^^^^^"),
        ("a\u202e --zap", "--zap", "a\\u202e --zap", "        ^^^^^"),
        ("\x1b[31m --zap", "--zap", "\\x1b[31m --zap", "         ^^^^^"),
        ("a \ud800 --zap", "--zap", "a \\ud800 --zap", "         ^^^^^"),
    ],
)
def test_carets_stand_under_the_words(text, words, line, marks):
    lines = full(finding(prompt(text), words)).splitlines()

    assert lines[3:5] == [f"  1 | {line}", f"    | {marks}"]


def test_an_empty_span_has_a_caret():
    assert excerpt("a cat", 5, 5, 80) == ("a cat", 5, "^")


def test_a_span_over_lines_is_marked_to_the_end_of_its_first():
    lines = full(finding(prompt("a cat\nin a hat --zap"), "cat\nin")).splitlines()

    assert lines[3:5] == ["  1 | a cat", "    |   ^^^ to line 2"]


@pytest.mark.parametrize("start", [0, 5, 70, 500, 985])
def test_a_long_line_is_cut_around_the_span(start):
    text = "x" * start + "--zap" + "y" * (995 - start)

    made = excerpt(text, start, start + 5, 60)

    assert len(made.line) <= 60
    assert made.line[made.indent : made.indent + len(made.marks)] == "--zap"
    assert made.line.startswith("…") is (start > 5)
    assert made.line.endswith("…") is (start < 985)


def test_a_span_wider_than_the_terminal():
    made = excerpt("a" * 10 + "b" * 500, 10, 510, 40)

    assert len(made.line) <= 40
    assert made.line[made.indent : made.indent + len(made.marks)] == "b" * len(made.marks)


LINE = "x" * 1380
FIXES = [
    ("a cat --ar16:9", "--ar16:9", [(10, 10, " ")], "Use a space.", ["  help: Use a space.", "  fix: --ar 16:9"]),
    ("a cat --ar 16x9 --v 7", "16x9", [(11, 15, "16:9")], "", ["  fix: --ar 16:9"]),
    ("a cat --ar 16x9, wet", "16x9", [(11, 15, "16:9")], "", ["  fix: --ar 16:9,"]),
    ("a cat --ar 16x9", "--ar 16x9", [(11, 15, "16:9")], "", ["  fix: --ar 16:9"]),
    ("a cat --ar 16x9, wet", "16x9", [(11, 15, "16:9")], "Write `16:9`.", ["  fix: Write `16:9`."]),
    ("(--ar 16x9) a", "16x9", [(6, 10, "16:9")], "", ["  fix: --ar 16:9"]),
    ("a cat --seed -5", "-5", [(13, 15, "5")], "", ["  fix: --seed 5"]),
    ("a cat -ar 16:9", "-ar", [(6, 7, "--")], "write `--ar`", ["  fix: write `--ar`"]),
    ("a cat —ar 16:9", "—ar", [(6, 7, "--")], "Use hyphens", ["  help: Use hyphens", "  fix: --ar"]),
    ("a cat -- ar 5", "-- ar", [(8, 9, "")], "", ["  fix:", "    - a cat -- ar 5", "    + a cat --ar 5"]),
    ("a cat --no hat", "hat", [(11, 14, "")], "Remove `hat`.", ["  fix: Remove `hat`."]),
    ("a cat --zap 5 hat", "--zap 5", [(6, 14, "")], "", ["  fix: remove `--zap 5`"]),
    ("a cat --zap 5 --zop", "--zap 5", [(6, 11, ""), (14, 19, "")], "", ["  fix: remove `--zap` and `--zop`"]),
    ("a  cat", "a  cat", [(1, 2, "")], "", ["  fix:", "    - a  cat", "    + a cat"]),
    ("a cat hat", "a cat", [(2, 5, "dog"), (6, 9, "bat")], "", ["  fix:", "    - a cat hat", "    + a dog bat"]),
    ("a cat", "a cat", [(5, 5, " --v 7")], "Add `--v 7`.", ["  help: Add `--v 7`.", "  fix:", "    - a cat", "    + a cat --v 7"]),
    ("a\nb\nc\nd", "b", [(0, 1, "x"), (4, 5, "z")], "", ["  fix:", "    - a", "    - b", "    - c", "    + x", "    + b", "    + z"]),
    ("a\nb\nc", "b", [(2, 3, "x\ny")], "", ["  fix: x\\ny"]),
    ("a " + "x" * 180, "x" * 180, [(2, 182, "y" * 100)], "", ["  fix: " + "y" * 100]),
    ("a " + "x" * 180, "x" * 180, [(2, 182, "y" * 101)], "", ["  fix: " + "y" * 50 + " … " + "y" * 50]),
    (
        f"a {LINE}", "a", [(1, 1, " --v 7")], "",
        ["  fix:", f"    - a {LINE[:498]} … {LINE[:500]}", f"    + a --v 7 {LINE[:492]} … {LINE[:500]}"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "edits", "advice", "lines"), FIXES)
def test_how_a_fix_is_shown(text, words, edits, advice, lines):
    """Its words within the line, if they are what is marked; else the lines that change."""
    fix = Fix(safe=True, edits=tuple(Edit(*edit) for edit in edits))
    found = finding(prompt(text), words, help=advice, fix=fix)

    assert full(found).rstrip().splitlines()[5:] == lines


def test_three_prompts_are_folded():
    findings = [finding(prompt("cat --zap", line=n), "--zap") for n in (1, 2, 3)]

    assert "  also: in 2 more prompts of this file, at 2:5, 3:5\n" in full(*findings)


LONG = "abcdefghijklmnopqrstu"  # 21 characters
CUTS = [
    ("abcdefghijklmnopqrst", 5, 8, ("abcdefghijklmnopqrst", 5, "^^^")),  # it fits
    (LONG, 0, 3, ("abcdefghijklmnopqr…", 0, "^^^")),
    (LONG, 5, 8, ("abcdefghijklmnopqr…", 5, "^^^")),
    (LONG, 18, 21, ("…defghijklmnopqrstu", 16, "^^^")),
    (LONG * 5, 50, 53, ("…tuabcdefghijklmnop…", 11, "^^^")),
    (LONG * 5, 50, 67, ("…hijklmnopqrstuabcd…", 2, "^" * 17)),
    (LONG * 5, 50, 70, ("…ijklmnopqrstuabcde…", 1, "^" * 18)),
    (LONG * 5, 0, 0, ("abcdefghijklmnopqr…", 0, "^")),
    (LONG * 5, 105, 105, ("…defghijklmnopqrstu", 19, "^")),
    (LONG * 5, 500, 600, ("…defghijklmnopqrstu", 19, "^")),
    ("貓" * 40, 20, 21, ("…" + "貓" * 9 + "…", 13, "^^")),
    ("a" * 30 + "貓" * 3 + "b" * 30, 29, 34, ("…aaaaaaaa貓貓貓bbbb…", 8, "^" * 8)),
    ("\U0001f1ef\U0001f1f5" * 20, 4, 6, ("\U0001f1ef\U0001f1f5" * 4 + "\U0001f1ef…", 4, "^^")),
    ("a\tb\tc", 2, 3, ("a   b   c", 4, "^")),
    ("abc", 7, 9, ("abc", 3, "^")),
    ("abc", 1, 1, ("abc", 1, "^")),
    ("\u200d x --v", 3, 6, ("\\u200d x --v", 8, "^^^")),
    ("\U0001f408\u200d x", 3, 4, ("\U0001f408\u200d x", 2, "^")),
    ("e\u0301\u200bx", 2, 3, ("e\u0301\\u200bx", 1, "^" * 6)),
    ("a\r\nb", 1, 2, ("a\\r\\nb", 1, "^^")),
]


@pytest.mark.parametrize(("line", "start", "end", "made"), CUTS)
def test_where_a_line_is_cut(line, start, end, made):
    """The span, then a third of what is left after it, then as much before it as fits."""
    assert excerpt(line, start, end, 20) == made
    assert wcswidth(made[0]) <= 20


def test_the_same_finding_of_many_prompts_is_shown_once():
    findings = [finding(prompt(f"cat {n} --zap", line=n), "--zap") for n in range(1, 16)]
    other = finding(prompt("dog --zop", line=16), "--zop", message="Something else.")

    out = full(*findings, other)

    assert out.count(" MJ301 ") == 2
    listed = ", ".join(f"{n}:{7 if n < 10 else 8}" for n in range(2, 14))
    assert f"  also: in 14 more prompts of this file, at {listed} and 2 more\n" in out


@pytest.mark.parametrize(("others", "tail"), [(12, ""), (13, " and 1 more")])
def test_the_rest_of_the_places_is_counted_where_there_is_one(others, tail):
    out = full(*(finding(prompt("cat --zap", line=n), "--zap") for n in range(1, others + 2)))

    listed = ", ".join(f"{n}:5" for n in range(2, 14))
    assert f"  also: in {others} more prompts of this file, at {listed}{tail}\n" in out


def test_two_prompts_are_not_folded_nor_prompts_of_two_files():
    two = [finding(prompt("cat --zap", line=n), "--zap") for n in (1, 2)]
    files = [finding(prompt("cat --zap", path=f"{n}.txt"), "--zap") for n in range(4)]
    same = prompt("--zap --zap --zap --zap")
    one = [finding(same, "--zap", start=6 * n, end=6 * n + 5) for n in range(4)]

    assert "also:" not in full(*two) + full(*files) + full(*one)


def test_a_finding_about_a_file_has_no_excerpt():
    found = finding(prompt("a cat"), "cat")._replace(prompt=None)

    assert full(found) == "prompts.txt:1:3: error MJ301 unsupported-by-model\n  It is refused.\n\n"


def test_colours_only_where_asked_for():
    found = finding(prompt("a cat --zap"), "--zap")

    assert "\x1b" not in full(found)
    assert "\x1b[1;31m^^^^^\x1b[0m" in full(found, color=True)


def test_models_are_named():
    assert "(With the model 7 or 8.2.)" in full(finding(prompt("a --zap"), "--zap", models=("7", "8.2")))


def test_words_are_never_cut():
    url = "https://host.test/" + "x" * 200
    found = finding(prompt("a cat"), "cat", message=f"The link {url} is refused.")

    assert url in full(found, width=40)


@given(st.text(max_size=60), st.data())
def test_marks_never_leave_the_line(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    made = excerpt(text, start, end, 30)

    assert made.indent >= 0
    assert made.marks.strip("^") == ""
    assert not any(unicodedata.category(each) in ("Cc", "Cs") for each in made.line)
    assert made.indent <= max(0, wcswidth(made.line))


@given(st.text())
def test_shown_text_cannot_inject(text):
    assert not any(unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") or each in "\u202e\u2066" for each in shown(text))


def test_a_flag_is_one_picture():
    assert excerpt("\U0001f1ef\U0001f1f5 a cat --zap", 9, 14, 80) == ("\U0001f1ef\U0001f1f5 a cat --zap", 9, "^^^^^")
