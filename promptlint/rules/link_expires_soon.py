"""A signed link expires soon.

What: the address says when it expires, and that is within a day (`expiry-warning`). Discord's links last about a day.
Why: a prompt that waits in a queue or is used again later is rejected.

Bad (--now 2024-02-23T12:00:00Z): https://cdn.discordapp.com/attachments/1/2/cat.png?ex=65d903de&is=65c68ede&hm=2481 a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.expiry import moment, span
from promptlint.links.offline import dying, policy_of

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per link, with the time that is left."""
    policy = policy_of(context.config)
    for link, facts in dying(prompt, policy, "link-expires-soon"):
        if facts.expiry is not None:
            left = span(facts.expiry.at - policy.now)
            message = f"This {facts.expiry.provider} link expires in {left} ({moment(facts.expiry.at)})"
            yield Problem.at(link, message, "Submit the prompt before that, or use a host whose links do not expire.", effect="altered")
