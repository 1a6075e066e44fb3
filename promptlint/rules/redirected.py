"""A link redirects to another address.

What: the host redirects to the image. If the redirect is permanent, the unsafe fix writes the new address.
Why: the link works only as long as the redirect does.

Bad: http://i.host.net/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.redact import redacted, shown
from promptlint.links.verdict import Answer

from .support.base import Edit, Fix, ImageLink, Iterator, Problem


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """Yield the problem of a working link that was redirected."""
    verdict = answer.verdict
    if not verdict.final_url:
        return
    # A signed target is created for each request and expires soon, so it is not worth writing.
    lasting = verdict.permanent and redacted(verdict.final_url) == verdict.final_url
    yield Problem.at(
        link,
        f"The link redirects to `{shown(verdict.final_url, redact=answer.options.redact)}`",
        "Write that address." if lasting else "",
        Fix(safe=False, edits=(Edit(link.start, link.end, verdict.final_url),)) if lasting else None,
        "noted",
    )
