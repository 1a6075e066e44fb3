"""A style version that the model does not have, or that does not accept style codes.

V6 accepts `--sv` 1 to 4, V7 accepts 1 to 6, of which only 4 and 6 accept codes and `random` (Style Reference page,
2026-09-01), and V8.1 and V8.2 have 6. `--sv 7` was rejected on V8.1 in June 2026 (`Unsupported Style Reference version 7 for
--version 8.1`), although some pages call it the default there. So a version that another model has is a warning, and one
that no model has is an error. Without `--sv` the model's default applies.

Bad:  a red fox --sref 1234 --sv 9
Bad:  a red fox --sref https://img.mysite.net/a.png --sv 6 --v 6.1
Bad:  a red fox --sref 1234 --sv 5 --v 7
Good: a red fox --sref 1234 --sv 6
Good: a red fox --sref https://img.mysite.net/a.png --sv 5 --v 7
"""

from collections.abc import Sequence

from promptlint.midjourney.rows import Limits, number_text
from promptlint.semantics.check_parameter import value_mistake
from promptlint.text.joining import or_list

from .support.base import Context, Iterator, Parameter, Problem, Prompt, Value
from .support.compatibility import lacking, on_video
from .support.same_job import SameJob
from .support.wording import accepts, intended_spelling, outcome, replace_fix, verdict


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per value."""
    vocabulary = context.vocabulary
    for issue in context.issues.get("style-version", ()):
        limits = vocabulary.limits(issue.parameter.name, issue.model)
        assert issue.value is not None
        assert limits is not None
        written = f"{intended_spelling(vocabulary, issue.parameter)} {issue.value}"
        message = f"`{written}` {verdict(issue.mistake.effect)}: {accepts(context, issue.model)} {limits.allowed}"
        yield _problem(context, issue.value, message, (limits, limits.values), issue.mistake.effect)
    whole, same_job = lacking(context), SameJob()
    for parameter in prompt.parameters:
        if _code(parameter) is not None:
            same_job.add(parameter)
    for parameter in prompt.parameters:
        if not on_video(context, parameter) and id(parameter) not in whole:
            yield from _without_codes(same_job, context, parameter)


def _without_codes(same_job: SameJob, context: Context, parameter: Parameter) -> Iterator[Problem]:
    """Yield the problem of a version that the model has, but not for style codes."""
    references = same_job.meeting(parameter, context.vocabulary.roles["references"])
    code = _code(references) if references is not None else None
    if code is None:
        return
    for each in parameter.alternatives:
        for model in context.models:
            limits = context.vocabulary.limits(parameter.name, model)
            if (
                limits is None
                or not limits.with_codes
                or each.kind != "word"
                or value_mistake(parameter.name, each.text, model, context.vocabulary)
                or float(each.text) in map(float, limits.with_codes)
            ):
                continue
            written = f"{intended_spelling(context.vocabulary, parameter)} {each}"
            reading = or_list(map(number_text, limits.with_codes))
            message = f"`{written}` {verdict('unsupported')}: {accepts(context, model)} {reading} with style codes such as `{code}`"
            yield _problem(context, each, message, (limits, limits.with_codes), "unsupported")


def _code(references: Parameter) -> Value | None:
    """The first reference that is a code or `random`."""
    codes = (each for each in references.alternatives if each.kind == "word" and (each.text == "random" or each.text.isdecimal()))
    return next(codes, None)


def _problem(context: Context, value: Value, message: str, having: tuple[Limits, Sequence[str | float]], effect: str) -> Problem:
    """A problem whose fix writes the model's default, or its newest version."""
    limits, allowed = having
    best = number_text(next((each for each in allowed if each == limits.default), allowed[-1]))
    return Problem.at(
        value,
        f"{message}{outcome(effect, limits.note) if limits.note else ''}",
        f"Write `--sv {best}`, or remove `--sv`.",
        replace_fix(value, best, safe=False) if len(context.models) == 1 else None,
        effect,
    )
