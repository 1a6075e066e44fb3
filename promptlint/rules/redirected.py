"""A link redirects to another address.

What: the host redirects to the image. If the redirect is permanent, the unsafe fix writes the new address.
Why: the link works only as long as the redirect does.

Bad: http://i.host.net/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.redact import redacted
from promptlint.links.verdict import Answer

from .support.base import ImageLink, Iterator, Problem
from .support.wording import replace_fix


def check(link: ImageLink, answer: Answer) -> Iterator[Problem]:
    """Yield the problem of a working link that was redirected."""
    target = answer.verdict.final_url
    if not target:
        return
    # A signed target is created for each request and expires soon, so it is not worth writing.
    lasting = answer.verdict.permanent and redacted(target) == target
    message = f"The link redirects to `{answer.shown(target)}`"
    fix = replace_fix(link, target, safe=False) if lasting else None
    yield Problem.at(link, message, "Write that address." if lasting else "", fix, "noted")
