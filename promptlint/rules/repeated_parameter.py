"""A parameter is given twice, and one of the two is lost.

Only lists may be given several times: `--no`, `--sref`, `--profile`. Of two seeds the first counts (a client that talks
to Midjourney keeps it), of two models the last; for the others no page says which. The same thing written twice does no
harm and is an info. Parameters in different alternatives of a permutation never meet and are not compared.

Bad:  a red fox --ar 16:9 --s 250 --ar 1:1
Bad:  a red fox --v 6.1 --v 7
Bad:  a red fox --raw --raw
Bad:  a red fox --v 7 --v 7
Good: a red fox --no text --no people
Good: a red fox {--v 6.1, --v 7}
"""

from .support.base import Context, Iterator, Parameter, Problem, Prompt
from .support.compatibility import dropped, lacking, on_video
from .support.same_job import SameJob
from .support.wording import shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a parameter too many: the one that does not count, the later one where that is not known."""
    seen: dict[str, list[Parameter]] = {}
    for parameter in prompt.parameters:
        seen.setdefault(parameter.name, []).append(parameter)
    whole, company = lacking(context), SameJob(prompt.parameters)
    for name, same in seen.items():
        group = same
        definition = context.vocabulary.definition(name)
        if len(group) == 1 or definition is None or definition.repeatable or not group[0].known:
            continue
        if id(group[0]) in whole or on_video(context, group[0]):
            continue
        if definition.kind != "switch" and not definition.optional:
            group = [each for each in group if each.values]  # one without its value has a finding of its own
        for first, second in _pairs(group):
            yield _problem(prompt, company, (first, second), definition.repeat_counts)


def _pairs(group: list[Parameter]) -> Iterator[tuple[Parameter, Parameter]]:
    """Each parameter but the first with the nearest one in front of it that it meets."""
    seen = SameJob()
    for second in group:
        first = seen.meeting(second, second.name)
        if first is not None:
            yield first, second
        seen.add(second)


def _values(parameter: Parameter) -> list[tuple[str, str]]:
    return [(value.kind, value.text) for value in parameter.values]


def _problem(prompt: Prompt, company: SameJob, pair: tuple[Parameter, Parameter], counts: str) -> Problem:
    first, second = pair
    one, two = (shown(prompt, each.start, each.end) for each in (first, second))
    at, lost, effect, help = second, first, "altered", "Leave one of the two out."
    message = f"`{two}` repeats `{one}`, and Midjourney takes only one of the two; which one is not documented"
    if _values(first) == _values(second):
        at = lost = second
        effect, message, help = "noted", f"`{two}` is given twice; once is enough", f"Leave the second `{two}` out."
    elif counts == "last":
        at = lost = first
        message, help = f"`{one}` is lost: `{two}` comes later, and the last one counts", f"Leave `{one}` out."
    elif counts == "first":
        at = lost = second
        message, help = f"`{two}` is lost: `{one}` comes first, and the first one counts", f"Leave `{two}` out."
    return Problem(at.start, at.end, message, help, dropped(prompt, company, lost), effect)
