"""Run the tables that Lark made of `grammar/midjourney.lark`: text → tokens → tree.

The grammar is the single source and Lark the reference parser; `promptlint.compile` lets Lark build its LALR table once
and writes it down. This driver gives Lark's tokens and tree without importing Lark (70 to 100 ms). Which tokens may come
depends on what stands before, as in Lark's contextual lexer: each state of the parser has a pattern of the terminals it
takes. Three things make it quick. A stack of states is made once and remembered, so that a token is one look-up. Names are
looked up in a dictionary in place of being matched in patterns. A pattern is compiled when it is first needed.

A token is `(kind, start, end)`; a node of the tree is `(kind, start, end, children)`, a token having no children.
"""

from __future__ import annotations

from functools import cache

from promptlint.midjourney import tables
from promptlint.text.regex_compat import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from typing import Any

    Token = tuple[str, int, int]
    Node = tuple[str, int, int, tuple[Any, ...]]
    Match = Callable[[str, int, int], re.Match[str] | None]
    Try = tuple[Match, str]

__all__ = ["Grammar", "grammar", "pattern", "without_dashes"]

_MOST_STACKS = 20_000
"""How many stacks are remembered: without braces there are some hundred, and each open brace makes one more."""

_LONGEST_NAME = 12
_IN_FRONT = "{,"
"""Signs behind which dashes need no space: they open an alternative."""

_ANY, _EM, _DOUBLE = 2, 1, 0
"""What a look-ahead depends on: two hyphens, one em dash, any other dashes."""


class _Stack:
    """A stack of the parser: its topmost state on another stack, and where each terminal leads from here."""

    __slots__ = ("above", "after", "below", "state", "tries")

    def __init__(self, state: int, below: _Stack | None) -> None:
        self.state = state
        self.below = below
        self.above: dict[int, _Stack] = {}
        self.after: dict[str, _Stack] = {}
        self.tries: tuple[Try, ...] = ()


class _Lazy:
    """A pattern that is compiled when it is first needed, which a simpler one, the guard, may rule out."""

    __slots__ = ("_guard", "_match", "_pattern")

    def __init__(self, pattern: str, guard: Match | None) -> None:
        self._pattern = pattern
        self._guard = guard
        self._match: Match | None = None

    def __call__(self, text: str, at: int, end: int) -> re.Match[str] | None:
        if self._match is None:
            if self._guard is not None and self._guard(text, at, end) is None:
                return None
            self._match = compile_pattern(self._pattern).match
        return self._match(text, at, end)


