"""Load the tables that `promptlint.compile` wrote: the grammar, the vocabulary and the targets, each once.

In a checkout, which contains `grammar/`, tables that are older than their sources are an error; an installed package uses the
tables that were compiled into it.
"""

from __future__ import annotations

import os
from functools import cache

from promptlint.errors import StaleTablesError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .targets import Targets
    from .vocabulary import Vocabulary

__all__ = ["grammar_tables", "source_text", "targets", "vocabulary"]

_HERE = os.path.dirname(os.path.abspath(__file__))
_PACKAGE = os.path.dirname(_HERE)
_CHECKOUT = os.path.join(os.path.dirname(_PACKAGE), "grammar")
_INSTALLED = os.path.join(_PACKAGE, "_grammar")

SOURCES = {
    "midjourney.lark": (_INSTALLED, _CHECKOUT),
    "parameters.toml": (_INSTALLED, _CHECKOUT),
    "targets.toml": (_HERE,),
}


def _path(name: str) -> str:
    for folder in SOURCES[name]:
        path = os.path.join(folder, name)
        if os.path.exists(path):
            return path
    raise FileNotFoundError(f"incomplete installation: {name} is missing from the package")


def source_text(name: str) -> str:
    """The text of a grammar or table file, from the installed package or from the checkout.

    Raises FileNotFoundError if the installation is incomplete.
    """
    with open(_path(name), encoding="utf-8", newline="") as file:
        return file.read()


def fingerprint() -> int:
    """A checksum of all sources, which the compiled module notes so that a stale one is noticed."""
    from zlib import crc32

    total = 0
    for name in SOURCES:
        with open(_path(name), "rb") as file:
            total = crc32(file.read(), total)
    return total


@cache
def _compiled() -> Any:
    """The compiled module. Raises StaleTablesError if it is missing or, in a checkout, older than its sources."""
    try:
        from . import compiled
    except (ImportError, SyntaxError):
        raise StaleTablesError from None
    if os.path.isdir(_CHECKOUT) and _changed_after(compiled.__file__) and fingerprint() != compiled.FINGERPRINT:
        raise StaleTablesError
    return compiled


def _changed_after(compiled: str) -> bool:
    """Return whether a source was written after the compiled module, which need not mean that it is another: a checkout writes all."""
    written = os.stat(compiled).st_mtime_ns
    return any(os.stat(_path(name)).st_mtime_ns >= written for name in SOURCES)


def grammar_tables() -> Any:
    """The compiled grammar: its patterns and its LALR table, as the attributes of a module."""
    return _compiled()


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary: every parameter and model, with evidence."""
    from .vocabulary import Vocabulary

    return Vocabulary(_compiled().VOCABULARY)


@cache
def targets() -> Targets:
    """The targets: where a prompt may be sent to, and what each does with it."""
    from .targets import Targets

    return Targets(_compiled().TARGETS)
