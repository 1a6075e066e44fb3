"""A comma or a full stop follows a value.

Midjourney's parameter list shows punctuation behind values as wrong: it becomes part of the value, which is then
refused. A comma in front of the first parameter belongs to the text, and one in a list (`--no a, b`) separates its items.

Bad:  a lighthouse in a storm --ar 2:3, --v 7
Good: a lighthouse in a storm, --ar 2:3 --v 7
Good: a lighthouse --no people, birds, --ar 2:3
Bad:  a lighthouse in a storm --v 6.
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import of_kind, removal


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a sign, at the token it sticks to."""
    for anomaly in of_kind(prompt, "trailing-punctuation"):
        signs = anomaly.written[len(anomaly.replacement or "") :].strip()
        if anomaly.replacement:
            message = f"`{signs}` behind `{anomaly.replacement}` becomes part of it, and Midjourney refuses the job"
            help_ = f"Write `{anomaly.replacement}`."
        else:
            message = f"`{signs}` among the parameters is a stray word, and Midjourney refuses the job"
            help_ = "Take it out: parameters are separated by spaces."
        yield Problem(anomaly.start, anomaly.end, message, help_, removal(prompt, anomaly))
