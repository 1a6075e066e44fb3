"""Load the tables that `promptlint.compile` wrote: the grammar, the vocabulary and the targets, each made once.

In a checkout, where `grammar/` lies beside the package, tables that are older than their sources are computed anew in
memory, so that an edit of a table is enough; an installed package trusts what was compiled into it.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .parsing.lalr import Grammar
    from .targets import Targets
    from .vocabulary import Vocabulary

__all__ = ["grammar", "source_text", "targets", "vocabulary"]

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_CHECKOUT = os.path.join(os.path.dirname(_PACKAGE), "grammar")
_INSTALLED = os.path.join(_PACKAGE, "_grammar")

SOURCES = {
    "midjourney.lark": (_INSTALLED, _CHECKOUT),
    "parameters.toml": (_INSTALLED, _CHECKOUT),
    "targets.toml": (os.path.join(_PACKAGE, "requests"),),
}


def _path(name: str) -> str:
    for folder in SOURCES[name]:
        path = os.path.join(folder, name)
        if os.path.exists(path):
            return path
    raise FileNotFoundError(f"promptlint is incomplete: {name} is neither in the package nor in the checkout")


def source_text(name: str) -> str:
    """The text of a grammar or table file, from the installed package or from the checkout.

    Raises FileNotFoundError where the installation is incomplete.
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


def _written() -> Any:
    """The module that was written; None where it is missing or was cut short, as an interrupted checkout leaves it."""
    try:
        from . import compiled
    except (ImportError, SyntaxError):
        return None
    return compiled


@cache
def _compiled() -> Any:
    """The compiled module, or one made in memory where a checkout's sources are newer."""
    compiled = _written()
    if compiled is not None and (not os.path.isdir(_CHECKOUT) or fingerprint() == compiled.FINGERPRINT):
        return compiled
    from .compile import compile_module

    return compile_module()


@cache
def grammar() -> Grammar:
    """The compiled grammar."""
    from .parsing.lalr import Grammar

    made = _compiled()
    return Grammar(made.PATTERN, made.STATES, made.RULES, made.START, made.END)


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
