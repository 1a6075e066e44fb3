"""A prompt without anything to draw.

Midjourney needs some text, or at least two image links; it refuses a prompt of parameters alone (`Empty prompt`, as its
clients have recorded). Style, character and omni references do not stand in for the text (Midjourney's pages on them).

Bad:  --ar 16:9 --v 7
Bad:  /imagine prompt: --sref 123456
Good: a lighthouse in a storm --ar 16:9 --v 7
Good: https://cdn.midjourney.com/a/0_0.png https://cdn.midjourney.com/b/0_0.png --v 7
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import nothing_written


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem for the whole prompt. A video has rules of its own on what it begins with."""
    if prompt.images or "video" in context.models or not nothing_written(prompt):
        return
    if prompt.parameters or prompt.anomalies:
        message = "The prompt has parameters but nothing to draw: Midjourney refuses it (`Empty prompt`)"
        advice = "Write what is to be drawn in front of the parameters. References such as `--sref` do not stand in for it."
    else:
        message = "The prompt is empty: there is nothing to draw, and Midjourney refuses it (`Empty prompt`)"
        advice = "Write what is to be drawn."
    yield Problem(0, len(prompt.source), message, advice)
