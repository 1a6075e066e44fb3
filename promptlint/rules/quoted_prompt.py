"""Quotes or back-ticks enclose the text and the parameters.

Quotes around the whole prompt are sent along. The opening one is drawn as text; the closing one sticks to the last value
(`raw"`), which Midjourney refuses. Quotes within the text mark words to draw and are left alone.

Bad:  "a lighthouse in a storm --style raw"
Good: a lighthouse in a storm --style raw
Good: a sign that says "open" --ar 16:9
"""

from promptlint.model import Anomaly

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt
from .support.wording import of_kind, safe_fix


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a pair of quotes, over all it encloses; or the closing one alone, at the value it sticks to."""
    for anomaly in of_kind(prompt, "quoted-prompt"):
        yield _around_all(anomaly) if anomaly.detail else _at_a_value(prompt, anomaly)


def _around_all(anomaly: Anomaly) -> Problem:
    """A pair around text and parameters; `detail` is how many characters each of the two quotes is."""
    width = int(anomaly.detail)
    fix = Fix(safe=True, edits=(Edit(anomaly.start, anomaly.start + width, ""), Edit(anomaly.end - width, anomaly.end, "")))
    glued = anomaly.after_parameter
    harm = "the closing one sticks to the last value, and Midjourney refuses the job" if glued else "they are sent along"
    message = f"Quotes enclose the text and the parameters: {harm}"
    return Problem(anomaly.start, anomaly.end, message, "Take both quotes off.", fix, "rejected" if glued else "altered")


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
