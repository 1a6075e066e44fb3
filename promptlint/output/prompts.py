"""`--show-prompts`: which prompts are found where and what was not read, for a person or as a JSON document."""

from __future__ import annotations

from .excerpt import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from promptlint.sources.source_map import PromptText
    from promptlint.sources.unread import Unread

__all__ = ["render"]


def render(prompts: Iterable[tuple[str, PromptText]], unread: Sequence[tuple[str, Unread]], out: TextIO, *, machine: bool) -> None:
    """Write each prompt with its path, then what was not read, as text or as one JSON document.

    `unread` is read after the last prompt. Both are already redacted.
    """
    if machine:
        _as_json(prompts, unread, out)
        return
    _as_text(prompts, out)
    for path, place in unread:
        text = shown(place.text.replace("\n", " / "))
        out.write(f"{shown(path)}:{_lines(place.line, place.end_line)}: not read, {shown(place.reason)}\n    {text}\n")


def _lines(first: int, last: int) -> str:
    return f"{first}-{last}" if last > first else str(first)


def _as_text(prompts: Iterable[tuple[str, PromptText]], out: TextIO) -> None:
    for path, prompt in prompts:
        lines = _lines(prompt.line, prompt.end_line)
        slots = ", with slots to fill in" if prompt.template else ""
        out.write(f"{shown(path)}:{lines}: {prompt.form}{slots}\n    {shown(prompt.shown)}\n")


def _as_json(prompts: Iterable[tuple[str, PromptText]], unread: Sequence[tuple[str, Unread]], out: TextIO) -> None:
    from .json import write_items

    out.write('{"version": 1, "prompts": [')
    write_items((_object(path, prompt, ("line", "end_line", "form", "template"), prompt.shown) for path, prompt in prompts), out)
    out.write('], "unread": [')
    write_items((_object(path, place, ("line", "end_line"), place.text, reason=place.reason) for path, place in unread), out)
    out.write("]}\n")


def _object(path: str, place: PromptText | Unread, names: tuple[str, ...], text: str, **more: str) -> str:
    import json

    return json.dumps({"path": path} | {name: getattr(place, name) for name in names} | {"text": text} | more)
