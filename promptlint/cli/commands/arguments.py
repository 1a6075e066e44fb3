"""What a command is given: the names of models and targets, and the inputs that it reads."""

from __future__ import annotations

import os

from promptlint.cli.call import UsageError
from promptlint.midjourney.names import check_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from promptlint.cli.call import Call
    from promptlint.project.inputs import LintInput
    from promptlint.settings_file.reading import Discovery

__all__ = ["check_inputs", "named", "named_inputs"]


def named(call: Call, kind: str) -> str | None:
    """Return the model or target that the option `kind` names, as the tables spell it. Raises ConfigError."""
    name = call.text(kind)
    return name and check_name(kind, name, f"--{kind}: ")


def named_inputs(
    call: Call, stdin: TextIO, discovery: Discovery, complain: Callable[[str], None], note: Callable[[str], None]
) -> Iterator[LintInput]:
    """Yield the prompts and files that `call` names.

    `complain` is called with a message for each that cannot be found, `note` with one for each link to a directory that is not
    followed, and at the end where all are excluded.
    """
    from promptlint.project.inputs import ALL_EXCLUDED, LintInput, Note, expand_paths

    for number, text in enumerate(call.texts("prompt"), 1):
        yield LintInput(f"<prompt {number}>", text=text)
    nothing, excluded = not (call.flag("prompt") or call.flag("request")), False
    for found in expand_paths(call.arguments, discovery, stdin, call.text("stdin-filename") or ""):
        if isinstance(found, LintInput):
            nothing = False
            yield found
        elif isinstance(found, str):
            nothing = False
            complain(found)
        elif isinstance(found, Note):
            note(found.text)
        else:
            excluded = True
    if excluded and nothing and not call.flag("quiet"):
        note(ALL_EXCLUDED)


def check_inputs(call: Call) -> None:
    """Raises UsageError if `call` names nothing to read, or words of a prompt that the shell split."""
    if call.text("stdin-filename") is not None and "-" not in call.arguments:
        raise UsageError("`--stdin-filename` requires `-`, which reads standard input")
    if not call.has_input:
        raise UsageError(f"nothing to {call.command}: pass a file, a directory, `-` or `-p TEXT`")
    words = call.arguments
    if not words or not all(map(_is_word, words)):
        return
    prompts = call.texts("prompt")
    if prompts or len(words) > 1 or any(map(str.isspace, words[0])):
        text = " ".join((*prompts[-1:], *words)).replace("'", "'\\''")
        missing = ", ".join(f"`{word}`" for word in words)
        raise UsageError(f"{missing}: no such file or directory. To {call.command} a prompt, put it in quotes: -p '{text}'")


def _is_word(argument: str) -> bool:
    """Return whether an argument is part of a prompt rather than a path: it does not exist and does not look like one."""
    is_path = argument == "-" or "/" in argument or os.sep in argument or bool(os.path.splitext(argument)[1].strip(".,0123456789"))
    return not is_path and not os.path.lexists(argument)
