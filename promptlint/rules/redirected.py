"""A link that leads on to another address.

What: the host forwards to where the image really is. Where the move is permanent the unsafe fix writes the new address.
Why: it works as long as the forwarding lasts.

Bad: http://i.host.net/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.diagnostics import Edit, Fix
from promptlint.links.redact import redacted, shown
from promptlint.rules.support.base import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.links.verdict import Answer
    from promptlint.model import ImageLink


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
