"""Punctuation or a second link directly follows a link.

What: a comma, full stop or bracket that directly follows a link, or two links without a space between them.
Why: it becomes part of the address, which is then wrong; some services remove it, others do not.

Bad: https://i.host.net/cat.png, a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import surroundings
from promptlint.parsing.parse_state import CLOSERS

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem for the punctuation after a link, and one for a link without any before it."""
    links = {link.start: link for link in prompt.links}
    for link in prompt.links:
        _, closing, (start, end) = surroundings(link)
        glue = prompt.source[start:end]
        another = links.get(end)
        if start < end and (another or not _is_of_address(glue, link.url, prompt.source[end : end + 1])):
            gap = " " if prompt.source[end : end + 1].strip() else ""
            yield Problem(
                start,
                end,
                f"`{glue}` directly follows the link, so it is read as part of the address",
                "Write a space instead." if gap else "Remove it: a link ends with a space.",
                Fix(safe=True, edits=(Edit(start, end, gap),)),
                "altered",
            )
        elif start == end and another and closing[0] == closing[1]:  # a closing bracket is reported as such
            yield Problem(
                another.start,
                another.end,
                "Another link follows without a space, so both are read as one address",
                "Write a space between the links.",
                Fix(safe=True, edits=(Edit(end, end, " "),)),
                "altered",
            )


def _is_of_address(glue: str, address: str, following: str) -> bool:
    """Return whether a quote belongs to the address, as in a query: it closes one there, or the address continues after it."""
    opener = _OPENERS.get(glue)
    if opener is None:
        return False
    if opener != glue:
        return address.count(opener) > address.count(glue)
    return address.count(glue) % 2 == 1 or (bool(following) and not following.isspace())


_OPENERS = {closer: opener for opener, closer in CLOSERS.items()}
