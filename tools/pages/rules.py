"""docs/rules: a page for each rule from its docstring, with facts from the vocabulary, and the list of all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from promptlint.midjourney.rows import Limits
from promptlint.midjourney.tables import vocabulary
from promptlint.rules.registry import RULES, Rule
from promptlint.rules.support.base import SEVERITY
from promptlint.rules.support.pages import rule_text

from .markdown import code, made_from, table
from .parameters import limits_text, named, source_link

__all__ = ["pages"]

FIXES = {"S": "fixed by `--fix`", "U": "fixed by `--unsafe-fixes`, which may change the picture or guess", "": "by hand"}
GROUPS = {
    "MJ0": "Writing",
    "MJ1": "Parameters",
    "MJ2": "Values",
    "MJ3": "What goes together",
    "MJ4": "The text",
    "MJ5": "Image links",
    "MJ6": "Moderation",
    "MJ7": "Request bodies",
    "MJ8": "House rules",
    "MJ9": "The linter itself",
}
# What Midjourney does to a value outside of a limit, as an effect that has a severity.
OUTSIDE = {"rejected": "rejected", "clamped": "altered", "doubtful": "altered"}

_EXAMPLE = re.compile(r"^(Bad|Good)(?: \(([^)]*+)\))?+:\s*+(.*)$")
_HEADING = re.compile(r"^(What|Why|Note|Fix):\s*+(.*)$")


def pages() -> dict[str, str]:
    """Path and text of every page."""
    made = {f"docs/rules/{rule.name}.md": _page(rule) for rule in RULES}
    return made | {"docs/rules/README.md": _list()}


def _list() -> str:
    parts = [made_from("promptlint/rules/"), "# Rules\n\nCodes and names are taken everywhere alike.\n"]
    for start, title in GROUPS.items():
        rows = [
            (
                rule.code,
                f"[{rule.name}]({rule.name}.md)",
                _first_sentence(rule),
                rule.severity,
                rule.fix or "–",
                "on" if rule.default else "off",
            )
            for rule in RULES
            if rule.code.startswith(start)
        ]
        parts.append(f"\n## {start} {title}\n\n" + table(("code", "name", "", "severity", "fix", "default"), rows))
    parts.append("\nFix: S safe (`--fix`), U unsafe (`--unsafe-fixes`), – by hand.\n")
    return "".join(parts)


def _first_sentence(rule: Rule) -> str:
    return " ".join(rule_text(rule).partition("\n\n")[0].split())


def _page(rule: Rule) -> str:
    facts = table(
        ("severity", "fix", "default"),
        [(rule.severity, FIXES[rule.fix], "on" if rule.default else f"off; `--extend-select {rule.code}` turns it on")],
    )
    resolved = _RESOLVED.get(rule.name)
    more = f"\n## As it stands today\n\n{resolved()}" if resolved else ""
    source = made_from(f"promptlint/rules/{rule.name.replace('-', '_')}.py" + (" and grammar/parameters.toml" if resolved else ""))
    return f"{source}# {rule.code} {rule.name}\n\n{facts}\n{_prose(rule_text(rule))}{more}"


def _prose(text: str) -> str:
    """A docstring as Markdown: examples in code, one per line."""
    lines: list[str] = []
    for line in text.splitlines():
        example, heading = _EXAMPLE.match(line), _HEADING.match(line)
        if example:
            options = f" (with {code(example[2])})" if example[2] else ""
            lines.append(f"- {example[1]}{options}: {_as_code(example[3])}")
        elif heading:
            lines += [*([""] if lines and lines[-1] else []), f"**{heading[1]}:** {heading[2]}"]
        else:
            lines.append(line)
    return "\n".join(lines).rstrip() + "\n"


def _as_code(example: str) -> str:
    return example if example.startswith("`") else code(example)


# ---- facts from the vocabulary ----------------------------------------------------------------------------------------


def _unsupported() -> str:
    """Parameters with the models that reject or do not support them."""
    words = vocabulary()
    rows = []
    for definition in words.definitions:
        if definition.status != "current":
            continue
        for severity, models in _by_severity(definition.name):
            rows.append((code(words.spelling(definition.name)), severity, named(models), named(list(words.models_with(definition.name)))))
    return table(("parameter", "severity", "on the models", "has it"), rows)


def _weights() -> str:
    rows = [(severity, named(models)) for severity, models in _by_severity("multi-prompt")]
    return table(("severity", "on the models"), rows)


def _by_severity(name: str) -> Iterator[tuple[str, list[str]]]:
    words = vocabulary()
    for effect in ("rejected", "unsupported", "ignored"):
        models = [model for model in words.models if words.support(name, model).status == effect]
        if models:
            yield SEVERITY[effect], models


def _limits(wanted: Callable[[Limits], bool]) -> Callable[[], str]:
    def made() -> str:
        words = vocabulary()
        rows = []
        for definition in words.definitions:
            by_row: dict[tuple[str, str, str], list[str]] = {}
            for model in words.models:
                limits = words.limits(definition.name, model)
                if limits is not None and wanted(limits):
                    key = (
                        limits_text(limits),
                        SEVERITY[OUTSIDE[limits.outside]],
                        source_link(limits.source, "../parameters.md"),
                    )
                    by_row.setdefault(key, []).append(model)
            rows += [(code(words.spelling(definition.name)), named(models), *row) for row, models in by_row.items()]
        return table(("parameter", "models", "takes", "otherwise", "source"), rows)

    return made


def _conflicts() -> str:
    words = vocabulary()
    rows = []
    for conflict in words.conflicts:
        sides = [f"{words.spelling(name)} {dict(conflict.values).get(name, '')}".strip() for name in conflict.parameters]
        rows.append((" with ".join(map(code, sides)), named(conflict.models) or "all", SEVERITY[conflict.effect], conflict.reason))
    return table(("", "models", "severity", "because"), rows)


def _companions() -> str:
    words = vocabulary()
    rows = []
    for definition in words.definitions:
        if definition.requires is not None:
            needed = definition.requires.parameter
            beside = "an image link before the text" if needed == "image" else code(words.spelling(needed))
            need = definition.requires
            usual = SEVERITY[need.missing]
            unnamed = "warning" if need.elsewhere else usual
            elsewhere = ", ".join(f"{SEVERITY[each.effect]} on {each.target}" for each in need.elsewhere)
            rows.append((code(words.spelling(definition.name)), beside, usual, unnamed, elsewhere))
    return table(("parameter", "requires", "Discord and the APIs", "no target named", "elsewhere"), rows)


def _retired() -> str:
    words = vocabulary()
    rows = [
        (code(words.spelling(definition.name)), definition.summary, named(list(words.models_with(definition.name))))
        for definition in words.definitions
        if definition.status == "retired"
    ]
    return table(("parameter", "", "still on"), rows)


def _models() -> str:
    rows = [(code(model.spelling), model.name, model.status) for model in vocabulary().models.values() if model.values]
    return table(("written", "model", "status"), rows)


_RESOLVED: dict[str, Callable[[], str]] = {
    "retired-parameter": _retired,
    "invalid-value": _limits(lambda limits: bool(limits.values)),
    "value-out-of-range": _limits(lambda limits: limits.minimum is not None),
    "aspect-ratio-limit": _limits(lambda limits: limits.longest is not None),
    "unknown-model": _models,
    "unsupported-by-model": _unsupported,
    "missing-companion": _companions,
    "conflicting-parameters": _conflicts,
    "weights-unsupported": _weights,
}
