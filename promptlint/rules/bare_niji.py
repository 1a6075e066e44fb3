"""`--niji` without the number of a model.

Midjourney does not document a default for it. TTAPI gives it as its example of a command that fails and counts against the
daily limit, so it is an error there; other services pass it on, and one reads it as Niji 7.

Bad:  a red fox --niji
Bad (--target ttapi): a red fox --niji --ar 3:2
Good: a red fox --niji 7
Good: a red fox --niji 6 --ar 3:2
"""

from promptlint.midjourney.rows import Model

from .support.base import SEVERITY, Context, Edit, Fix, Iterator, Problem, Prompt
from .support.compatibility import ModelSwap
from .support.wording import shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, at its dashes and name."""
    target, swap = context.target, ModelSwap(prompt, context)
    for issue in context.issues.get("bare-niji", ()):
        parameter = issue.parameter
        model: Model = issue.mistake.basis  # type: ignore[assignment]  # this kind of issue rests on a model
        refused = target.bare_niji in SEVERITY
        written = shown(prompt, parameter.start, parameter.name_end)
        why = f"which {target.title} rejects" if refused else f"so it may run on {model.title}"
        fix = None
        if not swap.refuses(model.name):
            fix = Fix(safe=False, edits=(Edit(parameter.name_end, parameter.name_end, f" {model.values[0]}"),))
        yield Problem(
            parameter.start,
            parameter.name_end,
            f"`{written}` is missing its model number, {why}",
            f"Write `{model.spelling}`, or another Niji model.",
            fix,
            target.bare_niji if refused else issue.mistake.effect,
        )
