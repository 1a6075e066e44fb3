"""A prompt is a single image link without text.

Midjourney rejects it: its FAQ quotes `Cannot use --version 7 with only a single image prompt` and asks for another image or
for text. Several images do not require text, and neither does the first image of a video; the first models accepted a single
image (jobs of 2022).

Bad (--model 7):  https://cdn.midjourney.com/a/0_0.png --ar 16:9
Good (--model 7): https://cdn.midjourney.com/a/0_0.png in the style of a woodcut --ar 16:9
Good (--model 7): https://cdn.midjourney.com/a/0_0.png https://cdn.midjourney.com/b/0_0.png
Good: https://cdn.midjourney.com/a/0_0.png --video
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import model_text, nothing_written


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem for the whole prompt, for the first of its models that does not accept a lone image."""
    if len(prompt.images) != 1 or not nothing_written(prompt):
        return
    for model in context.models:
        support = context.vocabulary.support("lone-image", model)
        if support.status not in {"rejected", "unsupported"}:
            continue
        verdict = "does not" if support.status == "rejected" else "may not"
        yield Problem(
            0,
            len(prompt.source),
            f"The prompt is a single image link without text, which {model_text(context, model)} {verdict} accept",
            "Describe after the link what to draw, or add a second image link.",
            effect=support.status,
        )
        return
