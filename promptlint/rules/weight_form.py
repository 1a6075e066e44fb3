"""A weight that is not written as Midjourney reads it.

The two colons stand right behind the words they close, and the number right behind the colons (Midjourney's FAQ and its
page on multi-prompts). With a space in front, a third colon, or letters that stick to it, the weight may be lost or drawn.
Models 1 to 3 take whole numbers only.

Bad (--model 6.1):  hot ::2 dog
Bad (--model 6.1):  hot:::2 dog
Bad (--model 6.1):  hot::2dog
Bad (--model 3):    hot::1.5 dog
Good (--model 6.1): hot::2 dog
Good (--model 6.1): hot:: dog
Good (--model 6.1): hot :: dog
Good (--model 6.1): hot::1.5 dog::-.5
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..diagnostics import Edit, Fix
from .base import Problem
from .wording import runs_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Prompt, Weight
    from .base import Context

_STUCK = re.compile(r"[^\W_]++(?:[.:_][^\W_]++)*+|\.\d++(?:\.\d++)*+")
"""What goes on right behind a weight without a space: letters and digits."""


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a malformed weight, and one a decimal that the model does not take."""
    support = context.vocabulary.support
    if any(support("multi-prompt", model).status != "supported" for model in context.models or ("",)):
        return
    whole = next((model for model in context.models if support("decimal-weight", model).status == "unsupported"), None)
    for weight in prompt.weights:
        problem = _malformed(prompt, weight)
        if problem is not None:
            yield problem
        if whole is not None and "." in weight.number:
            yield Problem(
                weight.end - len(weight.number),
                weight.end,
                f"`{weight.number}` has a decimal point, and {runs_on(context, whole)}, which takes whole numbers as weights",
                "Multiply all weights until they are whole: `a::1.5 b` becomes `a::3 b::2`.",
                effect=support("decimal-weight", whole).status,
            )


def _malformed(prompt: Prompt, weight: Weight) -> Problem | None:
    """What is wrong with how the weight is written; one mistake is named, and the fix mends all of them."""
    source = prompt.source
    written = source[weight.start : weight.end]
    stuck = _STUCK.match(source, weight.end)
    if stuck is not None:
        return _glued(source, weight, stuck[0])
    colons = len(written) - len(weight.number)
    spaced = bool(weight.number) and weight.start > 0 and source[weight.start - 1].isspace()
    if colons <= 2 and not spaced:
        return None
    start = len(source[: weight.start].rstrip()) if spaced else weight.start
    fix = Fix(safe=True, edits=(Edit(start, weight.end, "::" + weight.number),)) if start else None
    if colons > 2:
        message = f"`{written}` has {colons} colons, and a weight has two: the others are read as text"
    else:
        message = (
            f"`{written}` stands behind a space: a weight belongs right behind the words it weighs, and Midjourney may lose it or draw it"
        )
    return Problem(weight.start, weight.end, message, f"Write `::{weight.number}` right behind the words.", fix, "unsupported")


def _glued(source: str, weight: Weight, stuck: str) -> Problem:
    """Letters or digits right behind the colons or the number: no weight, or the next part without its space."""
    written = source[weight.start : weight.end] + stuck
    end = weight.end + len(stuck)
    if stuck[0].isalpha():
        right = f"::{weight.number} {stuck}"
        fix = Fix(safe=True, edits=(Edit(weight.start, weight.end, f"::{weight.number} "),))
        advice = f"Write `{right}`, with a space, where `{stuck}` begins the next part."
    else:
        fix, advice = None, "Write one number behind the colons, such as `::2` or `::1.5`."
    return Problem(
        weight.start,
        end,
        f"`{written}` is no weight: what sticks to the colons is read as its number, and `{weight.number + stuck}` is none",
        advice,
        fix,
        "unsupported",
    )
