"""The ways in which a request can fail before an answer is there."""

from __future__ import annotations

__all__ = ["ProbeError"]


class ProbeError(Exception):
    """A request without a response.

    `kind`: `timeout`, `refused` (by our own checks), `not-found` (no such name), `no-answer` (of a name server), `unreachable`
    (no route, or no name server for the whole run), `connection` (refused or reset), `protocol` (not HTTP), `tls`, `proxy`,
    `port` (one that is not checked), `limit` (of requests for one link).
    """

    def __init__(self, kind: str, why: str) -> None:
        """Store the kind, and the reason as a clause."""
        super().__init__(why)
        self.kind = kind
        self.why = why
