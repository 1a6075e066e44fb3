"""A word behind `--no` that Midjourney refuses there.

What: `--no clothing` and `--no clothes`, which the table of parameters lists. Off by default.

Why: the moderation reads what is excluded too, and reads it as a wish: "casual clothing" in the text is fine, excluding
it fails the job with `Invalid prompt parameter. Please check your prompt settings and try again.`

Bad: a portrait in a garden --no clothing
Good: a portrait in a garden --no text
"""

from promptlint.text.phrases import compiled

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a word."""
    refused = compiled(context.vocabulary.refused_exclusions)
    for parameter in prompt.parameters:
        if parameter.name != context.vocabulary.roles["exclusions"]:
            continue
        for hit in refused.find(prompt.source, parameter.name_end, parameter.end):
            yield Problem(
                hit.start,
                hit.end,
                f"The moderation refuses `{hit.phrase}` behind --no, though it is harmless in the text.",
                f"Leave `{hit.phrase}` out of --no and describe in the text what is to be seen.",
                effect="altered",
            )
