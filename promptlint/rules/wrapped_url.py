"""A link in brackets or quotes.

What: `<https://…>`, as Discord writes a link without its preview, a Markdown link, or quotes around the address.
Why: Midjourney takes the address with some brackets and not with others; alone it always works.

Bad: <https://i.host.net/cat.png> a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import surroundings

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """One finding a wrapped link; the fix takes off what is around it."""
    for link in prompt.links:
        opening, closing, _ = surroundings(link)
        if opening[0] == opening[1]:
            continue
        yield Problem(
            opening[0],
            closing[1],
            f"The link stands in `{prompt.source[slice(*opening)]}{prompt.source[slice(*closing)]}`; an address alone always works.",
            "Take the brackets or quotes off.",
            Fix(safe=True, edits=(Edit(*opening, ""), Edit(*closing, ""))),
            "noted",
        )
