"""The text of a finding for machine formats: one string that is safe to show wherever the document ends up."""

from __future__ import annotations

from promptlint.text.regex_compat import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from promptlint.diagnostics import Diagnostic

__all__ = ["described", "visible"]

# Control characters without tab and line feed, the bidi controls, the line separators that some readers break lines at,
# lone surrogates (no encoding has them) and the two code points that XML forbids.
_UNSAFE = lazy_pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """The text with control, bidi and unencodable characters written as `\\x1b` or `\\u202e`; tab and line feed stay.

    What it returns can be encoded as UTF-8, stands in any XML document once `&<>` are escaped, moves no terminal cursor
    and cannot turn the reading direction of what follows.
    """
    if text.isprintable():
        return text
    return _UNSAFE.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def described(diagnostic: Diagnostic) -> str:
    """What is wrong, under which models where it is not all that were asked, and what to write: one line of prose."""
    models = f" (with model {', '.join(diagnostic.models)})" if diagnostic.models else ""
    advice = f". {diagnostic.help}" if diagnostic.help else ""
    return visible(f"{diagnostic.message.removesuffix('.')}{models}{advice}")
