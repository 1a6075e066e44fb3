"""Quotes enclose the whole prompt, or brackets enclose parameters.

Quotes around the whole prompt are sent along. The opening one is drawn as text; the closing one sticks to the last value
(`raw"`), which Midjourney refuses. Quotes within the text mark words to draw and are left alone.

Pages write parameters in brackets, in bold or in italics: `(--ar 16:9)`, `**--ar 16:9**`. Sent along, the opening character keeps
the dashes from beginning a word, and the closing one ends up in the value of a parameter that is read all the same.

Bad:  "a lighthouse in a storm --style raw"
Bad:  a lighthouse in a storm (--ar 16:9)
Bad:  a lighthouse in a storm **--ar 16:9** --style raw
Good: a lighthouse in a storm --style raw
Good: a sign that says "open" --ar 16:9
"""

from promptlint.model import Anomaly
from promptlint.parsing.parse_state import CLOSERS, TRAILING

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt
from .support.wording import of_kind, safe_fix, shortened


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """Report each pair of quotes, brackets or asterisks over all it encloses; or the closing quote alone, at the value it sticks to."""
    for anomaly in of_kind(prompt, "quoted-prompt"):
        if not anomaly.detail:
            yield _at_a_value(prompt, anomaly)
        elif anomaly.written[0] in CLOSERS:
            yield _around_all(anomaly)
        else:
            yield _around_parameters(prompt, anomaly)


def _around_all(anomaly: Anomaly) -> Problem:
    """A pair around text and parameters; `detail` is how many characters each of the two quotes is."""
    width = int(anomaly.detail)
    fix = Fix(safe=True, edits=(Edit(anomaly.start, anomaly.start + width, ""), Edit(anomaly.end - width, anomaly.end, "")))
    glued = anomaly.after_parameter
    harm = "the closing one sticks to the last value, and Midjourney refuses the job" if glued else "they are sent along"
    message = f"Quotes enclose the text and the parameters: {harm}"
    return Problem(anomaly.start, anomaly.end, message, "Take both quotes off.", fix, "rejected" if glued else "altered")


def _around_parameters(prompt: Prompt, anomaly: Anomaly) -> Problem:
    """A pair of brackets, asterisks or underscores around parameters; `detail` is how many characters each of the two is."""
    width = int(anomaly.detail)
    opening, closing = anomaly.written[:width], anomaly.written[-width:]
    spoils = anomaly.after_parameter
    harm = f"`{closing}` becomes part of the parameters, and Midjourney rejects the job" if spoils else "they may be drawn as text"
    return Problem(
        anomaly.start,
        anomaly.end,
        f"`{opening}` and `{closing}` enclose `{shortened(anomaly.replacement or '')}`: {harm}",
        f"Remove `{opening}` and `{closing}`.",
        _without_pair(prompt.source, anomaly.start, anomaly.end, width),
        "rejected" if spoils else "altered",
    )


def _without_pair(source: str, start: int, end: int, width: int) -> Fix:
    """Take both off, with the white space inside them; one space stays where words would touch."""
    left, right = start + width, end - width
    while source[left].isspace():
        left += 1
    while source[right - 1].isspace():
        right -= 1
    before = " " if source[:start] and not source[start - 1].isspace() and source[start - 1] not in _CLOSING else ""
    behind = " " if source[end:] and not source[end].isspace() and source[end] not in TRAILING else ""
    return Fix(safe=True, edits=(Edit(start, left, before), Edit(right, end, behind)))


_CLOSING = ")]>*_）】"
"""What closes another pair in front, which leaves the space."""


def _at_a_value(prompt: Prompt, anomaly: Anomaly) -> Problem:
    """A quote, or a pair, that became part of a value; or one that stands alone where a value might."""
    message = f"`{anomaly.written}` has a quote in it: Midjourney does not know that value and refuses the job"
    help_ = f"Write `{anomaly.replacement}`." if anomaly.replacement else "Take it out."
    return Problem(anomaly.start, anomaly.end, message, help_, _both(prompt, anomaly, safe_fix(anomaly)))


def _both(prompt: Prompt, anomaly: Anomaly, fix: Fix | None) -> Fix | None:
    """The fix, which also takes off the quote at the start of the prompt that the one at the value closes."""
    source = prompt.source
    start = len(source) - len(source.lstrip())
    quote = source[start : start + 1]
    if fix is None or quote not in {'"', "'"} or start >= anomaly.start or not anomaly.written.endswith(quote):
        return fix
    if quote in source[start + 1 : anomaly.end - 1]:  # it is closed before
        return fix
    return fix._replace(edits=(Edit(start, start + 1, ""), *fix.edits))
