"""Braces that make no list of alternatives, or that the service does not take.

`{red, blue}` makes Midjourney run the prompt once for each alternative (its page on permutations). For that the braces must
be balanced and hold something; what Midjourney makes of others is not recorded.
A service that answers one request with one job has no use for them and refuses the prompt;
what each does stands in the table of targets.

Bad:  a {red, blue bird
Bad:  a red, blue} bird
Bad:  a {} bird
Bad (--target ttapi):  a {red, blue} bird
Good: a {red, blue} bird
Good: a bird in {a {small, tiny} nest, a tree}
Good (--target ttapi): a red bird
"""

from .support.base import SEVERITY, Context, Iterator, Problem, Prompt
from .support.wording import is_json, jobs_text, of_kind, shortened

_MALFORMED = {
    "unclosed": (
        "`{` is never closed, so it may be drawn as text or rejected: it begins a list of alternatives",
        "Write `}` where the list ends, or leave the brace out.",
    ),
    "unopened": (
        "`}` closes nothing, so it may be drawn as text or rejected: it ends a list of alternatives",
        "Write `{` where the list begins, or leave the brace out.",
    ),
    "empty": (
        "the braces hold no alternatives, so they may be drawn as text or rejected",
        "Write the alternatives between the braces, with commas: `{red, blue}`.",
    ),
    "deep": ("the lists of alternatives are nested too deep to be followed", "Write fewer lists inside each other."),
}
"""The parser's name for the mistake → what is wrong, what to write."""


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a malformed brace, else one for the prompt where its target refuses braces."""
    if is_json(prompt):
        return
    malformed = of_kind(prompt, "permutation")
    for anomaly in malformed:
        if context.template and anomaly.detail == "empty":  # `{}` is a slot of many template engines
            continue
        message, advice = _MALFORMED[anomaly.detail]
        yield Problem(anomaly.start, anomaly.end, message, advice, effect="unsupported")
    if malformed or context.template or not prompt.permutations:
        return
    effect = context.target.braces
    if effect not in SEVERITY or SEVERITY[effect] == "info":
        return
    first = min(prompt.permutations, key=lambda permutation: permutation.start)
    shown = shortened(prompt.source[first.start : first.end])
    consequence = "refuses it" if effect == "rejected" else "does not run it as written"
    yield Problem(
        first.start,
        first.end,
        f"`{shown}` makes {jobs_text(prompt)} jobs of one prompt, and {context.target.title} runs one job a request: it {consequence}",
        "Send each alternative as a prompt of its own, without braces.",
        effect=effect,
    )
