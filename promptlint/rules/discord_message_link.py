"""A link to a Discord message, or to Discord's upload bucket.

What: `https://discord.com/channels/…` leads to a message; `discord-attachments-uploads-prd…` is where Discord's
uploader writes, and nobody can read there.
Why: neither is an image. Midjourney's documentation says: Copy Link of the image, not Copy Message Link.

Bad: https://discord.com/channels/1/2/3 a cat
Good: https://cdn.discordapp.com/attachments/1/2/cat.png?ex=6745b2c0&is=67446140&hm=0f a cat
"""

from promptlint.links.host_data import DISCORD_UPLOAD_HOSTS
from promptlint.links.offline import judged

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """One finding a link."""
    for link, facts in judged(prompt, ("discord-message-link",)):
        upload = facts.address is not None and facts.address.host in DISCORD_UPLOAD_HOSTS
        what = "the place Discord uploads to, which nobody can read" if upload else "a Discord message, not an image"
        yield Problem(
            link.start,
            link.end,
            f"The link leads to {what}, so Midjourney cannot fetch an image there.",
            "Open the image in Discord, right-click it and choose Copy Link (not Copy Message Link).",
        )
