"""`promptlint lsp`: the language server, on standard input and output."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.cli.call import Call
    from promptlint.cli.streams import Streams

__all__ = ["run"]


def run(call: Call, streams: Streams) -> int:  # noqa: ARG001 (every command takes both)
    """Serve until the editor ends it; 2 where the extra is not installed or a stream is closed."""
    try:
        import pygls  # noqa: F401
    except ImportError:
        streams.complain("the language server requires pygls: pip install 'midjourney-promptlint[lsp]'")
        return 2
    import gc
    import sys

    if sys.stdin is None or sys.stdout is None:  # closed by who started it
        streams.complain("the language server requires standard input and output")
        return 2
    from promptlint.lsp.features import make

    server = make()
    gc.freeze()
    gc.disable()  # the server does it itself while the user is not typing
    server.start_io()
    return 0
