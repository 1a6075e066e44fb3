"""A parameter is spelled in another way than the house spells it.

Many parameters have two names (`--ar`, `--aspect`), and Midjourney takes either. In a library of prompts one spelling makes
them comparable and searchable. The setting `spelling` says which: `long`, `short`, or a table; without it, it is the one that
Midjourney itself writes when it echoes a prompt. Off by default.

Bad (--select MJ802):  a lighthouse --aspect 16:9 --version 7
Bad (--select MJ802 --spelling long):  a lighthouse --ar 16:9
Good (--select MJ802): a lighthouse --ar 16:9 --v 7
Good (--select MJ802 --spelling long): a lighthouse --aspect 16:9
"""

from promptlint.semantics.canonical import spelled

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a parameter, at dashes and name. A malformed one is left to the rule that mends it."""
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
            f"`{parameter.spelling}` is spelled `{wanted}` in this house; Midjourney takes either",
            f"Write `{wanted}`.",
            Fix(safe=True, edits=(Edit(parameter.start, parameter.name_end, wanted),)),
            effect="altered",
        )
