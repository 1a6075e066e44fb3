"""A signed link that its host no longer accepts.

What: the host says that the signature is missing, wrong or out of date (Discord, S3, Azure and others).
Why: it says the same to Midjourney.

Bad: a Discord link that was copied last week
Good: the link copied anew
"""

from promptlint.links.redact import shown
from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """The finding for a link with this verdict."""
    yield Problem(
        link.start,
        link.end,
        f"Midjourney cannot fetch `{shown(link.url, redact=answer.options.redact)}`: {answer.verdict.why}.",
        "Copy the link anew where the image lies, or host the image where links do not expire.",
    )
