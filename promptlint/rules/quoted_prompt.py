"""Quotes or back-ticks enclose the text and the parameters.

Quotes around the whole prompt are sent along. The opening one is drawn as text; the closing one sticks to the last value
(`raw"`), which Midjourney refuses. Quotes within the text mark words to draw and are left alone.

Bad:  "a lighthouse in a storm --style raw"
Good: a lighthouse in a storm --style raw
Good: a sign that says "open" --ar 16:9
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagnostics import Edit, Fix
from .base import Problem
from .wording import of_kind, safe_fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Prompt
    from .base import Context


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a pair of quotes, over all it encloses; or the closing one alone, at the value it sticks to."""
    for anomaly in of_kind(prompt, "quoted-prompt"):
        quote = anomaly.written[-1:] if anomaly.detail else anomaly.written[len(anomaly.replacement or "") :]
        if anomaly.detail:
            width = int(anomaly.detail)
            fix = Fix(
                safe=True,
                edits=(Edit(anomaly.start, anomaly.start + width, ""), Edit(anomaly.end - width, anomaly.end, "")),
            )
            harm = (
                "the closing one sticks to the last value, and Midjourney refuses the job"
                if anomaly.after_parameter
                else "they are sent along"
            )
            yield Problem(
                anomaly.start,
                anomaly.end,
                f"Quotes enclose the text and the parameters: {harm}",
                "Take both quotes off.",
                fix,
                "rejected" if anomaly.after_parameter else "altered",
            )
            continue
        yield Problem(
            anomaly.start,
            anomaly.end,
            f"A quote sticks to a value as `{anomaly.written}`: Midjourney does not know that value and refuses the job",
            f"Take the `{quote}` off.",
            safe_fix(anomaly),
        )
