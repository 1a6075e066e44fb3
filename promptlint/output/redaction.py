"""Redact the secrets of links in the text that an output prints: each character becomes an asterisk."""

from __future__ import annotations

from promptlint.links.redact import veiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.findings import LintedPrompt

__all__ = ["printed"]


def printed(prompt: LintedPrompt, text: str) -> str:
    """Return a piece of the prompt or of its file with its secrets hidden, of the same length."""
    return veiled(text) if prompt.redact else text
