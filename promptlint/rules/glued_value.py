"""A value sticks to its parameter's name.

Midjourney ends a parameter's name at the white space behind it, so it reads `--ar16:9` as a parameter of that name,
which it does not have, and refuses the job (`Unrecognized parameter(s)`). TTAPI gives this very case as its example of a
command that counts against the daily limit.

Bad:  a lighthouse in a storm --ar16:9
Good: a lighthouse in a storm --ar 16:9
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import safe_fix, taken_apart


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a glued value, at dashes, name and value."""
    for anomaly in prompt.anomalies:
        if anomaly.kind != "glued-value":
            continue
        yield Problem(
            anomaly.start,
            anomaly.end,
            f"`{anomaly.written}` needs a space between name and value: Midjourney knows no parameter of that name and refuses the job",
            f"Write `{(anomaly.replacement or '').strip()}`.",
            safe_fix(anomaly),
            "altered" if taken_apart(prompt, anomaly) else "rejected",
        )
