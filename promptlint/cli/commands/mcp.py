"""`promptlint mcp`: the tools for agents, on standard input and output."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.cli.call import Call
    from promptlint.cli.streams import Streams

__all__ = ["run"]


def run(call: Call, streams: Streams) -> int:  # noqa: ARG001 (every command takes both)
    """Serve until the agent's program ends it; 2 where the extra is not installed."""
    try:
        import mcp.server.mcpserver  # noqa: F401
    except ImportError:
        streams.complain(
            "the server for agents requires version 2 of the Model Context Protocol SDK: pip install 'midjourney-promptlint[mcp]'"
        )
        return 2
    import asyncio

    from promptlint.agents.serving import serve

    asyncio.run(serve())
    return 0
