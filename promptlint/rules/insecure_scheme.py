"""A link that begins with `http://`.

What: the address is not encrypted.
Why: it works with Midjourney as far as known, but many hosts forward it or close it down; `https://` is what they serve.

Bad: http://i.host.net/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import judged

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """One finding a link that is otherwise sound; the fix is unsafe because a host need not serve https."""
    for link, facts in judged(prompt, ("", "no-image-extension", "unsupported-extension")):
        if facts.address is None or facts.private or facts.address.scheme != "http":
            continue
        at = link.start + link.url.find(":")
        yield Problem(
            link.start,
            link.end,
            f"The link to {facts.address.host} is not encrypted.",
            "Write `https://` where the host has it.",
            Fix(safe=False, edits=(Edit(link.start, at, "https"),)),
            "noted",
        )
