"""A field of the request body has a value that the service does not accept.

What: a value that is not one of those that the field accepts, with the one that was probably intended.

Why: an unknown `mode` or `botType` is rejected. Some services use their default instead: Kinovi runs an unknown `aspectRatio`
at 1:1. The values differ between services: the website accepts `relaxed`, the others accept `relax`.

Bad: {"prompt": "a red fox", "mode": "quick"}
Good: {"prompt": "a red fox", "mode": "fast"}
"""

from promptlint.bodies.model import Request, quote, span
from promptlint.midjourney.targets import Field
from promptlint.text.joining import or_list

from .support.base import Context, Iterator, Problem


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """Yield one problem per value."""
    for pointer, field, value in request.sound():
        if not field.values or isinstance(value, (list, dict)) or value in field.values:
            continue
        then = f", so {field.outside_note}" if field.outside_note else ""
        message = f"`{field.name}` is {quote(value)}, which {request.place} does not accept{then}"
        yield Problem(*span(request.value(pointer)), message, _help(field, value), effect=field.outside, pointer=pointer)


def _help(field: Field, value: object) -> str:
    from promptlint.text.did_you_mean import nearest

    # A number is no misspelling of another one.
    close = nearest(str(value), [str(each) for each in field.values]) if any(map(str.isalpha, str(value))) else None
    return f"Write `{close}`." if close is not None else f"Write {or_list(f'`{value}`' for value in field.values)}."
