"""A word or phrase of your own list stands in the prompt.

What: any phrase of the file that `words` names in the settings, one a line, in the text or behind `--no`. Whole words
count, in any case; all of them are reported at once. Off by default, and silent without a list.

Why: Midjourney refuses a prompt for a word it does not allow and names one at a time; TTAPI counts each refusal. There
is no list built in: the public ones refuse "cutting-edge" and "transparent", which Midjourney draws.

Bad (--words cutting,blood): a surgeon cutting, blood on the floor
Good (--words cutting,blood): a cutting-edge bloodless robot
"""

from promptlint.text.phrases import compiled

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a hit."""
    if not context.config.words:
        return
    # What stands in a link or is a parameter's name is read by no moderator.
    covered = [(link.start, link.end) for link in prompt.links] + [(each.start, each.name_end) for each in prompt.parameters]
    covered.sort()
    at = 0
    for hit in compiled(tuple(context.config.words)).find(prompt.source):
        while at < len(covered) and covered[at][1] <= hit.start:
            at += 1
        if at < len(covered) and covered[at][0] < hit.end:
            continue
        yield Problem(
            hit.start,
            hit.end,
            f"`{hit.phrase}` is on your list of flagged words, so the prompt may be refused by the moderation.",
            "Say it in other words, or take it off the list where it is harmless.",
            effect="altered",
        )
