"""A field that the service asks for is not in the request body.

What: a required field is absent or null, or stands there under another name; or none of several fields is there of
which one is needed.

Why: the service refuses the request, or takes it and fails the job. Where a service's own pages disagree on whether a
field is required (TTAPI's `mode`), this is a warning. The prompt has another name in some services: LegNext reads
`text`, not `prompt`.

Bad (--target legnext): {"prompt": "a red fox"}
Good (--target legnext): {"text": "a red fox"}

Bad: {"prompt": "a red fox"}
Good: {"prompt": "a red fox", "mode": "fast"}
"""

from promptlint.bodies.intended import stand_in
from promptlint.bodies.model import Request, one_of
from promptlint.midjourney.targets import Field

from .support.base import Context, Iterator, Problem


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """One problem a field, and one for a choice of fields of which none is there."""
    for field in request.missing():
        other = stand_in(request, field)
        if field.required == "rejected":
            message = f"`{field.name}` is missing, and {request.place} is refused without it."
            yield Problem(0, 0, message, _help(field, other), pointer=field.pointer)
        elif other is None:  # a key with a wrong name is reported by unknown-field, which is enough where none is sure to be needed
            message = f"`{field.name}` is missing; the pages of {request.place} disagree on whether it may be: {field.note}."
            yield Problem(0, 0, message, _help(field, other), effect="unsupported", pointer=field.pointer)
    choice = request.endpoint.one_of if request.endpoint is not None else ()
    if choice and not any(request.given(pointer) for pointer in choice):
        names = one_of(tuple(request.fields[pointer].name for pointer in choice))
        yield Problem(0, 0, f"{request.place} needs {names}, and has neither.", f"Add {names}.", pointer=choice[0])


def _help(field: Field, other: str | None) -> str:
    if other is not None:
        return f"Rename `{other}` to `{field.name}`."
    if field.values:
        return f"Add `{field.name}`: {one_of(field.values)}."
    return f"Add `{field.name}`."
