"""Slips at one parameter: each alone and every two of them, over all kinds of value; and prose in which nothing is one."""

from __future__ import annotations

import io
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

import promptlint
from promptlint.cli.main import main

PROSE = (Path(__file__).parent / "prose.txt").read_text(encoding="utf-8").splitlines()


class Written(NamedTuple):
    """The parts of a parameter as they are written; in order they are the text after `a cat`."""

    space: str = " "
    opening: str = ""
    dashes: str = "--"
    gap: str = ""
    name: str = ""
    separator: str = " "
    value: str = ""
    end: str = ""
    closing: str = ""


KINDS = {
    "integer": ("chaos", "20"),
    "decimal": ("quality", "1"),
    "ratio": ("ar", "16:9"),
    "model": ("v", "7"),
    "choice": ("style", "raw"),
    "references": ("sref", "12345"),
    "link": ("sref", "https://img.mysite.net/a.png"),
    "codes": ("p", "abc1234"),
    "words": ("no", "text"),
    "switch": ("tile", ""),
}

SLIPS: dict[str, tuple[str, dict[str, str]]] = {
    "touching": ("MJ004", {"space": ""}),
    "parenthesized": ("MJ013", {"opening": "(", "closing": ")"}),
    "bold": ("MJ013", {"opening": "**", "closing": "**"}),
    "one dash": ("MJ006", {"dashes": "-"}),
    "three dashes": ("MJ007", {"dashes": "---"}),
    "em dash": ("MJ002", {"dashes": "—"}),
    "en dash": ("MJ002", {"dashes": "–"}),
    "escaped dashes": ("MJ002", {"dashes": "\\--"}),
    "entity": ("MJ002", {"dashes": "&mdash;"}),
    "space behind dashes": ("MJ003", {"gap": " "}),
    "capitals": ("MJ010", {"name": "capitals"}),
    "invisible": ("MJ017", {"name": "hidden"}),
    "equals": ("MJ009", {"separator": "="}),
    "colon": ("MJ009", {"separator": ": "}),
    "glued": ("MJ005", {"separator": ""}),
    "full stop": ("MJ011", {"end": "."}),
    "full-width comma": ("MJ011", {"end": "，"}),
}


def written(kind: str, slips: tuple[str, ...]) -> str:
    """A prompt with one parameter with these mistakes."""
    name, value = KINDS[kind]
    changed = {part: text for slip in slips for part, text in SLIPS[slip][1].items()}
    if "name" in changed:
        changed["name"] = name.capitalize() if changed["name"] == "capitals" else name[:1] + "\u200b" + name[1:]
    return "a cat" + "".join(Written(**{"name": name, "value": value, "separator": " " if value else "", **changed}))


def right(kind: str) -> str:
    """The same prompt without a mistake."""
    name, value = KINDS[kind]
    return f"a cat --{name} {value}".rstrip()


def expected(kind: str, slips: tuple[str, ...]) -> set[str]:
    """The rules that report these mistakes: text attached to a link has a separate rule, and brackets explain what touches them."""
    codes = {SLIPS[slip][0] for slip in slips}
    if kind == "link" and "MJ011" in codes:
        codes = codes - {"MJ011"} | {"MJ503"}
    return codes - {"MJ004"} if "MJ013" in codes else codes


NOT_OF = {
    "switch": {"equals", "colon", "glued"},
    "words": {"glued", "full stop", "full-width comma", "one dash", "en dash"},
    "codes": {"glued"},
}


def stands(kind: str, slips: tuple[str, ...]) -> bool:
    """Return whether these mistakes can be combined at one parameter of this kind, without becoming prose."""
    parts = [part for slip in slips for part in SLIPS[slip][1]]
    made = set(slips)
    if len(set(parts)) < len(parts) or made & NOT_OF.get(kind, set()):
        return False
    if "one dash" in made and made & {"touching", "space behind dashes"}:
        return False  # `cat-tile`, and an item of a list
    if kind == "words" and made & ODD and made & {"touching", "space behind dashes"}:
        return False  # `a cat—no text`
    return not (kind == "switch" and {"space behind dashes", "full-width comma"} <= made)  # `a roof -- tile, slate`


ODD = {"em dash", "escaped dashes", "entity", "three dashes"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_slip_and_every_two_are_named_and_fixed_in_one_call(kind: str) -> None:
    model = None if kind == "model" else "7"
    most = 3 if kind == "integer" else 2
    made = [each for count in range(1, most + 1) for each in combinations(SLIPS, count) if stands(kind, each)]
    assert len(made) > 30
    for slips in made:
        text = written(kind, slips)
        assert {each.code for each in promptlint.lint(text, model=model).diagnostics} == expected(kind, slips), text
        fixed = promptlint.fix(text, model=model)
        assert fixed == right(kind), text
        assert promptlint.fix(fixed, model=model) == fixed
        assert promptlint.lint(fixed, model=model).diagnostics == ()


def test_three_slips_at_one_parameter_are_three_findings() -> None:
    report = promptlint.lint("a cat --Chaos: 20.")
    assert [(each.code, report.source[each.start : each.end]) for each in report.diagnostics] == [
        ("MJ010", "--Chaos"),
        ("MJ009", "--Chaos: 20"),
        ("MJ011", "20."),
    ]
    assert report.fixed == "a cat --chaos 20"


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_silent(line: str) -> None:
    assert promptlint.lint(line).diagnostics == ()
    assert promptlint.lint(f"{line} --ar 3:2 --v 7").diagnostics == ()


def test_there_is_prose_of_all_kinds() -> None:
    assert len(PROSE) >= 60
    assert all(any(sign in line for line in PROSE) for sign in ("-", "--", "–", "—", ":", ";", "(", "[", "*", "/", "1"))


@pytest.mark.parametrize(
    "written",
    ["“--ar 16:9”", "'--ar 16:9'", "`--ar 16:9`", "«--ar 16:9»", "[--ar 16:9]", "<--ar 16:9>", "--ar [16:9]", "--ar <16:9>", "(--ar 16:9)"],
)
def test_what_encloses_a_parameter_goes_in_a_file_as_in_a_prompt(written: str, tmp_path: Path) -> None:
    """In a file, brackets around a parameter, a number or a link are no slot to fill in."""
    path = tmp_path / "a.prompt"
    path.write_text(f"a cat {written}\n", encoding="utf-8")
    assert main(["lint", "--offline", "--isolated", "--fix", "--quiet", str(path)], io.StringIO(), io.StringIO(), io.StringIO()) == 0
    assert path.read_text(encoding="utf-8") == "a cat --ar 16:9\n" == promptlint.fix(f"a cat {written}") + "\n"


@pytest.mark.parametrize("written", ["[cat|dog]", "[cat:0.5]", "[cat:dog:10]", "(cat:1.2)"])
def test_syntax_of_other_models_is_no_slot_of_a_file(written: str, tmp_path: Path) -> None:
    path, out = tmp_path / "a.prompt", io.StringIO()
    path.write_text(f"a {written} heron\n", encoding="utf-8")
    main(["lint", "--offline", "--isolated", "--output-format", "concise", str(path)], io.StringIO(), out, io.StringIO())
    assert f"a.prompt:1:3: warning MJ407 `{written}` " in out.getvalue()
