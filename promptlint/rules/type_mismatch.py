"""An image has the extension of another type.

What: a file named `.png` that is a JPEG, for instance.
Why: it is harmless as far as known, as Midjourney looks at the file.

Bad: a JPEG named `cat.png`
Good: a JPEG named `cat.jpg`
"""

from promptlint.links.host_data import ACCEPTED_EXTENSIONS
from promptlint.links.offline import facts
from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """Yield the problem of a working link whose extension is that of another accepted type."""
    kind, named = answer.verdict.kind, facts(link.url).extension
    if kind and named in ACCEPTED_EXTENSIONS and named.replace("jpg", "jpeg") != kind:
        message = f"The link ends in `.{named}`, but the file is {kind.upper()}"
        yield Problem.at(link, message, "Leave it as it is, or rename the file.", effect="noted")
