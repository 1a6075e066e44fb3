"""Another dash stands in place of the two hyphens.

Phones and word processors turn `--` into an em dash. Midjourney's own FAQ takes an em dash for `--`, so this is only
worth knowing; nothing is known to take an en dash, a minus sign, any other dash, or one that Markdown or HTML escaped, and
the parameter is then drawn as text.

Bad (--min-severity info): a lighthouse —ar 16:9
Good: a lighthouse --ar 16:9
Bad:  a lighthouse –ar 16:9
Good: a lighthouse — a tower by the sea
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import dash_fix, of_kind


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a dash, at dashes and name."""
    for anomaly in of_kind(prompt, "dash-form"):
        dash = anomaly.written[0]
        kind = _NAMES.get(dash, "another dash")
        meant = (anomaly.replacement or "").strip()
        if anomaly.written.startswith("—") and not anomaly.written.startswith("——"):
            message = f"`{anomaly.written}` begins with an em dash; Midjourney takes it for `--`, other programs may not"
            effect = "noted"
        else:
            message = f"`{anomaly.written}` begins with {kind} in place of `--`: it is not known to be read as a parameter, but as text"
            effect = "altered"
        yield Problem(anomaly.start, anomaly.end, message, f"Write `{meant}`.", dash_fix(prompt, anomaly), effect)


_NAMES = {
    "–": "an en dash",
    "—": "more than one em dash",
    "−": "a minus sign",
    "―": "a horizontal bar",
    "‐": "a typographic hyphen",
    "‑": "a non-breaking hyphen",
    "‒": "a figure dash",
    "─": "a drawn line",
    "－": "a full-width hyphen",
    "\\": "an escaped dash",
    "&": "an entity of HTML",
}
