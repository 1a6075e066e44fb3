"""The documentation of a rule: its docstring here, its page on the project's site."""

from __future__ import annotations

from promptlint.config import HOUSE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.rules.registry import Rule

__all__ = ["HOME", "finding_url", "rule_text", "rule_url"]

HOME = "https://github.com/promptlint/midjourney-promptlint"


def rule_url(name: str) -> str:
    """The address of the page of the rule `name`."""
    return f"{HOME}/blob/main/docs/rules/{name}.md"


def finding_url(code: str, name: str) -> str:
    """The address of the page about a finding with this code and name: that of its rule, or that about house rules."""
    return f"{HOME}/blob/main/docs/house-rules.md" if code.startswith(HOUSE) else rule_url(name)


def rule_text(rule: Rule) -> str:
    """The documentation of a rule, which is its module's docstring; empty where Python stripped it (`-OO`)."""
    from importlib import import_module
    from inspect import cleandoc

    module = import_module(rule.module)
    return cleandoc(module.__doc__ or "")
