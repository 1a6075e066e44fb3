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
    r"""Write control, bidi and unencodable characters as `\x1b` or `\u202e`; keep tab and line feed.

    The result can be encoded as UTF-8, is valid in an XML document once `&<>` are escaped, does not move the cursor of a terminal, and
    cannot change the reading direction of the following text.
    """
    if text.isprintable():
        return text
    return _UNSAFE.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def described(diagnostic: Diagnostic) -> str:
    """The message, the models if not all of them are affected, and the help, as one line of prose."""
    models = f" (with model {', '.join(diagnostic.models)})" if diagnostic.models else ""
    advice = f". {diagnostic.help}" if diagnostic.help else ""
    return visible(f"{diagnostic.message.removesuffix('.')}{models}{advice}")
