"""Run one rule: import its check on first use, and turn its problems into diagnostics.

The only place where a `Diagnostic` is created.
"""

from __future__ import annotations

from functools import cache

from promptlint.diagnostics import Diagnostic

from .registry import RULES
from .support.base import SEVERITY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from promptlint.config import HouseRule

    from .registry import Rule
    from .support.base import Problem

__all__ = ["check_of", "diagnostic", "run_rule"]

_checks: dict[tuple[str, str], Callable[..., Any]] = {}


def check_of(rule: Rule, function: str = "check") -> Callable[..., Any]:
    """The function of a rule; its module is imported when it first runs."""
    key = rule.code, function
    check = _checks.get(key)
    if check is None:
        from importlib import import_module

        check = _checks[key] = getattr(import_module(rule.module), function)
    return check


def run_rule(name: str, *arguments: object, enabled: Iterable[str] | None = None, function: str = "check") -> Iterator[Diagnostic]:
    """The findings of the rule of this name. `enabled` are the codes of the rules that run, or None for all."""
    for rule in RULES:
        if rule.name == name and (enabled is None or rule.code in enabled):
            for problem in check_of(rule, function)(*arguments):
                yield diagnostic(rule, problem)


def diagnostic(rule: Rule | HouseRule, problem: Problem) -> Diagnostic:
    """The finding of a rule, with its name and severity, and with the texts that it quotes shortened, without the secrets of links."""
    start, end, message, help_, fix, effect, pointer = problem
    shown = _as_shown()
    return Diagnostic(rule.code, rule.name, SEVERITY[effect], shown(message), start, end, help_ and shown(help_), fix, pointer)


@cache
def _as_shown() -> Callable[[str], str]:
    """Import what a run without findings does without."""
    from promptlint.links.redact import redacted
    from promptlint.text.shortening import with_short_quotes

    return lambda text: with_short_quotes(redacted(text))
