"""A suppression is not used.

What: a rule in `promptlint: ignore[…]` or `ignore-file[…]` finds nothing there. Only rules that ran are considered, so a
comment for another set of rules is not reported.
Why: an outdated comment would hide the next mistake.

Bad: `# promptlint: ignore[MJ005]` above `a cat --ar 16:9`
Good: `# promptlint: ignore[MJ005]` above `a cat --ar16:9`
"""

from .support.base import Iterator, Problem


def check(verb: str, name: str, why: str = "the rule finds nothing here") -> Iterator[Problem]:
    """Yield the problem of the rule `name` in a comment of this verb (`ignore`, `ignore-file`)."""
    message = f"`{verb}[{name}]` is not used: {why}"
    yield Problem(0, 0, message, f"Remove `{name}` from the comment.", effect="altered")
