"""A link leads to a private network.

What: its name resolves, or it redirects, to an address that is not public, or to a port that is not used for the web.
promptlint does not connect to it, unless the option `allow-private` is set.
Why: Midjourney cannot reach it, and a linter that follows such links can be used to attack the network that it runs in.

Bad: a public name that points to 192.168.1.10
Good: a link to a public host
"""

from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem
from .support.wording import UPLOAD


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """Yield the problem of a link with this verdict; the content of the address is never shown."""
    yield Problem.at(link, f"`{answer.shown(link.url)}` cannot be fetched from the internet: {answer.verdict.why}", UPLOAD)
