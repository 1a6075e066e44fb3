"""A link could not be checked.

What: the host blocks programs (403, 429, 999, a robot check), is overloaded (5xx) or does not answer in time.
Why: the image may still be valid. It is an info, or a warning with `strict` (`--strict-links`).

Bad: an image on a host that only serves browsers
Good: the image uploaded to Discord
"""

from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """Yield the problem of a link with this verdict."""
    message = f"`{answer.shown(link.url)}` could not be checked: {answer.verdict.why}"
    effect = "altered" if answer.options.strict else "noted"
    yield Problem.at(link, message, "Open it in a private browser window to check it.", effect=effect)
