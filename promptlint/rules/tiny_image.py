"""A very small image.

What: its shorter side has fewer pixels than `min-pixels` (64).
Why: such a file is mostly a thumbnail or a tracking pixel and not the picture that was meant.

Bad: a link to a 16 × 16 icon
Good: a link to the full picture
"""

from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """The finding for a good link to an image under the limit, where its size is known."""
    width, height = answer.verdict.width, answer.verdict.height
    if width and height and min(width, height) < answer.options.min_pixels:
        yield Problem(
            link.start,
            link.end,
            f"The image has only {width} × {height} pixels; it is likely a thumbnail or a tracking pixel.",
            "Link the full picture.",
            effect="altered",
        )
