"""A prompt for an API begins with the Discord command.

`/imagine prompt:` is typed in Discord. An API passes it on, and it is drawn as text. Discord itself and services that are
known to remove it are not reported.

Bad (--target ttapi):  /imagine prompt: a lighthouse in a storm
Good (--target ttapi): a lighthouse in a storm
Good: /imagine prompt: a lighthouse in a storm
"""

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem, at the command."""
    command = prompt.command
    if command is None or context.target.kind != "api" or context.target.strips_command:
        return
    end = command.end
    while end < len(prompt.source) and prompt.source[end].isspace():
        end += 1
    written = prompt.source[command.start : command.end]
    message = f"`{written}` is a Discord command, which {context.target.title} sends as part of the text"
    fix = Fix(safe=True, edits=(Edit(command.start, end, ""),))
    yield Problem.at(command, message, f"Remove `{written}`.", fix, "altered")
