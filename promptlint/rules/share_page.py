"""A link leads to a web page that shows an image, not to the image.

What: share links of Dropbox, GitHub, GitLab, Google Drive, Imgur, Pinterest and others (the table is
`links/hosts.toml`). If the address of the image itself is known, the fix writes it.
Why: Midjourney gets a web page instead of an image, and rejects the link.

Bad: https://github.com/me/art/blob/main/cat.png a cat
Good: https://raw.githubusercontent.com/me/art/main/cat.png a cat
"""

from promptlint.links.offline import judged
from promptlint.links.redact import shown

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import COPY_ADDRESS, replace_fix


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per link; the fix is safe if the direct address is certain."""
    for link, facts in judged(prompt, "share-page"):
        site = facts.site
        assert site is not None
        advice = f"Write `{shown(facts.direct)}`." if facts.direct else site.hint or COPY_ADDRESS
        fix = replace_fix(link, facts.direct, safe=site.safe) if facts.direct else None
        yield Problem.at(link, f"The link leads to a page on {site.name}, not to an image", advice, fix)
