"""A required field is missing from the request body.

What: a required field is absent or null, or has another name; or all fields are absent of which one is required.

Why: the service rejects the request, or accepts it and fails the job. If a service's pages disagree on whether a field is
required (TTAPI's `mode`), it is a warning. Some services use another name for the prompt: LegNext expects `text`.

Bad (--target legnext): {"prompt": "a red fox"}
Good (--target legnext): {"text": "a red fox"}

Bad: {"prompt": "a red fox"}
Good: {"prompt": "a red fox", "mode": "fast"}
"""

from promptlint.bodies.intended import stand_in
from promptlint.bodies.model import Request
from promptlint.midjourney.targets import Field
from promptlint.text.joining import or_list

from .support.base import Context, Iterator, Problem


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """Yield one problem per field, and one for alternative fields that are all absent."""
    for field in request.missing():
        other = stand_in(request, field)
        if field.required == "rejected":
            message = f"`{field.name}` is missing from {request.place}"
            yield Problem(0, 0, message, _help(field, other), pointer=field.pointer)
        elif other is None:  # unknown-field reports a wrong name, which is enough here
            message = f"`{field.name}` is missing from {request.place}, which may require it: {field.note}"
            yield Problem(0, 0, message, _help(field, other), effect="unsupported", pointer=field.pointer)
    choice = request.endpoint.one_of if request.endpoint is not None else ()
    if choice and not any(request.given(pointer) for pointer in choice):
        names = or_list(f"`{request.fields[pointer].name}`" for pointer in choice)
        yield Problem(0, 0, f"{request.place} requires {names}", f"Add {names}.", pointer=choice[0])


def _help(field: Field, other: str | None) -> str:
    if other is not None:
        return f"Rename `{other}` to `{field.name}`."
    if field.values:
        return f"Add `{field.name}`: {or_list(f'`{value}`' for value in field.values)}."
    return f"Add `{field.name}`."
