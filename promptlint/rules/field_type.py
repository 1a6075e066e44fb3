"""A field of the request body has the wrong type.

What: a number instead of a string, a string instead of an array, and so on. A number in quotes is a warning.

Why: services check the types of their fields and reject the request; some fail with an internal error that does not name the
field. A number in quotes is accepted by services whose examples contain it, such as TTAPI's `"timeout": "300"`, and may be
rejected by others.

Bad: {"prompt": ["a red fox"], "mode": "fast"}
Good: {"prompt": "a red fox", "mode": "fast"}

Bad: {"prompt": "a red fox", "mode": "fast", "timeout": "300"}
Good: {"prompt": "a red fox", "mode": "fast", "timeout": 300}
"""

from promptlint.bodies.model import Request, as_number, fits, quote, span
from promptlint.text.pointer import split

from .support.base import Context, Iterator, Problem

_WORDS = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "array": "an array",
    "object": "an object",
}


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """Yield one problem per value, and one if the body is an array and should be an object, or the reverse."""
    yield from _body(request)
    for pointer, field, kind, value in request.items():
        if fits(kind, value):
            continue
        number = as_number(value)
        if kind in ("integer", "number") and isinstance(value, str) and number is not None and fits(kind, number):
            message = f"`{field.name}` is {quote(value)}, a number in quotes, which {request.place} may reject"
            yield Problem(*span(value), message, f"Write {number:g} without quotes.", effect="altered", pointer=pointer)
            continue
        name = field.name if pointer == field.pointer else f"{field.name}[{split(pointer)[-1]}]"
        message = f"`{name}` is {quote(value)}, but {request.place} expects {_WORDS[kind]}"
        yield Problem(*span(value), message, f"Write {_WORDS[kind]}.", pointer=pointer)


def _body(request: Request) -> Iterator[Problem]:
    if request.endpoint is None or request.listed is None or request.listed is request.endpoint.list:
        return
    if request.listed:
        message = f"The body is an array, but {request.place} expects one object"
        yield Problem(0, 0, message, "Send each object in a separate request.", pointer="")
    else:
        message = f"The body is an object, but {request.place} expects an array of objects, so it may be rejected"
        yield Problem(0, 0, message, "Write the object in square brackets.", effect="unsupported", pointer="")
