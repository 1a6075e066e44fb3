"""What may be shown of addresses and of what servers say: no signatures, no tokens, no control characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .known import SECRET_NAMES, SECRET_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["printable", "redacted", "shown"]

_PAIR = re.compile(r"([?&;#])([^=&;#?\s]++)=([^&;#\s]++)")
_USERINFO = re.compile(r"//[^/?#@\s]++@")
_LONGEST = 120


def redacted(text: str) -> str:
    """The text with the values of signatures and tokens in its addresses, and user names before a host, blanked out."""
    return _PAIR.sub(_blank, _USERINFO.sub("//…@", text))


def _blank(match: re.Match[str]) -> str:
    name = match[2].lower()
    secret = name in SECRET_NAMES or any(part in name for part in SECRET_PARTS)
    return f"{match[1]}{match[2]}=…" if secret else match[0]


def printable(text: str) -> str:
    """Foreign text, safe for terminals and logs: short, in one line, everything that cannot be printed left out."""
    kept = "".join(character for character in text[:1000] if character.isprintable())
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - 1] + "…"


def shown(url: str, *, redact: bool = True) -> str:
    """An address as it stands in a message."""
    hide: Callable[[str], str] = redacted if redact else str
    return printable(hide(url))
