"""A field of the request body and a parameter in the prompt say the same thing twice.

What: a structured field such as `aspect_ratio` beside the parameter it stands for, `--ar`, in the prompt.

Why: the service turns the field into a parameter and appends it, so the prompt would have the parameter twice, and a
service may refuse that; of some it is documented, and the message says so. Kinovi takes the one in the prompt and ignores
its field, which is a warning.

Bad (--target apiframe): {"prompt": "a red fox --ar 16:9", "aspect_ratio": "3:2"}
Good (--target apiframe): {"prompt": "a red fox", "aspect_ratio": "16:9"}
"""

from promptlint.bodies.model import Request, span

from .support.base import Context, Iterator, Problem


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """One problem a field."""
    for field, value in request.present():
        name = request.parameter_of(field)
        parameter = request.prompt.get(name) if name else None
        if parameter is None:
            continue
        written = parameter.spelling
        if field.clash == "ignored":
            message = f"The prompt has {written} already, so the field `{field.name}` is ignored."
        else:
            does = "refuses" if field.clash else "may refuse"  # no clash: no source says what the service does
            message = f"The prompt has {written} and the body has `{field.name}`: {request.place} {does} a request with both."
        yield Problem(
            *span(value),
            message,
            f"Keep one of them: `{field.name}` or {written}.",
            effect=field.clash or "rejected",
            pointer=field.pointer,
        )
