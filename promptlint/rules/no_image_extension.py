"""A link does not end with an image extension.

What: the path does not end in `.png`, `.gif`, `.webp`, `.jpg` or `.jpeg` (what follows a `?` does not count). Midjourney's
short links, and links that the link check proves to be images, are not reported.
Why: Midjourney's documentation requires one of them; without it the link may not be recognized as an image.

Bad: https://i.host.net/cat a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import judged

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per link."""
    for link, facts in judged(prompt, ("no-image-extension",)):
        if facts.private:
            continue
        ending = f"ends in `.{facts.extension}`" if facts.extension else "has no image extension"
        yield Problem(
            link.start,
            link.end,
            f"The link {ending}, but Midjourney expects .png, .gif, .webp, .jpg or .jpeg",
            "Use the address of the image itself: right-click the image, and copy its address.",
            effect="altered",
        )
