"""Run the tables that Lark computed from `grammar/midjourney.lark`: text → tokens → nodes.

The grammar is the single source and Lark the reference parser; `promptlint/compile.py` lets Lark build its LALR table
once and writes it down. This driver does with it what Lark does, without importing Lark (70–100 ms) and without its
token objects. A test proves both equal.

A node is a tuple `(kind, start, end, children)`: `kind` is a terminal's name or a rule's, `children` is empty for a
token. Rules whose names begin with `_` are inlined, as Lark does.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from promptlint.midjourney import tables
from promptlint.text.regex_compat import compile_pattern

__all__ = ["Grammar", "Node", "grammar"]

Node = tuple[str, int, int, tuple[Any, ...]]

_GROUPS = frozenset({"parameter", "last_parameter", "unclosed"})


class Grammar:
    """A compiled grammar.

    `pattern` is the master regular expression, one named group a terminal in Lark's order. `states` maps, for each
    state, a terminal or a rule's origin to what to do: a number ≥ 0 shifts to that state, ~n reduces by rule n.
    `rules` are `(origin, size)`.
    """

    __slots__ = ("_end", "_match", "_rules", "_start", "_states")

    def __init__(self, pattern: str, states: list[dict[str, int]], rules: list[tuple[str, int]], start: int, end: int) -> None:
        """Take what `promptlint.compile` wrote down."""
        self._match = compile_pattern(pattern).finditer
        self._states = states
        self._rules = rules
        self._start = start
        self._end = end

    def tokens(self, text: str) -> list[Node]:
        """The tokens of a text; joined they give it back."""
        return [(match.lastgroup or "", match.start(), match.end(), ()) for match in self._match(text)]

    def row(self, text: str) -> list[Node]:
        """The nodes of a text in a row: tokens, with braces as nodes of their own, and the start of those left open.

        What follows a flag is not grouped under it: what belongs to it is for the reader to say. So the table is only
        needed where something nests.
        """
        if "{" not in text:
            return self.tokens(text)
        row: list[Node] = []
        stack = list(reversed(self.parse(text)))
        while stack:
            node = stack.pop()
            if node[0] in _GROUPS:
                stack += reversed(node[3])
            else:
                row.append(node)
        return row

    def parse(self, text: str) -> tuple[Node, ...]:
        """The nodes below `start`. Every string parses; the work is linear and nothing recurses."""
        states, rules = self._states, self._rules
        stack = [self._start]
        values: list[Any] = []
        tokens = self.tokens(text)
        tokens.append(("$END", len(text), len(text), ()))
        for token in tokens:
            kind = token[0]
            while True:
                action = states[stack[-1]][kind]
                if action >= 0:
                    stack.append(action)
                    values.append(token)
                    break
                origin, size = rules[~action]
                made = self._reduce(origin, values, size, token[1])
                if size:
                    del stack[-size:]
                    del values[-size:]
                values.append(made)
                stack.append(states[stack[-1]][origin])
                if stack[-1] == self._end and kind == "$END":
                    return values[-1][3]  # type: ignore[no-any-return]
        raise AssertionError("the grammar is total")  # pragma: no cover

    @staticmethod
    def _reduce(origin: str, values: list[Any], size: int, at: int) -> Any:
        """What a rule makes of the topmost values: a list that grows for an inlined rule, else a node."""
        if origin[0] == "_":
            first = values[-size]
            if size == 1:
                return first if isinstance(first, list) else [first]
            if isinstance(first, list):
                last = values[-1]
                first += last if isinstance(last, list) else [last]
                return first
        children: list[Node] = []
        for value in values[len(values) - size :]:
            if isinstance(value, list):
                children += value
            else:
                children.append(value)
        if origin[0] == "_":
            return children
        return (origin, children[0][1] if children else at, children[-1][2] if children else at, tuple(children))


@cache
def grammar() -> Grammar:
    """The compiled grammar, made once."""
    made = tables.grammar_tables()
    return Grammar(made.PATTERN, made.STATES, made.RULES, made.START, made.END)
