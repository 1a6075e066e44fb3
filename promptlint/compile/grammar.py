"""Let Lark build the tables of `grammar/midjourney.lark`, filled with the vocabulary, and write them as plain Python.

The only importer of Lark. A run loads what is written here and imports none of it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from promptlint.midjourney import tables

from .filling import Filled, fill, resolve
from .sets import divided

__all__ = ["filled", "grammar_tables", "reference_parser"]


def filled(source: str | None = None) -> Filled:
    """The grammar with the names and the values of `parameters.toml` put in."""
    import tomllib

    from promptlint.midjourney.vocabulary import Vocabulary

    vocabulary = Vocabulary(tomllib.loads(tables.source_text("parameters.toml")))
    return fill(tables.source_text("midjourney.lark") if source is None else source, vocabulary)


@cache
def reference_parser(*, strict: bool = False) -> Any:
    """Lark itself on our grammar: what the compiled tables must equal. `strict` has it refuse what it cannot tell apart."""
    import lark

    return lark.Lark(filled().text, parser="lalr", lexer="contextual", strict=strict, maybe_placeholders=False, keep_all_tokens=True)


def grammar_tables() -> dict[str, Any]:
    """Lark's lexers and LALR table in plain Python, with the names apart."""
    grammar = filled()
    import lark

    parser = lark.Lark(grammar.text, parser="lalr", lexer="contextual", maybe_placeholders=False, keep_all_tokens=True)
    table = parser.parser.parser._parse_table
    numbers = _numbered(table.states, table.start_states["start"])
    rules: dict[Any, int] = {}
    states = []
    for state in numbers:
        row: dict[str, int] = {}
        for symbol, (_, argument) in sorted(table.states[state].items(), key=lambda item: item[0]):
            row[symbol] = numbers[argument] if argument in numbers else ~rules.setdefault(argument, len(rules))
        states.append(_with_default(row))
    lexers = parser.parser.lexer.lexers
    sets = [_lexer([terminal.name for terminal in lexers[state].terminals]) if state in lexers else () for state in numbers]
    patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in parser.terminals}
    return {
        "PATTERNS": {
            name: divided(pattern) if name in _OFTEN else pattern for name, pattern in sorted(patterns.items()) if not _begins(name)
        },
        "LEXERS": sets,
        "HOT": (*_OFTEN, "FLAG"),
        "STATES": states,
        "RULES": [(str(rule.origin.name), str(rule.alias or rule.origin.name), len(rule.expansion)) for rule in rules],
        "START": numbers[table.start_states["start"]],
        "NAMES": {name: (group.kind, row) for row, group in enumerate(grammar.groups) for name in group.names},
        "COINED": grammar.defined["COINED"].split("|"),
        "BEGINNINGS": [
            tuple(text and divided(resolve(text, grammar.defined)) for text in (*group.meant.values(), group.glued))
            for group in grammar.groups
        ],
        "FRAGMENTS": {name: divided(grammar.defined[name]) if name in _DIVIDED else grammar.defined[name] for name in _FRAGMENTS},
    }


_FRAGMENTS = (
    *("DASH", "DASHES", "NAME", "LINK_START", "PLAIN", "TEMPLATE_SLOT", "VALUE_SLOT", "NAME_SLOT"),
    *("WIDE_NUMBER", "WIDE_RATIO", "WIDE_MODEL", "WIDE_CODES"),
    *(
        "INVISIBLE",
        "LEADING_DASHES",
        "FLAG_INSIDE",
        "TELLING",
        "COMMAND_AHEAD",
        "ECHO_TAIL",
        "ECHO_END",
        "TEXT_SLOT",
        "OPTION",
        "TYPED_NAME",
    ),
    *("IMAGE_FILE", "BARE_ADDRESS", "ODD_COLON", "FILE_PATH"),
    *("ESCAPED_DASHES", "MEANT_ESCAPED", "ENCLOSED", "MEANT_ENCLOSED"),
    *("WRITTEN_PARAMETER", "ANYWHERE", "MAY_BEGIN", "WRITTEN_SLOT", "WRITTEN_VALUE_SLOT", "WRITTEN_CHOICE", "WRITTEN_RANGE"),
)
"""The pieces of the grammar's patterns that its users ask for."""

_DIVIDED = frozenset({"DASH", "WIDE_NUMBER", "WIDE_RATIO", "WIDE_MODEL", "WIDE_CODES"})

_BEGINNINGS = ("FLAG_", "NAME_", "CASED_", "DOUBLE_HYPHEN", "SINGLE_DASH", "EXTRA_DASHES", "DASH_FORM", "SPLIT_DASHES", "GAP")
_BEHIND = ("UNKNOWN", "ODD_UNKNOWN", "PROSE_DASHES", "LONE_DASHES")


def _begins(name: str) -> bool:
    """Whether a terminal is one that dashes begin: the driver tells these apart by looking names up."""
    return name.startswith(_BEGINNINGS) or name in _BEHIND


def _lexer(names: list[str]) -> tuple[tuple[str, ...], ...]:
    """The terminals of a state in the order in which the driver tries them, those in one tuple as one pattern.

    What is met most stands in front, which is Lark's order but for terminals that begin with different signs: a value, then
    a well-written parameter or a run of text, then the rest.
    """
    kept = [name for name in names if not _begins(name)]
    if "DOUBLE_HYPHEN" not in names:
        return tuple((name,) for name in kept)
    first = [(name,) for name in kept if name in _OFTEN or name == "COMMAND"]
    words = [(name,) for name in kept if name in {"TEXT", "WORD"}]
    flag = [("FLAG",)]
    rest = tuple(name for name in kept if (name,) not in first and (name,) not in words and not name.startswith("SEPARATOR_"))
    separators = [(name,) for name in kept if name.startswith("SEPARATOR_")]
    odd = [("ODD_UNKNOWN",)] if "ODD_UNKNOWN" in names else []
    return tuple(each for each in (*first, *separators, *flag, *words, ("DASHES",), rest, *odd) if each)


_OFTEN = ("NUMBER", "RATIO", "MODEL", "CHOICE", "CODE", "REFERENCE")


def _with_default(row: dict[str, int]) -> dict[str, int]:
    """The row with its most frequent reduction under "", where no symbol stands."""
    from collections import Counter

    reductions = Counter(action for action in row.values() if action < 0)
    if not reductions:
        return row
    default = reductions.most_common(1)[0][0]
    return {symbol: action for symbol, action in row.items() if action != default} | {"": default}


def _numbered(states: dict[Any, dict[str, tuple[Any, Any]]], start: Any) -> dict[Any, int]:
    """The states in the order in which they are reached from `start`: Lark's own order changes from run to run."""
    order = {start: 0}
    for state in (reached := [start]):
        for _, (_, argument) in sorted(states[state].items(), key=lambda item: item[0]):
            if argument in states and argument not in order:
                order[argument] = len(order)
                reached.append(argument)
    return order
