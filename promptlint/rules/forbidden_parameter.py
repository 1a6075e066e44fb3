"""A parameter that the service refuses or takes off.

What: a parameter that is right for Midjourney but not for the service the prompt is sent to, by the table of targets.

Why: some services fix the model or the speed themselves. EvoLink refuses `--v` and `--niji` and takes `--fast`,
`--turbo` and `--draft` off; Kinovi takes `--q` off, and a `--v` there switches away from the model that was asked for.

Bad (--target evolink): a red fox --v 7
Good (--target evolink): a red fox
"""

from .support.base import Context, Edit, Fix, Iterator, Parameter, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a parameter."""
    target = context.target
    for parameter in prompt.parameters:
        evidence = target.refuses.get(parameter.name) or target.strips.get(parameter.name)
        if evidence is None:
            continue
        what = _WORDS[evidence.effect]
        help = f"Leave {parameter.spelling} out: {evidence.instead}." if evidence.instead else f"Leave {parameter.spelling} out."
        # What the target takes off anyway changes nothing when it goes; what it refuses was meant to do something.
        fix = _without(prompt, parameter, safe=evidence.effect == "ignored")
        yield Problem(
            parameter.start, parameter.end, f"{target.title} {what.format(parameter.spelling)}.", help, fix=fix, effect=evidence.effect
        )


_WORDS = {
    "rejected": "refuses {}, and the job fails",
    "ignored": "takes {} off before the prompt reaches Midjourney",
    "altered": "passes {} on, where it overrules the model that was asked for",
}


def _without(prompt: Prompt, parameter: Parameter, *, safe: bool) -> Fix:
    """Take the parameter out together with the white space in front of it."""
    start = parameter.start
    while start > 0 and prompt.source[start - 1].isspace():
        start -= 1
    return Fix(safe, (Edit(start, parameter.end, ""),))
