"""A field of the request body that the service does not know.

What: a key that stands on no page of the service's documentation, with the one that was probably meant.

Why: services pass over keys they do not know, without a word. A `model` in place of `mode` leaves the job in the
default mode, a `hook_url` in place of `hookUrl` leaves you without a callback. TTAPI's own older sample has the first
of the two.

Bad: {"prompt": "a red fox", "model": "fast"}
Good: {"prompt": "a red fox", "mode": "fast"}

Bad: {"prompt": "a red fox", "mode": "fast", "hook_url": "https://hooks.fox-den.org/done"}
Good: {"prompt": "a red fox", "mode": "fast", "hookUrl": "https://hooks.fox-den.org/done"}
"""

from promptlint.bodies.intended import field_meant
from promptlint.bodies.model import Request, span
from promptlint.text.pointer import split

from .support.base import Context, Iterator, Problem


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """One problem a field."""
    for pointer in request.unknown():
        name = split(pointer)[-1]
        meant = field_meant(request, pointer)
        message = f"`{name}` is no field of {request.place}, which passes over it without a word."
        help = f"Write `{meant.name}`." if meant is not None else "Leave it out."
        yield Problem(*span(request.value(pointer)), message, help, effect="ignored", pointer=pointer)
