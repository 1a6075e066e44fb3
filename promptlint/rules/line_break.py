r"""The prompt has line breaks.

Discord's command takes one line, and what follows a break can be lost; some services turn breaks into spaces. A prompt
that is wrapped over the lines of a file is joined first and not reported.

Bad:  a lighthouse in a storm,\noil painting --ar 16:9
Good: a lighthouse in a storm, oil painting --ar 16:9
"""

import re

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a prompt, at the first break; the fix joins all lines."""
    if context.wrapped:
        return
    start, end = len(prompt.source) - len(prompt.source.lstrip()), len(prompt.source.rstrip())
    breaks = list(_BREAKS.finditer(prompt.source, start, end))
    if not breaks:
        return
    joined = context.target.line_breaks == "joined"
    count = "a line break" if len(breaks) == 1 else f"{len(breaks)} line breaks"
    what = "turns each into a space" if joined else "may end the prompt at the first"
    yield Problem(
        breaks[0].start(),
        breaks[0].end(),
        f"The prompt has {count}: {context.target.title} {what}",
        "Write it on one line.",
        Fix(safe=True, edits=tuple(Edit(each.start(), each.end(), " ") for each in breaks)),
        "noted" if joined else "altered",
    )


_BREAKS = re.compile(r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*+[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*+")
