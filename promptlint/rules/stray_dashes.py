"""Two hyphens are not followed by a parameter name.

They begin a parameter that is missing. Between words of the text they are punctuation and not reported.

Bad:  a lighthouse in a storm --ar 16:9 --
Good: a lighthouse in a storm --ar 16:9
Good: a lighthouse -- tall and white -- in a storm
Bad:  a lighthouse in a storm --
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import nothing_in_front, of_kind, removal


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per lone `--`. There is no fix if the prompt has nothing else."""
    empty = not prompt.parameters and nothing_in_front(prompt)
    for anomaly in of_kind(prompt, "stray-dashes"):
        yield Problem.at(
            anomaly,
            "`--` is not followed by a parameter name",
            "Remove it, or write the name of the parameter after it.",
            None if empty else removal(prompt, anomaly),
            "altered",
        )
