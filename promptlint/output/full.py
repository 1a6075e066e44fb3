"""`--output-format full`, for people: a block for each finding.

A finding that several prompts of a file share is shown once, with the positions of the others.
"""

from __future__ import annotations

from .terminal import Paint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

    from promptlint.findings import Finding, Totals

    from . import RenderOptions

__all__ = ["render"]

_MIN_FOLDED = 3  # prompts from which on the same finding is shown once
_BUFFER = 2000  # findings of one file that are kept to summarize them; a file with more is summarized in pieces
_WIDTH = 120  # columns where the output is not a terminal


def render(findings: Iterator[Finding], _totals: Callable[[], Totals], out: TextIO, options: RenderOptions) -> None:
    """Write the findings file by file."""
    paint, width = Paint(options.color), options.width or _WIDTH
    for file in _files(findings):
        from .block import Block  # a run without findings does without its modules

        for group in _folded(file):
            out.write(Block(paint, width).text(group))


def _files(findings: Iterator[Finding]) -> Iterator[list[Finding]]:
    """Yield runs of findings of the same file; each `-p` is a file of its own."""
    file: list[Finding] = []
    for finding in findings:
        if file and (finding.path != file[0].path or len(file) >= _BUFFER):
            yield file
            file = []
        file.append(finding)
    if file:
        yield file


def _folded(file: list[Finding]) -> Iterable[list[Finding]]:
    """Return the findings of a file in order; those that read the same in several prompts are one group, at the first."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in file:
        diagnostic = finding.diagnostic
        groups.setdefault((diagnostic.code, diagnostic.severity, diagnostic.message, diagnostic.help, diagnostic.models), []).append(
            finding
        )
    made: list[list[Finding]] = []
    for group in groups.values():
        made += [group] if len({id(finding.prompt) for finding in group}) >= _MIN_FOLDED else [[finding] for finding in group]
    # The order of the file, by the first of each group.
    order = {id(finding): index for index, finding in enumerate(file)}
    return sorted(made, key=lambda group: order[id(group[0])])
