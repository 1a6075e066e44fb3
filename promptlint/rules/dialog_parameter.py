"""A parameter that belongs to a dialog and not to a prompt.

`--zoom` is written into the Custom Zoom dialog below a finished image (Midjourney's documentation of the 6.1 days). In a
prompt nothing is there to be zoomed.

Bad:  a red fox --zoom 1.5
Good: a red fox in a wide field
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a parameter, at dashes and name."""
    for issue in context.issues.get("dialog-parameter", ()):
        parameter = issue.parameter
        written = shown(prompt, parameter.start, parameter.name_end)
        yield Problem(
            parameter.start,
            parameter.name_end,
            f"`{written}` belongs to the dialog below a finished image, not to a prompt, and Midjourney refuses it here",
            f"Leave `{written}` out; zoom with the button below the image.",
            effect=issue.mistake.effect,
        )
