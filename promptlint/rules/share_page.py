"""A link to a web page that shows an image, not to the image.

What: share links of Dropbox, GitHub, GitLab, Google Drive, Imgur, Pinterest and others (the table is
`links/hosts.toml`). Where the site has a certain address for the file itself, the fix writes it.
Why: Midjourney gets a web page in place of an image and refuses the link.

Bad: https://github.com/me/art/blob/main/cat.png a cat
Good: https://raw.githubusercontent.com/me/art/main/cat.png a cat
"""

from promptlint.links.offline import judged
from promptlint.links.redact import shown

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt

_ADVICE = "Copy the address of the image itself (right-click the image, copy image address), or upload it to Discord."


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """One finding a link; the fix is safe where the site's direct address is certain, else a guess."""
    for link, facts in judged(prompt, ("share-page",)):
        site = facts.site
        if site is None:
            continue
        if facts.direct:
            advice = f"Write `{shown(facts.direct)}`."
        else:
            advice = site.hint or _ADVICE
        yield Problem(
            link.start,
            link.end,
            f"This is a {site.name} page, not the image: Midjourney gets a web page and refuses the link.",
            advice,
            Fix(safe=site.safe, edits=(Edit(link.start, link.end, facts.direct),)) if facts.direct else None,
        )
