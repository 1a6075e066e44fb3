"""A parameter is given twice, and only one of the two is used.

Only lists may be repeated: `--no`, `--sref`, `--profile`. Of two seeds the first is used (as a Midjourney client keeps it),
of two models the last; for other parameters it is not documented. The same value given twice does no harm and is an info.
Parameters in different alternatives of a permutation are never in the same job and are not compared.

Bad:  a red fox --ar 16:9 --s 250 --ar 1:1
Bad:  a red fox --v 6.1 --v 7
Bad:  a red fox --raw --raw
Bad:  a red fox --v 7 --v 7
Good: a red fox --no text --no people
Good: a red fox {--v 6.1, --v 7}
"""

from promptlint.parsing.shapes import is_number

from .support.base import Context, Iterator, Parameter, Problem, Prompt
from .support.compatibility import dropped, lacking, on_video
from .support.same_job import SameJob
from .support.wording import shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per repetition, at the parameter that is not used, or at the later one where that is not known."""
    seen: dict[str, list[Parameter]] = {}
    for parameter in prompt.parameters:
        seen.setdefault(parameter.name, []).append(parameter)
    whole, same_job = lacking(context), SameJob(prompt.parameters)
    for name, same in seen.items():
        group = same
        definition = context.vocabulary.definition(name)
        if len(group) == 1 or definition is None or definition.repeatable or not group[0].known:
            continue
        if id(group[0]) in whole or on_video(context, group[0]):
            continue
        if definition.kind != "switch" and not definition.optional:
            group = [each for each in group if each.values]  # one without its value has a separate finding
        for first, second in _pairs(group):
            yield _problem(prompt, same_job, (first, second), definition.repeat_counts)


def _pairs(group: list[Parameter]) -> Iterator[tuple[Parameter, Parameter]]:
    """Each parameter but the first with the nearest one before it in the same job."""
    seen = SameJob()
    for second in group:
        first = seen.meeting(second, second.name)
        if first is not None:
            yield first, second
        seen.add(second)


def _values(parameter: Parameter) -> list[tuple[str, str | float]]:
    """The values, equal numbers as one: `--v 7` and `--v 7.0`."""
    return [(value.kind, float(value.text) if is_number(value.text) and value.text.isascii() else value.text) for value in parameter.values]


def _problem(prompt: Prompt, same_job: SameJob, pair: tuple[Parameter, Parameter], counts: str) -> Problem:
    first, second = pair
    one, two = (shown(prompt, each.start, each.end) for each in (first, second))
    at, lost, effect, help = second, first, "altered", "Remove one of the two."
    message = f"`{two}` repeats `{one}`, and Midjourney uses only one of the two"
    if _values(first) == _values(second):
        at = lost = second
        effect, message, help = (
            "noted",
            f"`{two}` is given twice" if one == two else f"`{two}` repeats `{one}`",
            f"Remove the second `{two}`.",
        )
    elif counts == "last":
        at = lost = first
        message, help = f"`{one}` has no effect: the later `{two}` overrides it", f"Remove `{one}`."
    elif counts == "first":
        at = lost = second
        message, help = f"`{two}` has no effect: the first one, `{one}`, is used", f"Remove `{two}`."
    return Problem.at(at, message, help, dropped(prompt, same_job, lost), effect)