class Grammar:
    """The compiled grammar.

    `tables` is what `promptlint.compile` wrote. STATES maps, for each state, a terminal or a rule's origin to what to do: a
    number ≥ 0 shifts to that state, ~n reduces by rule n, and "" is what to do where nothing else is said. RULES are
    `(origin, kind of node, size)`. LEXERS are the terminals of each state in the order in which they are tried, those that
    are tried as one together; PATTERNS are what they match, HOT those that most prompts need. NAMES maps a name to its kind
    and its row of BEGINNINGS: what is to follow it behind two hyphens, an em dash, other dashes, and what sticks to it as a
    value. COINED are the names that are a parameter behind an em dash whatever follows. FRAGMENTS are named pieces of patterns.
    """

    __slots__ = ("_begin", "_dashes", "_flags", "_made", "_patterns", "_root", "_signs", "_stacks", "_tables")

    def __init__(self, tables: Any) -> None:
        """Take the tables; nothing is compiled yet."""
        self._tables = tables
        self._made: dict[tuple[tuple[str, ...], ...], tuple[Try, ...]] = {}
        self._patterns: dict[tuple[str, ...], Try] = {}
        self._root = _Stack(tables.START, None)
        self._stacks = 0
        self._signs = compile_pattern(r"\s*+[=:,.]").match
        self._flags = {name: "FLAG_" + kind for name, (kind, _) in tables.NAMES.items()}
        dash, name = tables.FRAGMENTS["DASH"], tables.FRAGMENTS["NAME"]
        self._dashes = {"FLAG": r"\s++--([a-z]++)(?![\w-])", "DASHES": rf"\s*+{dash}"}
        self._begin = rf"(\s*+)({dash}++)(?:({name})|(\s++)(?:({dash}++)?+({name}))?+)?+"

    # ---- tokens --------------------------------------------------------------------------------------------------------

    def tokens(self, text: str, at: int = 0, end: int | None = None) -> list[Token]:
        """The tokens of a text, or of a part of it, which is read as a prompt of its own; joined they give it back."""
        end = len(text) if end is None else end
        row: list[Token] = []
        stack = self._root
        while at < end:
            found = None
            for match, only in stack.tries or self._tries(stack):  # noqa: B007  # used behind the loop
                found = match(text, at, end)
                if found is not None:
                    break
            assert found is not None, "the grammar is total"
            stop = found.end()
            kind = only or found.lastgroup or ""
            if kind == "FLAG":
                kind = self._flags.get(found[1], "DASHES")
            if kind == "DASHES":
                for token in self._beginning(text, at, end, stack):
                    row.append(token)
                    stack = stack.after.get(token[0]) or self._shift(stack, token[0])
                at = row[-1][2]
                continue
            row.append((kind, at, stop))
            stack = stack.after.get(kind) or self._shift(stack, kind)
            assert stop > at, "a token moves on"
            at = stop
        return row

    def _tries(self, stack: _Stack) -> tuple[Try, ...]:
        """What to try on this stack, in this order: patterns, each with the kind it finds; "" where it has a name for each."""
        lexer = self._tables.LEXERS[stack.state]
        made = self._made.get(lexer)
        if made is None:
            made = self._made[lexer] = tuple(self._try(names) for names in lexer if names != ("ODD_UNKNOWN",))
        stack.tries = made
        return made

    def _try(self, names: tuple[str, ...]) -> Try:
        """The pattern of terminals that are tried as one; each is compiled once."""
        made = self._patterns.get(names)
        if made is None:
            patterns = self._tables.PATTERNS | self._dashes
            whole = patterns[names[0]] if len(names) == 1 else "|".join(f"(?P<{name}>{patterns[name]})" for name in names)
            kind = names[0] if len(names) == 1 else ""
            guard = self._signs if kind.startswith("SEPARATOR_") else None
            made = self._patterns[names] = (compile_pattern(whole).match if kind in self._tables.HOT else _Lazy(whole, guard), kind)
        return made

    def _shift(self, stack: _Stack, kind: str) -> _Stack:
        """The stack after a terminal."""
        states, rules = self._tables.STATES, self._tables.RULES
        reached = stack
        while True:
            row = states[reached.state]
            action = row[kind] if kind in row else row[""]
            if action >= 0:
                reached = self._on(reached, action)
                break
            origin, _, size = rules[~action]
            for _ in range(size):
                reached = reached.below  # type: ignore[assignment]
            reached = self._on(reached, states[reached.state][origin])
        stack.after[kind] = reached
        return reached

    def _on(self, stack: _Stack, state: int) -> _Stack:
        above = stack.above.get(state)
        if above is None:
            above = _Stack(state, stack)
            if self._stacks < _MOST_STACKS:
                self._stacks += 1
                stack.above[state] = above
        return above

    # ---- beginnings of parameters --------------------------------------------------------------------------------------

    def _beginning(self, text: str, left: int, end: int, stack: _Stack) -> tuple[Token, ...]:
        """The tokens that dashes begin: a parameter, well-written or odd, or prose."""
        found = _compiled(self._begin)(text, left, end)
        assert found is not None, "dashes stand here"
        start, at = found.span(2)
        dashes, name = found[2], found[3]
        if name is None:
            return (found[6] is not None and self._spaced(text, left, at, end, found)) or (("LONE_DASHES", left, at),)
        stop = found.end()
        apart = start > left or start == 0 or text[start - 1] in _IN_FRONT or text[start - 1].isspace()
        if apart and dashes == "--" and name in self._flags:
            return ((self._flags[name], left, stop),)
        named = self._named(text, at, stop, end, dashes, apart=apart)
        if named is not None:
            return (_DASH_KINDS.get(dashes) or _dash_kind(dashes), left, at), named
        double = len(dashes) > 1 and not dashes.strip("-")
        if double and apart:
            return (("UNKNOWN", left, stop),)
        odd = double if not apart else dashes[0] == "—"
        if odd and ("ODD_UNKNOWN",) in self._tables.LEXERS[stack.state] and self._kind(name) is None:
            return (("ODD_UNKNOWN", left, stop),)
        return (("PROSE_DASHES", left, stop),)

    def _kind(self, word: str) -> tuple[str, int] | None:
        """The kind and the row of a name in any case."""
        return self._tables.NAMES.get(word.lower()) if word.isascii() else None

    def _named(self, text: str, at: int, stop: int, end: int, dashes: str, *, apart: bool, gapped: bool = False) -> Token | None:
        """The name behind odd dashes, without what is glued to it; None where it is prose."""
        word = text[at:stop]
        known = self._kind(word)
        double = len(dashes) > 1 and not dashes.strip("-")
        certain = (double and apart) or (dashes == "—" and word in self._tables.COINED)
        if known is not None and ((certain and not gapped) or self._meant(text, stop, end, dashes, known[1], apart=apart, gapped=gapped)):
            return ("NAME_" if word.islower() else "CASED_") + known[0], at, stop
        if dashes == "-" and not apart:
            return None
        letters = 0
        while letters < min(len(word), _LONGEST_NAME) and word[letters].isascii() and word[letters].isalpha():
            letters += 1
        for length in range(letters, 0, -1):
            known = self._tables.NAMES.get(word[:length].lower())
            if known is not None:
                glued = self._look(known[1], 3)
                if glued is not None and glued(text, at + length, end):
                    return ("NAME_" if word[:length].islower() else "CASED_") + known[0], at, at + length
        return None

    def _meant(self, text: str, at: int, end: int, dashes: str, row: int, *, apart: bool, gapped: bool) -> bool:
        """Whether what follows a known name makes it a parameter."""
        if gapped:
            if at < end and not (text[at].isspace() or text[at] in ":=."):
                return False
            which = _DOUBLE if dashes == "--" else _ANY
        else:
            which = _DOUBLE if dashes == "--" else _EM if dashes == "—" and apart else _ANY
        look = self._look(row, which)
        return look is not None and look(text, at, end) is not None

    def _look(self, row: int, which: int) -> Match | None:
        pattern = self._tables.BEGINNINGS[row][which]
        return None if pattern is None else _compiled(pattern)

    def _spaced(self, text: str, left: int, at: int, end: int, found: re.Match[str]) -> tuple[Token, ...] | None:
        """`-- ar 16:9` and `- -ar 16:9`: dashes, a space, and what may be a parameter behind it."""
        dashes, more = found[2], found[5]
        start, stop = found.span(6)
        if dashes != "-":
            named = None if more else self._named(text, start, stop, end, dashes, apart=True, gapped=True)
            return named and (("GAPPED_DASHES", left, at), ("GAP", at, start), named)
        if not more:
            return None
        named = self._named(text, start, stop, end, more, apart=True)
        return named and (("SPLIT_DASHES", left, start), named)

    # ---- the tree ------------------------------------------------------------------------------------------------------

    def tree(self, text: str) -> Node:
        """The tree of a text, as Lark makes it. The work is linear and nothing recurses."""
        states, rules = self._tables.STATES, self._tables.RULES
        stack = [self._tables.START]
        values: list[Any] = []
        for kind, start, end in (*self.tokens(text), ("$END", len(text), len(text))):
            while True:
                row = states[stack[-1]]
                action = row[kind] if kind in row else row[""]
                if action >= 0:
                    stack.append(action)
                    values.append((kind, start, end, ()))
                    break
                origin, name, size = rules[~action]
                made = _reduced(origin, name, values, size, start)
                if size:
                    del stack[-size:]
                    del values[-size:]
                if origin == "start":
                    return made  # type: ignore[no-any-return]
                values.append(made)
                stack.append(states[stack[-1]][origin])
        raise AssertionError("the grammar is total")  # pragma: no cover


