"""The parameters are not in Midjourney's order.

The order has no meaning to Midjourney, except that the last of two models is used. In a library of prompts one order makes
them comparable; it is the one in which Midjourney repeats a prompt (metadata of finished images). Off by default.

Bad (--select MJ803):  a lighthouse --v 7 --ar 16:9
Bad (--select MJ803):  a lighthouse --stylize 200 --no people --v 7
Good (--select MJ803): a lighthouse --ar 16:9 --v 7
Good (--select MJ803): a lighthouse --no people --stylize 200 --v 7
"""

from promptlint.diagnostics import apply_edits
from promptlint.parsing.parser import read
from promptlint.semantics.canonical import drawn, is_well_formed, ordered, stop_of

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem, at the first parameter that is out of order. A malformed prompt is not reported."""
    if not is_well_formed(prompt):
        return
    wanted = ordered(prompt.parameters)
    pairs = list(zip(prompt.parameters, wanted, strict=True))
    found = next(((there, right) for there, right in pairs if there is not right), None)
    if found is None:
        return
    there, right = found
    source = prompt.source
    edits = tuple(Edit(place.start, stop_of(place), source[moved.start : stop_of(moved)]) for place, moved in pairs if place is not moved)
    # Unusual punctuation may be read differently in another position: such a prompt keeps its order.
    if drawn(read(apply_edits(source, edits), context.vocabulary)) != drawn(prompt):
        return
    names = " ".join(parameter.spelling for parameter in wanted)
    yield Problem(
        there.start,
        stop_of(there),
        f"`{right.spelling}` comes before `{there.spelling}` in Midjourney's order of parameters",
        f"Write the parameters in the order `{names}`.",
        Fix(safe=True, edits=edits),
        effect="altered",
    )
