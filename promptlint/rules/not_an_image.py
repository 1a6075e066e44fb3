"""A link does not lead to an image.

What: the link check read what the address serves: a web page, data, an empty file.
Why: Midjourney rejects the link.

Bad: the address of the page that shows the picture
Good: the address of the picture itself
"""

from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem
from .support.wording import COPY_ADDRESS


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """Yield the problem of a link with this verdict."""
    why = answer.verdict.why
    served = why if why.startswith("the file") else f"it serves {why}"
    yield Problem.at(link, f"`{answer.shown(link.url)}` is not an image: {served}", COPY_ADDRESS)
