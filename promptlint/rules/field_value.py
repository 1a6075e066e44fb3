"""A field of the request body has a value that the service does not know.

What: a value that is none of the few a field takes, with the one that was probably meant.

Why: an unknown `mode` or `botType` refuses the request. Some services put their default in its place instead: Kinovi
runs an `aspectRatio` it does not know at 1:1. Names differ from place to place: the website says `relaxed` where the
services say `relax`.

Bad: {"prompt": "a red fox", "mode": "quick"}
Good: {"prompt": "a red fox", "mode": "fast"}
"""

from promptlint.bodies.model import Request, one_of, quote, span
from promptlint.midjourney.targets import Field

from .support.base import Context, Iterator, Problem


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """One problem a value."""
    for pointer, field, value in request.sound():
        if not field.values or isinstance(value, (list, dict)) or value in field.values:
            continue
        then = field.outside_note or "and is refused otherwise"
        message = f"`{field.name}` is {quote(value)}; {request.place} knows {one_of(field.values)} there, {then}."
        if field.outside_note:
            message = f"`{field.name}` is {quote(value)}, which {request.place} does not know: {field.outside_note}."
        yield Problem(*span(request.value(pointer)), message, _help(field, value), effect=field.outside, pointer=pointer)


def _help(field: Field, value: object) -> str:
    from promptlint.text.did_you_mean import nearest

    close = nearest(str(value), [str(each) for each in field.values])
    return f"Write `{close}`." if close is not None else f"Write {one_of(field.values)}."
