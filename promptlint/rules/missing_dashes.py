"""A parameter stands there without its dashes.

Midjourney reads a parameter only behind `--`. `v6` at the end of the text is drawn as text, and the job runs on the
account's default model; behind a parameter it is a stray word and the job is refused (`Unrecognized parameter(s)`).
TTAPI names `v6` without its dashes first among the causes of `[Invalid parameter]`. An engine (`V8`, `V6`) is left
alone: capitals without a point are not a model.

Bad:  a lighthouse in a storm, oil painting v6
Good: a lighthouse in a storm, oil painting --v 6
Bad:  a lighthouse in a storm ar 16:9
Good: a muscle car with a V8
Bad:  a lighthouse --ar 16:9 stylize 250
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import nothing_in_front, of_kind, safe_fix, shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a forgotten `--`, at the bare form.

    No fix where it would leave nothing to be drawn, or where the parameter is set already.
    """
    found = of_kind(prompt, "missing-dashes")
    empty = bool(found) and nothing_in_front(prompt)
    for anomaly in found:
        meant = anomaly.replacement or ""
        rival = _rival(prompt, anomaly.name, context)
        if anomaly.after_parameter:
            effect, harm = "rejected", "it is read as text, a stray word behind a parameter, and Midjourney refuses the job"
        elif rival:
            effect, harm = "altered", f"it is read as text and drawn, and `{rival}` is what counts"
        elif _names_a_model(meant, anomaly.name, context):
            effect, harm = "rejected", "it is read as text and drawn, and the job runs on another model"
        else:
            effect, harm = "altered", "it is read as text and drawn, and sets nothing"
        advice = f"Remove `{anomaly.written}`, or write `{meant}` instead of `{rival}`." if rival else f"Write `{meant}`."
        fix = None if empty or rival else safe_fix(anomaly)
        yield Problem(anomaly.start, anomaly.end, f"`{anomaly.written}` lacks its dashes: {harm}", advice, fix, effect)


def _rival(prompt: Prompt, name: str, context: Context) -> str:
    """The parameter that sets the same already, as it is written; empty if there is none."""
    flags = context.vocabulary.model_flags
    for parameter in prompt.parameters:
        if parameter.name == name or (name in flags and parameter.name in flags):
            return shown(prompt, parameter.start, parameter.end)
    return ""


def _names_a_model(meant: str, name: str, context: Context) -> bool:
    """Whether the bare form names a model that can be chosen today."""
    definition = context.vocabulary.definition(name)
    if definition is None or definition.kind != "model":
        return False
    model = context.vocabulary.model_for(name, meant.rpartition(" ")[2])
    return model is not None and model.status != "withdrawn"
