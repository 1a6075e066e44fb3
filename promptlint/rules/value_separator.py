"""A parameter's name and value are separated by `=` or `:` instead of a space.

`--ar=16:9` is read as one name, which is an unknown parameter, and the job is rejected.

Bad:  a lighthouse in a storm --ar=16:9
Good: a lighthouse in a storm --ar 16:9
Bad:  a lighthouse in a storm --stylize: 250
"""

from promptlint.model import Anomaly

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import of_kind, safe_fix, taken_apart


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """Yield one problem per separator, at the name, the separator and the value."""
    for anomaly in of_kind(prompt, "value-separator"):
        meant = (anomaly.replacement or "").strip()
        yield Problem.at(
            anomaly,
            f"`{anomaly.written}` uses `{_separator(prompt, anomaly)}` instead of a space, so it is read as an unknown parameter",
            f"Write `{meant}`.",
            safe_fix(anomaly),
            "altered" if taken_apart(prompt, anomaly) else "rejected",
        )


def _separator(prompt: Prompt, anomaly: Anomaly) -> str:
    """The character that was written instead of a space."""
    start, end, _ = anomaly.edit or (anomaly.start, anomaly.end, "")
    return prompt.source[start:end].strip()[:1]
