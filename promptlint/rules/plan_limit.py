"""A prompt that the account's plan does not allow.

One prompt may start 4 jobs on Basic, 10 on Standard, 40 on Pro and Mega; Relax requires Standard or higher (``Relax queues are
only available for users with a standard plan or higher``), Stealth requires Pro or Mega (Midjourney's FAQ, 2026-06-29, and
the Stealth page). A video in Relax mode requires Pro or Mega, and is SD (FAQ; recorded 2026-08-19: ``Relax mode for video is limited to
Pro and Mega plans``). On any plan several jobs at once require Fast or Turbo: ``You can not submit batch jobs in relax
mode``. Braces that a service rejects, or that are malformed, are reported by `permutation`.

Bad (--plan basic): a red fox --repeat 5
Bad (--plan basic): a red fox --relax
Bad (--plan standard): a red fox --stealth
Bad (--plan basic): a {red, grey, white, black, brown} fox
Bad (--plan standard): https://img.mysite.net/a.png a red fox runs --video --relax
Bad:  a {red, grey} fox --relax
Good (--plan standard): a red fox --repeat 5
Good (--plan pro): a red fox --stealth --relax
"""

from promptlint.model import Permutation
from promptlint.text.joining import or_list

from .support.base import Context, Iterator, Parameter, Problem, Prompt
from .support.compatibility import lacking, on_video
from .support.same_job import SameJob
from .support.wording import intended_spelling, is_json, jobs_text, of_kind, shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, and one if braces make too many jobs."""
    account = _Account(context)
    braces = _braces(prompt, context)
    if braces is not None:
        yield from _permutations(prompt, account, braces)
    whole, same_job, roles = lacking(context), SameJob(prompt.parameters), context.vocabulary.roles
    for parameter in prompt.parameters:
        if id(parameter) in whole or on_video(context, parameter):
            continue
        if parameter.name == roles["jobs"]:
            yield from _repeat(context, account, parameter)
        elif parameter.name == roles["relax"]:
            repeat = same_job.meeting(parameter, roles["jobs"])
            batch = repeat if repeat is not None and _repeats(repeat) else None if parameter.branch else braces
            yield from _relax(prompt, context, account, parameter, batch)
        elif parameter.name == roles["stealth"] and not account.stealth:
            yield _not_on_plan(prompt, account, parameter, "stealth")


class _Account:
    """The limits of the account's plan, or those of the largest plan if none is configured."""

    def __init__(self, context: Context) -> None:
        self.plans = context.vocabulary.plans
        plan = self.plans.get(context.config.plan or "")
        self.largest = max(each.jobs for each in self.plans.values())
        self.jobs = plan.jobs if plan else self.largest
        self.relax = plan.relax if plan else True
        self.relax_video = plan.relax_video if plan else True
        self.stealth = plan.stealth if plan else True
        self.name = plan.name.capitalize() if plan else ""

    def having(self, what: str) -> str:
        """The plans that have Relax, Relax for videos or Stealth: `Pro or Mega`."""
        return or_list(plan.name.capitalize() for plan in self.plans.values() if getattr(plan, what))


def _braces(prompt: Prompt, context: Context) -> Permutation | None:
    """The first braces of a prompt that makes several jobs, or `None` if they are rejected, malformed or placeholders."""
    if context.target.braces == "rejected" or context.template or is_json(prompt) or of_kind(prompt, "permutation"):
        return None
    return min(prompt.permutations, key=lambda each: each.start) if prompt.jobs > 1 else None


def _permutations(prompt: Prompt, account: _Account, braces: Permutation) -> Iterator[Problem]:
    """Yield the problem of alternatives that make more jobs than the plan allows."""
    if prompt.jobs <= account.jobs:
        return
    allowing = f"the {account.name} plan allows" if account.name else "no plan allows more than"
    written = shown(prompt, braces.start, braces.end)
    yield Problem.at(
        braces,
        f"`{written}` makes {jobs_text(prompt)} jobs of one prompt, but {allowing} {account.jobs}",
        "Write fewer alternatives, or split the prompt.",
    )


def _repeat(context: Context, account: _Account, parameter: Parameter) -> Iterator[Problem]:
    """Yield the problem of more repetitions than the plan allows; what no plan allows is out of range."""
    for each in parameter.alternatives:
        if each.kind == "word" and len(each) < 10 and each.isdecimal() and account.jobs < int(each) <= account.largest:
            yield Problem.at(
                each,
                f"`{intended_spelling(context.vocabulary, parameter)} {each}` starts {each} jobs, but the {account.name} plan allows "
                f"{account.jobs}",
                f"Write a number up to {account.jobs}.",
            )


def _relax(
    prompt: Prompt, context: Context, account: _Account, parameter: Parameter, batch: Parameter | Permutation | None
) -> Iterator[Problem]:
    """Yield the problem of Relax on a plan that does not have it, or does not for videos, or for several jobs at once."""
    if context.vocabulary.video in context.models and not account.relax_video:
        yield _not_on_plan(prompt, account, parameter, "relax_video")
    elif not account.relax:
        yield _not_on_plan(prompt, account, parameter, "relax")
    elif batch is not None:
        yield Problem.at(
            parameter,
            f"`{shown(prompt, batch.start, batch.end)}` makes several jobs, which Relax mode does not accept",
            f"Remove `{shown(prompt, parameter.start, parameter.end)}`, or send the prompts one at a time.",
        )


def _repeats(parameter: Parameter) -> bool:
    """Return whether a `--repeat` makes several jobs; with 1 or a placeholder it does not."""
    value = parameter.value
    return value is not None and value.kind != "placeholder" and value.text != "1"


def _not_on_plan(prompt: Prompt, account: _Account, parameter: Parameter, what: str) -> Problem:
    """The problem of a feature (a field of `Plan`) that the plan does not have."""
    written = shown(prompt, parameter.start, parameter.end)
    video = " for a video" if what == "relax_video" else ""
    return Problem.at(
        parameter, f"`{written}`{video} requires the {account.having(what)} plan, but your plan is {account.name}", f"Remove `{written}`."
    )
