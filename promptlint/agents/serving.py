r"""Serve the tools on standard input and output, and answer the lines that the SDK ignores.

The SDK's reader rejects JSON with half of a surrogate pair (`"\ud800"`), as its parser does, without an answer: an agent that
sends such a prompt would wait forever. Here it gets an error.
"""

from __future__ import annotations

import json

from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp.types import INVALID_PARAMS, INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError
from pydantic import ValidationError

from .mcp import make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

__all__ = ["serve"]


async def serve() -> None:
    """Serve until standard input ends."""
    server = make()._lowlevel_server  # what `MCPServer.run_stdio_async` runs, with its streams
    async with stdio_server() as (incoming, outgoing):
        await server.run(_Answering(incoming, outgoing), outgoing, server.create_initialization_options())


class _Answering:
    """The stream of messages; a line that is not a message is answered with an error and skipped."""

    def __init__(self, incoming: Any, outgoing: Any) -> None:
        self._incoming = incoming
        self._outgoing = outgoing

    @property
    def last_context(self) -> Any:
        return self._incoming.last_context

    async def receive(self) -> SessionMessage | Exception:
        while True:
            message: SessionMessage | Exception = await self._incoming.receive()
            answer = _refusal(message) if isinstance(message, ValidationError) else None
            if answer is None:
                return message
            await self._outgoing.send(SessionMessage(answer))

    def __aiter__(self) -> _Answering:
        return self

    async def __anext__(self) -> SessionMessage | Exception:
        from anyio import EndOfStream

        try:
            return await self.receive()
        except EndOfStream:
            raise StopAsyncIteration from None

    async def aclose(self) -> None:
        await self._incoming.aclose()

    async def __aenter__(self) -> _Answering:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool | None:
        await self.aclose()
        return None


def _refusal(error: ValidationError) -> JSONRPCError | None:
    """The answer to a line that is not JSON, has half of a surrogate pair or is no request, or None for an empty line."""
    first = error.errors(include_url=False)[0]
    if first["type"] != "json_invalid":
        return _error(first["input"], INVALID_REQUEST, "this is not a JSON-RPC message: a request requires `method`")
    line = str(first["input"])
    if not line.strip():
        return None
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        return _error(None, PARSE_ERROR, "this line is not JSON")
    return _error(
        request, INVALID_PARAMS, "a string contains half of a surrogate pair, such as \\ud800: send the whole character or remove it"
    )


def _error(request: object, code: int, message: str) -> JSONRPCError:
    """The error for a request, under its id if that can be read."""
    given = request.get("id") if isinstance(request, dict) else None
    readable = isinstance(given, int) or (isinstance(given, str) and given.isprintable())  # half of a surrogate pair is not
    return JSONRPCError(jsonrpc="2.0", id=given if readable else None, error=ErrorData(code=code, message=message))
