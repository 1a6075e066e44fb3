"""A link is a placeholder.

What: hosts that are reserved for examples (`example.com`), and words such as `YOUR_IMAGE_URL`, `path/to/` or `{url}`.
Not reported if the file marks its prompts as templates.
Why: it does not lead to an image.

Bad: https://example.com/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import judged
from promptlint.links.redact import shown

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per link."""
    if context.template:
        return
    for link, _ in judged(prompt, "placeholder-link"):
        message = f"`{shown(link.url)}` looks like a placeholder, not like the link to an image"
        yield Problem.at(link, message, "Replace it with the address of your image.", effect="altered")
