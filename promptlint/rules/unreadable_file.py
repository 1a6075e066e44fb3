"""A file cannot be read, or not to its end.

What: the file does not exist, is not UTF-8 text, or is not what its name says: invalid JSON, wrong indentation in YAML, a CSV
file without a header. Prompts before the error are linted; `--fix` does not change the file. The exit status is 2.
Why: prompts that were not read must not be reported as valid.

Bad: `{"prompt": "a cat` in a `.json` file
Good: {"prompt": "a cat"}
"""

from .support.base import Iterator, Problem


def check(message: str, help: str = "", pointer: str | None = None) -> Iterator[Problem]:
    """Yield the problem of a file, or of the body at `pointer`; `message` says why it cannot be read."""
    yield Problem(0, 0, message, help, pointer=pointer)
