"""A link's host has an invalid TLS certificate.

What: the host's certificate has expired, was issued for another name, or is signed by an unknown authority.
Why: most programs reject such a host; Midjourney may do so too.

Bad: `https://` on a host with the certificate of another
Good: a host that browsers open without a warning
"""

from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """Yield the problem of a link with this verdict."""
    message = f"Midjourney may not trust the host of `{answer.shown(link.url)}`: {answer.verdict.why}"
    yield Problem.at(link, message, "Use a host that browsers open without a warning.", effect="altered")
