"""A signed link has expired.

What: the address says when it expires (Discord's `ex`, S3, Google Cloud Storage, CloudFront, Azure, Alibaba, Tencent and
others), and that time has passed. `--now TIME` sets the clock.
Why: the host rejects it, so Midjourney does not get the image.

Bad: https://cdn.discordapp.com/attachments/1/2/cat.png?ex=65d903de&is=65c68ede&hm=2481 a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.expiry import moment
from promptlint.links.offline import FATAL, judged, settings

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per link, with the date."""
    when = settings(context.config)
    for link, facts in judged(prompt):
        if facts.expiry is None or facts.trouble in FATAL or facts.lifetime(when) != "link-expired":
            continue
        yield Problem.at(
            link,
            f"This {facts.expiry.provider} link expired on {moment(facts.expiry.at)}",
            "Copy the link again from its source, or use a host whose links do not expire.",
        )
