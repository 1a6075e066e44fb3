"""The tree of a prompt as the grammar reads it: why is this a parameter, and that not?"""

from __future__ import annotations

from promptlint.errors import require_text
from promptlint.midjourney import tables
from promptlint.text.namedtuple import NamedTuple

from .builder import balanced, opened
from .invisible import without
from .lalr import grammar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .lalr import Node

__all__ = ["SyntaxNode", "syntax_tree"]


class SyntaxNode(NamedTuple):
    """A node of the tree: `kind` is a rule of `grammar/midjourney.lark`, or in capitals a terminal, which has no children.

    `start` and `end` are code points of the prompt; joined, the terminals are the prompt, except for invisible characters. Nodes
    of kind `parameter` are, in order, `parse(prompt).parameters` outside braces.
    """

    kind: str
    start: int
    end: int
    children: tuple[SyntaxNode, ...] = ()

    def walk(self) -> Iterator[tuple[int, SyntaxNode]]:
        """This node and all below it in the order of the text, each with its depth."""
        waiting = [(0, self)]
        while waiting:
            depth, node = waiting.pop()
            yield depth, node
            waiting += [(depth + 1, child) for child in reversed(node.children)]


def syntax_tree(prompt: str) -> SyntaxNode:
    """The tree of a prompt. Every str has one; raises TypeError for anything else.

    Quotes around the whole prompt, and an echo's asterisks, are read as white space; braces that never close are `CLOSE`,
    unmatched characters.
    """
    require_text(prompt)
    text, offsets, _ = without(prompt)
    text = opened(text, tables.vocabulary()).text
    return _placed(grammar().tree(balanced(text, grammar().tokens(text))[0]), offsets)


def _placed(tree: Node, offsets: list[int]) -> SyntaxNode:
    """The nodes with their positions in the prompt; made from the leaves up, as braces may nest deeper than Python calls."""
    order = [tree]
    for node in order:
        order += node[3]
    made: dict[int, SyntaxNode] = {}
    for node in reversed(order):
        kind, start, end, children = node
        stop = offsets[end - 1] + 1 if end > start else offsets[end]
        made[id(node)] = SyntaxNode(kind, offsets[start], stop, tuple(made[id(child)] for child in children))
    return made[id(tree)]
