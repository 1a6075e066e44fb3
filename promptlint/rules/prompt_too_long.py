"""A prompt is longer than Midjourney, or the service that passes it on, takes.

6000 characters pass and 6001 do not (`Prompts must be 6000 or fewer in length.`, recorded in September 2026); the parameters
count, and so does what a service adds to them. Some services stop earlier. What is beyond is not cut off: the job is
refused.

Bad (300 times): a lighthouse in a storm
Bad (100 times --target useapi-v2): a lighthouse in a storm
Good: a lighthouse in a storm --ar 16:9
Good (100 times): a lighthouse in a storm
"""

from .support.base import Context, Iterator, Problem, Prompt

_REFUSAL = "`Prompts must be 6000 or fewer in length.`"


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem for the whole prompt. A typed `/imagine prompt:` does not count where the target takes it off."""
    target = context.target
    length = len(prompt.source)
    if prompt.command is not None and target.strips_command:
        length = len(prompt.source[prompt.command.end :].lstrip())
    excess = length - target.prompt_length
    if excess <= 0:
        return
    quoted = f" ({_REFUSAL})" if target.prompt_length == context.vocabulary.prompt_length else ""
    yield Problem(
        0,
        len(prompt.source),
        f"The prompt has {length} {target.length_unit} with its parameters, and {target.title} takes {target.prompt_length}: "
        f"the job is refused{quoted}",
        f"Take out at least {excess} {target.length_unit if excess > 1 else target.length_unit.removesuffix('s')}.",
    )
