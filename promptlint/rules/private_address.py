"""A link is not reachable from the internet.

What: `localhost`, private and reserved IP addresses in any spelling, `.local` and `.internal` names, names without a
dot. The option `allow-private` disables the rule.
Why: Midjourney's servers fetch the image, and cannot reach your machine or your network.

Bad: http://192.168.1.10/cat.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import judged, policy_of
from promptlint.links.redact import shown

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import UPLOAD


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per link, unless private addresses are allowed."""
    if policy_of(context.config).allow_private:
        return
    for link, facts in judged(prompt):
        if facts.private:
            assert facts.address is not None
            message = f"Midjourney cannot reach `{shown(facts.address.host)}` from the internet: {facts.private}"
            yield Problem.at(link, message, UPLOAD)
