"""Between the page and the package: one prompt in, everything the page shows out, as JSON.

Runs in the browser under Pyodide. JavaScript counts UTF-16 units, the package counts code points; here is the edge
where one becomes the other.
"""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from importlib import import_module
from typing import TYPE_CHECKING, Any

from promptlint import __version__, lint
from promptlint.diagnostics import SEVERITIES, merged
from promptlint.rules.registry import RULES
from promptlint.rules.support.pages import rule_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint import Diagnostic

__all__ = ["judge", "version", "warm_up"]

LONG = 200
"""Words between the first and the last change from which on words that occur often are not compared."""


_WORD = re.compile(r"\s++|\S++\s*+")


def judge(prompt: str, models: str, target: str) -> str:
    """What is wrong with a prompt, as JSON.

    `models` are the account's default models to judge under, with commas between them, empty where none is known.
    A finding holds under its `models`, or under all where that is empty. `parts` is the corrected prompt in pieces,
    each with whether it is new. Raises ConfigError for an unknown model or target.
    """
    names = tuple(filter(None, models.split(",")))
    reports = [lint(prompt, model=name, target=target) for name in names or (None,)]
    found = merged(reports, names or ("",))
    units = _Units(prompt)
    first = reports[0]
    return json.dumps(
        {
            "findings": [_finding(each, units) for each in found],
            "counts": {severity: sum(each.severity == severity for each in found) for severity in reversed(SEVERITIES)},
            "fixed": first.fixed,
            "parts": list(_parts(prompt, first.fixed)),
            "models": list(dict.fromkeys(report.model for report in reports)),
            "named": first.model_from == "prompt",
        }
    )


def version() -> str:
    """The version of the package."""
    return __version__


def warm_up() -> None:
    """Import every rule, so that the first prompt that breaks one is answered as fast as the next."""
    for rule in RULES:
        import_module(rule.module)


def _finding(diagnostic: Diagnostic, units: _Units) -> dict[str, Any]:
    fix = diagnostic.fix
    edits = [{"start": units.at(edit.start), "end": units.at(edit.end), "text": edit.text} for edit in fix.edits] if fix else []
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "start": units.at(diagnostic.start),
        "end": units.at(diagnostic.end),
        "models": list(diagnostic.models),
        "url": rule_url(diagnostic.name),
        "fix": {"safe": fix.safe, "edits": edits} if fix else None,
    }


def _parts(before: str, after: str) -> Iterator[tuple[str, bool]]:
    """The new text in pieces, each with whether it is not in the old one."""
    old, new = _words(before), _words(after)
    # Most of a prompt stays as it is; comparing that word by word would take longer than judging it.
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    yield "".join(new[:head]), False
    yield from _changed(old[head : len(old) - tail], new[head : len(new) - tail])
    yield "".join(new[len(new) - tail :]), False


def _alike(one: list[str], other: list[str]) -> int:
    """How many words at their beginnings are the same."""
    shorter = min(len(one), len(other))
    return next((index for index in range(shorter) if one[index] != other[index]), shorter)


def _changed(old: list[str], new: list[str]) -> Iterator[tuple[str, bool]]:
    for kind, _, _, start, end in SequenceMatcher(None, old, new, autojunk=len(old) > LONG).get_opcodes():
        text = "".join(new[start:end])
        word = text.rstrip()
        yield word, kind != "equal"
        yield text[len(word) :], False


def _words(text: str) -> list[str]:
    """Words with the spaces behind them, so that joined they are the text."""
    return _WORD.findall(text)


class _Units:
    """Code points of a text as UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._before: list[int] | None = None
        if any(character > "\uffff" for character in text):
            self._before = [0]
            for character in text:
                self._before.append(self._before[-1] + 1 + (character > "\uffff"))

    def at(self, offset: int) -> int:
        return offset if self._before is None else self._before[offset]
