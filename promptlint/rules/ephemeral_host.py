"""A link to a host that soon deletes what it holds.

What: Discord's ephemeral attachments, image generators' own storage, throw-away file hosts.
Why: the link works today and refuses the job tomorrow.

Bad: https://litter.catbox.moe/a1b2c3.png a cat
Good: https://i.host.net/cat.png a cat
"""

from promptlint.links.offline import FATAL, judged, settings

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One finding a link that has no more exact date."""
    when = settings(context.config)
    for link, facts in judged(prompt):
        if facts.address is None or facts.trouble in FATAL or facts.lifetime(when) != "ephemeral-host":
            continue
        yield Problem(
            link.start,
            link.end,
            f"{facts.address.host} deletes its files within hours or days, and then Midjourney refuses the link.",
            "Keep the image on a host that keeps it.",
            effect="altered",
        )
