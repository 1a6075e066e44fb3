"""No space stands in front of a parameter's dashes.

Midjourney's documents call `cat--ar 1:1` wrong. Some such parameters were read all the same, others were lost in the
word before them, and the job ran without. A word joined to another by two hyphens (`liquid--pink`) is prose and left
alone.

Bad:  a lighthouse in a storm--ar 16:9
Good: a lighthouse in a storm --ar 16:9
Good: streaks of liquid--pink, yellow and green
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import of_kind, safe_fix


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a missing space, at dashes and name."""
    for anomaly in of_kind(prompt, "missing-space-before-dashes"):
        meant = (anomaly.replacement or "").strip()
        yield Problem(
            anomaly.start,
            anomaly.end,
            f"`{anomaly.written}` sticks to the word before it: the parameter may be lost in that word",
            f"Put a space in front: ` {meant}`.",
            safe_fix(anomaly),
            "altered",
        )
