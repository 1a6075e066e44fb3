"""The prompt contains a word or phrase of your list.

What: any phrase of the file that the setting `words` names, one per line, in the text or after `--no`. Whole words match, in
any case; all of them are reported at once. Off by default, and without a list nothing is reported.

Why: Midjourney rejects a prompt for a forbidden word and names one at a time; TTAPI counts each rejection. There is no
built-in list: public lists reject "cutting-edge" and "transparent", which Midjourney draws.

Bad (--words cutting,blood): a surgeon cutting, blood on the floor
Good (--words cutting,blood): a cutting-edge bloodless robot
"""

from promptlint.text.phrases import compiled

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per match."""
    if not context.config.words:
        return
    # Links and names of parameters are not moderated.
    covered = [(link.start, link.end) for link in prompt.links] + [(each.start, each.name_end) for each in prompt.parameters]
    covered.sort()
    at = 0
    for hit in compiled(tuple(context.config.words)).find(prompt.source):
        while at < len(covered) and covered[at][1] <= hit.start:
            at += 1
        if at < len(covered) and covered[at][0] < hit.end:
            continue
        yield Problem.at(
            hit,
            f"`{hit.phrase}` is on your list of flagged words, so moderation may reject the prompt",
            "Rephrase it, or remove it from the list if it is harmless.",
            effect="altered",
        )
