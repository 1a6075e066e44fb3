"""References for the figures: the least that any parser of prompts in Python must do, and what others do.

`tokens` is a tokenizer of the same language with one regular expression and nothing after it: the lower bound. `splits` is how
most programs read a prompt: split at the dashes, look each name up, without positions or reasons.
"""

from __future__ import annotations

import re

_TOKENS = re.compile(
    r"(?P<link>https?+://\S++)"
    r"|(?P<flag>(?<!\S)--[A-Za-z][\w-]*+)"
    r"|(?P<weight>::-?+\d*+(?:\.\d++)?+)"
    r"|(?P<brace>[{}])"
    r"|(?P<text>(?:[^\s{}:h-]++|\s++(?!--)|h(?!ttps?+://)|:(?!:)|(?<=\S)-|-(?!-)|--(?![A-Za-z]))++)"
    r"|(?P<other>[\s\S])"
)

NAMES = frozenset(
    """
    ar aspect s stylize c chaos w weird seed v version niji raw style tile no q quality stop iw sref sw cref cw oref ow p profile
    exp repeat r
    """.split()  # noqa: SIM905
)


def tokens(text: str) -> list[tuple[str | None, int, int]]:
    """The kind, start and end of each token."""
    return [(match.lastgroup, match.start(), match.end()) for match in _TOKENS.finditer(text)]


def splits(text: str) -> list[str]:
    """The names that are not known."""
    return [name for part in text.split("--")[1:] if (name := part.split(maxsplit=1)[0] if part.strip() else "") not in NAMES]
