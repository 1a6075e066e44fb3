"""Invisible characters: a prompt is read as if they were not there, then every span is put back to the source."""

from __future__ import annotations

from promptlint.model import Anomaly, ImageLink, Value

from .builder import build
from .lalr import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Prompt

__all__ = ["read_without", "without"]

_OFFSETS = frozenset({"start", "end", "name_end", "text_start", "text_end"})


def read_without(source: str, vocabulary: Vocabulary) -> Prompt:
    """The prompt as it is without invisible characters, with an anomaly for each run of them that does harm."""
    text, offsets, hidden = without(source)
    prompt: Prompt = _moved(build(text, vocabulary), offsets)
    noted = tuple(
        Anomaly("invisible-character", start, end, source[start:end], "", "", start >= prompt.text_end)
        for start, end in _harmful(prompt, hidden)
    )
    anomalies = tuple(each._replace(written=source[each.start : each.end]) for each in prompt.anomalies)
    parameters = tuple(each._replace(spelling=source[each.start : each.name_end]) for each in prompt.parameters)
    ordered = tuple(sorted(anomalies + noted, key=lambda each: (each.start, each.end)))
    return prompt._replace(source=source, parameters=parameters, anomalies=ordered)


def without(source: str) -> tuple[str, list[int], list[tuple[int, int]]]:
    """The source without invisible characters, where each of its characters, and its end, stood, and where those were."""
    hidden = [match.span() for match in pattern("INVISIBLE").finditer(source)]
    offsets: list[int] = []
    pieces = []
    at = 0
    for start, end in hidden:
        offsets += range(at, start)
        pieces.append(source[at:start])
        at = end
    offsets += range(at, len(source) + 1)
    pieces.append(source[at:])
    return "".join(pieces), offsets, hidden


def _harmful(prompt: Prompt, hidden: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The invisible runs in a name, a value or a link; in the text they are harmless (emoji contain them)."""
    spans = [(parameter.start, parameter.name_end) for parameter in prompt.parameters]
    spans += [(value.start, value.end) for parameter in prompt.parameters for value in parameter.values]
    spans += [(image.start, image.end) for image in prompt.images]
    spans.sort()
    at, reach = 0, -1
    for start, end in hidden:
        while at < len(spans) and spans[at][0] <= end:
            reach = max(reach, spans[at][1])
            at += 1
        if start <= reach:
            yield start, end


def _moved(node: Any, offsets: list[int]) -> Any:
    """A node with every offset in it put through `offsets`. Braces nest at most `braces.MAX_DEPTH` deep."""
    if isinstance(node, ImageLink):
        weight = _moved(node.weight, offsets)
        start, end, written = offsets[node.start], offsets[node.end], offsets[node.written_start]
        return ImageLink(node.text, start, end, node.written, written, node.slot, weight)
    if isinstance(node, Value):
        members = tuple(_moved(member, offsets) for member in node.members)
        return Value(node.text, offsets[node.start], offsets[node.end], node.kind, _moved(node.weight, offsets), members)
    if isinstance(node, Anomaly) and node.edit is not None:
        start, end, text = node.edit
        node = node._replace(edit=None)
        return _moved(node, offsets)._replace(edit=(offsets[start], offsets[end], text))
    if hasattr(node, "_fields"):
        fields = node._asdict().items()
        return type(node)(*(offsets[value] if name in _OFFSETS else _moved(value, offsets) for name, value in fields))
    if isinstance(node, tuple):
        return tuple(item if isinstance(item, int) else _moved(item, offsets) for item in node)
    return node
