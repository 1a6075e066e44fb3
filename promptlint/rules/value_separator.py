"""A parameter's name and value are separated by `=` or `:` instead of a space.

`--ar=16:9` is read as one name, which is an unknown parameter, and the job is rejected.

Bad:  a lighthouse in a storm --ar=16:9
Good: a lighthouse in a storm --ar 16:9
Bad:  a lighthouse in a storm --stylize: 250
"""

from promptlint.model import Anomaly

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import name_effect, of_kind, safe_fix, write


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per separator, at the name, the separator and the value."""
    for anomaly in of_kind(prompt, "value-separator"):
        separator = _separator(prompt, anomaly)
        message = f"`{anomaly.written}` uses `{separator}` instead of a space, so it is read as an unknown parameter"
        yield Problem.at(anomaly, message, write(anomaly), safe_fix(anomaly), name_effect(prompt, anomaly))


def _separator(prompt: Prompt, anomaly: Anomaly) -> str:
    """The character that was written instead of a space."""
    start, end, _ = anomaly.edit or (anomaly.start, anomaly.end, "")
    return prompt.source[start:end].strip()[:1]
