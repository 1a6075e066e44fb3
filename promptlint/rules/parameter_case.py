"""A parameter's name contains capital letters.

Midjourney's FAQ says that parameters are case-sensitive and must be lower case. `--AR` is an unknown parameter, and the job
is rejected.

Bad:  a lighthouse in a storm --AR 16:9
Good: a lighthouse in a storm --ar 16:9
Bad:  a lighthouse --Style raw --v 7
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import of_kind, safe_fix, taken_apart


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """Yield one problem per parameter, at its dashes and name."""
    for anomaly in of_kind(prompt, "parameter-case"):
        meant = (anomaly.replacement or "").strip()
        yield Problem.at(
            anomaly,
            f"`{anomaly.written}` contains capital letters, but parameter names are lower case",
            f"Write `{meant}`.",
            safe_fix(anomaly),
            "altered" if taken_apart(prompt, anomaly) else "rejected",
        )
