"""Three hyphens or more stand there.

Midjourney reads `---` as a parameter of that name and refuses the job: ``Unrecognized parameter(s): `---` `` was recorded
for a Markdown divider pasted into a prompt.

Bad:  a lighthouse in a storm ---ar 16:9
Good: a lighthouse in a storm --ar 16:9
Bad:  a lighthouse --- in a storm
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.rules.support.base import Problem
from promptlint.rules.support.wording import of_kind, removal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.model import Prompt
    from promptlint.rules.support.base import Context


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a run of hyphens."""
    for anomaly in of_kind(prompt, "extra-dashes"):
        meant = anomaly.replacement
        help_ = "Take it out." if meant == "" else f"Write `{meant.strip()}`." if meant else "Write a parameter with two hyphens."
        yield Problem(
            anomaly.start,
            anomaly.end,
            f"`{anomaly.written}` has too many hyphens: Midjourney reads it as a parameter it does not know and refuses the job",
            help_,
            removal(prompt, anomaly),
        )
