"""Two hyphens stand alone at the end or among the parameters.

They begin a parameter that never comes. Between words of the text they are punctuation and left alone.

Bad:  a lighthouse in a storm --ar 16:9 --
Good: a lighthouse in a storm --ar 16:9
Good: a lighthouse -- tall and white -- in a storm
Bad:  a lighthouse in a storm --
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import nothing_in_front, of_kind, removal


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a lone `--`. No fix where nothing else is written."""
    empty = not prompt.parameters and nothing_in_front(prompt)
    for anomaly in of_kind(prompt, "stray-dashes"):
        yield Problem(
            anomaly.start,
            anomaly.end,
            "`--` stands alone: it begins a parameter, but no name follows",
            "Take it out, or write the parameter's name behind it.",
            None if empty else removal(prompt, anomaly),
            "altered",
        )
