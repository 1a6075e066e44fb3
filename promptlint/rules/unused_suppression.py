"""A suppression that hides nothing.

What: a rule in `promptlint: ignore[…]` or `ignore-file[…]` finds nothing where the comment asks to leave its findings
out. Only rules that ran are judged, so that a comment for another set of rules stays.
Why: a comment that has outlived its reason would hide the next mistake that comes.

Bad: `# promptlint: ignore[MJ005]` above `a cat --ar 16:9`
Good: `# promptlint: ignore[MJ005]` above `a cat --ar16:9`
"""

from .support.base import Iterator, Problem


def check(verb: str, name: str) -> Iterator[Problem]:
    """The finding for the rule `name` in a comment of this verb (`ignore`, `ignore-file`)."""
    message = f"`{verb}[{name}]` hides nothing: the rule finds nothing here."
    yield Problem(0, 0, message, f"Take `{name}` out of the comment.", effect="altered")
