"""A place with known parameters that is in no prompt.

What: a file holds something like `--ar 16:9` outside of every prompt that was found in it: in a sentence, a comment, a heading,
a fence of another language, or under a key that does not name prompts. `--show-prompts` lists what was read and what was not.
Why: "nothing found" must not be said of a prompt that was not read. Where it is one, put it where prompts stand (a fence, a
prompt key, a line of its own); where it is not, leave it, or exempt it with `promptlint: ignore[MJ911]` on the line above.

Bad: `"notes": "a heron at dawn --ar16:9"` in a `.json` file
Good: `"prompt": "a heron at dawn --ar 16:9"`
"""

from .support.base import Iterator, Problem
from .support.wording import shortened


def check(text: str, reason: str) -> Iterator[Problem]:
    """The finding for a place; `text` are its lines, `reason` says where it stands."""
    first, *others = text.split("\n")
    more = f" and {len(others)} more line{'s' if len(others) > 1 else ''}" if others else ""
    yield Problem(0, 0, f"`{shortened(first)}`{more} holds parameters but was not read as a prompt: it is {reason}", effect="noted")
