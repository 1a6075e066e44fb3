"""The same image twice in one place.

What: one link stands twice among the images in front, or twice in one parameter.
Why: it adds nothing that a weight does not say better. Alternatives of a permutation are jobs of their own and do not
count.

Bad: https://i.host.net/cat.png https://i.host.net/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from bisect import bisect_right

from .support.base import Context, Edit, Fix, ImageLink, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """One finding a repetition. No fix where a weight hangs on it, or where one lone image would be left."""
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
        yield Problem(
            link.start,
            link.end,
            "The same image is given twice here; the second adds nothing.",
            "Leave it out, or give the first a weight." if link.slot in ("sref", "cref") else "Leave it out.",
            fix,
            "noted",
        )


def _without(prompt: Prompt, link: ImageLink) -> Edit:
    """Delete the link with its brackets and the white space before it."""
    start = link.written_start
    while start and prompt.source[start - 1].isspace():
        start -= 1
    return Edit(start, link.written_start + len(link.written), "")
