"""Possessive groups are right on every Python 3.11, the first five of which get them wrong (CPython issue 106052)."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

import pytest

import promptlint
from promptlint.parsing.lalr import grammar
from promptlint.text.regex_compat import compile_pattern, rewritten

PACKAGE = Path(promptlint.__file__).parent
SOUND = sys.version_info >= (3, 11, 5)

CASES = [
    (r"a(?:x(?!y))*+", r"a(?>(?:x(?!y))*)"),
    (r"(?:a|b(?:c)?+)++d", r"(?>(?:a|b(?>(?:c)?))+)d"),
    (r"[)(]++\)(?:\))?+", r"[)(]++\)(?>(?:\))?)"),
    (r"[^\]()]*+(?:a){1,3}+", r"[^\]()]*+(?>(?:a){1,3})"),
    (r"[]()]+(?:a)+b", r"[]()]+(?:a)+b"),
    (r"(a)*(b)?", r"(a)*(b)?"),
    (r"[^]a](?:[\]()b]x)*+", r"[^]a](?>(?:[\]()b]x)*)"),
    (r"\((?:\)\[)?+[b](?:a){2,}+", r"\((?>(?:\)\[)?)[b](?>(?:a){2,})"),
]


@pytest.mark.parametrize(("pattern", "atomic"), CASES)
def test_rewritten(pattern: str, atomic: str) -> None:
    assert rewritten(pattern) == atomic


@pytest.mark.parametrize(("pattern", "atomic"), CASES)
def test_both_match_the_same(pattern: str, atomic: str) -> None:
    if not SOUND:
        pytest.skip("here the possessive group is wrong")
    chooser = random.Random(5)
    for _ in range(2000):
        text = "".join(chooser.choice("abcdxy()]") for _ in range(chooser.randrange(9)))
        one, other = re.match(pattern, text), re.match(atomic, text)
        assert (one and one.span()) == (other and other.span()), text


def test_a_failing_look_ahead_takes_back_what_was_read() -> None:
    """On Python 3.11.2, that of Debian 12, this was `axxy`, and a prompt's `--ar16:9` was lost in the text."""
    match = compile_pattern(r"a(?:x(?!y))*+").match("axxy")
    assert match is not None
    assert match[0] == "ax"
    assert [kind for kind, *_ in grammar().tokens("a heron --ar16:9")] == ["TEXT", "DOUBLE_HYPHEN", "NAME_RATIO", "RATIO"]
    assert [each.code for each in promptlint.lint("a heron --ar16:9 --v 7").diagnostics] == ["MJ005"]


def test_every_possessive_group_is_compiled_with_care() -> None:
    """`re.compile` of a possessive group may work on the author's machine and fail elsewhere."""
    plain = re.compile(r"re\.(?:compile|match|search|fullmatch|sub|subn|finditer|findall)\([^\n]*\)(?:[?*+]|\{[\d,]+\})\+")
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if plain.search(line):
                found.append(f"{path.relative_to(PACKAGE)}:{number}")
    assert found == []
