"""What may be shown of addresses and of what servers say: no signatures, no tokens, no control characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..atomic import compile_pattern
from .known import SECRET_NAMES, SECRET_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["printable", "redacted", "shown", "veiled"]

# In a line of a file too, where an address may be written `https:\/\/…?a=1\u0026sig=…` and quotes or brackets end it.
_VALUE = r"""(?:[^&;#\s\\"<>`},:']|\\(?!u0026)|,(?!https?:)|:(?!:)|'(?![\s,)\]:]|\Z))++"""
_PAIR = compile_pattern(rf"([?&;#]|\\u0026)([^=&;#?\s\\]++)=({_VALUE})")
_USERINFO = re.compile(r"""(/\\?+/)([^/?#@\s\\"<>`]++)@""")
_LONGEST = 120


def redacted(text: str) -> str:
    """The text with the values of signatures and tokens in its addresses, and user names before a host, blanked out."""
    return _without_secrets(text, lambda _secret: "…")


def veiled(text: str) -> str:
    """The same with an asterisk for each character, so that every place in the text stays where it is."""
    return _without_secrets(text, lambda secret: "*" * len(secret))


def _without_secrets(text: str, instead: Callable[[str], str]) -> str:
    def blank(match: re.Match[str]) -> str:
        name = match[2].lower()
        secret = name in SECRET_NAMES or any(part in name for part in SECRET_PARTS)
        return f"{match[1]}{match[2]}={instead(match[3])}" if secret else match[0]

    return _PAIR.sub(blank, _USERINFO.sub(lambda match: f"{match[1]}{instead(match[2])}@", text))


def printable(text: str) -> str:
    """Foreign text, safe for terminals and logs: short, in one line, everything that cannot be printed left out."""
    kept = "".join(character for character in text[:1000] if character.isprintable())
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - 1] + "…"


def shown(url: str, *, redact: bool = True) -> str:
    """An address as it stands in a message."""
    hide: Callable[[str], str] = redacted if redact else str
    return printable(hide(url))
