"""`promptlint cache`: where the answers of link hosts are kept, and `cache clear`, which forgets them."""

from __future__ import annotations

from promptlint.errors import reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.cli.options import Call
    from promptlint.cli.streams import Streams

__all__ = ["run"]


def run(call: Call, streams: Streams) -> int:
    """Clear the cache, or tell where it lies."""
    from promptlint.links.online.cache import clear, folder

    if call.arguments[0] == "path":
        streams.out.write(folder() + "\n")
        return 0
    try:
        cleared = clear()
    except OSError as error:
        streams.complain(f"{folder()}: this cannot be deleted: {reason(error)}")
        return 2
    streams.err.write("The answers of link hosts are forgotten.\n" if cleared else "There was nothing to forget.\n")
    return 0
