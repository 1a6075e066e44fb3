"""A link does not begin with `http://` or `https://`.

What: `data:`, `file:`, `blob:`, `ftp:` and other schemes.
Why: Midjourney fetches images from the web only, and rejects the job with `Invalid link`.

Bad: file:///home/me/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.host_data import SCHEMES
from promptlint.links.offline import judged

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per link. with the reason for its scheme."""
    for link, facts in judged(prompt, ("unsupported-scheme",)):
        if facts.malformed is None:
            continue
        scheme = facts.malformed.scheme
        why = SCHEMES.get(scheme, "it fetches web addresses only")
        yield Problem(
            link.start,
            link.end,
            f"Midjourney cannot fetch this `{scheme[:20]}:` link: {why}",
            "Upload the image, for example to Discord, and use its `https://` address.",
        )
