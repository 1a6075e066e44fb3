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
    for link, facts in judged(prompt):
        if facts.trouble not in _OTHERWISE_VALID or facts.address is None or facts.private or facts.address.scheme != "http":
            continue
        fix = Fix(safe=False, edits=(Edit(link.start, link.start + link.url.find(":"), "https"),))
        message = f"The link to {facts.address.host} is not encrypted"
        yield Problem.at(link, message, "Write `https://` if the host supports it.", fix, "noted")


_OTHERWISE_VALID = ("", "no-image-extension", "unsupported-extension")
