"""`--show-prompts`: which prompts are found where, for a person or as a JSON document."""

from __future__ import annotations

from .excerpt import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from promptlint.sources.source_map import PromptText

__all__ = ["render"]


def render(prompts: Iterable[tuple[str, PromptText]], out: TextIO, *, machine: bool) -> None:
    """Write each prompt with the path it was found under; as one JSON document for a machine.

    A prompt comes as it may be shown: what is to be blanked out in it is.
    """
    if machine:
        _as_json(prompts, out)
        return
    for path, prompt in prompts:
        lines = f"{prompt.line}-{prompt.end_line}" if prompt.end_line > prompt.line else str(prompt.line)
        slots = ", with slots to fill in" if prompt.template else ""
        out.write(f"{shown(path)}:{lines}: {prompt.form}{slots}\n    {shown(prompt.shown)}\n")


def _as_json(prompts: Iterable[tuple[str, PromptText]], out: TextIO) -> None:
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
    out.write("\n]}\n" if separator != "\n" else "]}\n")
