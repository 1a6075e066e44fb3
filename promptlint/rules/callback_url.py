"""The address for the callback cannot be called.

What: a callback field that holds no absolute web address, one with a scheme the service does not call, or one on a host
that only your own network knows.

Why: the service calls it from its own machines when the job is done. An address it cannot use refuses the request, and
one it cannot reach leaves a finished job unreported.

Bad: {"prompt": "a red fox", "mode": "fast", "hookUrl": "http://localhost:8000/done"}
Good: {"prompt": "a red fox", "mode": "fast", "hookUrl": "https://hooks.fox-den.org/done"}
"""

from promptlint.bodies.model import Request, span
from promptlint.midjourney.targets import Field

from .support.base import Context, Iterator, Problem


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """One problem an address."""
    for pointer, field, value in request.sound():
        if field.format != "callback":
            continue
        why = _fault(value, field)
        if why:
            message = f"`{field.name}` cannot be called back: {why}."
            help = f"Write an address that is reachable from the internet, such as `{_scheme(field)}://your-host.com/done`."
            yield Problem(*span(value), message, help, pointer=pointer)


def _scheme(field: Field) -> str:
    return field.schemes[0] if field.schemes else "https"


def _fault(url: str, field: Field) -> str:
    """Why the service cannot call it, as a clause; empty where nothing is against it."""
    from promptlint.links.address import Malformed, parse, private

    if not url:
        return "it is empty"
    address = parse(url)
    if isinstance(address, Malformed):
        return address.why
    if field.schemes and address.scheme not in field.schemes:
        return f"the service calls {' and '.join(field.schemes)} addresses only"
    return private(address)
