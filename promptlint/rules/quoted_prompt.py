"""Quotes enclose the whole prompt, or brackets enclose parameters.

Quotes around the whole prompt are sent as part of it. The opening one is drawn as text; the closing one becomes part of the
last value (`raw"`), which Midjourney rejects. Quotes within the text mark words to draw and are not reported.

Pages write parameters in brackets, in bold, in italics or in tags of HTML: `(--ar 16:9)`, `**--ar 16:9**`,
`<code>--ar 16:9</code>`. Sent along, the opening character keeps
the dashes from beginning a word, and the closing one ends up in the value of a parameter that is read all the same.

Bad:  "a lighthouse in a storm --style raw"
Bad:  a lighthouse in a storm (--ar 16:9)
Bad:  a lighthouse in a storm **--ar 16:9** --style raw
Good: a lighthouse in a storm --style raw
Good: a sign that says "open" --ar 16:9
"""

from promptlint.links.redact import quotable
from promptlint.model import Anomaly
from promptlint.parsing.parse_state import CLOSERS, PAIRS, TRAILING

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt
from .support.wording import of_kind, removal


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per pair of quotes or brackets, over all that it encloses, or one for the closing quote, at its value."""
    seen: set[str] = set()
    for anomaly in of_kind(prompt, "quoted-prompt"):
        if not anomaly.detail:
            yield _at_a_value(prompt, anomaly, seen)
        elif anomaly.start + _widths(anomaly)[0] == prompt.text_start:
            yield _around_all(anomaly)
        else:
            yield _around_parameters(prompt, anomaly)


def _around_all(anomaly: Anomaly) -> Problem:
    """A pair around text and parameters."""
    first, last = _widths(anomaly)
    fix = Fix(safe=True, edits=(Edit(anomaly.start, anomaly.start + first, ""), Edit(anomaly.end - last, anomaly.end, "")))
    glued = anomaly.after_parameter
    opening, closing = anomaly.written[:first], anomaly.written[-last:]
    quotes = opening[0] in CLOSERS
    what = "quotes" if quotes else f"`{opening}` and `{closing}`"
    spoiling = "the closing quote" if quotes else f"`{closing}`"
    harm = f"so {spoiling} is read as part of the last value" if glued else "which are sent as part of it"
    message = f"The whole prompt is in {what}, {harm}"
    return Problem.at(anomaly, message, "Remove both quotes." if quotes else f"Remove {what}.", fix, "rejected" if glued else "altered")


def _around_parameters(prompt: Prompt, anomaly: Anomaly) -> Problem:
    """A pair of brackets, asterisks or underscores, or of tags, around parameters."""
    first, last = _widths(anomaly)
    opening, closing = anomaly.written[:first], anomaly.written[-last:]
    spoils = anomaly.after_parameter
    harm = f"and `{closing}` is read as part of a value" if spoils else "and may be drawn as text"
    return Problem.at(
        anomaly,
        f"`{opening}` and `{closing}` enclose `{quotable(anomaly.replacement or '')}`, {harm}",
        f"Remove `{opening}` and `{closing}`.",
        _without_pair(prompt.source, anomaly.start, anomaly.end, first, last),
        "rejected" if spoils else "altered",
    )


def _widths(anomaly: Anomaly) -> tuple[int, int]:
    """The number of characters that open and that close a pair; `detail` has both."""
    first, _, last = anomaly.detail.partition(" ")
    return int(first), int(last)


def _without_pair(source: str, start: int, end: int, first: int, last: int) -> Fix:
    """Take both off, with the white space inside them; one space stays where words would touch."""
    left, right = start + first, end - last
    while source[left].isspace():
        left += 1
    while source[right - 1].isspace():
        right -= 1
    before = " " if source[:start] and not source[start - 1].isspace() and source[start - 1] not in _CLOSING else ""
    behind = " " if source[end:] and not source[end].isspace() and source[end] not in TRAILING else ""
    return Fix(safe=True, edits=(Edit(start, left, before), Edit(right, end, behind)))


_CLOSING = ")]>*_~）］〉》』】"
"""The closing character of another pair before it, which leaves the space."""


def _at_a_value(prompt: Prompt, anomaly: Anomaly, seen: set[str]) -> Problem:
    """A quote, or a pair, that became part of a value; or a lone one in the position of a value. `seen` are closing quotes."""
    closer = anomaly.written.rstrip(TRAILING)[-1]
    fix = _both(prompt, anomaly, removal(prompt, anomaly), seen)
    if not anomaly.replacement:
        pair = fix is not None and len(fix.edits) > 1
        message = f"`{anomaly.written}` after the last value is read as another value"
        return Problem.at(anomaly, message, "Remove both quotes." if pair else "Remove it.", fix)
    what = "a quote" if closer in _QUOTES else f"`{closer}`"
    message = f"`{anomaly.written}` contains {what}, which is read as part of the value"
    return Problem.at(anomaly, message, f"Write `{anomaly.replacement}`.", fix)


def _both(prompt: Prompt, anomaly: Anomaly, fix: Fix | None, seen: set[str]) -> Fix | None:
    """Return the fix, which also removes the opening quote; it is safe if no text is between the two, or none before them."""
    closer = anomaly.written.rstrip(TRAILING)[-1]
    is_pair = len(anomaly.written) > 1 and anomaly.written[0] in PAIRS
    if fix is None or is_pair or closer in seen:
        return fix
    seen.add(closer)
    at = _opening(prompt.source, anomaly.start, closer)
    if at < 0:
        return fix
    width = anomaly.written.count(closer)
    touching = any(each.start == at + width for each in of_kind(prompt, "missing-space-before-dashes"))  # it has no fix of its own
    gap = "" if not touching or at == 0 or prompt.source[at - 1].isspace() else " "
    return Fix(safe=touching or not prompt.source[:at].strip(), edits=(Edit(at, at + width, gap), *fix.edits))


_QUOTES = frozenset({*CLOSERS.values(), "’"})


def _opening(source: str, end: int, closer: str) -> int:
    """Return where the quote or bracket before `end` opens that `closer` closes, or -1. An apostrophe opens nothing."""
    openers = {opener for opener, closing in PAIRS.items() if closing == closer}
    found = -1
    if closer not in openers:
        depth = 0
        for at in range(end - 1, -1, -1):
            depth += (source[at] == closer) - (source[at] in openers)
            if depth < 0:
                return at
        return -1
    for at, sign in enumerate(source[:end]):
        if found < 0:
            begins = sign in openers and not source[at - 1 : at].isalnum() and not source[at + 1].isspace()
            found = at if begins else -1
        elif sign == closer and not source[at + 1].isalnum():
            found = -1
    return found
