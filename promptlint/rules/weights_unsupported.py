"""Weights with `::` on a model that does not support them.

V7 and later, and Niji 7, do not support multi-prompts (Version chart, 2026-09-01; FAQ: V1 to V6.1, Niji 4 to 6). It is not
documented what happens to the colons; most likely they are drawn as text. A weight after an image link or a reference is not
reported.

Bad:  red fox::2 snow::1
Bad (--model 7): hot:: dog
Good: red fox::2 snow::1 --v 6.1
Good: a red fox in the snow
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import models_text, runs_on


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per prompt, at the first `::`."""
    vocabulary = context.vocabulary
    first = next(iter(prompt.weights), None)
    if first is None:
        return
    for model in context.models:
        support = vocabulary.support("multi-prompt", model)
        if support.status in {"supported", "unknown"}:
            continue
        having = models_text(vocabulary, vocabulary.models_with("multi-prompt"))
        yield Problem(
            first.start,
            first.start + 2,
            f"Weights with `::` require {having}, but {runs_on(context, model)}, so they may be drawn as text",
            "Describe in words what matters most, or use a model that supports weights, such as `--v 6.1`.",
            effect=support.status,
        )
        return
