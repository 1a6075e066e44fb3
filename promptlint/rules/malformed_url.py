"""A link that is no usable web address.

What: the address cannot be read: no host, one slash, a port that does not exist, a back-slash or a space inside.
Why: Midjourney fetches the image before it draws. What it cannot fetch refuses the job with `Invalid link`.

Bad: https:/i.host.net/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.address import Malformed, parse
from promptlint.links.offline import judged
from promptlint.links.redact import shown

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """One finding a malformed link; a fix where it is certain what was meant."""
    for link, facts in judged(prompt, ("malformed-url",)):
        if facts.malformed is None:
            continue
        fixed = facts.malformed.fixed
        yield Problem(
            link.start,
            link.end,
            f"`{shown(link.url)}` is not a usable web address: {facts.malformed.why}. Midjourney cannot fetch it.",
            f"Write `{shown(fixed)}`." if fixed else "Copy the address of the image anew; it begins with `https://`.",
            Fix(safe=True, edits=(Edit(link.start, link.end, fixed),)) if fixed else None,
        )


def check_field(name: str, value: str, pointer: str) -> Iterator[Problem]:
    """The finding for a field for a link, whose text would be words in a prompt."""
    address = parse(value)
    if isinstance(address, Malformed):
        message = f"`{name}` is no web address: {address.why}."
        yield Problem(0, len(value), message, "Write the whole address, from `https://` on.", pointer=pointer)
