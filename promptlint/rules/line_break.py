r"""The prompt contains line breaks.

Discord's command accepts one line, and what follows a break may be lost; some services replace breaks with spaces. A prompt
that is wrapped over the lines of a file is joined first and not reported.

Bad:  a lighthouse in a storm,\noil painting --ar 16:9
Good: a lighthouse in a storm, oil painting --ar 16:9
"""

import re

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per prompt, at the first break; the fix joins all lines."""
    if context.wrapped:
        return
    start, end = len(prompt.source) - len(prompt.source.lstrip()), len(prompt.source.rstrip())
    breaks = list(_BREAKS.finditer(prompt.source, start, end))
    if not breaks:
        return
    joined = context.target.line_breaks == "joined"
    count = "a line break" if len(breaks) == 1 else f"{len(breaks)} line breaks"
    first = "there" if len(breaks) == 1 else "at the first"
    what = "replaces it with a space" if joined else f"may end the prompt {first}"
    if joined and len(breaks) > 1:
        what = "replaces them with spaces"
    yield Problem(
        breaks[0].start(),
        breaks[0].end(),
        f"The prompt has {count}, and {context.target.title} {what}",
        "Write the prompt on one line.",
        Fix(safe=True, edits=tuple(Edit(each.start(), each.end(), " ") for each in breaks)),
        "noted" if joined else "altered",
    )


_BREAKS = re.compile(r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*+[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*+")
