"""One image link, and no text.

An image alone tells Midjourney nothing to make of it: `Cannot use --version 7 with only a single image prompt` is what its
FAQ quotes, and it asks for another image or for text. Several images need no text, nor does the one a video starts from;
the first models drew from one image alone (jobs of 2022).

Bad (--model 7):  https://cdn.midjourney.com/a/0_0.png --ar 16:9
Good (--model 7): https://cdn.midjourney.com/a/0_0.png in the style of a woodcut --ar 16:9
Good (--model 7): https://cdn.midjourney.com/a/0_0.png https://cdn.midjourney.com/b/0_0.png
Good: https://cdn.midjourney.com/a/0_0.png --video
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import nothing_written, runs_on


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem for the whole prompt, on the first of its models that does not take a lone image."""
    if len(prompt.images) != 1 or not nothing_written(prompt):
        return
    for model in context.models:
        support = context.vocabulary.support("lone-image", model)
        if support.status not in {"rejected", "unsupported"}:
            continue
        verdict = "Midjourney refuses it" if support.status == "rejected" else "Midjourney asks for more"
        yield Problem(
            0,
            len(prompt.source),
            f"The prompt is one image link without any text, and {runs_on(context, model)}: {verdict}. {support.note}".rstrip(". "),
            "Write behind the link what is to be made of the image, or add a second image link.",
            effect=support.status,
        )
        return
