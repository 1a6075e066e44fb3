"""A value follows a parameter that takes none.

`--raw`, `--tile`, `--hd` and other switches take no value. Midjourney reads a number or a word after them as an unknown
parameter and rejects the job (``Unrecognized parameter(s)``, recorded for words after parameters).

Bad:  a red fox --raw 5
Bad:  a red fox --tile true
Good: a red fox --raw
Good: a red fox --tile
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import of_kind, shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per value."""
    for anomaly in of_kind(prompt, "unexpected-value"):
        name, value = context.vocabulary.spelling(anomaly.name), shown(prompt, anomaly.start, anomaly.end)
        message = f"`{name}` takes no value, so `{value}` is read as an unknown parameter"
        yield Problem.at(anomaly, message, f"Remove `{value}`; to turn `{name}` off, remove it as well.")
