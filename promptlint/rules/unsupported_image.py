"""A link leads to an image of a type that Midjourney does not accept.

What: the first bytes of the file are AVIF, HEIC, SVG, BMP, TIFF or the like, whatever its extension is.
Why: Midjourney accepts PNG, GIF, WebP and JPEG.

Bad: an iPhone photo (HEIC) that was renamed to `.jpg`
Good: the photo exported as JPEG
"""

from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """Yield the problem of a link with this verdict."""
    message = f"`{answer.shown(link.url)}` is {answer.verdict.why}, but Midjourney accepts only PNG, GIF, WebP and JPEG"
    yield Problem.at(link, message, "Convert the image to one of these types, and link to that file; renaming it does not help.")
