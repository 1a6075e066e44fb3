"""`promptlint explain`: what the message of a failed job means, whose fault it is, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..output.wording import visible

if TYPE_CHECKING:
    from ..cli import Streams
    from ..failures import Failure
    from ..options import Call

__all__ = ["run"]

_FAULTS = {
    "prompt": "the prompt",
    "image": "an image",
    "account": "the Midjourney account",
    "midjourney": "Midjourney",
    "reseller": "the service between you and Midjourney",
}


def run(call: Call, streams: Streams) -> int:
    """Print the explanation. The status is 1 where the message is not known."""
    from ..failures import explain

    failure = explain(" ".join(call.arguments))
    streams.out.write(visible("\n".join(_lines(failure))) + "\n")
    return 0 if failure.known else 1


def _lines(failure: Failure) -> list[str]:
    from ..rules import find_rule

    lines = [failure.name, "", failure.meaning]
    if not failure.known:
        return lines
    lines += ["", f"Cause: {_FAULTS[failure.fault]}", f"Submit it again as it is: {'yes' if failure.retry else 'no'}"]
    rules = [rule for rule in map(find_rule, failure.rules) if rule is not None]
    if rules:
        lines.append("Found beforehand by: " + ", ".join(f"{rule.code} {rule.name}" for rule in rules))
    if failure.counts_as_illegal:
        lines.append("TTAPI counts it among the 30 refused prompts a day after which the credit of a refused job is kept.")
    return lines
