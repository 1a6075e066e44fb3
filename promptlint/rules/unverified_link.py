"""A link that could not be checked.

What: the host keeps programs out (403, 429, 999, a robot check), is overloaded (5xx) or does not answer in time.
Why: this says nothing about the image. It is an info; with `strict` (`--strict-links`) a warning.

Bad: an image on a host that lets nobody but browsers in
Good: the image uploaded to Discord
"""

from promptlint.links.redact import shown
from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """The finding for a link with this verdict."""
    yield Problem(
        link.start,
        link.end,
        f"`{shown(link.url, redact=answer.options.redact)}` could not be checked: {answer.verdict.why}.",
        "Open it in a private browser window to be sure.",
        effect="altered" if answer.options.strict else "noted",
    )
