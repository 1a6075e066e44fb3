"""A link is not a valid web address.

What: the address cannot be parsed: it has no host, a single slash, an invalid port, a backslash or a space.
Why: Midjourney fetches the image before it draws, and rejects the job with `Invalid link` if it cannot.

Bad: https:/i.host.net/cat.png a cat
Bad: https%3A%2F%2Fi.host.net%2Fcat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.address import Address, Malformed, parse
from promptlint.links.offline import judged
from promptlint.links.redact import shown
from promptlint.links.unlinked import Unlinked, unlinked

from .support.base import Context, ImageLink, Iterator, Problem, Prompt
from .support.wording import replace_fix


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per malformed link, with a fix if the intended address is certain."""
    for link, facts in judged(prompt, "malformed-url"):
        if facts.malformed is not None:
            yield _problem(link, link.url, facts.malformed.why, facts.malformed.fixed)
    for each in unlinked(prompt):
        if each.kind == "odd-colon":
            written = prompt.source[each.start : each.end]
            intended = "".join(written.split())
            fixed = intended if isinstance(parse(intended), Address) else ""
            yield _problem(each, written, "it contains a space", fixed)


def _problem(place: ImageLink | Unlinked, written: str, why: str, fixed: str) -> Problem:
    message = f"`{shown(written)}` is not a valid web address: {why}"
    if not fixed:
        return Problem.at(place, message, "Copy the address of the image again; it begins with `https://`.")
    return Problem.at(place, message, f"Write `{shown(fixed)}`.", replace_fix(place, fixed, safe=True))


def check_field(name: str, value: str, pointer: str) -> Iterator[Problem]:
    """Yield the problem of a field that must contain a link."""
    address = parse(value)
    if isinstance(address, Malformed):
        message = f"`{name}` is not a valid web address: {address.why}"
        yield Problem(0, len(value), message, "Write the whole address, including `https://`.", pointer=pointer)
