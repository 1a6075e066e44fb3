"""The timeout of a request is short for its mode.

What: a timeout below 600 seconds in relax mode, or that mode with the default of 300 seconds.

Why: a job in relax mode waits until machines are idle and may take ten minutes. After the timeout TTAPI fails it with `Job
Timeout`, although the prompt is valid.

Bad: {"prompt": "a red fox", "mode": "relax", "timeout": 300}
Good: {"prompt": "a red fox", "mode": "relax", "timeout": 900}
"""

from promptlint.bodies.model import Request, as_number, span

from .support.base import Context, Iterator, Problem


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """Yield at most one problem: at the timeout, or at the mode if the default timeout is too short."""
    for field in request.fields.values():
        patience = field.patience
        if patience is None or request.value(patience.field) != patience.value:
            continue
        given = request.given(field.pointer)
        seconds = as_number(request.value(field.pointer) if given else field.default)
        if seconds is None or seconds >= patience.minimum or (field.minimum is not None and seconds < field.minimum):
            continue
        pointer = field.pointer if given else patience.field
        where = f"`{field.name}` is {seconds:g} seconds" if given else f"`{field.name}` is missing, so it is {seconds:g} seconds"
        message = f"{where}, but a job in {patience.value} mode may take ten minutes, and then fails with `Job Timeout`"
        help = f"Set `{field.name}` to {patience.minimum} or more."
        yield Problem(*span(request.value(pointer)), message, help, effect="altered", pointer=pointer)
