"""The Discord command stands in front of a prompt for an API.

`/imagine prompt:` is what one types in Discord. An API passes it on, and it is drawn as text. Services that are known to
take it off are left alone, and so is Discord itself.

Bad (--target ttapi):  /imagine prompt: a lighthouse in a storm
Good (--target ttapi): a lighthouse in a storm
Good: /imagine prompt: a lighthouse in a storm
"""

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem, at the command."""
    command = prompt.command
    if command is None or context.target.kind != "api" or context.target.strips_command:
        return
    end = command.end
    while end < len(prompt.source) and prompt.source[end].isspace():
        end += 1
    yield Problem(
        command.start,
        command.end,
        f"`{prompt.source[command.start : command.end]}` is Discord's command: {context.target.title} sends it along as text",
        "Begin with the prompt itself.",
        Fix(safe=True, edits=(Edit(command.start, end, ""),)),
        "altered",
    )
