"""A signed link whose time is over.

What: the address says when it ends (Discord's `ex`, S3, Google Cloud Storage, CloudFront, Azure, Alibaba, Tencent and
others), and that moment is past. `--now TIME` sets the clock.
Why: the host refuses it, so Midjourney gets no image.

Bad: https://cdn.discordapp.com/attachments/1/2/cat.png?ex=65d903de&is=65c68ede&hm=2481 a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.expiry import moment
from promptlint.links.offline import FATAL, judged, settings

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One finding a link, with the date."""
    when = settings(context.config)
    for link, facts in judged(prompt):
        if facts.expiry is None or facts.trouble in FATAL or facts.lifetime(when) != "link-expired":
            continue
        yield Problem(
            link.start,
            link.end,
            f"This {facts.expiry.provider} link expired on {moment(facts.expiry.at)}; the host no longer serves it.",
            "Copy the link anew where the image lies, or host the image where links do not expire.",
        )
