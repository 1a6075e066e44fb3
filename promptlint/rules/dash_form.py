"""A parameter begins with another dash instead of two hyphens.

Phones and word processors turn `--` into an em dash. Midjourney's FAQ says that an em dash is read as `--`, so it is only
an info. An en dash, a minus, any other dash, or one that is escaped in Markdown or HTML is not known to be accepted, and
the parameter may be drawn as text. Neither is `ーー`, which Japanese keyboards write for two hyphens.

Bad (--min-severity info): a lighthouse —ar 16:9
Good: a lighthouse --ar 16:9
Bad:  a lighthouse –ar 16:9
Good: a lighthouse — a tower by the sea
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import dash_fix, of_kind, write


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, at its dashes and name."""
    for anomaly in of_kind(prompt, "dash-form"):
        if anomaly.written.startswith("—") and not anomaly.written.startswith("——"):
            message = f"`{anomaly.written}` begins with an em dash; Midjourney reads it as `--`, but other programs may not"
            effect = "noted"
        else:
            kind = "an escaped dash" if "\\" in anomaly.written else _NAMES.get(anomaly.written[0], "another dash")
            message = f"`{anomaly.written}` begins with {kind} instead of `--`, so it may be read as text"
            effect = "altered"
        yield Problem.at(anomaly, message, write(anomaly), dash_fix(prompt, anomaly), effect)


_NAMES = {
    "–": "an en dash",
    "—": "more than one em dash",
    "−": "a minus",
    "―": "a horizontal bar",
    "‐": "a typographic hyphen",
    "‑": "a non-breaking hyphen",
    "‒": "a figure dash",
    "─": "a drawn line",
    "－": "a full-width hyphen",
    "ー": "the Japanese mark of a long vowel",
    "%": "a URL-encoded dash",
    "&": "an HTML entity",
}
