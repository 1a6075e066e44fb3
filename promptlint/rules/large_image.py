"""An image is very large.

What: the file is larger than `max-bytes` (25 MB).
Why: Midjourney does not publish a limit, but large files take long to fetch and may time out.

Bad: a 60 MB PNG
Good: the same picture as JPEG, a few MB
"""

from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """Yield the problem of a working link to a file above the limit."""
    size, limit = answer.verdict.size, answer.options.max_bytes
    if limit and size > limit:
        message = f"The image is {size / 1e6:.0f} MB, so fetching it may time out"
        yield Problem.at(link, message, "Reduce it to a few thousand pixels per side.", effect="altered")
