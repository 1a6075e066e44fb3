"""A sign stands between a parameter's name and its value.

The value stands behind a space. `--ar=16:9` is read as one name, which no model has, and the job is refused.

Bad:  a lighthouse in a storm --ar=16:9
Good: a lighthouse in a storm --ar 16:9
Bad:  a lighthouse in a storm --stylize: 250
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import of_kind, safe_fix, taken_apart


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a separator, at name, sign and value."""
    for anomaly in of_kind(prompt, "value-separator"):
        meant = (anomaly.replacement or "").strip()
        yield Problem(
            anomaly.start,
            anomaly.end,
            f"`{anomaly.written}` has a sign between name and value, where only a space may stand: Midjourney refuses the job",
            f"Write `{meant}`.",
            safe_fix(anomaly),
            "altered" if taken_apart(prompt, anomaly) else "rejected",
        )
