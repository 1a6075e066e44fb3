"""The prompt is a reply of the Midjourney bot.

The bot shows a job as `**prompt --v 5** - @you (fast)`. The asterisks are drawn as text, and the mention after the last
value is rejected. Copied text often has the mention without the asterisks.

Bad:  **a lighthouse in a storm --v 5** - <@123456> (fast)
Bad:  a lighthouse in a storm --v 5 - @you (fast)
Good: a lighthouse in a storm --v 5
"""

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt
from .support.wording import of_kind


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem, over the whole reply or over what the bot added after the last parameter."""
    for anomaly in of_kind(prompt, "discord-echo"):
        if anomaly.edit:
            yield Problem(
                anomaly.start,
                anomaly.end,
                f"`{anomaly.written}` is from the bot's reply, not a part of the prompt, so it would be sent as well",
                "Remove it.",
                Fix(safe=True, edits=(Edit(*anomaly.edit),)),
                "altered",
            )
            return
        inner = anomaly.replacement or ""
        begin = anomaly.written.find(inner, 2)
        if begin == -1:  # an invisible character is inside
            edits: tuple[Edit, ...] = (Edit(anomaly.start, anomaly.end, inner),)
        else:
            edits = (Edit(anomaly.start, anomaly.start + begin, ""), Edit(anomaly.start + begin + len(inner), anomaly.end, ""))
        yield Problem.at(
            anomaly,
            "This is the bot's reply, not a prompt, so its asterisks and mention would be sent as well",
            f"Keep only the text between the asterisks: `{inner}`.",
            Fix(safe=True, edits=edits),
            "altered",
        )
        return
