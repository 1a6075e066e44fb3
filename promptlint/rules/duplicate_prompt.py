"""A prompt stands in the file twice.

What two prompts draw is the same where text, images and parameters are, whatever their spelling, spacing and order: capitals
in the text make no difference to Midjourney (its FAQ). In a library of prompts that is a slip, and a batch pays for it twice.
Off by default; it is about a whole file, so it has no part in `promptlint.lint`.

Bad (--select MJ804):  a lighthouse --ar 16:9 --v 7\\nA  lighthouse --v 7 --aspect 16:9
Good (--select MJ804): a lighthouse --ar 16:9 --v 7\\na lighthouse --ar 2:3 --v 7
"""

from __future__ import annotations

from promptlint.rules.support.base import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.diagnostics import Report
    from promptlint.model import Parameter, Prompt
    from promptlint.sources.source_map import PromptText

    Key = tuple[object, ...]


class FileCheck:
    """Knows the prompts of one file so far, each by a hash, so that a long file costs little memory."""

    def __init__(self) -> None:
        """Begin a file."""
        self._lines: dict[int, int] = {}

    def check(self, source: PromptText, report: Report) -> Iterator[Problem]:
        """One problem for a prompt that stood there before. Empty prompts and templates are like many others."""
        if source.template or not source.text.strip():
            return
        key = hash((report.model, _drawn(report.prompt)))
        first = self._lines.get(key)
        if first is None:
            self._lines[key] = source.line
            return
        yield Problem(
            0,
            len(source.text),
            f"The prompt in line {first} draws the same: text, images and parameters are alike",
            "Leave one of them out. To draw more images of one prompt, `--repeat` is enough.",
            effect="altered",
        )


def _drawn(prompt: Prompt) -> Key:
    """All that decides what is drawn."""
    images = tuple((image.url, image.weight.number if image.weight else "") for image in prompt.images)
    return " ".join(prompt.text.casefold().split()), images, tuple(sorted(_said(parameter) for parameter in prompt.parameters))


def _said(parameter: Parameter) -> tuple[str, ...]:
    weights = [value.weight.number if value.weight else "" for value in parameter.values]
    return parameter.name, *(value.text for value in parameter.values), *weights
