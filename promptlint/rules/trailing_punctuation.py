"""A comma or a full stop follows a value.

Midjourney's parameter list shows punctuation after values as wrong: it becomes part of the value, which is then
rejected. A comma before the first parameter belongs to the text, and one in a list (`--no a, b`) separates its items.

Bad:  a lighthouse in a storm --ar 2:3, --v 7
Good: a lighthouse in a storm, --ar 2:3 --v 7
Good: a lighthouse --no people, birds, --ar 2:3
Bad:  a lighthouse in a storm --v 6.
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import of_kind, removal


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per punctuation mark, at the value that it follows."""
    for anomaly in of_kind(prompt, "trailing-punctuation"):
        marks = anomaly.written[len(anomaly.replacement or "") :].strip()
        if anomaly.replacement:
            message = f"`{marks}` after `{anomaly.replacement}` is read as part of the value"
            help_ = f"Write `{anomaly.replacement}`."
        else:
            message = f"`{marks}` among the parameters is read as a stray word"
            help_ = "Remove it: parameters are separated by spaces."
        yield Problem.at(anomaly, message, help_, removal(prompt, anomaly))
