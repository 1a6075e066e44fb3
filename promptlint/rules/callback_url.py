"""The callback address cannot be called.

What: a callback field that is not an absolute web address, has a scheme that the service does not call, or a host that is not
public.

Why: the service calls it when the job is done. It rejects a request with an invalid address, and a finished job is not
reported if the address is not reachable.

Bad: {"prompt": "a red fox", "mode": "fast", "hookUrl": "http://localhost:8000/done"}
Good: {"prompt": "a red fox", "mode": "fast", "hookUrl": "https://hooks.fox-den.org/done"}
"""

from promptlint.bodies.model import Request, span
from promptlint.midjourney.targets import Field
from promptlint.text.joining import and_list

from .support.base import Context, Iterator, Problem


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """Yield one problem per address."""
    for pointer, field, value in request.sound():
        if field.format != "callback":
            continue
        why = _fault(value, field)
        if why:
            message = f"`{field.name}` cannot be called: {why}"
            help = f"Write a public address, such as `{_scheme(field)}://your-host.com/done`."
            yield Problem(*span(value), message, help, pointer=pointer)


def _scheme(field: Field) -> str:
    return field.schemes[0] if field.schemes else "https"


def _fault(url: str, field: Field) -> str:
    """Why the service cannot call it, as a clause; empty if it can."""
    from promptlint.links.address import Malformed, parse, private

    if not url:
        return "it is empty"
    address = parse(url)
    if isinstance(address, Malformed):
        return address.why
    if field.schemes and address.scheme not in field.schemes:
        return f"the service calls {and_list(field.schemes)} addresses only"
    return private(address)
