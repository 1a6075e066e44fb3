"""An image is very small.

What: its shorter side has fewer pixels than `min-pixels` (64).
Why: such a file is usually a thumbnail or a tracking pixel, not the intended image.

Bad: a link to a 16 × 16 icon
Good: a link to the full picture
"""

from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """Yield the problem of a working link to an image below the limit, if its size is known."""
    width, height = answer.verdict.width, answer.verdict.height
    if width and height and min(width, height) < answer.options.min_pixels:
        message = f"The image is only {width} × {height} pixels, so it may be a thumbnail or a tracking pixel"
        yield Problem.at(link, message, "Link to the full-size image.", effect="altered")
