"""A comment names an unknown rule, or is not a directive.

What: the codes and names in `promptlint: ignore[…]` must be those of `promptlint rule`, or prefixes of codes (`MJ3`).
Why: the comment does not hide the finding that it was written for.

Bad: # promptlint: ignore[MJ999]
Good: # promptlint: ignore[MJ101]
"""

from .support.base import Iterator, Problem


def check(message: str) -> Iterator[Problem]:
    """Yield the problem of a comment; `message` says what is wrong."""
    yield Problem(0, 0, message, "Run `promptlint rule` to list the rules.")
