"""A Discord attachment link has no signature.

What: a `cdn.discordapp.com` or `media.discordapp.net` attachment without `ex`, `is` and `hm`. Not reported for
the target discord, where Discord renews the links that it shows.
Why: since February 2024 Discord does not serve attachments without them to other programs.

Bad (--target ttapi): https://cdn.discordapp.com/attachments/1/2/cat.png a cat
Good (--now 2024-11-26T00:00:00Z --target ttapi): https://cdn.discordapp.com/attachments/1/2/cat.png?ex=6745b2c0&is=67446140&hm=0f a cat
"""

from promptlint.links.offline import dying, policy_of

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per link."""
    if context.target.name == "discord":
        return
    for link, _ in dying(prompt, policy_of(context.config), "unsigned-discord-link"):
        message = "This Discord link has no signature (`ex`, `is`, `hm`), so it does not open outside Discord"
        yield Problem.at(link, message, "Open the image in Discord, and copy its link again.", effect="altered")
