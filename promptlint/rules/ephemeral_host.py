"""A link leads to a host that soon deletes its files.

What: Discord's ephemeral attachments, the storage of image generators, temporary file hosts.
Why: the link works today, but the job is rejected tomorrow.

Bad: https://litter.catbox.moe/a1b2c3.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import dying, policy_of

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per link without a more exact date."""
    for link, facts in dying(prompt, policy_of(context.config), "ephemeral-host"):
        if facts.address is not None:
            message = f"{facts.address.host} deletes its files within hours or days, so the link may stop working"
            yield Problem.at(link, message, "Upload the image to a host that keeps it.", effect="altered")
