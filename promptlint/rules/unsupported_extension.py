"""A link ends with a file type that Midjourney does not accept.

What: the path ends in `.svg`, `.heic`, `.avif`, `.bmp`, `.tif`, `.pdf`, `.mp4` and the like.
Why: Midjourney accepts PNG, GIF, WebP and JPEG files, and rejects the job with `Invalid link`.

Bad: https://i.host.net/cat.svg a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.host_data import REFUSED_EXTENSIONS
from promptlint.links.offline import judged

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per link."""
    for link, facts in judged(prompt, "unsupported-extension"):
        what = REFUSED_EXTENSIONS[facts.extension]
        message = f"The link ends in `.{facts.extension}` ({what}), but Midjourney accepts only .png, .gif, .webp, .jpg and .jpeg"
        yield Problem.at(link, message, "Convert the image to one of these types, and link to that file.")
