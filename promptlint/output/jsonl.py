"""JSON Lines: each finding an object on a line of its own, printed as soon as it is known.

The objects are those of the `json` format. `prompt` numbers the prompts that have findings, from 0, so that the lines
of one prompt can be put together.
"""

from __future__ import annotations

import json

from .json import as_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from promptlint.findings import Finding, LintedPrompt, Totals

    from . import RenderOptions

__all__ = ["render"]


def render(findings: Iterator[Finding], _totals: Callable[[], Totals], out: TextIO, _options: RenderOptions) -> None:
    """Write one object a line."""
    number = -1
    last: LintedPrompt | None = None
    for finding in findings:
        if finding.prompt is not None and finding.prompt is not last:
            number, last = number + 1, finding.prompt
        out.write(json.dumps(as_object(finding, None if finding.prompt is None else number)) + "\n")
