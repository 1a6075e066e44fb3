"""A link begins with `http://`.

What: the address is not encrypted.
Why: Midjourney accepts it as far as known, but many hosts redirect it to `https://` or no longer serve it.

Bad: http://i.host.net/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import judged

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per link that is otherwise valid; the fix is unsafe because not every host supports HTTPS."""
    for link, facts in judged(prompt, ("", "no-image-extension", "unsupported-extension")):
        if facts.address is None or facts.private or facts.address.scheme != "http":
            continue
        at = link.start + link.url.find(":")
        yield Problem.at(
            link,
            f"The link to {facts.address.host} is not encrypted",
            "Write `https://` if the host supports it.",
            Fix(safe=False, edits=(Edit(link.start, at, "https"),)),
            "noted",
        )
