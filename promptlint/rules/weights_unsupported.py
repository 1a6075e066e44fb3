"""Weights with `::` on a model that has none.

Version 7 and later, and Niji 7, have no multi-prompts (Version chart, 2026-09-01; FAQ: versions 1 to 6.1, Niji 4 to 6).
What becomes of the colons is not documented; most likely they are drawn as text. A weight behind an image link or a
reference is another thing and stays.

Bad:  red fox::2 snow::1
Bad (--model 7): hot:: dog
Good: red fox::2 snow::1 --v 6.1
Good: a red fox in the snow
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import models_text, outcome, runs_on


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a prompt, at the first `::`."""
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
            f"Weights with `::` need {having}, while {runs_on(context, model)}: {outcome(support.status, support.note)}",
            "Say in words what matters more, or name a model that weighs, for example `--v 6.1`.",
            effect=support.status,
        )
        return
