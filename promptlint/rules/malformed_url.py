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
from promptlint.links.unlinked import unlinked

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per malformed link, with a fix if the intended address is certain."""
    for link, facts in judged(prompt, ("malformed-url",)):
        if facts.malformed is None:
            continue
        fixed = facts.malformed.fixed
        yield Problem.at(
            link,
            f"`{shown(link.url)}` is not a valid web address: {facts.malformed.why}",
            f"Write `{shown(fixed)}`." if fixed else "Copy the address of the image again; it begins with `https://`.",
            Fix(safe=True, edits=(Edit(link.start, link.end, fixed),)) if fixed else None,
        )
    for each in unlinked(prompt):
        if each.kind == "odd-colon":
            yield _odd_colon(prompt, each.start, each.end)


def _odd_colon(prompt: Prompt, start: int, end: int) -> Problem:
    """The problem of an address whose colon is of another script, as input methods write it."""
    written = prompt.source[start:end]
    meant = written.replace("：", ":", 1)
    certain = isinstance(parse(meant), Address)
    return Problem(
        start,
        end,
        f"`{shown(written)}` is not a valid web address: its `://` is written with another colon",
        f"Write `{shown(meant)}`." if certain else "Copy the address of the image again; it begins with `https://`.",
        Fix(safe=True, edits=(Edit(start, end, meant),)) if certain else None,
    )


def check_field(name: str, value: str, pointer: str) -> Iterator[Problem]:
    """Yield the problem of a field that must contain a link."""
    address = parse(value)
    if isinstance(address, Malformed):
        message = f"`{name}` is not a valid web address: {address.why}"
        yield Problem(0, len(value), message, "Write the whole address, including `https://`.", pointer=pointer)
