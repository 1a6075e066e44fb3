"""A parameter of earlier days that the model has no more.

`--hq`, `--upbeta`, `--wallpaper`, `--width` and their like belong to the models of 2022; the Legacy Features page calls
them deprecated and promises nothing. `--video` with version 6 or older asked for a film of the grid being drawn, which
left the parameter list in April 2025. On the old models that had them they are right and stay silent.

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
    """One problem a parameter, at dashes and name."""
    vocabulary, company = context.vocabulary, SameJob(prompt.parameters)
    for issue in context.issues.get("retired-parameter", ()):
        parameter = issue.parameter
        instead = vocabulary.instead(parameter.name, issue.model)
        written = shown(prompt, parameter.start, parameter.name_end)
        help = f"Leave `{written}` out."
        if instead:
            help = f"Write `{vocabulary.spelling(instead)}` in its place, or leave `{written}` out."
        yield Problem(
            parameter.start,
            parameter.name_end,
            f"`{written}` is a parameter of earlier models, and {runs_on(context, issue.model)}: "
            f"{outcome(issue.mistake.effect, support_of(issue).note)}",
            help,
            dropped(prompt, company, parameter),
            issue.mistake.effect,
        )
