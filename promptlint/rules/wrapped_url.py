"""A link is enclosed in brackets or quotes.

What: `<https://…>`, which hides the preview on Discord, a Markdown link, or quotes around the address.
Why: Midjourney accepts the address with some brackets but not with others; without them it always works.

Bad: <https://i.host.net/cat.png> a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import surroundings

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per enclosed link; the fix removes the characters around it."""
    starts = {link.written_start for link in prompt.links}
    for link in prompt.links:
        opening, closing, _ = surroundings(link)
        if opening[0] == opening[1]:
            continue
        pair = prompt.source[slice(*opening)] + prompt.source[slice(*closing)]
        yield Problem(
            opening[0],
            closing[1],
            f"The link is enclosed in {f'`{pair}`' if pair.strip('`') else 'back-ticks'}, which may not be accepted",
            "Remove the brackets or quotes.",
            Fix(safe=True, edits=(Edit(*opening, ""), Edit(*closing, " " if closing[1] in starts else ""))),
            "noted",
        )
