"""A file contains a prompt twice.

Two prompts are the same if their text, images and parameters are, whatever the spelling, spacing and order; capital letters in
the text make no difference to Midjourney (its FAQ). In a library of prompts that is a mistake, and a batch pays for it twice.
Off by default; the rule checks whole files, so `promptlint.lint` does not run it.

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
    """The prompts of one file so far, each as a hash, so that a long file uses little memory."""

    def __init__(self) -> None:
        """Begin a file."""
        self._lines: dict[int, int] = {}

    def check(self, source: PromptText, report: Report) -> Iterator[Problem]:
        """Yield one problem for a repeated prompt. Empty prompts and templates are not compared."""
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
            f"This prompt repeats the one in line {first}: its text, images and parameters are the same",
            "Remove one of them, and use `--repeat` to draw more images of one prompt.",
            effect="altered",
        )


def _drawn(prompt: Prompt) -> Key:
    """Everything that determines the image."""
    images = tuple((image.url, image.weight.number if image.weight else "") for image in prompt.images)
    return " ".join(prompt.text.casefold().split()), images, tuple(sorted(_said(parameter) for parameter in prompt.parameters))


def _said(parameter: Parameter) -> tuple[str, ...]:
    weights = [value.weight.number if value.weight else "" for value in parameter.values]
    return parameter.name, *(value.text for value in parameter.values), *weights
