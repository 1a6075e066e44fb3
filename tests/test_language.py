"""What users read is plain English: no word of a private dialect, one form for each kind of sentence.

Looked through are all messages and helps that the cases of the rules bring about, the docstrings of the rules (their pages),
the notes and titles of the tables, and what `promptlint explain` says. Text in backticks is quoted, and left out.
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import NamedTuple

import pytest
from rules import test_cases as cases

from promptlint.failures import failures
from promptlint.midjourney.tables import vocabulary
from promptlint.rules.registry import RULES

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
