"""A suppression that names no rule.

What: `promptlint: ignore` without a list hides every finding of the prompt, `ignore-file` every finding of the file.
Why: it also hides mistakes that nobody has made yet.

Bad: # promptlint: ignore
Good: # promptlint: ignore[MJ101] our own parameter
"""

from .support.base import Iterator, Problem


def check(verb: str) -> Iterator[Problem]:
    """The finding for a comment of this verb (`ignore`, `ignore-file`)."""
    message = f"`{verb}` without a list hides every finding here, also those that nobody has seen yet."
    yield Problem(0, 0, message, f"Name the rules that are meant: `{verb}[MJ101]`.", effect="altered")
