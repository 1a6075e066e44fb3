"""Three hyphens or more stand there.

Midjourney reads `---` as a parameter of that name and refuses the job: ``Unrecognized parameter(s): `---` `` was recorded
for a Markdown divider pasted into a prompt.

Bad:  a lighthouse in a storm ---ar 16:9
Good: a lighthouse in a storm --ar 16:9
Bad:  a lighthouse --- in a storm
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import of_kind, removal


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
