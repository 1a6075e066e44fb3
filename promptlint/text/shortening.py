"""Shorten the foreign texts that messages quote: a name, a value or a line may be as long as its author likes."""

from __future__ import annotations

from .regex_compat import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

__all__ = ["shortened", "with_short_quotes"]

_MAX_QUOTE = 200
_LONG_QUOTE = lazy_pattern("(?<=`)[^`]{201,}")


def shortened(text: str, limit: int = 40) -> str:
    """The text on one line, cut to at most `limit` characters."""
    words = " ".join(text.split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def with_short_quotes(message: str) -> str:
    """The message with at most 200 characters of each text that it quotes in backticks."""
    if len(message) <= _MAX_QUOTE or max(map(len, message.split("`"))) <= _MAX_QUOTE:
        return message
    return _LONG_QUOTE.sub(_cut, message)


def _cut(quote: re.Match[str]) -> str:
    return shortened(quote[0], _MAX_QUOTE)
