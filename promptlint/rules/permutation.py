"""Braces that are not a list of alternatives, or that the service does not accept.

With `{red, blue}` Midjourney runs the prompt once for each alternative (its page on permutations), so with the only one of
`{--ar 16:9}` it runs once. The braces must be balanced and not empty; what happens to other braces is not recorded. A service
that answers one request with one job rejects them; the table of targets has what each service does.

Bad:  a {red, blue bird
Bad:  a red, blue} bird
Bad:  a {} bird
Bad (--target ttapi):  a {red, blue} bird
Good: a {red, blue} bird
Good: a bird in {a {small, tiny} nest, a tree}
Good (--target ttapi): a red bird
"""

from promptlint.links.redact import quotable

from .support.base import SEVERITY, Context, Iterator, Problem, Prompt
from .support.wording import is_json, jobs_text, of_kind

_MALFORMED = {
    "unclosed": (
        "`{` is not closed, so it may be drawn as text or rejected",
        "Write `}` at the end of the list, or remove the brace.",
    ),
    "unopened": (
        "`}` does not close a list, so it may be drawn as text or rejected",
        "Write `{` at the beginning of the list, or remove the brace.",
    ),
    "empty": (
        "The braces contain no alternatives, so they may be drawn as text or rejected",
        "Write alternatives separated by commas: `{red, blue}`.",
    ),
    "deep": ("The lists of alternatives are nested too deeply to be read", "Nest fewer lists."),
}
"""The parser's name for the mistake → message and help."""


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per malformed brace, or one for the prompt if its target rejects braces."""
    if is_json(prompt):
        return
    malformed = of_kind(prompt, "permutation")
    for anomaly in malformed:
        if context.template and anomaly.detail == "empty":  # `{}` is a placeholder of many template engines
            continue
        message, advice = _MALFORMED[anomaly.detail]
        yield Problem.at(anomaly, message, advice, effect="unsupported")
    if malformed or context.template or not prompt.permutations:
        return
    effect = context.target.braces
    if effect not in SEVERITY or SEVERITY[effect] == "info":
        return
    first = min(prompt.permutations, key=lambda permutation: permutation.start)
    shown = quotable(prompt.source[first.start : first.end])
    title = context.target.title
    if prompt.jobs == 1:
        message, advice = f"`{shown}` is in braces, which {title} does not accept", "Remove `{` and `}`."
    else:
        message = f"`{shown}` makes {jobs_text(prompt)} jobs of one prompt, but {title} runs one job per request"
        advice = "Send each alternative as a separate prompt, without braces."
    yield Problem.at(first, message, advice, effect=effect)
