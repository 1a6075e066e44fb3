"""Redact addresses and texts from servers: no signatures, tokens or control characters in the output."""

from __future__ import annotations

from functools import lru_cache

from promptlint.text.regex_compat import lazy_pattern
from promptlint.text.shortening import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["printable", "quotable", "redacted", "shown", "veiled"]

# In a line of a file an address may be written `https:\/\/…?a=1\u0026sig=…`, and quotes or brackets end it; in the query of
# another, it is written `%3Fsig%3D…`.
_HEAD = lazy_pattern(r"(?:[?&;#]|\\u0026|%3[Ff]|%26|%23)([^=&;#?%\s\\]++)(?:=|%3[Dd])")
_VALUE = lazy_pattern(r"""(?:[^&;#\s\\"<>`},:']|\\(?!u0026)|,(?!https?:)|:(?!:)|'(?![\s,)\]:]|\Z))++""")
_USERINFO = lazy_pattern(r"""(/\\?+/)([^/?#@\s\\"<>`]++)@""")
_MAX_LENGTH = 120


def redacted(text: str) -> str:
    """The text with the values of signatures and tokens in its addresses, and user names before a host, blanked out."""
    return _without_secrets(text, lambda _secret: "…") if _may_have_secrets(text) else text


@lru_cache(maxsize=2)  # each finding on a line shows it again
def veiled(text: str) -> str:
    """The same with an asterisk for each character, so that all positions in the text stay the same."""
    return _without_secrets(text, lambda secret: "*" * len(secret)) if _may_have_secrets(text) else text


def quotable(text: str, limit: int = 40) -> str:
    """The text as a message quotes it: redacted before it is shortened, because a secret that is cut is not recognized."""
    return shortened(redacted(text), limit)


def _may_have_secrets(text: str) -> bool:
    """Return whether a text has a name before a host, or a query."""
    if "@" in text:
        return True
    return ("=" in text or "%3" in text) and ("?" in text or "&" in text or ";" in text or "#" in text or "%" in text)


def _without_secrets(text: str, instead: Callable[[str], str]) -> str:
    text = _USERINFO.sub(lambda match: f"{match[1]}{instead(match[2])}@", text)
    pieces = []
    at = 0
    head = _HEAD.search(text)
    while head is not None:
        end = head.end()
        value = _VALUE.match(text, end) if _secret(head[1].lower()) else None
        if value is not None:
            pieces += [text[at:end], instead(value[0])]
            at = end = value.end()
        head = _HEAD.search(text, end)
    return "".join(pieces) + text[at:]


def _secret(name: str) -> bool:
    from .host_data import SECRET_NAMES, SECRET_PARTS

    return name in SECRET_NAMES or any(part in name for part in SECRET_PARTS)


def printable(text: str) -> str:
    """Foreign text, safe for terminals and logs: short, in one line, everything that cannot be printed left out."""
    kept = "".join(character for character in text[:1000] if character.isprintable())
    return shortened(kept, _MAX_LENGTH)


def shown(url: str, *, redact: bool = True) -> str:
    """An address as shown in a message."""
    hide: Callable[[str], str] = redacted if redact else str
    return printable(hide(url))
