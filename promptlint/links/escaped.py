"""Addresses that a program escaped, encoded or cut: what they were before, where that is certain."""

from __future__ import annotations

import re

from promptlint.text.regex_compat import lazy_pattern

__all__ = ["restored"]

_CODE = lazy_pattern(r"\\u00([0-7][0-9a-fA-F])")
_BACKSLASHES = lazy_pattern(r"(?<!\\)\\++(?=[/_&=?.~*()#+!%-])")
_ENCODED = lazy_pattern(r"https?%3a%2f%2f", re.IGNORECASE)
_ENTITY = lazy_pattern(r"&(?:amp|#38|#x26);", re.IGNORECASE)
_TWICE = lazy_pattern(r"(?:https?:/*+(?=https?:))++", re.IGNORECASE)
_MISSPELLED = lazy_pattern(r"(?:hxxp|h?ttp|http|htp|htttp|hhttp)(ss?|)(?=://)", re.IGNORECASE)


def restored(url: str) -> tuple[str, str] | None:
    """Return what is wrong with an address, as a clause, and the intended address; `None` if no program is known to write it so."""
    if "\\" in url:
        plain = _BACKSLASHES.sub("", _without_end(_CODE.sub(lambda match: chr(int(match[1], 16)), url)))
        return None if "\\" in plain else ("it contains backslashes that escape other characters", plain)
    if _ENCODED.match(url):
        from urllib.parse import unquote

        return "it is percent-encoded from its scheme on", unquote(url)
    if _ENTITY.search(url):
        return "it contains `&amp;`, which is `&` in HTML", _ENTITY.sub("&", url)
    if _TWICE.match(url):
        return "its scheme is written twice", _TWICE.sub("", url, count=1)
    scheme = _MISSPELLED.match(url)
    if scheme is None or scheme[0].lower() in {"http", "https"}:
        return None
    return "its scheme is misspelled", f"http{scheme[1][:1].lower()}{url[scheme.end() :]}"


def _without_end(url: str) -> str:
    """The address without the escapes of a line break or a quote after it."""
    end = len(url)
    while end and (url[end - 1] == "\\" or url[end - 2 : end] in _LINE_BREAKS):
        end -= 1 if url[end - 1] == "\\" else 2
    return url[:end]


_LINE_BREAKS = ("\\n", "\\r", "\\t")
