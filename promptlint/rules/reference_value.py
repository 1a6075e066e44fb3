"""A value that is not a reference, or more links than the parameter accepts.

`--cref`, `--oref`, `--edit` and `--end` accept image links; `--sref` accepts image links, numeric codes and `random`.
`--oref` accepts one link, `--edit` up to four (Midjourney's page on each). The name of a style or of a local file is not a
reference, and the job is rejected.

Bad:  a red fox --sref van gogh
Bad:  a red fox --oref 1234 --v 7
Bad:  a red fox --oref https://img.mysite.net/a.png https://img.mysite.net/b.png --v 7
Good: a red fox --sref 1234 random
Good: a red fox --oref https://img.mysite.net/a.png --v 7
"""

from promptlint.links.unlinked import unlinked_at

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import UPLOAD, intended_spelling, outcome, shown, wants


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per value, or one for the first link above the limit."""
    vocabulary = context.vocabulary
    for issue in context.issues.get("reference-value", ()):
        value = issue.value
        definition = vocabulary.definition(issue.parameter.name)
        assert value is not None
        assert definition is not None
        name = intended_spelling(vocabulary, issue.parameter)
        written = shown(prompt, value.start, value.end)
        most = definition.counts[1]
        if issue.mistake.index == most and most is not None:
            link = "one link" if most == 1 else f"{most} links"
            message = f"`{written}` is one link too many: `{name}` accepts {link}"
            help = f"Keep {link} after `{name}`, and remove the rest."
        elif meant := unlinked_at(prompt.source, value.start, value.end):
            local = meant.kind == "file-path" and not value.text.startswith("//")
            message = f"`{written}` {'is a file on your machine' if local else 'does not begin with `https://`'}, so it is not a link"
            help = UPLOAD if local else f"Write `https://{written.lstrip('/')}`."
        else:
            message = f"`{written}` is not a valid value of `{name}`, which accepts {wants(definition, None)}"
            help = f"Write {wants(definition, None)} after `{name}`, and move descriptions to the text."
        yield Problem.at(value, f"{message}{outcome(issue.mistake.effect)}", help, effect=issue.mistake.effect)
