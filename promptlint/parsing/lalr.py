"""Run the tables that Lark made from `grammar/midjourney.lark`: text → tokens → tree.

The grammar is the single source and Lark the reference parser; `promptlint.compile` lets Lark build its LALR table once and
writes it. This driver produces Lark's tokens and tree without importing Lark (70 to 100 ms). As in Lark's contextual lexer, the
possible tokens depend on the preceding ones: each state of the parser has a pattern of its terminals. Three things make it fast.
Stacks of states are cached, so a token is one look-up. Names are looked up in a dictionary instead of matched by patterns, and
what follows them is matched in parts that kinds of values share. Patterns are compiled on first use.

A token is `(kind, start, end)`; a node of the tree is `(kind, start, end, children)`, a token having no children.
"""

from __future__ import annotations

from functools import cache

from promptlint.midjourney import tables
from promptlint.text.regex_compat import compile_pattern, lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Container
    from typing import Any

    Token = tuple[str, int, int]
    Node = tuple[str, int, int, tuple[Any, ...]]
    Match = Callable[[str, int, int], re.Match[str] | None]
    Try = tuple[Match, str]

__all__ = ["Grammar", "behind_spaces", "grammar", "pattern", "without_dashes"]

_MOST_STACKS = 20_000
"""Maximum number of cached stacks: without braces there are about a hundred, and each open brace adds one."""

_LONGEST_NAME = 12
_IN_FRONT = "{,"
"""Characters after which dashes need no space: they open an alternative."""

_ANY, _EM, _DOUBLE = 2, 1, 0
"""The dashes that a look-ahead depends on: two hyphens, one em dash, any other dashes."""


class _Stack:
    """A stack of the parser: its topmost state on another stack, and where each terminal leads from here."""

    __slots__ = ("above", "after", "below", "state", "tries")

    def __init__(self, state: int, below: _Stack | None) -> None:
        self.state = state
        self.below = below
        self.above: dict[int, _Stack] = {}
        self.after: dict[str, _Stack] = {}
        self.tries: list[Try] = []


