"""Parameters are outside of every prompt.

What: a file contains something like `--ar 16:9` outside of the prompts that were found: in a sentence, a comment, a heading, a
fence of another language, or under a key that is not a prompt key. `--show-prompts` lists what was read and what was not.
Why: a prompt that was not read must not be reported as valid. If it is a prompt, move it to where prompts are read (a fence, a
prompt key, a separate line); if it is not, leave it, or write `promptlint: ignore[MJ911]` on the line above.

Bad: `"notes": "a heron at dawn --ar16:9"` in a `.json` file
Good: `"prompt": "a heron at dawn --ar 16:9"`
"""

from promptlint.links.redact import quotable
from promptlint.text.joining import counted

from .support.base import Iterator, Problem


def check(text: str, reason: str) -> Iterator[Problem]:
    """Yield the problem of lines that were not read; `reason` says where they are."""
    first, *others = text.split("\n")
    more = f" and {counted(len(others), 'more line')}" if others else ""
    yield Problem(0, 0, f"`{quotable(first)}`{more} contains parameters, but was not read as a prompt: it is {reason}", effect="noted")
