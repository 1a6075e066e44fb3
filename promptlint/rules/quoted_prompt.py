"""Quotes or backticks enclose the text and the parameters.

Quotes around the whole prompt are sent as part of it. The opening one is drawn as text; the closing one becomes part of the
last value (`raw"`), which Midjourney rejects. Quotes within the text mark words to draw and are not reported.

Bad:  "a lighthouse in a storm --style raw"
Good: a lighthouse in a storm --style raw
Good: a sign that says "open" --ar 16:9
"""

from promptlint.model import Anomaly

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt
from .support.wording import of_kind, safe_fix


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """Yield one problem per pair of quotes, over all that it encloses, or one for the closing quote, at its value."""
    for anomaly in of_kind(prompt, "quoted-prompt"):
        yield _around_all(anomaly) if anomaly.detail else _at_a_value(prompt, anomaly)


def _around_all(anomaly: Anomaly) -> Problem:
    """A pair around text and parameters; `detail` is how many characters each of the two quotes is."""
    width = int(anomaly.detail)
    fix = Fix(safe=True, edits=(Edit(anomaly.start, anomaly.start + width, ""), Edit(anomaly.end - width, anomaly.end, "")))
    glued = anomaly.after_parameter
    harm = "so the closing quote is read as part of the last value" if glued else "which are sent as part of it"
    message = f"The whole prompt is in quotes, {harm}"
    return Problem(anomaly.start, anomaly.end, message, "Remove both quotes.", fix, "rejected" if glued else "altered")


def _at_a_value(prompt: Prompt, anomaly: Anomaly) -> Problem:
    """A quote, or a pair, that became part of a value; or a lone one in the position of a value."""
    message = f"`{anomaly.written}` contains a quote, which is read as part of the value"
    help_ = f"Write `{anomaly.replacement}`." if anomaly.replacement else "Remove it."
    return Problem(anomaly.start, anomaly.end, message, help_, _both(prompt, anomaly, safe_fix(anomaly)))


def _both(prompt: Prompt, anomaly: Anomaly, fix: Fix | None) -> Fix | None:
    """Return the fix, which also removes the opening quote at the start of the prompt."""
    source = prompt.source
    start = len(source) - len(source.lstrip())
    quote = source[start : start + 1]
    if fix is None or quote not in {'"', "'"} or start >= anomaly.start or not anomaly.written.endswith(quote):
        return fix
    if quote in source[start + 1 : anomaly.end - 1]:  # it is closed before
        return fix
    return fix._replace(edits=(Edit(start, start + 1, ""), *fix.edits))
