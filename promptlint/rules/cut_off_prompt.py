r"""The syntax of the file ends a prompt before its parameters.

What: in CSV, a delimiter in an unquoted cell begins the next cell, text after a closing quote is outside of the cell, and a
quote is escaped by doubling it, not by a backslash. In YAML, ` #` in a plain value begins a comment. The rest
contains parameters, so a program reads another prompt from the file than the one that was written.
Why: the job runs without its parameters and without half of its text, and nothing else reports it.

Bad: `a heron, grey --ar 16:9` as an unquoted cell of a `.csv` file with one column
Good: `"a heron, grey --ar 16:9"`
"""

from promptlint.links.redact import quotable

from .support.base import Iterator, Problem


def check(kind: str, text: str) -> Iterator[Problem]:
    """Yield the problem of a cut-off prompt; `kind` is the cause (see `sources.unread.CutOff`), `text` is the rest."""
    what, advice = _WORDING[kind]
    yield Problem(0, 0, f"The prompt is cut off before `{quotable(text.strip())}`: {what}", advice)


_WORDING = {
    "cells": ("this row has more cells than the header, because the prompt contains the delimiter", 'Write the prompt in quotes: `"…"`.'),
    "columns": ("the prompt contains the delimiter, so its rest is in other columns", 'Write the prompt in quotes: `"…"`.'),
    "quote": ("text after a closing quote is not part of the cell", "Move the closing quote to the end of the prompt."),
    "backslash": ('in CSV, `\\"` ends the cell', 'Double the quote instead: `""`.'),
    "comment": ("in YAML, ` #` begins a comment", 'Write the prompt in quotes: `"…"`.'),
}
