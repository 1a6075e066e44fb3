"""The same image is given twice.

What: a link is repeated among the images before the text, or in one parameter.
Why: it has the effect of a weight at most. Alternatives of a permutation are separate jobs and do not count.

Bad: https://i.host.net/cat.png https://i.host.net/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from bisect import bisect_right

from .support.base import Context, ImageLink, Iterator, Problem, Prompt
from .support.wording import drop_fix


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per repetition. There is no fix if it has a weight, or if a lone image would be left."""
    seen: dict[tuple[str, str], ImageLink] = {}
    starts = [permutation.start for permutation in prompt.permutations]
    wordless = not prompt.text
    for link in prompt.links:
        inside = bisect_right(starts, link.start) - 1
        if inside >= 0 and link.start < prompt.permutations[inside].end:
            continue
        first = seen.setdefault((link.slot, link.url), link)
        if first is link:
            continue
        lone = link.slot == "image" and wordless
        end = link.written_start + len(link.written)
        fix = None if lone or link.weight or first.weight else drop_fix(prompt, link.written_start, end, safe=True)
        yield Problem.at(
            link,
            "The same image is given twice",
            "Remove the second link, or give the first a weight." if link.slot in ("sref", "cref") else "Remove the second link.",
            fix,
            "noted",
        )
