"""A field of the request body is not known to the service.

What: a key that is not in the service's documentation, with the one that was probably intended.

Why: services ignore unknown keys silently. With `model` instead of `mode` the job runs in the default mode, with `hook_url`
instead of `hookUrl` there is no callback. An older example of TTAPI contains the first of them.

Bad: {"prompt": "a red fox", "model": "fast"}
Good: {"prompt": "a red fox", "mode": "fast"}

Bad: {"prompt": "a red fox", "mode": "fast", "hook_url": "https://hooks.fox-den.org/done"}
Good: {"prompt": "a red fox", "mode": "fast", "hookUrl": "https://hooks.fox-den.org/done"}
"""

from promptlint.bodies.intended import intended_field
from promptlint.bodies.model import Request, span
from promptlint.text.pointer import split

from .support.base import Context, Iterator, Problem


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """Yield one problem per field."""
    for pointer in request.unknown():
        name = split(pointer)[-1]
        intended = intended_field(request, pointer)
        message = f"`{name}` is not a field of {request.place}, so it is ignored"
        help = f"Write `{intended.name}`." if intended is not None else f"Remove `{name}`."
        yield Problem(*span(request.value(pointer)), message, help, effect="ignored", pointer=pointer)
