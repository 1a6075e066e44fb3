"""A value that the parameter does not accept: not a number, not a whole number, or not one of its list.

Each parameter accepts one kind of value (the Parameter List; Midjourney's FAQ). Midjourney answers `Invalid value` and
rejects the job. It is a warning where the effect is less certain: models before V6 round or ignore some values, the style of
another model may have no effect, and it is not documented how full-width digits are read. V5.2 and Niji 5 are known to
reject other styles (December 2023). A name after `--profile` that is not a code is reported as well. A value that only
differs in form is fixed: `250.0`, `２５０`, `Raw`.

Bad:  a red fox --s 250.5
Bad:  a red fox --c high
Bad:  a red fox --style Raw
Bad:  a red fox --s ２５０
Bad:  a red fox --q 5 --v 7
Bad:  a red fox --style 4b --v 7
Bad:  a red fox --style raw --niji 5
Bad:  a red fox --profile my_style
Good: a red fox --s 250 --c 50 --style raw
Good: a red fox --q 2 --v 7
"""

from .support.base import Context, Issue, Iterator, Problem, Prompt
from .support.compatibility import right
from .support.wording import accepts, example, intended_spelling, model_text, models_text, outcome, replace_fix, shown, verdict, wants


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per value."""
    vocabulary = context.vocabulary
    for issue in context.issues.get("invalid-value", ()):
        parameter, value = issue.parameter, issue.value
        definition = vocabulary.definition(parameter.name)
        assert value is not None
        assert definition is not None
        limits = vocabulary.limits(parameter.name, issue.model)
        name = intended_spelling(vocabulary, parameter)
        tidy = _tidied(context, issue)
        elsewhere = models_text(vocabulary, vocabulary.models_taking(parameter.name, value.text)) if limits is not None else ""
        known = f", and `{value}` requires {elsewhere}" if elsewhere and issue.mistake.effect == "unsupported" else ""
        note = limits.note if limits is not None and issue.mistake.effect != "rejected" and value.isascii() else ""
        instead = tidy or example(definition, limits, vocabulary)
        if issue.mistake.effect == "noted" and limits is not None:
            yield _disputed(context, issue, limits.note)
            continue
        yield Problem.at(
            value,
            f"`{name} {shown(prompt, value.start, value.end)}` {verdict(issue.mistake.effect)}: "
            f"{accepts(context, issue.model)} {wants(definition, limits)}{known}{_result(issue.mistake.effect, note)}",
            _help(f"{name} {instead}" if instead else "", "" if tidy else wants(definition, limits), instead),
            replace_fix(value, tidy, safe=True) if tidy else None,
            issue.mistake.effect,
        )


def _help(written: str, allowed: str, value: str) -> str:
    """The help: the value in the right form, or the allowed values with an example."""
    if not allowed or allowed == f"`{value}`":
        return f"Write `{written}`."
    return f"Write {allowed}, such as `{written}`." if written else f"Write {allowed}."


def _result(effect: str, note: str) -> str:
    """The effect of the value, if the verdict does not say it."""
    return outcome(effect, note) if note or effect != "unsupported" else ""


def _disputed(context: Context, issue: Issue, note: str) -> Problem:
    """A value that is documented as valid, but that one user reports as rejected."""
    assert issue.value is not None
    name = intended_spelling(context.vocabulary, issue.parameter)
    message = f"`{name} {issue.value}` may be rejected on {model_text(context, issue.model)}{outcome(issue.mistake.effect, note)}"
    return Problem.at(issue.value, message, f"Write `{name}` alone, or remove it.", effect="noted")


def _tidied(context: Context, issue: Issue) -> str:
    """The same value in the right form, empty where that is a guess."""
    assert issue.value is not None
    written = issue.value.text
    for text in (written.lower(), _plain(written), _without_commas(written), _without_signs(written)):
        if text != written and right(context, issue.parameter.name, text):
            return text
    return ""


def _without_signs(text: str) -> str:
    """A whole number without what people write next to it: `50%`, `#123`, `~250`."""
    number = text.strip("#%~")
    return number if number.isdecimal() else text


def _without_commas(text: str) -> str:
    """A number without the commas between thousands, or with a decimal point: `1,000` is 1000, `1,5` is 1.5."""
    whole, *groups = text.split(",")
    if len(groups) == 1 and len(groups[0]) != 3:
        return f"{whole}.{groups[0]}"
    return whole + "".join(groups) if all(len(group) == 3 for group in groups) else text


def _plain(text: str) -> str:
    """A number in the digits 0 to 9, without its plus sign and trailing zeros: `+250.0` and `２５０` are 250."""
    if not text.isascii():
        from unicodedata import normalize

        text = "".join([str(int(char)) if char.isdecimal() else char for char in normalize("NFKC", text)])
    number = text.removeprefix("+")
    whole, point, decimals = number.partition(".")
    return whole if point and not decimals.strip("0") else number
