"""Punctuation or a second address that is glued to a link.

What: a comma, point or bracket that directly follows a link, or two links without a space between them.
Why: it becomes part of the address, which then leads nowhere; some services cut it off, others do not.

Bad: https://i.host.net/cat.png, a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import judged, surroundings

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """One finding for the punctuation of a link, one for a second address inside."""
    for link, facts in judged(prompt):
        start, end = surroundings(link).glue
        glue = prompt.source[start:end]
        if start < end and not _is_of_address(glue, prompt.source[link.start : start], prompt.source[end : end + 1]):
            gap = " " if prompt.source[end : end + 1].strip() else ""
            yield Problem(
                start,
                end,
                f"`{glue}` is glued to the link and becomes part of the address.",
                "Put a space in its place." if gap else "Leave it out: a space ends a link.",
                Fix(safe=True, edits=(Edit(start, end, gap),)),
                "altered",
            )
        if facts.glued:
            starts = [link.start + offset for offset in facts.glued]
            yield Problem(
                starts[0],
                link.end,
                "Another link begins here without a space before it, so that all of it is read as one address.",
                "Put a space between the links.",
                Fix(safe=True, edits=tuple([Edit(at, at, " ") for at in starts])),
                "altered",
            )


def _is_of_address(glue: str, address: str, following: str) -> bool:
    """Whether a quote belongs to the address, as in a query: it closes one there, or the address goes on behind it."""
    return glue in {'"', "'"} and (address.count(glue) % 2 == 1 or (bool(following) and not following.isspace()))
