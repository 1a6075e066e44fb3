"""A field of the request body has a value of the wrong type.

What: a number where a text belongs, a text where a list belongs, and so on. A number in quotes is a warning.

Why: services check the types of their fields and refuse the request; some fail with an internal error that says
nothing of the field. A number in quotes is taken by those whose own examples have it, TTAPI's `"timeout": "300"` for
one, and may be refused elsewhere.

Bad: {"prompt": ["a red fox"], "mode": "fast"}
Good: {"prompt": "a red fox", "mode": "fast"}

Bad: {"prompt": "a red fox", "mode": "fast", "timeout": "300"}
Good: {"prompt": "a red fox", "mode": "fast", "timeout": 300}
"""

from promptlint.bodies.model import Request, as_number, fits, quote, span
from promptlint.text.pointer import split

from .support.base import Context, Iterator, Problem

_WORDS = {
    "string": "a text in quotes",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "array": "a list in square brackets",
    "object": "an object in braces",
}


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """One problem a value, and one where the body is a list or none, unlike what the service expects."""
    yield from _body(request)
    for pointer, field, kind, value in request.items():
        if fits(kind, value):
            continue
        number = as_number(value)
        if kind in ("integer", "number") and isinstance(value, str) and number is not None and fits(kind, number):
            sample = "; the service's own example has it so" if field.numeric_string else ""
            message = f"`{field.name}` is {quote(value)}, a number written as a text{sample}, which not every version of a service takes."
            yield Problem(*span(value), message, f"Write {number:g} without quotes.", effect="altered", pointer=pointer)
            continue
        name = field.name if pointer == field.pointer else f"{field.name}[{split(pointer)[-1]}]"
        message = f"`{name}` is {quote(value)}; {request.place} takes {_WORDS[kind]} there and is refused otherwise."
        yield Problem(*span(value), message, f"Write {_WORDS[kind]}.", pointer=pointer)


def _body(request: Request) -> Iterator[Problem]:
    if request.endpoint is None or request.listed is None or request.listed is request.endpoint.list:
        return
    if request.listed:
        message = f"the body is a list, but {request.place} expects one object"
        yield Problem(0, 0, message, "send each request by itself", pointer="")
    else:
        message = f"the body is an object, but {request.place} expects a list of objects, so it may be rejected"
        yield Problem(0, 0, message, "put the object in square brackets", effect="unsupported", pointer="")
