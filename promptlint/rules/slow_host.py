"""A host that takes long to answer.

What: the answer took more than `slow-after` (5 seconds).
Why: Midjourney waits for the image, and jobs with slow links were seen to hang.

Bad: an image on an overloaded host
Good: the image uploaded to Discord
"""

from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """The finding for a good link that took long."""
    seconds, limit = answer.verdict.seconds, answer.options.slow_after
    if limit and seconds > limit:
        yield Problem(
            link.start,
            link.end,
            f"The host took {seconds:.1f} s to answer; with slow hosts Midjourney's jobs hang.",
            "Upload the image to Discord or to another host.",
            effect="noted",
        )
