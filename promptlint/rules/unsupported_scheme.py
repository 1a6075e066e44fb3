"""A link does not begin with `http://` or `https://`.

What: `data:`, `file:`, `blob:`, `ftp:` and other schemes; before the text also an address that begins with `www.`, and
the path of an image file.
Why: Midjourney fetches images from the web only, and rejects the job with `Invalid link`.

Bad: file:///home/me/cat.png a cat
Bad: www.host.net/cat.png a cat
Bad: ./images/cat.png a cat
Good: fabric-blind/main.jpg as an old label
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.host_data import SCHEMES
from promptlint.links.offline import judged
from promptlint.links.redact import shown
from promptlint.links.unlinked import Unlinked, unlinked

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt
from .support.wording import UPLOAD


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per link, with the reason for its scheme."""
    for link, facts in judged(prompt, "unsupported-scheme"):
        if facts.malformed is None:
            continue
        scheme = facts.malformed.scheme
        why = SCHEMES.get(scheme, "it fetches web addresses only")
        yield Problem.at(link, f"Midjourney cannot fetch this `{scheme[:20]}:` link: {why}", UPLOAD)
    for each in unlinked(prompt):
        if each.kind != "odd-colon":
            yield _unlinked(each, shown(prompt.source[each.start : each.end]))


def _unlinked(each: Unlinked, written: str) -> Problem:
    if each.kind == "file-path" and not written.startswith("//"):
        return Problem.at(each, f"Midjourney cannot fetch `{written}`: it is a file on your machine", UPLOAD)
    return Problem.at(
        each,
        f"Midjourney cannot fetch `{written}`: it does not begin with `https://`",
        f"Write `https://{written.lstrip('/')}`.",
        Fix(safe=False, edits=(Edit(each.start, each.start, "https:" if written.startswith("//") else "https://"),)),
    )
