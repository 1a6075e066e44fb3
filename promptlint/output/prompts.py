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
    import json

    out.write('{"version": 1, "prompts": [')
    separator = "\n"
    for path, prompt in prompts:
        made = {
            "path": path,
            "line": prompt.line,
            "end_line": prompt.end_line,
            "form": prompt.form,
            "template": prompt.template,
            "text": prompt.shown,
        }
        out.write(separator + json.dumps(made))
        separator = ",\n"
    out.write("\n]" if separator != "\n" else "]")
    out.write(', "unread": [')
    separator = "\n"
    for path, place in unread:
        fields = {"path": path, "line": place.line, "end_line": place.end_line, "text": place.text, "reason": place.reason}
        out.write(separator + json.dumps(fields))
        separator = ",\n"
    out.write("\n]}\n" if separator != "\n" else "]}\n")
