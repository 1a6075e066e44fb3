"""A link to a kind of file that Midjourney does not take.

What: the path ends in `.svg`, `.heic`, `.avif`, `.bmp`, `.tif`, `.pdf`, `.mp4` and the like.
Why: Midjourney takes PNG, GIF, WebP and JPEG files; the job is refused with `Invalid link`.

Bad: https://i.host.net/cat.svg a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.host_data import REFUSED_EXTENSIONS
from promptlint.links.offline import judged

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """One finding a link, naming what the extension stands for."""
    for link, facts in judged(prompt, ("unsupported-extension",)):
        what = REFUSED_EXTENSIONS[facts.extension]
        yield Problem(
            link.start,
            link.end,
            f"The link ends in `.{facts.extension}`, {what}. Midjourney takes .png, .gif, .webp, .jpg and .jpeg only.",
            "Convert the image to one of these and link that file.",
        )