_DASH_KINDS = {"--": "DOUBLE_HYPHEN", "-": "SINGLE_DASH"}


def _dash_kind(dashes: str) -> str:
    return "DASH_FORM" if dashes.strip("-") else "EXTRA_DASHES"


@cache
def _compiled(pattern: str) -> Match:
    return compile_pattern(pattern).match


def _reduced(origin: str, kind: str, values: list[Any], size: int, at: int) -> Any:
    """What a rule makes of the topmost values: a list that grows for an inlined rule, else a node."""
    first = values[-size] if size else None
    if origin[0] == "_" and isinstance(first, list):
        grown = first
        rest = values[len(values) - size + 1 :]
    else:
        grown = []
        rest = values[len(values) - size :]
    for value in rest:
        if isinstance(value, list):
            grown += value
        else:
            grown.append(value)
    if origin[0] == "_":
        return grown
    return kind, grown[0][1] if grown else at, grown[-1][2] if grown else at, tuple(grown)


@cache
def pattern(name: str, *, whole: bool = False) -> re.Pattern[str]:
    """A named piece of the grammar, such as `TEXT_SLOT`, as a pattern; with `whole` it matches a whole word alone."""
    text = tables.grammar_tables().FRAGMENTS[name]
    return compile_pattern(rf"(?:{text})\Z" if whole else text)


def without_dashes(written: str) -> str:
    """A name without the dashes in front, of whatever kind."""
    match = pattern("LEADING_DASHES").match(written)
    return written[match.end() :] if match else written


@cache
def grammar() -> Grammar:
    """The compiled grammar, made once."""
    return Grammar(tables.grammar_tables())
