"""`promptlint parse`: print the syntax tree of each prompt, with mistakes marked."""

from __future__ import annotations

from promptlint.errors import SourceError
from promptlint.output.json import write_items
from promptlint.output.syntax_tree import json_of, lines_of
from promptlint.project.inputs import prompts_of

from .rewriting import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.cli.call import Call
    from promptlint.cli.streams import Streams
    from promptlint.sources.source_map import PromptText

__all__ = ["run"]


def run(call: Call, streams: Streams) -> int:
    """Print the trees of the inputs. Return 2 if an input could not be read, else 0."""
    session = Session(call, streams)
    if call.text("output-format") != "json":
        for path, prompt in _prompts(session):
            streams.out.writelines(lines_of(path, prompt))
        return 2 if session.bad else 0
    streams.out.write('{"version": 1, "prompts": [')
    write_items((json_of(path, prompt) for path, prompt in _prompts(session)), streams.out)
    streams.out.write("]}\n")
    return 2 if session.bad else 0


def _prompts(session: Session) -> Iterator[tuple[str, PromptText]]:
    """Yield each prompt with its path. What cannot be read is reported."""
    for unit, settings in session.units():
        try:
            for prompt in prompts_of(unit, settings.config):
                yield unit.path, prompt
        except (OSError, SourceError, ValueError) as error:
            session.unreadable(unit, error)
