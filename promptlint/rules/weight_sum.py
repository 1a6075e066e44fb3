"""The weights of a prompt add up to zero or less.

A part without a number weighs 1, and the sum of all parts must be positive (Midjourney's page on multi-prompts). `--no`
counts as a part of -0.5. Otherwise the job is rejected.

Bad (--model 6.1):  tulips:: red::-1
Bad (--model 6.1):  tulips::0.5 field::0.25 red::-1
Bad (--model 6.1):  tulips::0.5 --no red
Good (--model 6.1): tulips:: red::-.5
Good (--model 6.1): tulips::2 field red::-1
"""

from promptlint.midjourney.rows import number_text
from promptlint.model import Permutation, Weight

from .support.base import Context, Iterator, Problem, Prompt

_EXCLUSION = -0.5
"""The weight of `--no`: `tulips --no red` is `tulips:: red::-.5` (Midjourney's page on `--no`)."""

_NEGLIGIBLE = 1e-9  # decimals that should cancel out leave a remainder in binary


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem for the whole prompt; `weights-unsupported` checks models without weights."""
    if not context.has_weights:
        return
    numbers = _numbers(prompt)
    if numbers is None or sum(numbers) > _NEGLIGIBLE:
        return
    terms = " + ".join(number_text(number) for number in numbers).replace("+ -", "- ")
    excluded = ", the last for `--no`" if prompt.get("no") else ""
    total = number_text(round(sum(numbers), 6))
    yield Problem(
        0,
        len(prompt.source),
        f"The weights add up to {total} ({terms}{excluded}), but the sum must be greater than 0",
        "Raise the positive weights, or bring the negative ones closer to 0.",
    )


def _numbers(prompt: Prompt) -> list[float] | None:
    """The weight of each part and of `--no`, or `None` if one of them depends on a placeholder or braces."""
    numbers: list[float] = []
    for part in prompt.parts:
        if isinstance(part, Permutation) and "::" in prompt.source[part.start : part.end]:
            return None
        if not isinstance(part, Weight):
            continue
        if not part.number and prompt.source[part.end : part.end + 1] in {"{", "[", "<", "$"}:
            return None
        numbers.append(float(part.number.replace("−", "-") or 1))
    if not isinstance(prompt.parts[-1], Weight):
        numbers.append(1.0)
    if prompt.get("no"):
        numbers.append(_EXCLUSION)
    return numbers
