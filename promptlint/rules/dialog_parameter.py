"""A parameter that belongs in a dialog, not in a prompt.

`--zoom` is written in the Custom Zoom dialog below a finished image (Midjourney's documentation of V6.1). A prompt has no
image to zoom.

Bad:  a red fox --zoom 1.5
Good: a red fox in a wide field
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, at its dashes and name."""
    for issue in context.issues.get("dialog-parameter", ()):
        parameter = issue.parameter
        written = shown(prompt, parameter.start, parameter.name_end)
        yield Problem(
            parameter.start,
            parameter.name_end,
            f"`{written}` belongs in the dialog below a finished image, not in a prompt",
            f"Remove `{written}`, and zoom with the button below the image.",
            effect=issue.mistake.effect,
        )
