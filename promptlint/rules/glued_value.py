"""A value follows its parameter's name without a space.

Midjourney ends a parameter's name at the next space, so it reads `--ar16:9` as an unknown parameter and rejects the job
(`Unrecognized parameter(s)`). TTAPI gives this as its example of a command that counts against the daily limit.

Bad:  a lighthouse in a storm --ar16:9
Good: a lighthouse in a storm --ar 16:9
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import name_effect, of_kind, safe_fix, write


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, at its dashes, name and value."""
    for anomaly in of_kind(prompt, "glued-value"):
        message = f"`{anomaly.written}` is missing a space between name and value, so it is read as an unknown parameter"
        yield Problem.at(anomaly, message, write(anomaly), safe_fix(anomaly), name_effect(prompt, anomaly))
