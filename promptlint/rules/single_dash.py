"""A parameter begins with one hyphen where it takes two.

`-ar 16:9` is no parameter for Midjourney but text; behind another parameter it is a stray word, and the job is refused.

Bad:  a lighthouse in a storm -ar 16:9
Good: a lighthouse in a storm --ar 16:9
Bad:  a lighthouse --v 7 -ar 16:9
Good: a half-tone print of a lighthouse - tall and white
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import dash_fix, of_kind


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a parameter with one hyphen, at hyphen and name."""
    for anomaly in of_kind(prompt, "single-dash"):
        meant = (anomaly.replacement or "").strip()
        harm = "behind a parameter it is a stray word, and the job is refused" if anomaly.after_parameter else "it is drawn as text"
        yield Problem(
            anomaly.start,
            anomaly.end,
            f"`{anomaly.written}` has one hyphen where a parameter has two: {harm}",
            f"Write `{meant}`.",
            dash_fix(prompt, anomaly),
            "rejected" if anomaly.after_parameter else "altered",
        )
