"""A parameter is missing its value.

Midjourney rejects a job with a parameter that has no value. `--niji` without a number has a separate rule, `bare-niji`;
personalization (`--p`) does not require a value.

Bad:  a red fox --ar --v 7
Bad:  a red fox --sref
Good: a red fox --ar 3:2 --v 7
Good: a red fox --p
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import example, of_kind, shown, wants


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, at its dashes and name."""
    vocabulary = context.vocabulary
    for anomaly in of_kind(prompt, "missing-value"):
        definition = vocabulary.definition(anomaly.name)
        assert definition is not None
        limits = vocabulary.limits(anomaly.name, context.model)
        name = vocabulary.spelling(anomaly.name)
        value = example(definition, limits, vocabulary)
        written = shown(prompt, anomaly.start, anomaly.end)
        yield Problem.at(
            anomaly,
            f"`{written}` requires a value: {wants(definition, limits)}",
            f"Write `{name} {value}`, or remove `{written}`." if value else f"Write the value after it, or remove `{written}`.",
        )
