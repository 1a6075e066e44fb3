"""What users read is plain English: no word of a private dialect, one form for each kind of sentence.

Looked through are all messages and helps that the cases of the rules bring about, the docstrings of the rules (their pages),
the notes and titles of the tables, what `promptlint explain` says, the help of commands, options and settings, and the prose of
the README and the pages. Text in backticks is quoted, and left out; so are examples and code on the pages.
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from rules import test_cases as cases

from promptlint.cli.options import COMMANDS, GLOBAL
from promptlint.failures import failures
from promptlint.midjourney.tables import vocabulary
from promptlint.rules.registry import RULES
from promptlint.settings_file.keys import KEYS

DIALECT = re.compile(
    r"""
      \b(?:stand|stood|standing)s?\ (?:behind|in\ front|there|alone|where)\b | \bbehind\b | \bin\ front\b
    | (?<!there\ )\b(?:is|are|was|were|names?|knows?|gets?)\ no\ (?!longer)
    | \btold\b | \btells?\b | \bmend(?:s|ed)?\b | \bsigns?\b(?!\ in) | \bplaces?\b | \bfolders?\b | \bparted\b | \basked\b | \blacks?\b
    | \bfrom\ 1\ on\b | \bis\ without\ its\b | \btoo\ much\b | \bwhat\ holds\b | \bin\ (?:its|their)\ (?:stead|place)\b
    | \bnot\ right\b | \bwants?\b(?!ed) | \b(?:one|two|\d+)\ a\ (?:line|file|request|prompt)\b | \b(?:of|on)\ its\ own\b
    | \bat\ all\ events\b | \btwice\ over\b | \bnoughts?\b | \baffair\b | \bhouse\b | \bcompany\b
    | \bgets?\ on\ with\b | \bgo(?:es)?\ together\b
    | \banew\b | \bmeant\b | \bLeave\b.*\bout\b | \bTake\b.*\bout\b | \bMidjourney\ (?:answers\ that|refuses|knows|takes)\b | \brests?\ on\b
    """,
    re.VERBOSE,
)
# Ordinary words such as "asked" or "place" have a right use on a page, so these are the words and turns that have none.
PAGE_DIALECT = re.compile(
    r"""
      \b(?:stand|stood|standing)s?\ (?:behind|in\ (?:the|front)|there|alone)\b
    | (?<!there\ )\b(?:is|are|was|were|names?|knows?|gets?)\ no\ (?!longer)
    | \b(?:is|are|was|were)\ told\b | \btells?\ (?:of|about|that|how|what|where|which)\b | \bmend(?:s|ed|ing)?\b
    | \bsigns\b | \bparted\b | \blacks?\b | \bjudged?\b | \bcolours?\b | \bnoughts?\b | \baffair\b | \banew\b | \bmeant\b
    | \basks?\ (?:the|each|image)\b | \blinks\ (?:are\ )?asked\b | \bis\ asked\b | \bwhat\ holds\b | \bsettings\ that\ hold\b
    | \bin\ (?:its|their)\ stead\b | \bfrom\ 1\ on\b | \bis\ without\ its\b | \bis\ too\ much\b | \b(?:one|two)\ a\ (?:line|file|prompt)\b
    | \bat\ all\ events\b | \btwice\ over\b | \bgets?\ on\ with\b | \bgo(?:es)?\ together\b | (?<!Midjourney\ )\bfolders?\b
    | \bleave\b[^.]*\bout\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
OLD_MODELS = re.compile(r"\b[vV]ersions?\ \d|\bniji\ \d|\bon\ \d\.\d|\bon\ (?:7|8)\b")
QUOTED = re.compile(r"``.*?``|`[^`]*`|\"[^\"]*\"", re.DOTALL)
EXAMPLES = re.compile(r"^(?:Bad|Good)\b.*\n?", re.MULTILINE)


class Text(NamedTuple):
    where: str
    text: str


@cache
def rendered() -> tuple[tuple[str, str, str], ...]:
    """Code, message and help of every finding of every case."""
    found = {
        (each.code, each.message, each.help): None
        for rule in RULES
        for kind in ("found", "silent")
        for case in cases.of(rule)[kind]
        for each in cases.diagnostics(case)
    }
    return tuple(found)


@cache
def texts() -> tuple[Text, ...]:
    found = [Text(code, f"{message}\n{help}") for code, message, help in rendered()]
    found += [Text(rule.code, EXAMPLES.sub("", importlib.import_module(rule.module).__doc__ or "")) for rule in RULES]
    words = vocabulary()
    for definition in words.definitions:
        name = definition.name
        found += [Text(name, each) for each in (definition.title, definition.summary, definition.note)]
        for model in words.models:
            limits = words.limits(name, model)
            found += [Text(f"{name} {model}", words.support(name, model).note), Text(f"{name} {model}", limits.note if limits else "")]
        found += [Text(name, conflict.reason) for conflict in words.conflicts_of(name)]
    found += [Text(model.name, model.note) for model in words.models.values()]
    found += [Text(entry.name, f"{entry.meaning}\n{entry.advice}") for entry in failures()]
    return tuple(dict.fromkeys(found))


