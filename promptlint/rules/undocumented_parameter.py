"""A parameter that works for some users, but is not documented.

The website's Retexture tool writes `--dref` and `--dw`; `--preview` enabled unreleased features of V8 in June 2026; `--ev`
was seen with `--edit` in the website's code in September 2026. They may stop working or change their meaning at any time.

Bad:  a red fox --preview
Bad:  a red fox in the snow --edit https://img.mysite.net/fox.png --ev 2 --v 8.2
Bad:  a red fox --dref https://img.mysite.net/room.png --v 7
Good: a red fox --v 7
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, at its dashes and name."""
    for issue in context.issues.get("undocumented-parameter", ()):
        parameter = issue.parameter
        definition = context.vocabulary.definition(parameter.name)
        written = shown(prompt, parameter.start, parameter.name_end)
        about = f" ({definition.title.lower()})" if definition is not None and definition.title.lower() != parameter.name else ""
        yield Problem(
            parameter.start,
            parameter.name_end,
            f"`{written}`{about} is not documented by Midjourney, so it may be rejected, ignored or changed at any time",
            f"Remove `{written}` from prompts that have to keep working.",
            effect=issue.mistake.effect,
        )
