"""A host takes long to answer.

What: the answer took more than `slow-after` (5 seconds).
Why: Midjourney waits for the image, and jobs with slow links have been seen to hang.

Bad: an image on an overloaded host
Good: the image uploaded to Discord
"""

from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """Yield the problem of a working link that was slow."""
    seconds, limit = answer.verdict.seconds, answer.options.slow_after
    if limit and seconds > limit:
        message = f"The host took {seconds:.1f} s to answer, so the job may hang"
        yield Problem.at(link, message, "Upload the image to a faster host, for example to Discord.", effect="noted")
