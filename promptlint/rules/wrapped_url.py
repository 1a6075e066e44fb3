"""A link in brackets or quotes.

What: `<https://…>`, as Discord writes a link without its preview, a Markdown link, or quotes around the address.
Why: Midjourney takes the address with some brackets and not with others; alone it always works.

Bad: <https://i.host.net/cat.png> a cat
Good: https://i.host.net/cat.png a cat
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.diagnostics import Edit, Fix
from promptlint.links.offline import surroundings
from promptlint.rules.support.base import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.model import Prompt
    from promptlint.rules.support.base import Context


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
