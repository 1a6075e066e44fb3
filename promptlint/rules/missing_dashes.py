"""A parameter is missing its dashes.

Midjourney reads a parameter only after `--`. `v6` at the end of the text is drawn as text, and the job runs on the
account's default model; after another parameter it is a stray word, and the job is rejected (`Unrecognized parameter(s)`).
TTAPI lists `v6` without its dashes first among the causes of `[Invalid parameter]`. A car engine (`V8`, `V6`) is not
reported: an upper-case `V` with a whole number is not read as a model.

Bad:  a lighthouse in a storm, oil painting v6
Good: a lighthouse in a storm, oil painting --v 6
Bad:  a lighthouse in a storm ar 16:9
Good: a muscle car with a V8
Bad:  a lighthouse --ar 16:9 stylize 250
"""

from .support.base import Context, Fix, Iterator, Problem, Prompt
from .support.wording import nothing_in_front, of_kind, read_as, safe_fix, shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per missing `--`.

    There is no fix if it would leave nothing to draw, or if the parameter is already set. If several set the same
    parameter, none is certain.
    """
    found = of_kind(prompt, "missing-dashes")
    flags = context.vocabulary.model_flags
    setting = ["model" if anomaly.name in flags else anomaly.name for anomaly in found]
    empty = bool(found) and nothing_in_front(prompt)
    for anomaly, sets in zip(found, setting, strict=True):
        intended = anomaly.replacement or ""
        rival = _rival(prompt, anomaly.name, context)
        if anomaly.after_parameter:
            effect, harm = "rejected", read_as(anomaly)
        elif rival:
            effect, harm = "altered", f"{read_as(anomaly)}, and `{rival}` applies"
        elif _names_a_model(intended, anomaly.name, context):
            effect, harm = "rejected", f"{read_as(anomaly)}, and the job runs on another model"
        else:
            effect, harm = "altered", read_as(anomaly)
        advice = f"Write `{intended}`."
        if rival:
            advice = f"Remove `{anomaly.written}`" + (f", or write `{intended}` instead of `{rival}`." if intended != rival else ".")
        fix = None if empty or rival else safe_fix(anomaly)
        if fix and setting.count(sets) > 1:
            fix = Fix(safe=False, edits=fix.edits)
        yield Problem.at(anomaly, f"`{anomaly.written}` is missing its `--`, {harm}", advice, fix, effect)


def _rival(prompt: Prompt, name: str, context: Context) -> str:
    """The parameter that already sets the same, as written, or empty."""
    flags = context.vocabulary.model_flags
    for parameter in prompt.parameters:
        if parameter.name == name or (name in flags and parameter.name in flags):
            return shown(prompt, parameter.start, parameter.end)
    return ""


def _names_a_model(intended: str, name: str, context: Context) -> bool:
    """Return whether the form without dashes names a model that can be chosen today."""
    model = context.vocabulary.model_for(name, intended.rpartition(" ")[2])
    return model is not None and model.status != "withdrawn"
