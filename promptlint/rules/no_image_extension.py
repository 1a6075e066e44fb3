"""A link that does not end like an image.

What: the path ends in none of `.png .gif .webp .jpg .jpeg` (what follows a `?` does not count). Silent for
Midjourney's short links, and where the link check proves an image.
Why: Midjourney's documentation asks for one of the five; without it the link may not be recognised as an image.

Bad: https://i.host.net/cat a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import judged

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """One finding a link."""
    for link, facts in judged(prompt, ("no-image-extension",)):
        if facts.private:
            continue
        ending = f"ends in `.{facts.extension}`" if facts.extension else "has no image extension"
        yield Problem(
            link.start,
            link.end,
            f"The link {ending}; Midjourney asks for one that ends in .png, .gif, .webp, .jpg or .jpeg.",
            "Use the address of the image file itself (right-click the image, copy image address).",
            effect="altered",
        )
