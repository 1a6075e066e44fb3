"""The command line: choose the command and its streams, and return its exit status."""

from __future__ import annotations

from promptlint.errors import ConfigError

from .call import parse
from .options import COMMANDS
from .streams import Streams

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["main"]


def main(argv: list[str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Run the command that `argv` (without the program's name) names.

    Return the exit status: 0 no findings, 1 findings, 2 invalid usage or an unreadable file.
    """
    streams = Streams(stdin, stdout, stderr)
    try:
        return _run(argv, streams)
    except ConfigError as error:
        streams.complain(str(error))
        return 2


def _run(argv: list[str], streams: Streams) -> int:
    call = parse(argv)
    if call.flag("help"):
        from .help import command_help, program_help

        streams.out.write(command_help(call.command) if call.command else program_help())
        return 0
    if call.flag("version"):
        from promptlint.version import __version__

        streams.out.write(f"promptlint {__version__}\n")
        return 0
    if not call.command:
        from .help import program_help

        streams.err.write(program_help())
        return 2
    for word in call.ambiguous:
        streams.complain(f"`{word}` names an existing file or directory, so it is not read as an option: rename it, or write `./{word}`")
    if call.ambiguous and not call.has_input:
        return 2
    command = next(command for command in COMMANDS if command.name == call.command)
    if command.here and not (call.has_input or call.ambiguous):
        call = call._replace(arguments=(".",))
    from importlib import import_module

    module = import_module(f"promptlint.cli.commands.{command.module}")
    status: int = module.run(call, streams)
    return 2 if call.ambiguous else status
