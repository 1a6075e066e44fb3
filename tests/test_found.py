"""Bugs found by properties, fuzzing and mutants: one case each, so that they stay fixed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import promptlint
from promptlint.cli.main import main
from promptlint.midjourney import tables

FIXED = [
    # (found by, prompt, prompt after safe fixes)
    ("property", "a heron --sref :", "a heron --sref"),  # the fix of a separator without a value changed nothing
    ("property", "a heron --niji : --ar 3:1", "a heron --niji --ar 3:1"),
    ("property", "a heron --AR : 3:2", "a heron --ar 3:2"),
    ("fuzz", "a heron --ar=--niji 7", "a heron --ar --niji 7"),
    ("fuzz", "a heron --ar =========================2:3", "a heron --ar 2:3"),  # one character per pass, and ten passes
    ("property", "a heron --niji 7\u00a0\u00a0--raw", "a heron --niji 7 --raw"),  # TypeError on two odd spaces
]


@pytest.mark.parametrize(("by", "text", "fixed"), FIXED)
def test_fixed(by: str, text: str, fixed: str) -> None:
    report = promptlint.lint(text)
    assert report.fixed == fixed
    assert not [each for each in promptlint.lint(fixed).diagnostics if each.fix and each.fix.safe]


def test_a_sign_without_a_value_is_one_mistake_beside_the_missing_value() -> None:
    text = "a heron --sref :"
    assert [(each.code, text[each.start : each.end]) for each in promptlint.lint(text).diagnostics] == [
        ("MJ104", "--sref"),
        ("MJ009", "--sref :"),
    ]


def test_a_range_may_reach_below_nought() -> None:
    """Version 3 took image weights of -10000 to 10000: the message said that -1 was outside of that."""
    assert not promptlint.lint("https://img.mysite.net/a.png a heron --iw -1 --v 3").diagnostics
    below = promptlint.lint("https://img.mysite.net/a.png a heron --iw -1 --v 7").diagnostics
    assert [each.code for each in below] == ["MJ202"]


def test_an_echo_with_an_invisible_character_inside_is_mended() -> None:
    """Fuzzing: what the parser had read without the character was looked for in the text that has it (ValueError)."""
    report = promptlint.lint("**a her\u200bon --v\u200b 5** - <@12> (fast)")
    assert "MJ018" in [each.code for each in report.diagnostics]
    assert report.fixed == "a heron --v 5"


def test_a_leaked_value_in_a_list_is_named() -> None:
    """Mutants of the long way lived because the short way had overlooked it."""
    text = "a heron --no boats, None --v 7"
    assert [(each.code, text[each.start : each.end]) for each in promptlint.lint(text).diagnostics] == [("MJ016", "None")]


def test_a_second_byte_order_mark_is_text(tmp_path: Path) -> None:
    """Fuzzing: from the second pass on it was taken for the file's mark, and each edit was made one character too far left."""
    path = tmp_path / "midjourney-prompts.txt"
    path.write_bytes("\ufeff\ufeffa heron --ar=16:9, --v 7\na fox —ar 3:2 –v 6.1 --s750, --tile.\n".encode())
    assert main(["lint", "--offline", "--fix", str(path)], io.StringIO(), io.StringIO(), io.StringIO()) == 0
    assert path.read_bytes().decode() == "\ufeff\ufeffa heron --ar 16:9 --v 7\na fox --ar 3:2 --v 6.1 --s 750 --tile\n"


def test_what_was_linted_before_changes_nothing() -> None:
    """Fuzzing: alternatives and a word of the same text shared what was remembered of them (IndexError)."""
    alternatives, word = "a heron --v {6, 9}", "a heron --v :{6, 9}"
    for prompts in ((alternatives, word), (word, alternatives)):
        tables.vocabulary().memory.clear()
        found = {prompt: [(each.code, prompt[each.start : each.end]) for each in promptlint.lint(prompt).diagnostics] for prompt in prompts}
        assert found == {alternatives: [("MJ205", "9")], word: [("MJ009", "--v :{6, 9}"), ("MJ205", "9")]}


@pytest.mark.parametrize(
    ("parameter", "code", "fixed"),
    [
        ("--stylize １００", "MJ201", "--stylize 100"),
        ("--iw １．５", "MJ201", "--iw 1.5"),
        ("--q ١", "MJ201", "--q 1"),
        ("--ar １６:９", "MJ203", "--ar 16:9"),
        ("--sref １２", "MJ207", "--sref １２"),
    ],
)
def test_digits_of_an_input_method_are_doubtful(parameter: str, code: str, fixed: str) -> None:
    """Python takes `１６` for a number, and so it had been right; how Midjourney reads it is not known."""
    text = f"https://img.mysite.net/a.png a heron {parameter} --v 7"
    report = promptlint.lint(text)
    assert [(each.code, each.severity, text[each.start : each.end]) for each in report.diagnostics] == [
        (code, "warning", parameter.partition(" ")[2])
    ]
    assert "may be rejected or ignored" in report.diagnostics[0].message
    assert report.fixed == f"https://img.mysite.net/a.png a heron {fixed} --v 7"


@pytest.mark.parametrize(
    ("written", "meant", "said"),
    [
        ("--аr 16:9", "--ar 16:9", ": its `а` is cyrillic small letter a, which only looks like `a`"),
        ("--ＡＲ 16:9", "--ar 16:9", ": its `ａ` is fullwidth latin small letter a, which only looks like `a`"),
        ("--ѕtylise 50", "--stylize 50", ": its `ѕ` is cyrillic small letter dze, which only looks like `s`"),
        ("--猫 3", "--猫 3", ""),
    ],
)
def test_a_letter_of_another_alphabet_is_named(written: str, meant: str, said: str) -> None:
    """Nobody sees what is wrong with `--аr`; the name as shown looks right."""
    text = f"a heron {written}"
    report = promptlint.lint(text)
    name = written.partition(" ")[0]
    assert [(each.code, each.message) for each in report.diagnostics] == [("MJ101", f"`{name}` is not a Midjourney parameter{said}")]
    assert report.fixed == f"a heron {meant}"


@pytest.mark.parametrize("text", ["v6", "ar 16:9 --ar 16:9", "niji 7 --tile"])
def test_a_fix_leaves_something_to_draw(text: str) -> None:
    """Of a prompt that is nothing but a forgotten parameter a fix made one without words, which a text file then had no longer."""
    report = promptlint.lint(text)
    assert {"MJ001", "MJ401"} <= {each.code for each in report.diagnostics}
    assert report.fixed == text
    assert promptlint.fix(f"{text} --ar 1:1 fox") == f"{text} --ar 1:1 fox"
