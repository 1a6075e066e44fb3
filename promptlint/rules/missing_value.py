"""A parameter that needs a value has none.

Midjourney cannot read a parameter without its value and refuses the job. `--niji` without a number has a rule of its
own, `bare-niji`; a personalization (`--p`) needs none.

Bad:  a red fox --ar --v 7
Bad:  a red fox --sref
Good: a red fox --ar 3:2 --v 7
Good: a red fox --p
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import example, of_kind, shown, wants


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a parameter, at dashes and name."""
    vocabulary = context.vocabulary
    for anomaly in of_kind(prompt, "missing-value"):
        definition = vocabulary.definition(anomaly.name)
        if definition is None:
            continue
        limits = vocabulary.limits(anomaly.name, context.model)
        name = vocabulary.spelling(anomaly.name)
        value = example(definition, limits, vocabulary)
        written = shown(prompt, anomaly.start, anomaly.end)
        yield Problem(
            anomaly.start,
            anomaly.end,
            f"`{written}` has no value; it takes {wants(definition, limits)}, and without one Midjourney refuses the job",
            f"Write `{name} {value}`, or leave `{written}` out." if value else f"Write the value behind it, or leave `{written}` out.",
        )
