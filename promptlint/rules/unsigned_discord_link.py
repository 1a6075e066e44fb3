"""A Discord attachment link has no signature.

What: a `cdn.discordapp.com` or `media.discordapp.net` attachment without `ex`, `is` and `hm`. Not reported for
the target discord, where Discord renews the links that it shows.
Why: since February 2024 Discord does not serve attachments without them to other programs.

Bad (--target ttapi): https://cdn.discordapp.com/attachments/1/2/cat.png a cat
Good (--now 2024-11-26T00:00:00Z --target ttapi): https://cdn.discordapp.com/attachments/1/2/cat.png?ex=6745b2c0&is=67446140&hm=0f a cat
"""

from promptlint.links.offline import FATAL, judged, settings

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per link."""
    if context.target.name == "discord":
        return
    when = settings(context.config)
    for link, facts in judged(prompt):
        if facts.trouble in FATAL or facts.lifetime(when) != "unsigned-discord-link":
            continue
        yield Problem.at(
            link,
            "This Discord link has no signature (`ex`, `is`, `hm`), so it does not open outside Discord",
            "Open the image in Discord, and copy its link again.",
            effect="altered",
        )
