"""A reference that is none: a word where a link is wanted, or more links than the parameter takes.

`--cref`, `--oref`, `--edit` and `--end` take links to images; `--sref` takes links, numeric codes and the word `random`.
`--oref` takes one link, `--edit` up to four (the pages of Midjourney's documentation on each). A name of a style or a file
on one's own disk says nothing to Midjourney, which refuses the job.

Bad:  a red fox --sref van gogh
Bad:  a red fox --oref 1234 --v 7
Bad:  a red fox --oref https://img.mysite.net/a.png https://img.mysite.net/b.png --v 7
Good: a red fox --sref 1234 random
Good: a red fox --oref https://img.mysite.net/a.png --v 7
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import meant, outcome, shown, wants


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a value, or one for the first link too many."""
    vocabulary = context.vocabulary
    for issue in context.issues.get("reference-value", ()):
        value = issue.value
        definition = vocabulary.definition(issue.parameter.name)
        if value is None or definition is None:
            continue
        name = meant(vocabulary, issue.parameter)
        written = shown(prompt, value.start, value.end)
        most = definition.counts[1]
        if issue.mistake.index == most and most is not None:
            link = "one link" if most == 1 else f"{most} links"
            message = f"`{written}` is one too many: `{name}` takes {link}"
            help = f"Keep {link} behind `{name}` and leave the rest out."
        else:
            message = f"`{name}` cannot take `{written}`: it wants {wants(definition, None)}"
            help = f"Write {wants(definition, None)} behind `{name}`, and describe in the text what has no link."
        yield Problem(value.start, value.end, f"{message}; {outcome(issue.mistake.effect)}", help, effect=issue.mistake.effect)
