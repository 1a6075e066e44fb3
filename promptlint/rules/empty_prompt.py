"""A prompt has nothing to draw.

Midjourney requires text, or at least two image links, and rejects a prompt that has only parameters (`Empty prompt`,
recorded). Style, character and omni references do not replace the text (Midjourney's pages on them).

Bad:  --ar 16:9 --v 7
Bad:  /imagine prompt: --sref 123456
Good: a lighthouse in a storm --ar 16:9 --v 7
Good: https://cdn.midjourney.com/a/0_0.png https://cdn.midjourney.com/b/0_0.png --v 7
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import nothing_written


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem for the whole prompt; `video-parameters` checks the beginning of a video prompt."""
    if prompt.images or context.vocabulary.video in context.models or not nothing_written(prompt):
        return
    if prompt.parameters or prompt.anomalies:
        message = "The prompt has parameters, but no text"
        advice = "Write what to draw before the parameters; references such as `--sref` do not replace it."
    else:
        message = "The prompt is empty"
        advice = "Write what to draw."
    yield Problem(0, len(prompt.source), message, advice)
