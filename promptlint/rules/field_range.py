"""A number or a length in the request body is out of range.

What: a number outside the limits of its field, a string that is too long, or too few or too many items.

Why: services reject such a request, and TTAPI fails a job whose `timeout` is not between 300 and 1200 seconds. The length of
the prompt is checked by prompt-too-long.

Bad: {"prompt": "a red fox", "mode": "fast", "timeout": 60}
Good: {"prompt": "a red fox", "mode": "fast", "timeout": 300}
"""

from __future__ import annotations

from promptlint.bodies.model import Request, number_words, span
from promptlint.midjourney.targets import Field

from .support.base import Context, Iterator, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """Yield one problem per value."""
    for pointer, field, value in request.sound():
        if pointer == request.pointer:
            continue
        found = _fault(field, value)
        if found is None:
            yield from _between_steps(request, pointer, field, value)
            continue
        what, accepted, help = found
        written = request.value(pointer)
        message = f"{what}, but {request.place} accepts {accepted}"
        yield Problem(*span(written), message, help, effect=field.outside, pointer=pointer)


def _fault(field: Field, value: Any) -> tuple[str, str, str] | None:
    """The value, the accepted range and the help, or `None` if nothing is wrong."""
    if isinstance(value, str):
        size, low, high, unit = len(value), field.shortest, field.longest, " characters"
    elif isinstance(value, list):
        size, low, high, unit = len(value), field.fewest, field.most, " items"
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        return _outside(field, value)
    else:
        return None
    found = _limits(size, low, high)
    if not found:
        return None
    noun = unit.removesuffix("s") if size == 1 else unit
    return f"`{field.name}` has {size}{noun}", found, f"Use {found}{unit.removesuffix('s') if found == 'at most 1' else unit}."


def _outside(field: Field, value: float) -> tuple[str, str, str] | None:
    unit = f" {field.unit}" if field.unit else ""
    found = _limits(value, field.minimum, field.maximum)
    if not found:
        return None
    return f"`{field.name}` is {number_words(value)}{unit}", found, f"Write {'a number from ' if ' to ' in found else ''}{found}{unit}."


def _limits(size: float, low: float | None, high: float | None) -> str:
    """The limits in words if the size is outside of them, else empty."""
    if (low is None or size >= low) and (high is None or size <= high):
        return ""
    if low is not None and high is not None:
        return f"{low} to {high}"
    return f"at most {high}" if high is not None else f"at least {low}"


def _between_steps(request: Request, pointer: str, field: Field, value: Any) -> Iterator[Problem]:
    """Yield a warning for a number between two steps: it is not documented what happens to it."""
    if field.step is None or not isinstance(value, (int, float)) or not value % field.step:
        return
    message = f"`{field.name}` is {value:g}, but {request.place} accepts it in steps of {field.step:g}, so it may be rejected"
    lower = value // field.step * field.step  # within the limits, so no number is too large for this
    yield Problem(
        *span(request.value(pointer)),
        message,
        f"Write {lower:g} or {lower + field.step:g}.",
        effect="unsupported",
        pointer=pointer,
    )
