"""The protocol of pygls, with an answer to every request.

pygls only logs a request that it cannot read, or that comes after `shutdown`, so the editor waits for an answer.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams, JsonRpcInvalidRequest, JsonRpcServerNotInitialized
from pygls.protocol import LanguageServerProtocol

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["Protocol"]

_NAMED_HERE = ("Unable to handle message", "Unable to deserialize message")


class _Unreadable(NamedTuple):
    """A message whose parameters are of other types than its method has; `id` is None for a notification."""

    id: Any
    method: Any
    error: JsonRpcException


class Protocol(LanguageServerProtocol):
    """Answers each request, with an error if it cannot be read or may not come now; such notifications are logged and ignored."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Take what pygls passes. It logs tracebacks of messages that it cannot read; these are reported here, by name."""
        super().__init__(*args, **options)
        for name in ("pygls.server", "pygls.protocol.json_rpc"):
            logging.getLogger(name).addFilter(_is_not_named_here)

    def set_writer(self, writer: Any, include_headers: bool = True) -> None:
        """Write to the editor as long as it is there."""
        super().set_writer(_Writer(writer, self._server), include_headers)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return the message as an object of its type."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            return _Unreadable(data.get("id"), data.get("method"), error)

    def handle_message(self, message: Any) -> None:
        """Handle a message, or report why not."""
        error = self._objection(message)
        if error is None:
            super().handle_message(message)
            return
        ident = getattr(message, "id", None)
        if ident is not None:
            self._send_response(ident, None, error.to_response_error())
        else:
            what = getattr(message, "method", None) or "a message"
            told = types.LogMessageParams(types.MessageType.Info, f"promptlint: {what} was ignored: {error.message}")
            self._server.window_log_message(told)

    def _objection(self, message: Any) -> JsonRpcException | None:
        """Return why a message is not handled, or None."""
        if isinstance(message, _Unreadable):
            return message.error
        if not hasattr(message, "jsonrpc"):
            return JsonRpcInvalidRequest("it is not a JSON-RPC message")
        method = getattr(message, "method", types.EXIT)
        if method == types.EXIT:
            return None
        if self._workspace is None and method != types.INITIALIZE:
            return JsonRpcServerNotInitialized("the first request must be `initialize`")
        if self._shutdown:
            return JsonRpcInvalidRequest("the server was shut down")
        uri = getattr(getattr(message.params, "text_document", None), "uri", "")
        if not _is_uri(uri):
            return JsonRpcInvalidParams(f"{uri} is not a URI")
        if method == types.TEXT_DOCUMENT_DID_CHANGE and unquote(uri) not in self.workspace.text_documents:
            return JsonRpcInvalidRequest(f"{uri} is not open")
        return None


class _Writer:
    """What is written to an editor that went away is dropped, and the server ends without a word: pygls logs a traceback for each."""

    def __init__(self, writer: Any, server: Any) -> None:
        self._writer = writer
        self._server = server

    def write(self, data: bytes) -> Any:
        try:
            return self._writer.write(data)
        except (OSError, ValueError):  # a broken pipe, or a stream that is closed
            if (stop := getattr(self._server, "_stop_event", None)) is not None:
                stop.set()
            return None

    def close(self) -> Any:
        with suppress(OSError, ValueError):
            return self._writer.close()


def _is_uri(text: str) -> bool:
    try:
        urlsplit(text)
    except ValueError:  # half a pair of square brackets
        return False
    return True


def _is_not_named_here(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(_NAMED_HERE)
