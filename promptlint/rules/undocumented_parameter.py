"""A parameter that works for some, but that Midjourney documents nowhere.

`--dref` and `--dw` are written by the website's own Retexture tool; `--preview` tried out unreleased features of
version 8 in June 2026; `--ev` was seen beside `--edit` in the website's code in September 2026.
They may stop working, or mean something else, on any day.

Bad:  a red fox --preview
Bad:  a red fox in the snow --edit https://img.mysite.net/fox.png --ev 2 --v 8.2
Bad:  a red fox --dref https://img.mysite.net/room.png --v 7
Good: a red fox --v 7
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a parameter, at dashes and name."""
    for issue in context.issues.get("undocumented-parameter", ()):
        parameter = issue.parameter
        definition = context.vocabulary.definition(parameter.name)
        written = shown(prompt, parameter.start, parameter.name_end)
        about = f" ({definition.title.lower()})" if definition is not None and definition.title.lower() != parameter.name else ""
        yield Problem(
            parameter.start,
            parameter.name_end,
            f"`{written}`{about} is in no list of Midjourney's parameters; it may be refused, ignored or changed on any day",
            f"Leave `{written}` out of prompts that have to keep working.",
            effect=issue.mistake.effect,
        )
