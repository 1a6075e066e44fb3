"""The same image is given twice.

What: a link is repeated among the images before the text, or in one parameter.
Why: it has the effect of a weight at most. Alternatives of a permutation are separate jobs and do not count.

Bad: https://i.host.net/cat.png https://i.host.net/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from bisect import bisect_right

from .support.base import Context, Edit, Fix, ImageLink, Iterator, Problem, Prompt


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
        fix = None if lone or link.weight or first.weight else Fix(safe=True, edits=(_without(prompt, link),))
        yield Problem.at(
            link,
            "The same image is given twice",
            "Remove the second link, or give the first a weight." if link.slot in ("sref", "cref") else "Remove the second link.",
            fix,
            "noted",
        )


def _without(prompt: Prompt, link: ImageLink) -> Edit:
    """Delete the link with its brackets and the white space before it."""
    start = link.written_start
    while start and prompt.source[start - 1].isspace():
        start -= 1
    return Edit(start, link.written_start + len(link.written), "")
