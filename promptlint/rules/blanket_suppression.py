"""A suppression does not name a rule.

What: `promptlint: ignore` without a list hides every finding of the prompt, `ignore-file` every finding of the file.
Why: it also hides future mistakes.

Bad: # promptlint: ignore
Good: # promptlint: ignore[MJ101] our own parameter
"""

from .support.base import Iterator, Problem


def check(verb: str) -> Iterator[Problem]:
    """Yield the problem of a comment of this verb (`ignore`, `ignore-file`)."""
    message = f"`{verb}` without a list hides every finding here, including future ones"
    yield Problem(0, 0, message, f"Name the rules to hide, such as `{verb}[MJ101]`.", effect="altered")
