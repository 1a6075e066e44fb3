"""A link does not end with an image extension.

What: the path does not end in `.png`, `.gif`, `.webp`, `.jpg` or `.jpeg` (what follows a `?` does not count). Midjourney's
short links, and links that the link check proves to be images, are not reported.
Why: Midjourney's documentation requires one of them; without it the link may not be recognized as an image.

Bad: https://i.host.net/cat a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import judged
from promptlint.links.redact import shown
from promptlint.links.unlinked import rest_of_link

from .support.base import Context, Edit, Fix, ImageLink, Iterator, Problem, Prompt
from .support.wording import COPY_ADDRESS


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per link."""
    for link, facts in judged(prompt, "no-image-extension"):
        if facts.private:
            continue
        rest = "" if facts.extension else rest_of_link(prompt, link)
        if rest:
            yield _broken(link, rest)
            continue
        ending = f"ends in `.{facts.extension}`" if facts.extension else "has no image extension"
        message = f"The link {ending}, but Midjourney expects .png, .gif, .webp, .jpg or .jpeg"
        yield Problem.at(link, message, COPY_ADDRESS, effect="altered")


def _broken(link: ImageLink, rest: str) -> Problem:
    """The problem of a link that a space within it cuts off."""
    end = link.end + len(rest)
    intended = rest.replace(" ", "%20")
    return Problem(
        link.start,
        end,
        f"The link ends at the space before `{rest.split(maxsplit=1)[0]}`, so it has no image extension",
        f"Write `{shown(link.url + intended)}`, or rename the file.",
        Fix(safe=False, edits=(Edit(link.end, end, intended),)),
        effect="altered",
    )
