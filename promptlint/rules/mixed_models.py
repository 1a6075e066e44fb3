"""The prompts of one file run on several models.

A model draws in a manner of its own, and what its parameters mean changes with it. In a library of prompts that belong
together, one that runs on another model is mostly a left-over. Off by default; it is about a whole file, so it has no part
in `promptlint.lint`.

Bad (--select MJ805):  a lighthouse --v 7\\na harbour --v 6.1
Good (--select MJ805): a lighthouse --v 7\\na harbour --v 7
"""

from promptlint.diagnostics import Report
from promptlint.midjourney.tables import vocabulary
from promptlint.sources.source_map import PromptText

from .support.base import Iterator, Problem, Prompt


class FileCheck:
    """Knows on which models the prompts of one file ran so far, and where each came first."""

    def __init__(self) -> None:
        """Begin a file."""
        self._lines: dict[str, int] = {}

    def check(self, source: PromptText, report: Report) -> Iterator[Problem]:
        """One problem for each further model, at the first prompt that runs on it."""
        if not source.text.strip() or report.model in self._lines:
            return
        self._lines[report.model] = source.line
        if len(self._lines) == 1:
            return
        model, line = next(iter(self._lines.items()))
        start, end = _place(report.prompt)
        yield Problem(
            start,
            end,
            f"This prompt runs on {report.model}, and the one in line {line} on {model}",
            f"Name one model in all prompts of the file, or keep those for {report.model} in a file of their own.",
            effect="altered",
        )


def _place(prompt: Prompt) -> tuple[int, int]:
    """The parameter that names the model, else the end of the prompt."""
    words = vocabulary()
    for parameter in reversed(prompt.parameters):
        if parameter.name in words.model_flags and parameter.name not in words.beside:
            return parameter.start, parameter.end
    end = len(prompt.source.rstrip())
    return end, end
