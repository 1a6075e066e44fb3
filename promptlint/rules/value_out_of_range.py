"""A number outside the range of the model.

Midjourney rejects the job (recorded for `--stylize`: it must be between 0 and 1000). Models before V6 replace such a number
with the nearest valid one, as finished jobs show, so there it is a warning. The ranges are in `grammar/parameters.toml`, each
with its source.

Bad:  a red fox --s 1200
Bad:  a red fox --chaos 150 --v 7
Bad:  a red fox --seed -1
Bad:  a red fox --s 100 --v 3
Good: a red fox --s 1000 --chaos 100
Good: a red fox --s 2500 --v 3
"""

from promptlint.midjourney.rows import Limits, number_text
from promptlint.semantics.check_parameter import value_mistake
from promptlint.text.joining import or_list

from .support.base import Context, Iterator, Problem, Prompt
from .support.compatibility import right
from .support.wording import accepts, intended_spelling, outcome, replace_fix, shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per number."""
    for issue in context.issues.get("value-out-of-range", ()):
        parameter, value = issue.parameter, issue.value
        limits = context.vocabulary.limits(parameter.name, issue.model)
        assert value is not None
        assert limits is not None
        name = intended_spelling(context.vocabulary, parameter)
        number = _clamped(value.text, limits)
        bounds = limits.allowed if number else _sure(limits)
        fix = None
        if number and right(context, parameter.name, number):
            fix = replace_fix(value, number, safe=False)
        yield Problem.at(
            value,
            f"`{name} {shown(prompt, value.start, value.end)}` {'is' if number else 'may be'} out of range: "
            f"{accepts(context, issue.model)} {bounds}{_result(issue.mistake.effect, limits.note)}",
            (f"Write `{name} {number}`, or another number from {bounds}." if fix else f"Write a number from {bounds}.")
            + _taken_for(context, parameter.name, value.text),
            fix,
            issue.mistake.effect,
        )


def _result(effect: str, note: str) -> str:
    """The effect of the number; a number that may be out of range needs no note."""
    return outcome(effect, note) if note or effect == "altered" else ""


def _taken_for(context: Context, name: str, text: str) -> str:
    """A sentence on the other parameter that the number may be intended for: `--iw 200` is most often `--ow 200`."""
    vocabulary = context.vocabulary
    for other in vocabulary.taken_for(name):
        having = [model for model in vocabulary.models_with(other) if value_mistake(other, text, model, vocabulary) is None]
        if having:
            title = getattr(vocabulary.definition(other), "title", other).lower()
            models = or_list(vocabulary.models[model].title for model in having)
            return f" For the {title}, write `{vocabulary.spelling(other)} {text}`, which requires {models}."
    return ""


def _clamped(text: str, limits: Limits) -> str:
    """The nearest number on which all sources agree, empty for one that only some sources reject."""
    number = float(text.replace("−", "-"))
    if limits.minimum is not None and number < limits.minimum:
        return number_text(limits.minimum if limits.warn_min is None else limits.warn_min)
    if limits.maximum is not None and number > limits.maximum:
        return number_text(limits.maximum if limits.warn_max is None else limits.warn_max)
    return ""


def _sure(limits: Limits) -> str:
    """The part of the range on which all sources agree, in words."""
    low = limits.minimum if limits.warn_min is None else limits.warn_min
    high = limits.maximum if limits.warn_max is None else limits.warn_max
    return f"{number_text(low or 0)} to {number_text(high or 0)}"
