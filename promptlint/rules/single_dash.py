"""A parameter begins with one hyphen instead of two.

Midjourney reads `-ar 16:9` as text; after another parameter it is a stray word, and the job is rejected.

Bad:  a lighthouse in a storm -ar 16:9
Good: a lighthouse in a storm --ar 16:9
Bad:  a lighthouse --v 7 -ar 16:9
Good: a half-tone print of a lighthouse - tall and white
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import dash_fix, of_kind, read_as, read_effect, write


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, at its hyphen and name."""
    for anomaly in of_kind(prompt, "single-dash"):
        message = f"`{anomaly.written}` has one hyphen instead of two, {read_as(anomaly)}"
        yield Problem.at(anomaly, message, write(anomaly), dash_fix(prompt, anomaly), read_effect(anomaly))
