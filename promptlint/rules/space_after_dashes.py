"""A space separates the dashes from the parameter's name.

Midjourney's parameter list shows `-- ar` as wrong: the dashes are separate, and the rest is text. After another parameter
that text is a stray word, and the job is rejected.

Bad:  a lighthouse in a storm -- ar 16:9
Good: a lighthouse in a storm --ar 16:9
Bad:  a lighthouse --v 7 -- ar 16:9
Good: a lighthouse -- tall and white -- in a storm
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import dash_fix, of_kind, read_as, read_effect, write


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per gap, from the dashes to the name."""
    for anomaly in of_kind(prompt, "space-after-dashes"):
        message = f"`{anomaly.written}` has a space after its dashes, {read_as(anomaly)}"
        yield Problem.at(anomaly, message, write(anomaly), dash_fix(prompt, anomaly), read_effect(anomaly))
