"""A very large image.

What: the file has more bytes than `max-bytes` (25 MB).
Why: Midjourney publishes no limit; large files take long to fetch and may time out.

Bad: a 60 MB PNG
Good: the same picture as JPEG, a few MB
"""

from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """The finding for a good link to a file over the limit."""
    size, limit = answer.verdict.size, answer.options.max_bytes
    if limit and size > limit:
        yield Problem(
            link.start,
            link.end,
            f"The image has {size / 1e6:.0f} MB; it takes long to fetch and may time out.",
            "Make it smaller: Midjourney needs no more than a few thousand pixels a side.",
            effect="altered",
        )
