r"""A character that cannot be seen stands in a name, a value or a link.

Text copied from web pages and chats carries zero-width spaces and direction marks. Within `--ar` or a link they make
another word of it, and the job is refused. Odd spaces between parameters (a no-break space, an ideographic space) are
white space to Midjourney and only worth knowing. In the text such characters do no harm: emoji are made of them.

Bad:  a lighthouse --a\u200br 16:9
Good: a lighthouse --ar 16:9
Bad (--min-severity info): a lighthouse --ar 16:9\u00a0--v 7
"""

import re

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt
from .support.wording import of_kind, safe_fix


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a run of invisible characters, and one a run of odd spaces between parameters."""
    for anomaly in of_kind(prompt, "invisible-character"):
        yield Problem(
            anomaly.start,
            anomaly.end,
            f"An invisible character ({_named(anomaly.written[0])}) makes another word of what it stands in: Midjourney refuses the job",
            "Take it out.",
            safe_fix(anomaly),
        )
    if prompt.source.isascii() or not prompt.parameters:
        return
    end = len(prompt.source.rstrip())
    for match in _ODD_SPACES.finditer(prompt.source, len(prompt.source[: prompt.text_end].rstrip()), end):
        yield Problem(
            match.start(),
            match.end(),
            f"An odd space ({_named(match[0][0])}) stands between the parameters; Midjourney takes it for a space, other programs may not",
            "Write a plain space.",
            Fix(safe=True, edits=(Edit(match.start(), match.end(), " "),)),
            "noted",
        )


_ODD_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]++")


def _named(character: str) -> str:
    """The character's number, and its name in Unicode where it has one."""
    from unicodedata import name

    number = f"U+{ord(character):04X}"
    called = name(character, "")
    return f"{number} {called.lower()}" if called else number
