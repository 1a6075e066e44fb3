"""A link does not lead to anything.

What: the link check got 404 or 410, the host does not exist, or redirects form a loop.
Why: Midjourney cannot fetch the image either, and rejects the job with `Invalid link`.

Bad: a link to an image that was deleted
Good: a link that opens in a private browser window
"""

from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """Yield the problem of a link with this verdict."""
    message = f"Midjourney cannot fetch `{answer.shown(link.url)}`: {answer.verdict.why}"
    yield Problem.at(link, message, "Use a link that opens in a private browser window.")
