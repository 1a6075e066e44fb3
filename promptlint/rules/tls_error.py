"""A link whose secure connection cannot be trusted.

What: the host's certificate is out of date, made for another name, or signed by nobody known.
Why: most programs refuse such a host; whether Midjourney does is not known.

Bad: `https://` on a host with the certificate of another
Good: a host that browsers open without a warning
"""

from promptlint.links.redact import shown
from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """The finding for a link with this verdict."""
    yield Problem(
        link.start,
        link.end,
        f"The host of `{shown(link.url, redact=answer.options.redact)}` cannot be trusted: {answer.verdict.why}. Midjourney may refuse it.",
        "Host the image where browsers open it without a warning.",
        effect="altered",
    )
