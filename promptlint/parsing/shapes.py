"""Shapes of values, by which the parser distinguishes a value from a word, and a mistake from prose.

A shape does not depend on a model; `check_parameter` decides whether a well-formed value is valid.
"""

from __future__ import annotations

from promptlint.text.regex_compat import lazy_pattern

from .lalr import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.rows import Definition
    from promptlint.midjourney.vocabulary import Vocabulary

__all__ = [
    "INTEGER",
    "LEAKED",
    "RATIO",
    "SINGLE",
    "is_link",
    "is_number",
    "is_slot",
    "is_stand_in",
    "may_hold_slots",
    "plausible",
]

LEAKED = frozenset({"None", "True", "False", "NaN", "null", "undefined"})
"""Values that a program writes into a prompt if it has none."""

SINGLE = frozenset({"integer", "decimal", "ratio", "choice", "model"})
"""The kinds of which a parameter takes one value."""

INTEGER = lazy_pattern(r"[+\-−]?\d++\Z")
RATIO = lazy_pattern(r"\d++:\d++\Z")
_WIDE = {"integer": "WIDE_NUMBER", "decimal": "WIDE_NUMBER", "ratio": "WIDE_RATIO", "model": "WIDE_MODEL", "codes": "WIDE_CODES"}
_ANY_WORD = lazy_pattern(r"\w")


def is_slot(word: str) -> bool:
    """Return whether a word is a placeholder: `[SEED]`, `<your text>`, `{{name}}`, `${x}`, `%(x)s`."""
    return pattern("TEMPLATE_SLOT").fullmatch(word) is not None or pattern("VALUE_SLOT").fullmatch(word) is not None


def is_stand_in(word: str) -> bool:
    """Return whether a value is a placeholder: a slot, `$x`, or `IMAGE_A`."""
    return is_slot(word) or pattern("NAME_SLOT").fullmatch(word) is not None


def may_hold_slots(text: str) -> bool:
    """A quick test that most text fails: whether it contains a character that begins a slot that is not a token."""
    return "[" in text or "<" in text or "__" in text or "%" in text or "$" in text


def is_number(word: str) -> bool:
    """Return whether a word is a number, signed or not."""
    return pattern("WIDE_NUMBER").fullmatch(word) is not None


def is_link(word: str) -> bool:
    """Return whether a word begins like a link, or like an intended one (`https:/x`)."""
    return pattern("LINK_START").match(word) is not None


def plausible(definition: Definition, word: str, vocabulary: Vocabulary) -> bool:
    """Return whether a word has the shape of this parameter's value, valid or not. False for a switch, which has no value."""
    kind = definition.kind
    if kind in _WIDE:
        return pattern(_WIDE[kind]).fullmatch(word) is not None
    if kind == "choice":
        return word.lower() in vocabulary.choices(definition.name)
    if kind == "references":
        return word == "random" or INTEGER.match(word) is not None or is_link(word)
    if kind in {"urls", "url", "url_or_loop"}:
        return is_link(word) or (kind == "url_or_loop" and word == "loop")
    return kind == "words" and _ANY_WORD.search(word) is not None
