"""`promptlint explain`: explain the message of a failed job, its cause, and what to do."""

from __future__ import annotations

from promptlint.output.terminal import Paint, colored, text_width
from promptlint.output.wording import visible
from promptlint.output.wrapping import wrapped
from promptlint.rules.selection import find_rule

from .arguments import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.cli.call import Call
    from promptlint.cli.streams import Streams
    from promptlint.failures import Failure

__all__ = ["run"]

_FAULTS = {
    "prompt": "the prompt",
    "image": "an image",
    "account": "the Midjourney account",
    "midjourney": "Midjourney",
    "reseller": "the service between you and Midjourney",
}


def run(call: Call, streams: Streams) -> int:
    """Print the explanation. Return 1 for an unknown message. Raises ConfigError."""
    from promptlint.failures import explain

    failure = explain(" ".join(call.arguments), call.text("prompt"), model=named(call, "model"), target=named(call, "target"))
    paint = Paint(colored(call.text("color"), streams.out))
    columns = text_width(streams.out)
    rule = None if failure.known else find_rule(" ".join(call.arguments))
    if rule is not None:
        streams.out.write(f"`{rule.code}` is a rule of promptlint: run `promptlint rule {rule.code}`\n")
        return 1
    lines = [piece for line in _lines(failure, paint) for piece in wrapped(line, columns, _indent(line))]
    streams.out.write("\n".join(lines) + "\n")
    return 0 if failure.known else 1


def _indent(line: str) -> str:
    return " " * (len(line) - len(line.lstrip()))


def _lines(failure: Failure, paint: Paint) -> list[str]:
    lines = [paint(visible(failure.name or "unknown message"), "place"), visible(failure.meaning)]
    if failure.advice:
        lines.append(visible(failure.advice))
    if failure.nearest:
        lines.append(f"Most similar known message: {visible(failure.nearest)}")
    if not failure.known:
        return lines
    lines += ["", f"Cause: {_FAULTS[failure.fault]}.", f"Retry the same job: {'yes' if failure.retry else 'no'}."]
    rules = [rule for rule in map(find_rule, failure.rules) if rule is not None]
    if rules:
        lines.append("Found before submission by: " + ", ".join(f"{rule.code} {rule.name}" for rule in rules) + ".")
    if failure.counts_as_illegal:
        lines.append("TTAPI counts it as a rejected prompt: after 30 a day, their credits are not refunded.")
    return [*lines, *_causes(failure, paint)]


def _causes(failure: Failure, paint: Paint) -> list[str]:
    """Return the findings in the given prompt that probably caused the message."""
    if failure.report is None:
        return []
    if not failure.causes:
        return ["", "No cause found in the prompt."]
    text = failure.report.prompt.source
    lines = [""]
    for cause in failure.causes:
        shown = f" at `{text[cause.start : cause.end]}`" if cause.end > cause.start else ""
        lines.append(f"{paint(cause.severity, cause.severity)} {cause.title}" + visible(f"{shown}: {cause.message}"))
        if cause.help:
            lines.append(visible(f"  {cause.help}"))
    return lines
