"""A signed link has expired.

What: the address says when it expires (Discord's `ex`, S3, Google Cloud Storage, CloudFront, Azure, Alibaba, Tencent and
others), and that time has passed. `--now TIME` sets the clock.
Why: the host rejects it, so Midjourney does not get the image.

Bad: https://cdn.discordapp.com/attachments/1/2/cat.png?ex=65d903de&is=65c68ede&hm=2481 a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.expiry import moment
from promptlint.links.offline import dying, policy_of

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import COPY_LINK


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per link, with the date."""
    for link, facts in dying(prompt, policy_of(context.config), "link-expired"):
        if facts.expiry is not None:
            yield Problem.at(link, f"This {facts.expiry.provider} link expired on {moment(facts.expiry.at)}", COPY_LINK)
