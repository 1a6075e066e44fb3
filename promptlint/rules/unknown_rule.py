"""A comment that names a rule which does not exist, or says nothing that promptlint knows.

What: the codes and names in `promptlint: ignore[…]` are those of `promptlint rule`, or the beginning of codes (`MJ3`).
Why: the finding that the comment was written for is not hidden, and whoever reads the comment believes that it is.

Bad: # promptlint: ignore[MJ999]
Good: # promptlint: ignore[MJ101]
"""

from .support.base import Iterator, Problem


def check(message: str) -> Iterator[Problem]:
    """The finding for a comment; `message` tells what is wrong with it."""
    yield Problem(0, 0, message, "`promptlint rule` lists the rules.")
