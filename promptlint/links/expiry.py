"""Compute when a signed link expires from its query: the schemes of `hosts.toml`, each identified by further query parameters."""

from __future__ import annotations

from promptlint.text.joining import counted
from promptlint.text.namedtuple import NamedTuple

from .address import query_pairs, under
from .host_data import EXPIRY_SCHEMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .address import Address

__all__ = ["FORMS", "Expiry", "moment", "read_expiry", "span"]

_EARLIEST, _LATEST = 946684800.0, 4102444800.0  # 2000 to 2100: anything else is not a date
_MAX_LIFETIME = 20 * 365 * 86400


class Expiry(NamedTuple):
    """The end of a signed link: `at` in seconds of Unix time, and whose scheme it is."""

    provider: str
    at: float


def read_expiry(address: Address) -> Expiry | None:
    """The time when the link expires, or None if it does not say."""
    if not address.query:
        return None
    query = dict(query_pairs(address.query))
    for scheme in EXPIRY_SCHEMES:
        if scheme.at not in query or any(name not in query for name in scheme.needs):
            continue
        if scheme.hosts and not under(address.host, scheme.hosts):
            continue
        at = FORMS[scheme.form](query[scheme.at], query.get(scheme.seconds, ""))
        if at is not None and _EARLIEST < at < _LATEST:
            return Expiry(scheme.name, at)
    return None


def _unix(value: str, _seconds: str) -> float | None:
    return float(value) if value.isascii() and value.isdecimal() and len(value) <= 11 else None


def _hex(value: str, _seconds: str) -> float | None:
    """Seconds in hexadecimal; eight digits reach to 2106."""
    if not 0 < len(value) <= 8 or set(value.lower()) - set("0123456789abcdef"):
        return None
    return float(int(value, 16))


def _iso(value: str, _seconds: str) -> float | None:
    """An ISO 8601 time, basic or extended; without a zone it is UTC."""
    from datetime import UTC, datetime

    try:
        time = datetime.fromisoformat(value)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _start(value: str, seconds: str) -> float | None:
    """A moment and the seconds the link lives from then."""
    start, lasts = _iso(value, ""), _unix(seconds, "")
    return None if start is None or lasts is None or lasts > _MAX_LIFETIME else start + lasts


def _interval(value: str, _seconds: str) -> float | None:
    """`start;end`, both in seconds of Unix time."""
    return _unix(value.partition(";")[2], "")


def _policy(value: str, _seconds: str) -> float | None:
    """CloudFront's policy: JSON in base64, with `+=/` written as `-_~`."""
    document = _json(value.translate(str.maketrans("-_~", "+=/")))
    try:
        return float(document["Statement"][0]["Condition"]["DateLessThan"]["AWS:EpochTime"])  # type: ignore[index]
    except (TypeError, KeyError, IndexError, ValueError):
        return None


def _jwt(value: str, _seconds: str) -> float | None:
    """The `exp` of a JSON Web Token (RFC 7519)."""
    head, _, rest = value.partition(".")
    document = _json(rest.partition(".")[0].translate(str.maketrans("-_", "+/"))) if head and rest else None
    exp = document.get("exp") if isinstance(document, dict) else None
    return float(exp) if isinstance(exp, int) else None


def _json(encoded: str) -> object:
    """The JSON in a base64 text (padded or not), or None."""
    import json
    from base64 import b64decode
    from binascii import Error

    if len(encoded) > 10_000:
        return None
    try:
        return json.loads(b64decode(encoded.rstrip("=") + "=" * (-len(encoded.rstrip("=")) % 4)))
    except (Error, ValueError, RecursionError):
        return None


FORMS = {"unix": _unix, "hex": _hex, "iso": _iso, "start": _start, "interval": _interval, "policy": _policy, "jwt": _jwt}


def moment(at: float) -> str:
    """A time as written in messages: `2026-11-23 12:00 UTC`."""
    from time import gmtime, strftime

    return strftime("%Y-%m-%d %H:%M UTC", gmtime(at))


def span(seconds: float) -> str:
    """A length of time in the one unit that fits: `5 minutes`, `1 hour`, `3 days`."""
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            return counted(int(seconds // size), unit)
    return "less than a minute"
