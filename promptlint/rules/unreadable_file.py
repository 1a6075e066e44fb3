"""A file that cannot be read, or not to its end.

What: the file does not exist, is no UTF-8 text, or is not what its name says: broken JSON, wrong indentation in YAML,
a CSV file without a header. Prompts in front of the place are linted; `--fix` leaves the whole file alone. The exit
status is 2.
Why: prompts that were not looked at must not pass for right ones.

Bad: `{"prompt": "a cat` in a `.json` file
Good: {"prompt": "a cat"}
"""

from .support.base import Iterator, Problem


def check(message: str) -> Iterator[Problem]:
    """The finding for a file; `message` tells why it cannot be read."""
    yield Problem(0, 0, message)
