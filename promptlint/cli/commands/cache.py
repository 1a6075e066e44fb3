"""`promptlint cache`: print the directory of the link cache, or clear it."""

from __future__ import annotations

from promptlint.errors import reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.cli.call import Call
    from promptlint.cli.streams import Streams

__all__ = ["run"]


def run(call: Call, streams: Streams) -> int:
    """Clear the cache, or print its location."""
    from promptlint.links.online.cache import clear, folder

    if call.arguments[0] == "path":
        streams.out.write(folder() + "\n")
        return 0
    try:
        cleared = clear()
    except OSError as error:
        streams.complain(f"{folder()}: cannot delete it: {reason(error)}")
        return 2
    streams.err.write("Cleared the link cache.\n" if cleared else "The link cache is already empty.\n")
    return 0
