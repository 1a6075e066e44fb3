"""A ratio that is not two whole numbers with a colon between them.

Midjourney takes `width:height` in whole numbers only; its own page has `139:100` written for 1.39:1. Nothing shows that
`16x9`, `16/9` or `16-9` was ever taken, every client that talks to Midjourney refuses them, and the answer is `Invalid
aspect ratio`. What was meant is certain, so it is put right; one number alone, or nought, needs its writer.

Bad:  a red fox --ar 16x9
Bad:  a red fox --ar 1.85:1
Bad:  a red fox --ar 16 : 9
Bad:  a red fox --ar 2
Good: a red fox --ar 16:9
Good: a red fox --ar 37:20
"""

from promptlint.text.regex_compat import compile_pattern

from .support.base import Context, Edit, Fix, Issue, Iterator, Problem, Prompt
from .support.compatibility import longest, right
from .support.same_job import SameJob
from .support.wording import meant, outcome, shown

_FORM = compile_pattern(r"(\d{1,9}+)(?:\.(\d{1,9}+))?+\s*+[:xX×/∶：\-]\s*+(\d{1,9}+)(?:\.(\d{1,9}+))?+\Z")


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a ratio."""
    company = SameJob(prompt.parameters)
    for issue in context.issues.get("aspect-ratio-form", ()):
        value = issue.value
        if value is None:
            continue
        name = meant(context.vocabulary, issue.parameter)
        ratio = _meant(value.text)
        fix = None
        if ratio and _passes(company, context, issue, ratio):
            fix = Fix(safe=True, edits=(Edit(value.start, value.end, ratio),))
        yield Problem(
            value.start,
            value.end,
            f"`{name} {shown(prompt, value.start, value.end)}` is no ratio: Midjourney takes two whole numbers above 0 with a colon "
            f"between them; {outcome(issue.mistake.effect)}",
            f"Write `{name} {ratio}`." if ratio else f"Write width and height, for example `{name} 16:9`.",
            fix,
            issue.mistake.effect,
        )


def _meant(text: str) -> str:
    """The ratio in whole numbers: `16x9` is 16:9, `1.85:1` is 37:20. Empty where a side is missing or nought."""
    match = _FORM.match(text)
    if match is None:
        return ""
    width, tenths, height, others = (part or "" for part in match.groups())
    places = max(len(tenths), len(others))
    wide, high = int(width + tenths.ljust(places, "0")), int(height + others.ljust(places, "0"))
    if not wide or not high:
        return ""
    if not places:
        return f"{wide}:{high}"
    from math import gcd

    common = gcd(wide, high)
    return f"{wide // common}:{high // common}"


def _passes(company: SameJob, context: Context, issue: Issue, ratio: str) -> bool:
    """Whether the ratio is within the limit, so that the fix brings no refusal of its own."""
    width, height = map(int, ratio.split(":"))
    most, _ = longest(company, context, issue.parameter, issue.model)
    within = most is None or max(width, height) <= most * min(width, height)
    return within and right(context, issue.parameter.name, ratio)
