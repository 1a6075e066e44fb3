"""Possessive groups are right on every Python 3.11, the first five of which get them wrong (CPython issue 106052)."""

from __future__ import annotations

import random
import re
import subprocess
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


def test_they_are_rewritten_where_that_is_needed() -> None:
    """The rewriting used a pattern that was rewritten itself: on Debian 12, each run had ended with a RecursionError."""
    code = (
        "import io, sys; from promptlint.text import regex_compat; regex_compat._WRONG = True\n"
        "from promptlint.cli.main import main\n"
        "main(['lint', '--offline', '--isolated', '--output-format', 'concise', *sys.argv[1:]], sys.stdin, sys.stdout, io.StringIO())"
    )
    files = [str(path) for path in sorted((PACKAGE.parent / "tests" / "rules" / "cases").glob("*.toml"))[:3]]
    prompts = "a heron --ar16:9, --v 7", "a heron (--ar 16:9) v6", "https://img.mysite.net/a.png，https://img.mysite.net/b.png a hen ––tile"
    for words in ([word for prompt in prompts for word in ("-p", prompt)], [str(PACKAGE.parent / "README.md"), *files]):
        found = []
        for start in (code, code.replace("regex_compat._WRONG = True", "")):
            done = subprocess.run([sys.executable, "-c", start, *words], capture_output=True, text=True, cwd=PACKAGE.parent, check=False)
            assert done.stderr == ""
            found.append(done.stdout)
        assert found[0] == found[1] != ""


def test_every_possessive_group_is_compiled_with_care() -> None:
    """`re.compile` of a possessive group may work on the author's machine and fail elsewhere."""
    plain = re.compile(r"re\.(?:compile|match|search|fullmatch|sub|subn|finditer|findall)\([^\n]*\)(?:[?*+]|\{[\d,]+\})\+")
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if plain.search(line):
                found.append(f"{path.relative_to(PACKAGE)}:{number}")
    assert found == []
