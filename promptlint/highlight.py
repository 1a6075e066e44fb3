"""A Pygments lexer for Midjourney prompts, built on the tokens of the grammar. Pygments finds it as `midjourney`.

One prompt a line, as in a `.prompt` file; a line that begins with `#` is a comment. What no model knows is marked as an
error, so that a slip shows in a rendered document too.
"""

from __future__ import annotations

import re

from pygments.lexer import Lexer
from pygments.token import Comment, Error, Keyword, Name, Number, Operator, Punctuation, String, Text, Whitespace

from promptlint.text.regex_compat import compile_pattern

from .midjourney.tables import vocabulary
from .parsing.lalr import grammar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from typing import ClassVar

    from pygments.token import _TokenType

    from promptlint.midjourney.vocabulary import Definition
    from promptlint.parsing.lalr import Node

__all__ = ["MidjourneyLexer"]

_LINE = re.compile(r"[^\n]*+\n?+")
_PIECE = re.compile(r"\s++|[^\s,]++|,")
_NUMBER = compile_pattern(r"[+-]?+(?:\d++(?:\.\d*+)?+|\.\d++)(?::\d++)?+")
_KINDS = {
    "COMMAND": Keyword.Namespace,
    "PLACEHOLDER": String.Interpol,
    "LINK": String.Other,
    "WEIGHT": Operator,
    "DASHES": Text,
    "OPEN": Punctuation,
    "CLOSE": Punctuation,
    "OTHER": Text,
}
_TEXT_ONLY = frozenset({"words"})


class MidjourneyLexer(Lexer):
    """Highlights Midjourney prompts, one a line."""

    name = "Midjourney prompt"
    url = "https://docs.midjourney.com/"
    aliases: ClassVar[list[str]] = ["midjourney", "mj"]
    filenames: ClassVar[list[str]] = ["*.prompt", "*.mj"]
    mimetypes: ClassVar[list[str]] = ["text/x-midjourney-prompt"]

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """Tokens as (offset, kind, text), which joined give the text back."""
        for match in _LINE.finditer(text):
            line = match[0].rstrip("\n")
            if line.lstrip().startswith("#"):
                yield match.start(), Comment.Single, line
            else:
                for start, kind, piece in _prompt(line):
                    yield match.start() + start, kind, piece
            if len(match[0]) > len(line):
                yield match.end() - 1, Whitespace, "\n"


def _prompt(line: str) -> Iterator[tuple[int, _TokenType, str]]:
    """The tokens of one prompt."""
    owner: Definition | None = None
    for node in grammar().tokens(line):
        kind, start, end, _ = node
        if kind == "FLAG":
            owner = yield from _flag(line, node)
        elif kind == "TEXT" and owner is not None and owner.kind not in _TEXT_ONLY:
            yield from _values(line, start, end)
        else:
            yield start, _KINDS.get(kind, String if owner is not None else Text), line[start:end]


def _flag(line: str, node: Node) -> Generator[tuple[int, _TokenType, str], None, Definition | None]:
    """White space, and the parameter: known, or an error."""
    _, start, end, _ = node
    at = start
    while line[at].isspace():
        at += 1
    if at > start:
        yield start, Whitespace, line[start:at]
    written = line[at:end]
    name = vocabulary().names.get(written[2:]) if written.startswith("--") else None
    definition = vocabulary().definition(name) if name else None
    yield at, Name.Attribute if definition is not None else Error if written.startswith("--") else Text, written
    return definition


def _values(line: str, start: int, end: int) -> Iterator[tuple[int, _TokenType, str]]:
    """What stands behind a parameter: numbers, ratios and words."""
    for match in _PIECE.finditer(line, start, end):
        piece = match[0]
        kind = Whitespace if piece.isspace() else Punctuation if piece == "," else Number if _NUMBER.fullmatch(piece) else String
        yield match.start(), kind, piece
