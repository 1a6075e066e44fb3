"""A field of the request body and a parameter in the prompt set the same thing.

What: a field such as `aspect_ratio` and the parameter for it, `--ar`, in the prompt.

Why: the service appends the field as a parameter, so the prompt would have it twice, and the service may refuse that; where
that is documented, the message says so. Kinovi uses the one in the prompt and ignores its field, which is a warning.

Bad (--target apiframe): {"prompt": "a red fox --ar 16:9", "aspect_ratio": "3:2"}
Good (--target apiframe): {"prompt": "a red fox", "aspect_ratio": "16:9"}
"""

from promptlint.bodies.model import Request, span

from .support.base import Context, Iterator, Problem


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """Yield one problem per field."""
    for field, value in request.present():
        name = request.parameter_of(field)
        parameter = request.prompt.get(name) if name else None
        if parameter is None:
            continue
        written = parameter.spelling
        if field.clash == "ignored":
            message = f"The prompt already has `{written}`, so the field `{field.name}` is ignored"
        else:
            does = "refuses" if field.clash else "may refuse"  # no clash: no source says what the service does
            message = f"The prompt has `{written}` and the body has `{field.name}`, and {request.place} {does} a request with both"
        yield Problem(
            *span(value),
            message,
            f"Remove `{field.name}` or `{written}`.",
            effect=field.clash or "rejected",
            pointer=field.pointer,
        )
