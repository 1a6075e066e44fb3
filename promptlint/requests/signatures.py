"""Find a signature or digest in a request's head that covers its body, so that changing the body would invalidate it.

An `Auth` of httpx or requests has signed the request before a guard sees it; only its headers and query are visible.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["covering"]

_NAMES = re.compile(r"sign|\bsig\b|digest|hmac|md5|sha-?\d|hash|checksum|crc")
_SECRETS = re.compile(r"key|token|secret|cookie|session|trace|span|baggage|request-id|correlation|idempoten|etag|if-|csrf|user-agent")
_DIGEST = re.compile(r"(?<![0-9A-Za-z+/_-])(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128}"
                     r"|[A-Za-z0-9+/_-]{22}==|[A-Za-z0-9+/_-]{27}=|[A-Za-z0-9+/_-]{43}=|[A-Za-z0-9+/_-]{64}|[A-Za-z0-9+/_-]{86}==)"
                     r"(?![0-9A-Za-z+/_=-])")  # fmt: skip
# Schemes that prove the sender's identity and do not cover the body (IANA's registry of authentication schemes, and services' own).
_BEARERS = ("bearer", "basic", "token", "apikey", "api-key", "key", "negotiate", "ntlm")


def covering(headers: Mapping[str, str], url: str) -> str:
    """The signature or digest that covers the body, in words; empty if there is none.

    A digest or signature is recognized by its name; with an unknown name, by a value that looks like one. A header with a key or
    the number of a request does not cover the body, whatever its value looks like.
    """
    from urllib.parse import parse_qsl

    for name, value in headers.items():
        if name == "authorization":
            if _signs(value):
                return "the signature in `Authorization`"
        elif _covers(name, value):
            return f"the header `{name}`"
    query = url.partition("?")[2].partition("#")[0]
    for name, value in parse_qsl(query.replace("+", "%2B"), keep_blank_values=True):
        if _covers(name.lower(), value):
            return f"`{name}` in the query"
    return ""


def _covers(name: str, value: str) -> bool:
    return bool(_NAMES.search(name) or (not _SECRETS.search(name) and _DIGEST.search(value)))


def _signs(authorization: str) -> bool:
    """Return whether the credentials are a signature over the request."""
    scheme, separator, rest = authorization.strip().partition(" ")
    if not separator or scheme.lower() in _BEARERS:
        return False
    if scheme.lower() == "digest":
        return "auth-int" in rest
    return True
