"""A value that the parameter does not take: no whole number, no number, none of the list.

Each parameter takes one kind of value (the Parameter List; Midjourney's FAQ). Midjourney answers `Invalid value` and
refuses the job; models before version 6 round or ignore some values, and a style that another model has may pass without
effect, which makes a warning, as do digits of an input method: nobody tells how they are read. So is an identifier behind
`--profile` that is not a code. Of 5.2 and Niji 5 the refusal of another style is recorded (December 2023). What only differs
in form is put right: `250.0`, `２５０`, `Raw`.

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

from .support.base import Context, Edit, Fix, Issue, Iterator, Problem, Prompt
from .support.compatibility import right
from .support.wording import example, meant, models_text, on_model, outcome, shown, wants


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a value."""
    vocabulary = context.vocabulary
    for issue in context.issues.get("invalid-value", ()):
        parameter, value = issue.parameter, issue.value
        definition = vocabulary.definition(parameter.name)
        if value is None or definition is None:
            continue
        limits = vocabulary.limits(parameter.name, issue.model)
        name = meant(vocabulary, parameter)
        tidy = _tidied(context, issue)
        elsewhere = models_text(vocabulary, vocabulary.models_taking(parameter.name, value.text)) if limits is not None else ""
        known = f"; `{value}` is for {elsewhere}" if elsewhere and issue.mistake.effect == "unsupported" else ""
        note = limits.note if limits is not None and issue.mistake.effect != "rejected" and value.isascii() else ""
        instead = tidy or example(definition, limits, vocabulary)
        if issue.mistake.effect == "noted" and limits is not None:
            yield _disputed(context, issue, limits.note)
            continue
        yield Problem(
            value.start,
            value.end,
            f"`{name} {shown(prompt, value.start, value.end)}` is not right: `{name}` takes {wants(definition, limits)}"
            f"{on_model(context, issue.model)}{known}; {outcome(issue.mistake.effect, note)}",
            f"Write `{name} {instead}`."
            if tidy
            else f"Write {wants(definition, limits)}{f', for example `{name} {instead}`' if instead else ''}.",
            Fix(safe=True, edits=(Edit(value.start, value.end, tidy),)) if tidy else None,
            issue.mistake.effect,
        )


def _disputed(context: Context, issue: Issue, note: str) -> Problem:
    """A value that runs by all that is documented, of which one user reports a refusal."""
    assert issue.value is not None
    name = meant(context.vocabulary, issue.parameter)
    message = f"`{name} {issue.value}` may be rejected{on_model(context, issue.model)}: {note[:1].lower()}{note[1:].rstrip('.')}"
    return Problem(issue.value.start, issue.value.end, message, f"Write `{name}` alone, or remove it.", effect="noted")


def _tidied(context: Context, issue: Issue) -> str:
    """The same value in the right form, empty where only a guess would make it right."""
    assert issue.value is not None
    written = issue.value.text
    for text in (written.lower(), _plain(written)):
        if text != written and right(context, issue.parameter.name, text):
            return text
    return ""


def _plain(text: str) -> str:
    """A number in the digits 0 to 9, without its plus sign and without decimals that are nought: `+250.0` and `２５０` are 250."""
    if not text.isascii():
        from unicodedata import normalize

        text = "".join([str(int(char)) if char.isdecimal() else char for char in normalize("NFKC", text)])
    number = text.removeprefix("+")
    whole, point, decimals = number.partition(".")
    return whole if point and not decimals.strip("0") else number
