"""A link contains a user name or password.

What: `https://name:password@host/…`.
Why: Midjourney does not sign in to fetch an image, and everyone who sees the prompt sees the password.

Bad: https://me:secret@i.host.net/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import judged

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per link; the message never shows the password."""
    for link, facts in judged(prompt):
        if facts.secret:
            assert facts.address is not None
            message = (
                f"The link contains a user name or password for {facts.address.host}, but Midjourney does not sign in to fetch an image"
            )
            advice = "Use an address that opens without signing in, and change the password: everyone who sees the prompt sees it."
            yield Problem.at(link, message, advice)
