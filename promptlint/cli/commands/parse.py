"""`promptlint parse`: print the syntax tree of each prompt, with mistakes marked."""

from __future__ import annotations

from promptlint.errors import SourceError
from promptlint.output.syntax_tree import json_of, lines_of
from promptlint.project.inputs import prompts_of

from .rewriting import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.cli.options import Call
    from promptlint.cli.streams import Streams

__all__ = ["run"]


def run(call: Call, streams: Streams) -> int:
    """Print the trees of the inputs. Return 2 if an input could not be read, else 0."""
    session = Session(call, streams)
    machine = call.text("output-format") == "json"
    out = streams.out
    out.write('{"version": 1, "prompts": [' if machine else "")
    separator = "\n"
    for unit, settings in session.units():
        try:
            for prompt in prompts_of(unit, settings.config):
                if machine:
                    out.write(separator + json_of(unit.path, prompt))
                    separator = ",\n"
                else:
                    out.writelines(lines_of(unit.path, prompt))
        except (OSError, SourceError, ValueError) as error:
            session.unreadable(unit, error)
    if machine:
        out.write("\n]}\n" if separator != "\n" else "]}\n")
    return 2 if session.bad else 0
