"""Check the inputs of a command before it reads any of them."""

from __future__ import annotations

import os

from promptlint.cli.options import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.cli.options import Call

__all__ = ["check_inputs"]


def check_inputs(call: Call) -> None:
    """Raises UsageError if `call` names nothing to read, or words of a prompt that the shell split."""
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
