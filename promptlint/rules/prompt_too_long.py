"""A prompt is longer than Midjourney or the service accepts.

6000 characters are accepted and 6001 are not (`Prompts must be 6000 or fewer in length.`, recorded in September 2026). The
parameters count, and so does what a service adds. Some services have a lower limit. The prompt is not cut off: the job is
rejected.

Bad (300 times): a lighthouse in a storm
Bad (100 times --target useapi-v2): a lighthouse in a storm
Good: a lighthouse in a storm --ar 16:9
Good (100 times): a lighthouse in a storm
"""

from .support.base import Context, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem for the whole prompt. `/imagine prompt:` does not count if the target removes it."""
    target = context.target
    length = len(prompt.source)
    if prompt.command is not None and target.strips_command:
        length = len(prompt.source[prompt.command.end :].lstrip())
    excess = length - target.prompt_length
    if excess <= 0:
        return
    yield Problem(
        0,
        len(prompt.source),
        f"The prompt has {length} {target.length_unit} with its parameters, but {target.title} accepts {target.prompt_length}",
        f"Remove at least {excess} {target.length_unit if excess > 1 else target.length_unit.removesuffix('s')}.",
    )
