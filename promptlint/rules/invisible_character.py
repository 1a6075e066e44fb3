r"""A name, a value or a link contains an invisible character.

Text copied from web pages and chats contains zero-width spaces and direction marks. Within `--ar` or a link they change
the word, and the job is rejected. Unusual spaces between parameters (a no-break space, an ideographic space) are read as
spaces by Midjourney, so they are only an info. Within the text such characters do no harm: some emoji contain them.

Bad:  a lighthouse --a\u200br 16:9
Good: a lighthouse --ar 16:9
Bad (--min-severity info): a lighthouse --ar 16:9\u00a0--v 7
"""

import re

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt
from .support.wording import of_kind, safe_fix


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per run of invisible characters, and one per run of unusual spaces between parameters."""
    for anomaly in of_kind(prompt, "invisible-character"):
        yield Problem.at(
            anomaly,
            f"An invisible character ({_named(anomaly.written[0])}) changes the word that contains it",
            "Remove it.",
            safe_fix(anomaly),
        )
    end = len(prompt.source.rstrip())
    for match in _ODD_SPACES.finditer(prompt.source, len(prompt.source[: prompt.text_end].rstrip()), end):
        yield Problem(
            match.start(),
            match.end(),
            f"An unusual space ({_named(match[0][0])}) separates parameters; Midjourney reads it as a space, but other programs may not",
            "Write a plain space.",
            Fix(safe=True, edits=(Edit(match.start(), match.end(), " "),)),
            "noted",
        )


_ODD_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]++")


def _named(character: str) -> str:
    """The character's code point, and its Unicode name if it has one."""
    from unicodedata import name

    number = f"U+{ord(character):04X}"
    called = name(character, "")
    return f"{number} {called.lower()}" if called else number
