"""A link leads to a Discord message, or to Discord's upload storage.

What: `https://discord.com/channels/…` leads to a message; `discord-attachments-uploads-prd…` is where Discord's
uploader writes, and it is not public.
Why: neither is an image. Midjourney's documentation says to use Copy Link of the image, not Copy Message Link.

Bad: https://discord.com/channels/1/2/3 a cat
Good: https://cdn.discordapp.com/attachments/1/2/cat.png?ex=6745b2c0&is=67446140&hm=0f a cat
"""

from promptlint.links.host_data import DISCORD_UPLOAD_HOSTS
from promptlint.links.offline import judged

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per link."""
    for link, facts in judged(prompt, "discord-message-link"):
        upload = facts.address is not None and facts.address.host in DISCORD_UPLOAD_HOSTS
        what = "Discord's upload storage, which is not public" if upload else "a Discord message, not to an image"
        advice = "Open the image in Discord, right-click it, and choose Copy Link (not Copy Message Link)."
        yield Problem.at(link, f"The link leads to {what}", advice)
