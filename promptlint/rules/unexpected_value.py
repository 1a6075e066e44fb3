"""A value behind a switch, which takes none.

A switch stands alone: `--raw`, `--tile`, `--hd`. Midjourney reads a number or a word behind it as a parameter that it does
not know and refuses the job (``Unrecognized parameter(s)``, recorded for words behind parameters).

Bad:  a red fox --raw 5
Bad:  a red fox --tile true
Good: a red fox --raw
Good: a red fox --tile
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import flag, of_kind, shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a value."""
    for anomaly in of_kind(prompt, "unexpected-value"):
        name = flag(context.vocabulary, anomaly.name)
        value = shown(prompt, anomaly.start, anomaly.end)
        yield Problem(
            anomaly.start,
            anomaly.end,
            f"`{name}` takes no value, so Midjourney reads `{value}` as a parameter that it does not know and refuses the job",
            f"Leave `{value}` out, or leave `{name}` out where it is not wanted.",
        )
