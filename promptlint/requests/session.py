"""The guard for `requests`: an adapter that lints each prepared request before the original adapter sends it.

The only module that imports `requests`.
"""

from __future__ import annotations

from requests import Session
from requests.adapters import BaseAdapter

from .guard import Guard, Outgoing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from requests import PreparedRequest, Response

    from promptlint.config import Config

__all__ = ["guard_requests"]


def guard_requests(
    session: Session,
    *,
    target: str | None = None,
    on_error: str = "raise",
    on_unread: str = "pass",
    endpoints: Mapping[str, str] | None = None,
    model: str | None = None,
    config: Config | None = None,
) -> Session:
    """Mount the guard around each adapter of a `requests.Session`, and return the session.

    A request whose job would be rejected raises PromptRejected, and no connection is opened for it. The arguments are those of
    `guard`. Adapters that are mounted later are not guarded: mount yours first. Called again, it replaces the previous guard.
    Raises TypeError for another object, and ConfigError and ValueError as `guard` does.
    """
    if not isinstance(session, Session):
        raise TypeError(f"session must be a requests.Session, not {type(session).__name__}")
    checks = Guard(target=target, on_error=on_error, on_unread=on_unread, endpoints=endpoints, model=model, config=config)
    for prefix, adapter in list(session.adapters.items()):
        session.mount(prefix, _GuardedAdapter(checks, adapter.inner if isinstance(adapter, _GuardedAdapter) else adapter))
    return session


class _GuardedAdapter(BaseAdapter):
    """An adapter that passes on to `inner` the requests that the guard accepts."""

    def __init__(self, checks: Guard, inner: BaseAdapter) -> None:
        super().__init__()
        self.checks = checks
        self.inner = inner

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
        """Lint the request, then send it."""
        headers = {name.lower(): _text(value) for name, value in request.headers.items()}
        content = self.checks.check(Outgoing(request.method or "", request.url or "", headers, _content(request.body)))
        if content is not None:
            request.body = content
            request.headers["Content-Length"] = str(len(content))
        return self.inner.send(request, *args, **options)

    def close(self) -> None:
        """Close the original adapter."""
        self.inner.close()


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _content(body: object) -> bytes | None:
    """The body if it is in memory, or None for a stream; a missing body is empty."""
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode("utf-8", "surrogatepass")
    return bytes(body) if isinstance(body, (bytes, bytearray)) else None
