"""A prompt that the account's plan does not allow.

One prompt may start 4 jobs on Basic, 10 on Standard, 40 on Pro and Mega; Relax needs Standard or more (``Relax queues are
only available for users with a standard plan or higher``), Stealth needs Pro or Mega (Midjourney's FAQ, 2026-06-29, and
the Stealth page). On any plan several jobs at once need Fast or Turbo: ``You can not submit batch jobs in relax mode``.
Braces that a service refuses, or that are malformed, are the affair of `permutation`.

Bad (--plan basic): a red fox --repeat 5
Bad (--plan basic): a red fox --relax
Bad (--plan standard): a red fox --stealth
Bad (--plan basic): a {red, grey, white, black, brown} fox
Bad:  a {red, grey} fox --relax
Good (--plan standard): a red fox --repeat 5
Good (--plan pro): a red fox --stealth --relax
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import Problem
from .judging import beside, lacks, on_video
from .wording import is_json, jobs_text, meant, of_kind, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Parameter, Prompt
    from ..vocabulary import Plan
    from .base import Context


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a parameter, and one where braces make too many jobs."""
    plan = context.vocabulary.plans.get(context.config.plan or "")
    yield from _permutations(prompt, context, plan)
    for parameter in prompt.parameters:
        if parameter.name not in _CHECKS or lacks(context, parameter) or on_video(context, parameter):
            continue
        yield from _CHECKS[parameter.name](prompt, context, parameter, plan)


def _permutations(prompt: Prompt, context: Context, plan: Plan | None) -> Iterator[Problem]:
    """Alternatives that make more jobs than the plan allows, or any plan where none is configured."""
    largest = max(context.vocabulary.plans.values(), key=lambda each: each.jobs)
    most = (plan or largest).jobs
    if prompt.jobs <= most or context.target.braces == "rejected" or context.template or is_json(prompt) or of_kind(prompt, "permutation"):
        return
    first = min(prompt.permutations, key=lambda each: each.start)
    braces = shown(prompt, first.start, first.end)
    allowing = f"the plan {plan.name.capitalize()} allows" if plan is not None else "no plan allows more than"
    yield Problem(
        first.start,
        first.end,
        f"`{braces}` makes {jobs_text(prompt)} jobs of one prompt, and {allowing} {most}; Midjourney refuses the job",
        "Write fewer alternatives, or send the prompt in parts.",
    )


def _repeat(_: Prompt, context: Context, parameter: Parameter, plan: Plan | None) -> Iterator[Problem]:
    """More repetitions than the plan allows; what no plan allows is out of range."""
    if plan is None:
        return
    most = max(each.jobs for each in context.vocabulary.plans.values())
    for value in parameter.values:
        for each in value.members or (value,):
            if each.kind == "word" and len(each) < 10 and each.isdecimal() and plan.jobs < int(each) <= most:
                yield Problem(
                    each.start,
                    each.end,
                    f"`{meant(context.vocabulary, parameter)} {each}` starts {each} jobs, and the plan {plan.name.capitalize()} allows "
                    f"{plan.jobs}; Midjourney refuses the job",
                    f"Write a number up to {plan.jobs}.",
                )


def _relax(prompt: Prompt, context: Context, parameter: Parameter, plan: Plan | None) -> Iterator[Problem]:
    written = shown(prompt, parameter.start, parameter.end)
    if plan is not None and not plan.relax:
        yield Problem(
            parameter.start,
            parameter.end,
            f"`{written}` needs {_having('relax', context)}, and the plan is {plan.name.capitalize()}; Midjourney refuses the job",
            f"Leave `{written}` out.",
        )
        return
    batch = _batch(prompt, context, parameter)
    if batch:
        yield Problem(
            parameter.start,
            parameter.end,
            f"{batch} makes several jobs, and Midjourney takes those in Fast or Turbo mode only: "
            "`You can not submit batch jobs in relax mode`",
            f"Leave `{written}` out, or send the prompts one by one.",
        )


def _batch(prompt: Prompt, context: Context, relax: Parameter) -> str:
    """What makes several jobs of the prompt, empty where nothing does. Braces that the target refuses have their own rule."""
    repeat = beside(prompt, relax, "repeat")
    value = repeat.value if repeat is not None else None
    if repeat is not None and value is not None and value.kind != "placeholder" and value.text != "1":
        return f"`{shown(prompt, repeat.start, repeat.end)}`"
    if prompt.jobs > 1 and not relax.branch and context.target.braces != "rejected":
        permutation = prompt.permutations[0]
        return f"`{shown(prompt, permutation.start, permutation.end)}`"
    return ""


def _stealth(prompt: Prompt, context: Context, parameter: Parameter, plan: Plan | None) -> Iterator[Problem]:
    if plan is None or plan.stealth:
        return
    written = shown(prompt, parameter.start, parameter.end)
    yield Problem(
        parameter.start,
        parameter.end,
        f"`{written}` needs {_having('stealth', context)}, and the plan is {plan.name.capitalize()}; Midjourney refuses the job",
        f"Leave `{written}` out.",
    )


def _having(what: str, context: Context) -> str:
    """The plans that have Relax or Stealth: `the plan Pro or Mega`."""
    from .wording import or_list

    return "the plan " + or_list(plan.name.capitalize() for plan in context.vocabulary.plans.values() if getattr(plan, what))


_CHECKS = {"repeat": _repeat, "relax": _relax, "stealth": _stealth}
