"""A link that was left in from a template.

What: hosts that are reserved for examples (`example.com`), and words such as `YOUR_IMAGE_URL`, `path/to/` or `{url}`.
Silent where the file marks its prompts as templates.
Why: there is no image behind it.

Bad: https://example.com/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import judged
from promptlint.links.redact import shown

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One finding a link."""
    if context.template:
        return
    for link, _ in judged(prompt, ("placeholder-link",)):
        yield Problem(
            link.start,
            link.end,
            f"`{shown(link.url)}` looks like a placeholder that was left in; there is no image behind it.",
            "Put the address of your own image here.",
            effect="altered",
        )