ROOT = Path(__file__).resolve().parent.parent
GENERATED = ("options.md", "parameters.md", "failures.md", "performance.md")  # from tables that other tests read, or measured
BLOCK = re.compile(r"^( *)(`{3,})[^\n]*\n.*?^\1\2$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`[^`]*`|\"[^\"\n]*\"|\]\([^)]*\)")


def prose(page: str) -> str:
    """The text of a Markdown page without code, quotations and addresses."""
    return INLINE.sub("`…`", BLOCK.sub("", page))


@cache
def pages() -> tuple[Text, ...]:
    """Each paragraph of the pages that are written by hand, and each help text of the command line and the settings."""
    paths = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
    paths += [path for path in sorted((ROOT / "docs").glob("*.md")) if path.name not in GENERATED]
    found = [
        Text(path.name, " ".join(paragraph.split()))
        for path in paths
        for paragraph in re.split(r"\n\s*\n|\n(?=[-|] )", prose(path.read_text(encoding="utf-8")))
    ]
    found += [Text(f"promptlint {command.name}", command.summary) for command in COMMANDS]
    found += [
        Text(f"--{each.name}", INLINE.sub("`…`", each.help)) for each in (*GLOBAL, *(each for row in COMMANDS for each in row.options))
    ]
    found += [Text(key.name, INLINE.sub("`…`", key.help)) for key in KEYS]
    return tuple(dict.fromkeys(found))


def test_pages_and_help_have_no_word_of_a_private_dialect() -> None:
    assert len(pages()) > 400
    assert [f"{each.where}: {match[0]!r} in {each.text!r}" for each in pages() if (match := PAGE_DIALECT.search(each.text))] == []


def test_help_is_one_phrase_without_a_full_stop() -> None:
    for option in (*GLOBAL, *(each for row in COMMANDS for each in row.options)):
        assert option.help[0].islower(), option.help
        assert not option.help.endswith("."), option.help
    for command in COMMANDS:
        assert command.summary[0].isupper(), command.summary
        assert command.summary.endswith("."), command.summary


@pytest.mark.parametrize(
    "words",
    [
        "Prompts stand in the files.",
        "`--fix` mends what is certain.",
        "The image links are asked.",
        "The settings that hold.",
        "A file holds one a line.",
        "It is no ratio.",
        "The summary tells how many.",
        "Several, parted by commas.",
    ],
)
def test_the_dialect_is_found_on_a_page(words: str) -> None:
    assert PAGE_DIALECT.search(prose(words))
    assert not PAGE_DIALECT.search(prose(f"```text\n{words.replace('`', '')}\n```\n"))


@pytest.mark.parametrize("pattern", [DIALECT, OLD_MODELS], ids=["dialect", "models"])
def test_no_word_of_a_private_dialect(pattern: re.Pattern[str]) -> None:
    assert len(texts()) > 1000
    found = [f"{each.where}: {match[0]!r} in {each.text!r}" for each in texts() if (match := pattern.search(QUOTED.sub("`…`", each.text)))]
    assert found == []


@pytest.mark.parametrize("words", ["`x` stands behind `y`", "`x` is no ratio", "Leave `x` out.", "on version 8.2", "it is told twice"])
def test_the_dialect_is_found_where_it_is(words: str) -> None:
    assert DIALECT.search(QUOTED.sub("`…`", words)) or OLD_MODELS.search(words)


def test_a_message_is_a_clause_without_a_full_stop_and_help_an_imperative_with_one() -> None:
    for code, message, help in rendered():
        assert not message.endswith("."), message
        assert ". " not in QUOTED.sub("`…`", message), message
        assert message[0] == "`" or message[0].isupper() or message[0].isdigit() or code == "MJ515", message
        assert not help or (help[0].isupper() and help.endswith(".")), help
        assert not help or help.split()[0] in IMPERATIVES, help


IMPERATIVES = frozenset(
    {
        "Add",
        "Begin",
        "Convert",
        "Copy",
        "Describe",
        "Double",
        "Encode",
        "Keep",
        "Leave",
        "Link",
        "List",
        "Move",
        "Multiply",
        "Name",
        "Nest",
        "Open",
        "Raise",
        "Reduce",
        "Remove",
        "Rename",
        "Rephrase",
        "Replace",
        "Run",
        "Send",
        "Set",
        "Shorten",
        "Submit",
        "Upload",
        "Use",
        "Write",
    }
)
