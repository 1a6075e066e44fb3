"""Let Lark build the tables of `grammar/midjourney.lark`, filled with the vocabulary, and write them as plain Python.

The only importer of Lark. A run loads the written module and does not import Lark.
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
    """Lark itself with our grammar, which the compiled tables must match. `strict` makes it reject ambiguous terminals."""
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
        "PATTERNS": _drivers(resolve("@NEXT@", grammar.defined))
        | {name: divided(patterns[name]) for name in sorted(patterns) if not _begins(name) and name not in _VALUES},
        "VALUES": {name: (f"WIDE_{kind}", patterns[name].startswith(r"\s++")) for name, kind in _VALUES.items()},
        "LEXERS": sets,
        "STATES": states,
        "RULES": [(str(rule.origin.name), str(rule.alias or rule.origin.name), len(rule.expansion)) for rule in rules],
        "START": numbers[table.start_states["start"]],
        "NAMES": {name: (group.kind, row) for row, group in enumerate(grammar.groups) for name in group.names},
        "COINED": grammar.defined["COINED"].split("|"),
        "BEGINNINGS": [
            (
                group.wide and divided(resolve(group.wide, grammar.defined)),
                group.link,
                group.glued is not None,
                tuple(group.ahead.values()),
            )
            for group in grammar.groups
        ],
        "FRAGMENTS": {name: text if name in _WALKING else divided(text) for name in _FRAGMENTS for text in [grammar.defined[name]]},
    }


_FRAGMENTS = (
    *("DASH", "DASHES", "NAME", "LINK_START", "LINK_JOINED", "PLAIN", "TEMPLATE_SLOT", "VALUE_SLOT", "NAME_SLOT", "SLOT_WORD"),
    *("WIDE_NUMBER", "WIDE_RATIO", "WIDE_MODEL", "WIDE_CHOICE", "WIDE_REFERENCES", "WIDE_CODES", "VALUE_END"),
    *("AHEAD_NOTHING", "AHEAD_BRACE", "AHEAD_END", "AHEAD_WORDS", "AHEAD_SEPARATOR", "AHEAD_VALUE_END"),
    *("INVISIBLE", "LEADING_DASHES", "FLAG_INSIDE", "TELLING", "COMMAND_AHEAD", "ECHO_TAIL", "ECHO_END"),
    *("TEXT_SLOT", "OPTION", "TYPED_NAME"),
    *("IMAGE_FILE", "BARE_ADDRESS", "ODD_COLON", "FILE_PATH"),
    *("KANA_DASHES", "ESCAPED_DASHES", "MAY_ENCLOSE", "ENCLOSED", "ENCLOSED_DASHES"),
    *("WRITTEN_PARAMETER", "WRITTEN_DASHES", "ANYWHERE", "DASHES_ANYWHERE", "MAY_BEGIN", "WRITTEN_SLOT", "WRITTEN_OPEN_VALUE"),
    *("WRITTEN_REST", "WRITTEN_IN_TITLE", "TEMPLATE_LITERAL_SLOT", "HTML_TAG"),
)
"""The named pieces of the grammar's patterns that other modules use."""

_WALKING = frozenset(
    {
        *("DASHES", "INVISIBLE", "MAY_ENCLOSE", "ENCLOSED", "MAY_BEGIN", "WRITTEN_IN_TITLE"),
        *("WRITTEN_PARAMETER", "WRITTEN_DASHES", "ANYWHERE", "DASHES_ANYWHERE"),
    }
)
"""Those that are searched for, of which a set at the beginning stays one, and the members of a set."""

_VALUES = {"NUMBER": "NUMBER", "RATIO": "RATIO", "MODEL": "MODEL", "CHOICE": "CHOICE", "CODE": "CODES", "REFERENCE": "REFERENCES"}
"""The terminals of values by the kind: the driver matches white space, value and end apart."""


def _drivers(dashes: str) -> dict[str, str]:
    """The patterns that the driver uses instead of the terminals that contain names: all that begin with dashes."""
    return {"FLAG": rf"\s++--([a-z]++)(?![\w-])|\s*+(?={divided(dashes)})"}


_BEGINNINGS = ("FLAG_", "NAME_", "CASED_", "DOUBLE_HYPHEN", "SINGLE_DASH", "EXTRA_DASHES", "DASH_FORM", "SPLIT_DASHES", "GAP")
_BEHIND = ("UNKNOWN", "ODD_UNKNOWN", "PROSE_DASHES", "LONE_DASHES")


def _begins(name: str) -> bool:
    """Return whether a terminal begins with dashes: the driver distinguishes these by looking names up."""
    return name.startswith(_BEGINNINGS) or name in _BEHIND


def _lexer(names: list[str]) -> tuple[tuple[str, ...], ...]:
    """The terminals of a state in the order in which the driver tries them; those in one tuple are one pattern.

    The most frequent come first, which is Lark's order except for terminals that begin with different characters: a value, then a
    well-written parameter or a run of text, then the rest.
    """
    kept = [name for name in names if not _begins(name)]
    if "DOUBLE_HYPHEN" not in names:
        return tuple((name,) for name in kept)
    first = [name for name in kept if name in _VALUES or name == "COMMAND"]
    separators = [name for name in kept if name.startswith("SEPARATOR_")]
    alone = [*first, *separators, "FLAG", *(name for name in _OFTEN if name in kept or name == "DASHES")]
    rest = tuple(name for name in kept if name not in alone)
    return (*((name,) for name in alone), rest, *([("ODD_UNKNOWN",)] if "ODD_UNKNOWN" in names else []))


_OFTEN = ("TEXT", "WORD", "WEIGHT", "DASHES", "SPACE", "LINK")


def _with_default(row: dict[str, int]) -> dict[str, int]:
    """The row with its most frequent reduction under "", the default."""
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
