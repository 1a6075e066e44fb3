"""A link that leads on to another address.

What: the host forwards to where the image really is. Where the move is permanent the unsafe fix writes the new address.
Why: it works as long as the forwarding lasts.

Bad: http://i.host.net/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.redact import redacted, shown
from promptlint.links.verdict import Answer

from .support.base import Edit, Fix, ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """The finding for a good link that was redirected."""
    verdict = answer.verdict
    if not verdict.final_url:
        return
    # A signed target is made anew for each request and dies soon: it is no address to write down.
    lasting = verdict.permanent and redacted(verdict.final_url) == verdict.final_url
    yield Problem(
        link.start,
        link.end,
        f"The link leads on to `{shown(verdict.final_url, redact=answer.options.redact)}`.",
        "Write that address." if lasting else "",
        Fix(safe=False, edits=(Edit(link.start, link.end, verdict.final_url),)) if lasting else None,
        "noted",
    )
