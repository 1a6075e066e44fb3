"""A word after `--no` that Midjourney rejects there.

What: `--no clothing` and `--no clothes`, which the table of parameters lists. Off by default.

Why: moderation checks exclusions as well: "casual clothing" is accepted in the text, but excluding it
fails the job with `Invalid prompt parameter. Please check your prompt settings and try again.`

Bad: a portrait in a garden --no clothing
Good: a portrait in a garden --no text
"""

from promptlint.text.phrases import compiled

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per word."""
    refused = compiled(context.vocabulary.refused_exclusions)
    for parameter in prompt.parameters:
        if parameter.name != context.vocabulary.roles["exclusions"]:
            continue
        for hit in refused.find(prompt.source, parameter.name_end, parameter.end):
            yield Problem.at(
                hit,
                f"`{hit.phrase}` after `--no` may be rejected by moderation",
                f"Remove `{hit.phrase}` from `--no`, and describe in the text what to draw.",
                effect="altered",
            )
