"""A link of a kind that cannot be fetched from the web.

What: `data:`, `file:`, `blob:`, `ftp:` and other addresses that do not begin with `http://` or `https://`.
Why: Midjourney fetches images from the web only; the job is refused with `Invalid link`.

Bad: file:///home/me/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.host_data import SCHEMES
from promptlint.links.offline import judged

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """One finding a link, with the reason for its scheme."""
    for link, facts in judged(prompt, ("unsupported-scheme",)):
        if facts.malformed is None:
            continue
        scheme = facts.malformed.scheme
        why = SCHEMES.get(scheme, "Midjourney fetches web addresses only")
        yield Problem(
            link.start,
            link.end,
            f"Midjourney cannot fetch a `{scheme[:20]}:` link: {why}.",
            "Put the image online, for instance on Discord, and use its `https://` address.",
        )
