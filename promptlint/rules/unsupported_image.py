"""A link to an image of a kind that Midjourney does not take.

What: the first bytes of the file are AVIF, HEIC, SVG, BMP, TIFF or the like, whatever its name says.
Why: Midjourney takes PNG, GIF, WebP and JPEG.

Bad: an iPhone photo (HEIC) that was renamed to `.jpg`
Good: the photo exported as JPEG
"""

from promptlint.links.redact import shown
from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """The finding for a link with this verdict."""
    yield Problem(
        link.start,
        link.end,
        f"`{shown(link.url, redact=answer.options.redact)}` serves {answer.verdict.why}; Midjourney takes PNG, GIF, WebP and JPEG.",
        "Convert the image to one of these and link that file. Renaming it does not help.",
    )
