"""A parameter's name contains capital letters.

Midjourney's FAQ says that parameters are case-sensitive and must be lower case. `--AR` is an unknown parameter, and the job
is rejected.

Bad:  a lighthouse in a storm --AR 16:9
Good: a lighthouse in a storm --ar 16:9
Bad:  a lighthouse --Style raw --v 7
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import name_effect, of_kind, safe_fix, write


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, at its dashes and name."""
    for anomaly in of_kind(prompt, "parameter-case"):
        message = f"`{anomaly.written}` contains capital letters, but parameter names are lower case"
        yield Problem.at(anomaly, message, write(anomaly), safe_fix(anomaly), name_effect(prompt, anomaly))
