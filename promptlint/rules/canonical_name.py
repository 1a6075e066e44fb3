"""A parameter is spelled differently from the project's style.

Many parameters have two names (`--ar`, `--aspect`), and Midjourney accepts both. In a library of prompts one spelling makes
them comparable and searchable. The setting `spelling` chooses it: `long`, `short`, or a table; the default is the spelling
that Midjourney writes when it repeats a prompt. Off by default.

Bad (--select MJ802):  a lighthouse --aspect 16:9 --version 7
Bad (--select MJ802 --spelling long):  a lighthouse --ar 16:9
Good (--select MJ802): a lighthouse --ar 16:9 --v 7
Good (--select MJ802 --spelling long): a lighthouse --aspect 16:9
"""

from promptlint.semantics.canonical import spelled

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, at its dashes and name. A malformed one is left to the rule that fixes it."""
    spelling = context.config.spelling
    pairs = spelling if isinstance(spelling, str) else tuple(spelling)
    malformed = {anomaly.start for anomaly in prompt.anomalies}
    for parameter in prompt.parameters:
        if not parameter.known or parameter.start in malformed:
            continue
        wanted = spelled(parameter, pairs, context.models)
        if wanted == parameter.spelling:
            continue
        yield Problem(
            parameter.start,
            parameter.name_end,
            f"`{parameter.spelling}` is spelled `{wanted}` in this project",
            f"Write `{wanted}`.",
            Fix(safe=True, edits=(Edit(parameter.start, parameter.name_end, wanted),)),
            effect="altered",
        )
