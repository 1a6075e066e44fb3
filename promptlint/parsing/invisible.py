"""Invisible characters: a prompt is read as if they were not there, then every span is put back to the source."""

from __future__ import annotations

from promptlint.model import Anomaly, ImageLink, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from promptlint.model import Prompt

__all__ = ["read_without"]

_OFFSETS = frozenset({"start", "end", "name_end", "text_start", "text_end"})


def read_without(source: str, hidden: list[tuple[int, int]], read: Callable[[str], Prompt]) -> Prompt:
    """The prompt as `read` makes it without the spans `hidden`, with an anomaly for each that does harm."""
    offsets: list[int] = []
    pieces = []
    at = 0
    for start, end in hidden:
        offsets += range(at, start)
        pieces.append(source[at:start])
        at = end
    offsets += range(at, len(source) + 1)
    pieces.append(source[at:])
    prompt: Prompt = _moved(read("".join(pieces)), offsets)
    noted = tuple(
        Anomaly("invisible-character", start, end, source[start:end], "", "", start >= prompt.text_end)
        for start, end in hidden
        if _matters(prompt, start, end)
    )
    anomalies = tuple(each._replace(written=source[each.start : each.end]) for each in prompt.anomalies)
    parameters = tuple(each._replace(spelling=source[each.start : each.name_end]) for each in prompt.parameters)
    ordered = tuple(sorted(anomalies + noted, key=lambda each: (each.start, each.end)))
    return prompt._replace(source=source, parameters=parameters, anomalies=ordered)


def _matters(prompt: Prompt, start: int, end: int) -> bool:
    """Whether an invisible run lies in a name, a value or a link; in the text it does no harm (emoji are made of it)."""
    for parameter in prompt.parameters:
        if parameter.start <= end and start <= parameter.name_end:
            return True
        if any(value.start <= end and start <= value.end for value in parameter.values):
            return True
    return any(image.start <= end and start <= image.end for image in prompt.images)


def _moved(node: Any, offsets: list[int]) -> Any:
    """A node with every offset in it put through `offsets`. Braces nest at most `braces.MAX_DEPTH` deep."""
    if isinstance(node, ImageLink):
        weight = _moved(node.weight, offsets)
        start, end, written = offsets[node.start], offsets[node.end], offsets[node.written_start]
        return ImageLink(node.text, start, end, node.written, written, node.slot, weight)
    if isinstance(node, Value):
        members = tuple(_moved(member, offsets) for member in node.members)
        return Value(node.text, offsets[node.start], offsets[node.end], node.kind, _moved(node.weight, offsets), members)
    if isinstance(node, tuple) and hasattr(node, "_fields"):
        fields = zip(node._fields, node, strict=True)
        return type(node)(*(offsets[value] if name in _OFFSETS else _moved(value, offsets) for name, value in fields))
    if isinstance(node, tuple):
        return tuple(item if isinstance(item, int) else _moved(item, offsets) for item in node)
    return node
