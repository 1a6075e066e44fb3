"""A ratio that is not two whole numbers separated by a colon.

Midjourney accepts `width:height` in whole numbers only; its documentation writes 1.39:1 as `139:100`. `16x9`, `16/9` and
`16-9` are not known to be accepted: Midjourney's clients reject them, and the answer is `Invalid aspect ratio`. A ratio in
another form is fixed; a single number, or a zero, has to be corrected by hand.

Bad:  a red fox --ar 16x9
Bad:  a red fox --ar 1.85:1
Bad:  a red fox --ar 16 : 9
Bad:  a red fox --ar 2
Good: a red fox --ar 16:9
Good: a red fox --ar 37:20
"""

from promptlint.text.regex_compat import compile_pattern

from .support.base import Context, Issue, Iterator, Problem, Prompt
from .support.compatibility import longest, right
from .support.same_job import SameJob
from .support.wording import intended_spelling, outcome, replace_fix, shown

_FORM = compile_pattern(
    r"(\d{1,9}+)(?:\.(\d{1,9}+))?+(?:\s*+(?:\\?+:|[xX×/*∶﹕：\-–_,;~|])\s*+|\s++(?:(?:by|to)\s++)?+)(\d{1,9}+)(?:\.(\d{1,9}+))?+\Z"
)


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per ratio."""
    same_job = SameJob(prompt.parameters)
    for issue in context.issues.get("aspect-ratio-form", ()):
        value = issue.value
        assert value is not None
        name = intended_spelling(context.vocabulary, issue.parameter)
        ratio = _intended(value.text)
        fix = None
        if ratio and _passes(same_job, context, issue, ratio):
            fix = replace_fix(value, ratio, safe=True)
        yield Problem.at(
            value,
            f"`{name} {shown(prompt, value.start, value.end)}` is not a ratio of two positive whole numbers{outcome(issue.mistake.effect)}",
            f"Write `{name} {ratio}`." if ratio else f"Write width and height, such as `{name} 16:9`.",
            fix,
            issue.mistake.effect,
        )


def _intended(text: str) -> str:
    """The ratio in whole numbers: `16x9` is 16:9, `1.85:1` is 37:20. Empty where a side is missing or zero."""
    match = _FORM.match(text.rstrip(":/=."))
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


def _passes(same_job: SameJob, context: Context, issue: Issue, ratio: str) -> bool:
    """Return whether the ratio is within the limit, so that the fix does not cause another error."""
    width, height = map(int, ratio.split(":"))
    most, _ = longest(same_job, context, issue.parameter, issue.model)
    within = most is None or max(width, height) <= most * min(width, height)
    return within and right(context, issue.parameter.name, ratio)
