"""Punctuation, a second link or other text directly touches a link.

What: a comma, full stop or bracket that directly follows a link, two links without a space between them, or anything that directly
precedes a link in a parameter.
Why: it becomes part of the address, which is then wrong; some services remove it, others do not.

Bad: https://i.host.net/cat.png, a cat
Bad: a cat --sref ref:https://i.host.net/cat.png
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import surroundings
from promptlint.model import ImageLink
from promptlint.parsing.linktoken import JOINERS
from promptlint.parsing.parse_state import CLOSERS, LISTS

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem for the punctuation after a link, and one for a link without any before it.

    In a parameter, also one for what precedes a link.
    """
    yield from _before_links(prompt, context)
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


def _before_links(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem for each link in a parameter of links that does not begin its word."""
    for parameter in prompt.parameters:
        definition = context.vocabulary.definition(parameter.name)
        if definition is None or definition.kind not in LISTS:
            continue
        at = parameter.name_end
        for value in parameter.values:
            for link in value.members or (value,):
                if not isinstance(link, ImageLink):
                    continue
                end = surroundings(link).opening[0]
                start = _start_of_word(prompt.source, at, end, "{}," if value.members else "{}")
                if start == parameter.name_end:  # a separator is reported by its own rule
                    start += len(prompt.source[start:end]) - len(prompt.source[start:end].lstrip("=:"))
                at = link.written_start + len(link.written)
                if start < end:
                    yield _glued_before(prompt.source[start:end], start)


def _start_of_word(source: str, least: int, end: int, limits: str) -> int:
    start = end
    while start > least and not source[start - 1].isspace() and source[start - 1] not in limits:
        start -= 1
    return start


def _glued_before(glue: str, start: int) -> Problem:
    """The problem of a text before a link. A style code that a comma joins to it stays."""
    code = glue.rstrip(JOINERS)
    joined = code != glue and code.isdigit()
    first = start + len(code) if joined else start
    return Problem(
        start,
        start + len(glue),
        f"`{glue}` directly precedes the link, so it is read as part of the address",
        f"Write a space after `{code}`." if joined else "Remove it: a link begins after a space.",
        Fix(safe=True, edits=(Edit(first, start + len(glue), " " if joined else ""),)),
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
