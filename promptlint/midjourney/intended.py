"""Find the parameter that an unknown name was intended to be."""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .rows import Definition
    from .vocabulary import Vocabulary

__all__ = ["intended_definition", "intended_name", "latin"]


@lru_cache(maxsize=256)
def intended_name(name: str, vocabulary: Vocabulary) -> str | None:
    """Return the only possible intended spelling, without dashes, or `None`; cached, because files repeat their mistakes."""
    name = name if name.isascii() else latin(name)
    return name if name in vocabulary.names else _titled(name, vocabulary) or vocabulary.nearest(name)


def intended_definition(name: str, vocabulary: Vocabulary) -> Definition | None:
    """Return the parameter that an unknown name was intended to be, or `None`."""
    intended = intended_name(name, vocabulary)
    return vocabulary.definition(vocabulary.names[intended]) if intended else None


_LOOK_ALIKE = str.maketrans("аԁегһіјӏорԛгѕсуѵԝхαιονργ", "aderhijlopqrscyvwxaiovpy")
"""Letters of the Cyrillic and the Greek alphabet → the Latin ones that look the same."""


def latin(name: str) -> str:
    """A name in the letters that it seems to be written in."""
    from unicodedata import normalize

    return normalize("NFKC", name).lower().translate(_LOOK_ALIKE)


def _titled(name: str, vocabulary: Vocabulary) -> str | None:
    """The parameter whose title was used as its name: `--aspect-ratio`, `--image_weight`."""
    return _titles(vocabulary).get(_squeezed(name))


@lru_cache(maxsize=8)
def _titles(vocabulary: Vocabulary) -> dict[str, str]:
    """Titles and names of current parameters, letters and digits only, mapped to canonical names."""
    titles: dict[str, str] = {}
    for definition in vocabulary.definitions:
        if definition.status == "current":
            titles.setdefault(_squeezed(definition.title), definition.name)
            titles.setdefault(_squeezed(definition.name), definition.name)
    return titles


def _squeezed(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
