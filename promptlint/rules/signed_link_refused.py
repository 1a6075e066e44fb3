"""A host no longer accepts a signed link.

What: the host says that the signature is missing, invalid or expired (Discord, S3, Azure and others).
Why: Midjourney gets the same answer.

Bad: a Discord link that was copied last week
Good: the link copied again
"""

from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem
from .support.wording import COPY_LINK


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """Yield the problem of a link with this verdict."""
    yield Problem.at(link, f"Midjourney cannot fetch `{answer.shown(link.url)}`: {answer.verdict.why}", COPY_LINK)
