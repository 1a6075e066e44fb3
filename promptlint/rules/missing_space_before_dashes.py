"""A space is missing before a parameter.

Midjourney's documentation calls `cat--ar 1:1` wrong. Some such parameters were read, but others became part of the word
before them, and the job ran without them. Two words that are joined by two hyphens (`liquid--pink`) are prose and not
reported.

Bad:  a lighthouse in a storm--ar 16:9
Good: a lighthouse in a storm --ar 16:9
Good: streaks of liquid--pink, yellow and green
"""

from promptlint.parsing.parse_state import PAIRS, TRAILING

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import of_kind, safe_fix


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per missing space, at the dashes and the name.

    There is no fix after a quote that closes later: the fix of the pair removes it, and leaves a space.
    """
    closes = {each.written.rstrip(TRAILING)[-1:]: each.start for each in of_kind(prompt, "quoted-prompt") if not each.detail}
    for anomaly in of_kind(prompt, "missing-space-before-dashes"):
        message = f"`{anomaly.written}` follows a word without a space, so it may be read as part of that word"
        advice = f"Write a space before it: ` {(anomaly.replacement or '').strip()}`."
        closer = PAIRS.get(prompt.source[anomaly.start - 1 : anomaly.start], "")
        fix = None if closes.get(closer, 0) > anomaly.start else safe_fix(anomaly)
        yield Problem.at(anomaly, message, advice, fix, "altered")
