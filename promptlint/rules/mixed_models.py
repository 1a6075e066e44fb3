"""The prompts of one file run on different models.

Models draw differently, and the meaning of their parameters changes. In a library of prompts that belong together, one that
runs on another model is usually a leftover. Off by default; the rule checks whole files, so `promptlint.lint` does not run
it.

Bad (--select MJ805):  a lighthouse --v 7\\na harbour --v 6.1
Good (--select MJ805): a lighthouse --v 7\\na harbour --v 7
"""

from promptlint.diagnostics import Report
from promptlint.midjourney.tables import vocabulary
from promptlint.sources.source_map import PromptText

from .support.base import Iterator, Problem, Prompt


class FileCheck:
    """The models of one file so far, with the line of the first prompt of each."""

    def __init__(self) -> None:
        """Begin a file."""
        self._lines: dict[str, int] = {}

    def check(self, source: PromptText, report: Report) -> Iterator[Problem]:
        """Yield one problem for each further model, at the first prompt that runs on it."""
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
            f"This prompt runs on {_title(report.model)}, but the one in line {line} runs on {_title(model)}",
            f"Use one model for all prompts of the file, or move those for {_title(report.model)} to a separate file.",
            effect="altered",
        )


def _title(model: str) -> str:
    """The model as a message names it."""
    return vocabulary().models[model].title


def _place(prompt: Prompt) -> tuple[int, int]:
    """The parameter that names the model, else the end of the prompt."""
    words = vocabulary()
    for parameter in reversed(prompt.parameters):
        if parameter.name in words.model_flags and parameter.name not in words.beside:
            return parameter.start, parameter.end
    end = len(prompt.source.rstrip())
    return end, end