class Grammar:
    """The compiled grammar.

    `tables` is the output of `promptlint.compile`. STATES maps, for each state, a terminal or a rule's origin to an action: a
    number ≥ 0 shifts to that state, ~n reduces by rule n, and "" is the default. RULES are `(origin, kind of node, size)`. LEXERS
    are the terminals of each state in the order in which they are tried, those that are tried as one together; PATTERNS are their
    patterns, VALUES those of values without white space and end. NAMES maps a name to its kind and its row of BEGINNINGS: its
    value, whether it may be a link and may be attached to the name, and what must follow it after two hyphens, an em dash, other
    dashes. COINED are the names that are a parameter after an em dash whatever follows. FRAGMENTS are named pieces of patterns.
    """

    __slots__ = ("_coined", "_dashes", "_flags", "_guard", "_made", "_patterns", "_root", "_stacks", "_tables")

    def __init__(self, tables: Any) -> None:
        """Take the tables; nothing is compiled yet."""
        self._tables = tables
        self._made: dict[tuple[tuple[str, ...], ...], list[Try]] = {}
        self._patterns: dict[tuple[str, ...], Try] = {}
        self._root = _Stack(tables.START, None)
        self._stacks = 0
        self._guard = lazy_pattern(r"\s*+[=:,.]")
        self._dashes = lazy_pattern(rf"(\s*+)({tables.FRAGMENTS['DASH']}++)")
        self._coined = frozenset(tables.COINED)
        self._flags = {name: "FLAG_" + kind for name, (kind, _) in tables.NAMES.items()}

    # ---- tokens --------------------------------------------------------------------------------------------------------

    def tokens(self, text: str, at: int = 0, end: int | None = None, *, until: Container[str] = ()) -> list[Token]:
        """The tokens of a text, or of a part of it, which is read as a prompt of its own; joined they give it back.

        A token of a kind in `until` is the last one.
        """
        end = len(text) if end is None else end
        row: list[Token] = []
        stack = self._root
        while at < end:
            found = None
            for match, only in stack.tries or self._tries(stack):  # noqa: B007  # used after the loop
                found = match(text, at, end)
                if found is not None:
                    break
            assert found is not None, "the grammar is total"
            kind = only or found.lastgroup or ""
            if kind == "FLAG":
                kind = self._flags.get(found[1], "DASHES")
            if kind == "DASHES":
                for token in self._beginning(text, at, end, stack):
                    row.append(token)
                    if token[0] in until:
                        return row
                    stack = stack.after.get(token[0]) or self._shift(stack, token[0])
                at = row[-1][2]
                continue
            stop = found.end()
            assert stop > at, "a token moves on"
            row.append((kind, at, stop))
            if kind in until:
                return row
            stack = stack.after.get(kind) or self._shift(stack, kind)
            at = stop
        return row

    def _tries(self, stack: _Stack) -> list[Try]:
        """The patterns to try on this stack, in order, each with its kind; "" if it has a name for each."""
        lexer = self._tables.LEXERS[stack.state]
        made = self._made.get(lexer)
        if made is None:
            made = self._made[lexer] = [self._try(names) for names in lexer if names != ("ODD_UNKNOWN",)]
        stack.tries = made
        return made

    def _try(self, names: tuple[str, ...]) -> Try:
        """The pattern of terminals that are tried as one."""
        kind = names[0] if len(names) == 1 else ""
        if names not in self._patterns:
            match = self._dashes.match if kind == "DASHES" else self._value(kind) if kind in self._tables.VALUES else self._late(names)
            self._patterns[names] = match, kind
        return self._patterns[names]

    def _value(self, kind: str) -> Match:
        """Match a value in parts, which serve other kinds and look-aheads as well."""
        wide, spaced = self._tables.VALUES[kind]

        def value(text: str, at: int, end: int) -> re.Match[str] | None:
            start = behind_spaces(text, at, end)
            found = None if spaced and start == at else pattern(wide).match(text, start, end)
            return found if found and pattern("VALUE_END").match(text, found.end(), end) else None

        return value

    def _late(self, names: tuple[str, ...]) -> Match:
        """Match terminals by a pattern that is compiled on first use, and then replaces this function."""
        patterns = self._tables.PATTERNS
        whole = patterns[names[0]] if len(names) == 1 else "|".join(f"(?P<{name}>{patterns[name]})" for name in names)
        guarded = names[0].startswith("SEPARATOR_")

        def late(text: str, at: int, end: int) -> re.Match[str] | None:
            if guarded and self._guard.match(text, at, end) is None:
                return None
            compiled = self._patterns[names] = compile_pattern(whole).match, self._patterns[names][1]
            for tries in self._made.values():
                tries[:] = [compiled if match is late else (match, kind) for match, kind in tries]
            return compiled[0](text, at, end)

        return late

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
        found = self._dashes.match(text, left, end)
        assert found is not None, "dashes stand here"
        start, at = found.span(2)
        dashes = found[2]
        name = pattern("NAME").match(text, at, end)
        if name is None:
            return self._spaced(text, left, at, end, dashes) or (("LONE_DASHES", left, at),)
        stop = name.end()
        apart = start == 0 or text[start - 1] in _IN_FRONT or text[start - 1].isspace()
        if apart and dashes == "--" and name[0] in self._flags:
            return ((self._flags[name[0]], left, stop),)
        named = self._odd(text, name, end, dashes, apart=apart)
        if named is not None:
            return (_DASH_KINDS.get(dashes) or _dash_kind(dashes), left, at), named
        double = len(dashes) > 1 and not dashes.strip("-")
        if double and apart:
            return (("UNKNOWN", left, stop),)
        odd = double if not apart else dashes[0] == "—"
        if odd and ("ODD_UNKNOWN",) in self._tables.LEXERS[stack.state] and self._known(name[0]) is None:
            return (("ODD_UNKNOWN", left, stop),)
        return (("PROSE_DASHES", left, stop),)

    def _spaced(self, text: str, left: int, at: int, end: int, dashes: str) -> tuple[Token, ...] | None:
        """`-- ar 16:9`, `- -ar 16:9` and `- - ar 16:9`: dashes, a space, and a possible parameter after it."""
        start = behind_spaces(text, at, end)
        if start == at:
            return None
        more = self._dashes.match(text, start, end) if dashes == "-" else None
        if more is not None:
            at, start = more.end(), behind_spaces(text, more.end(), end)
        name = pattern("NAME").match(text, start, end)
        if name is None:
            return None
        if more is not None and start == at:
            named = self._odd(text, name, end, more[2], apart=True)
            return named and (("SPLIT_DASHES", left, at), named)
        if dashes == "-" and (more is None or more[2] != "-"):
            return None
        named = self._named(text, name, end, _DOUBLE if dashes == "--" else _ANY, gapped=True)
        return named and (("GAPPED_DASHES", left, at), ("GAP", at, start), named)

    def meant(self, text: str, at: int) -> bool:
        """Return whether a known name and a value of its follow dashes that end at `at`, perhaps after white space."""
        start = behind_spaces(text, at, len(text))
        name = pattern("NAME").match(text, start)
        return name is not None and self._named(text, name, len(text), _EM if start == at else _ANY, gapped=start > at) is not None

    def is_prose(self, text: str, at: int) -> bool:
        """Return whether dashes at an offset, or after white space there, begin no parameter."""
        return self._beginning(text, at, len(text), self._root)[0][0] in {"LONE_DASHES", "PROSE_DASHES"}

    def _odd(self, text: str, name: re.Match[str], end: int, dashes: str, *, apart: bool) -> Token | None:
        """The known name that touches odd dashes; two hyphens, and an em dash before a coined name, are never prose."""
        which = _DOUBLE if dashes == "--" else _EM if dashes == "—" and apart else _ANY
        certain = (apart and len(dashes) > 1 and not dashes.strip("-")) or (dashes == "—" and name[0] in self._coined)
        return self._named(text, name, end, which, certain=certain, glued=apart or dashes != "-")

    def _named(
        self, text: str, found: re.Match[str], end: int, which: int, *, certain: bool = False, gapped: bool = False, glued: bool = True
    ) -> Token | None:
        """The known name after dashes, without the value attached to it, or None if it is prose."""
        word = found[0]
        at, stop = found.span()
        known = self._known(word)
        if known is not None and (certain or self._followed(text, stop, end, which, known[1], gapped=gapped)):
            return ("NAME_" if word.islower() else "CASED_") + known[0], at, stop
        letters = 0
        while glued and letters < min(len(word), _LONGEST_NAME) and word[letters].isascii() and word[letters].isalpha():
            letters += 1
        for length in range(letters, 0, -1):
            known = self._tables.NAMES.get(word[:length].lower())
            if known is not None and self._sticks(text, at + length, end, known[1]):
                return ("NAME_" if word[:length].islower() else "CASED_") + known[0], at, at + length
        return None

    def _known(self, word: str) -> tuple[str, int] | None:
        """The kind and the row of a name in any case."""
        return self._tables.NAMES.get(word.lower()) if word.isascii() else None

    def _followed(self, text: str, at: int, end: int, which: int, row: int, *, gapped: bool) -> bool:
        """Return whether what follows a known name makes it a parameter."""
        if gapped and at < end and not (text[at].isspace() or text[at] in ":=."):
            return False
        wide, link, _, ahead = self._tables.BEGINNINGS[row]
        first, slot = ahead[which]
        start = behind_spaces(text, at, end)
        if any(pattern(name).match(text, start, end) for name in first):
            return True
        behind = pattern("AHEAD_SEPARATOR").match(text, at, end)
        assert behind is not None, "it may be empty"
        for value in (wide and _compiled(wide), pattern("SLOT_WORD").match if slot else None):
            found = value and value(text, behind.end(), end)
            if found and pattern("AHEAD_VALUE_END").match(text, found.end(), end):
                return True
        return link and pattern("LINK_START").match(text, behind.end(), end) is not None

    def _sticks(self, text: str, at: int, end: int, row: int) -> bool:
        """Return whether a value sticks to a name."""
        wide, link, may, _ = self._tables.BEGINNINGS[row]
        value = _compiled(wide)(text, at, end) if may and wide else None
        if value is not None and pattern("VALUE_END").match(text, value.end(), end):
            return True
        return may and link and pattern("LINK_START").match(text, at, end) is not None

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


def behind_spaces(text: str, at: int, end: int) -> int:
    """The end of the white space that begins at an offset."""
    while at < end and text[at].isspace():
        at += 1
    return at


@cache
def _compiled(pattern: str) -> Match:
    return compile_pattern(pattern).match


def _reduced(origin: str, kind: str, values: list[Any], size: int, at: int) -> Any:
    """The result of a rule for the topmost values: a list that grows for an inlined rule, else a node."""
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
def pattern(name: str) -> re.Pattern[str]:
    """A named piece of the grammar, such as `TEXT_SLOT`, or a terminal, as a pattern."""
    compiled = tables.grammar_tables()
    return compile_pattern(compiled.FRAGMENTS.get(name) or compiled.PATTERNS[name])


def without_dashes(written: str) -> str:
    """A name without the dashes in front, of whatever kind."""
    match = pattern("LEADING_DASHES").match(written)
    return written[match.end() :] if match else written


@cache
def grammar() -> Grammar:
    """The compiled grammar, made once."""
    return Grammar(tables.grammar_tables())
