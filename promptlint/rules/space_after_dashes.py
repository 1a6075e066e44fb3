"""A space stands between the dashes and the parameter's name.

Midjourney's parameter list shows `-- ar` as wrong: the dashes stand alone and the rest is text. Behind another parameter
that text is a stray word, and the job is refused.

Bad:  a lighthouse in a storm -- ar 16:9
Good: a lighthouse in a storm --ar 16:9
Bad:  a lighthouse --v 7 -- ar 16:9
Good: a lighthouse -- tall and white -- in a storm
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import dash_fix, of_kind


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a gap, from the dashes to the name."""
    for anomaly in of_kind(prompt, "space-after-dashes"):
        meant = (anomaly.replacement or "").strip()
        harm = "the job is refused for a stray word" if anomaly.after_parameter else "the parameter is drawn as text"
        yield Problem(
            anomaly.start,
            anomaly.end,
            f"`{anomaly.written}` has a space behind its dashes: {harm}",
            f"Write `{meant}`.",
            dash_fix(prompt, anomaly),
            "rejected" if anomaly.after_parameter else "altered",
        )
