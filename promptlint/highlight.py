"""A Pygments lexer for Midjourney prompts, based on the tokens of the grammar. Pygments finds it as `midjourney`.

One prompt per line, as in a `.prompt` file; a line that begins with `#` is a comment. Unknown parameters are errors, so that
mistakes show in a rendered document too.
"""

from __future__ import annotations

import re

from pygments.lexer import Lexer
from pygments.token import Comment, Error, Keyword, Name, Number, Operator, Punctuation, String, Text, Whitespace

from .parsing.lalr import grammar
from .parsing.parameters import BEGINNINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import ClassVar

    from pygments.token import _TokenType

__all__ = ["MidjourneyLexer"]

_LINE = re.compile(r"[^\n]*+\n?+")
_PIECE = re.compile(r"\s++|[^\s,]++|,")
_KINDS = {
    "COMMAND": Keyword.Namespace,
    "SLOT": String.Interpol,
    "LINK": String.Other,
    "WEIGHT": Operator,
    "OPEN": Punctuation,
    "CLOSE": Punctuation,
    "NUMBER": Number,
    "RATIO": Number,
    "MODEL": Number,
    "CHOICE": String,
    "CODE": String,
    "REFERENCE": Number,
}


class MidjourneyLexer(Lexer):
    """Highlights Midjourney prompts, one per line."""

    name = "Midjourney prompt"
    url = "https://docs.midjourney.com/"
    aliases: ClassVar[list[str]] = ["midjourney", "mj"]
    filenames: ClassVar[list[str]] = ["*.prompt", "*.mj"]
    mimetypes: ClassVar[list[str]] = ["text/x-midjourney-prompt"]

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """Tokens as (offset, kind, text); the joined texts are the input."""
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
    """The tokens of one prompt. What no model knows, and how no parameter is written, is an error."""
    among, words, odd = False, False, -1
    for kind, start, end in grammar().tokens(line):
        if kind.startswith(("NAME_", "CASED_")):  # the odd dashes in front are part of it
            words = kind.endswith("_WORDS")
            yield from _spaced(line, odd, end, Error)
        elif kind.startswith("FLAG_"):
            among, words = True, kind == "FLAG_WORDS"
            yield from _spaced(line, start, end, Name.Attribute)
        elif kind in BEGINNINGS:
            among, words, odd = True, False, start
            if kind in {"UNKNOWN", "ODD_UNKNOWN"}:
                yield from _spaced(line, start, end, Error)
        elif kind in _KINDS:
            yield from _spaced(line, start, end, _KINDS[kind])
        elif kind.startswith("SEPARATOR_"):
            yield from _spaced(line, start, end, Error)
        elif words or not among:
            yield start, String if among else Text, line[start:end]
        elif kind != "GAP":
            yield from _words(line, start, end)


def _spaced(line: str, start: int, end: int, kind: _TokenType) -> Iterator[tuple[int, _TokenType, str]]:
    """White space, and the token after it."""
    at = start
    while at < end and line[at].isspace():
        at += 1
    if at > start:
        yield start, Whitespace, line[start:at]
    if end > at:
        yield at, kind, line[at:end]


def _words(line: str, start: int, end: int) -> Iterator[tuple[int, _TokenType, str]]:
    """Text after a parameter that is not a valid form of its value."""
    for match in _PIECE.finditer(line, start, end):
        piece = match[0]
        yield match.start(), Whitespace if piece.isspace() else Punctuation if piece == "," else String, piece
