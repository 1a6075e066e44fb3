"""A value follows its parameter's name without a space.

Midjourney ends a parameter's name at the next space, so it reads `--ar16:9` as an unknown parameter and rejects the job
(`Unrecognized parameter(s)`). TTAPI gives this as its example of a command that counts against the daily limit.

Bad:  a lighthouse in a storm --ar16:9
Good: a lighthouse in a storm --ar 16:9
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import safe_fix, taken_apart


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """Yield one problem per parameter, at its dashes, name and value."""
    for anomaly in prompt.anomalies:
        if anomaly.kind != "glued-value":
            continue
        yield Problem.at(
            anomaly,
            f"`{anomaly.written}` is missing a space between name and value, so it is read as an unknown parameter",
            f"Write `{(anomaly.replacement or '').strip()}`.",
            safe_fix(anomaly),
            "altered" if taken_apart(prompt, anomaly) else "rejected",
        )
