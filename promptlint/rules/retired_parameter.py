"""A parameter that only earlier models had.

`--hq`, `--upbeta`, `--wallpaper`, `--width` and the like belong to the models of 2022; the Legacy Features page calls
them deprecated. `--video` with V6 or older recorded a video of the grid being drawn; it was removed from the parameter list
in April 2025. On the models that had them these parameters are not reported.

Bad:  a red fox --hq
Bad:  a red fox --width 512
Bad:  a red fox --video --v 6
Good: a red fox --ar 3:2
Good: a red fox --upbeta --v 3
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.compatibility import dropped, support_of
from .support.same_job import SameJob
from .support.wording import outcome, runs_on, shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, at its dashes and name."""
    vocabulary, same_job = context.vocabulary, SameJob(prompt.parameters)
    for issue in context.issues.get("retired-parameter", ()):
        parameter = issue.parameter
        instead = vocabulary.instead(parameter.name, issue.model)
        written = shown(prompt, parameter.start, parameter.name_end)
        help = f"Remove `{written}`."
        if instead:
            help = f"Write `{vocabulary.spelling(instead)}` instead, or remove `{written}`."
        yield Problem(
            parameter.start,
            parameter.name_end,
            f"`{written}` is a parameter of earlier models, but {runs_on(context, issue.model)}"
            f"{outcome(issue.mistake.effect, support_of(issue).note)}",
            help,
            dropped(prompt, same_job, parameter),
            issue.mistake.effect,
        )
