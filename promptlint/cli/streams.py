"""The streams of a command."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["Streams"]


class Streams(NamedTuple):
    """The streams of a command: findings and results go to `out`, everything else to `err`."""

    stdin: TextIO
    out: TextIO
    err: TextIO

    def complain(self, message: str) -> None:
        """A line for the person who runs it."""
        from promptlint.output.wording import visible

        self.err.write(visible(f"promptlint: {message}").replace("\n", " ") + "\n")
