"""A parameter's name has capital letters.

Midjourney's FAQ: parameters are case-sensitive and take lower case only. `--AR` is not known, and the job is refused.

Bad:  a lighthouse in a storm --AR 16:9
Good: a lighthouse in a storm --ar 16:9
Bad:  a lighthouse --Style raw --v 7
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import of_kind, safe_fix, taken_apart


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a name in capitals, at dashes and name."""
    for anomaly in of_kind(prompt, "parameter-case"):
        meant = (anomaly.replacement or "").strip()
        yield Problem(
            anomaly.start,
            anomaly.end,
            f"`{anomaly.written}` has capital letters: Midjourney knows parameters in lower case only and refuses the job",
            f"Write `{meant}`.",
            safe_fix(anomaly),
            "altered" if taken_apart(prompt, anomaly) else "rejected",
        )
