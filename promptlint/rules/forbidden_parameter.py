"""A parameter that the service rejects or removes.

What: a parameter that Midjourney accepts, but not the service that the prompt is sent to (table of targets).

Why: some services set the model or the speed themselves. EvoLink rejects `--v` and `--niji` and removes `--fast`, `--turbo`
and `--draft`; Kinovi removes `--q`, and `--v` overrides the requested model there.

Bad (--target evolink): a red fox --v 7
Good (--target evolink): a red fox
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import drop_fix


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter."""
    target = context.target
    for parameter in prompt.parameters:
        evidence = target.refuses.get(parameter.name) or target.strips.get(parameter.name)
        if evidence is None:
            continue
        what = _WORDS[evidence.effect]
        help = f"Remove `{parameter.spelling}`: {evidence.instead}." if evidence.instead else f"Remove `{parameter.spelling}`."
        # Removing what the target removes changes nothing; what it rejects was intended to do something.
        fix = drop_fix(prompt, parameter.start, parameter.end, safe=evidence.effect == "ignored")
        yield Problem.at(parameter, f"{target.title} {what.format(parameter.spelling)}", help, fix=fix, effect=evidence.effect)


_WORDS = {
    "rejected": "rejects `{}`",
    "ignored": "removes `{}` before the prompt reaches Midjourney",
    "altered": "passes `{}` on, which overrides the requested model",
}
