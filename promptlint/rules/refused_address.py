"""A link that leads into a private network.

What: its name resolves, or it redirects, to an address that is not public, or to a port that is not one of the web.
The linter refuses to connect there. The option `allow-private` lets it.
Why: Midjourney cannot reach it, and a linter that follows such links can be used to attack the network it runs in.

Bad: a public name that points to 192.168.1.10
Good: a link to a public host
"""

from promptlint.links.redact import shown
from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """The finding for a link with this verdict; what stands at the address is never told."""
    yield Problem(
        link.start,
        link.end,
        f"`{shown(link.url, redact=answer.options.redact)}` cannot be fetched from the internet: {answer.verdict.why}.",
        "Put the image on a public host, for instance on Discord.",
    )
