"""`promptlint rule`: list all rules or those of a prefix, or explain one."""

from __future__ import annotations

from promptlint.cli.call import UsageError
from promptlint.errors import ConfigError
from promptlint.output.terminal import Paint, colored, text_width
from promptlint.output.wrapping import wrapped
from promptlint.rules.registry import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.cli.call import Call
    from promptlint.cli.streams import Streams
    from promptlint.rules.registry import Rule

__all__ = ["run"]

_EXAMPLES = ("Bad", "Good")
_LABELS = (*_EXAMPLES, "What:", "Why:", "Note:", "Fix:")
_FIXES = {"S": "safe fix", "U": "unsafe fix", "": ""}
_FIX_OPTIONS = {"S": "safe (--fix)", "U": "unsafe (--fix --unsafe-fixes)", "": "none"}


def run(call: Call, streams: Streams) -> int:
    """Print the list, that of a prefix of codes, or the documentation of the rule that is named by code or name."""
    if call.flag("for-agents"):
        return _for_agents(call, streams)
    rules = _chosen(call.arguments[0]) if call.arguments else RULES
    single = len(rules) == 1 and bool(call.arguments)
    if call.flag("json") or call.text("output-format") == "json":
        import json

        told = {"rule": _described(rules[0], whole=True)} if single else {"rules": [_described(rule) for rule in rules]}
        streams.out.write(json.dumps({"version": 1, **told}, ensure_ascii=False, indent=2) + "\n")
        return 0
    paint = Paint(colored(call.text("color"), streams.out))
    columns = text_width(streams.out)
    streams.out.write(_page(rules[0], paint, columns) if single else _list(rules, paint, meanings=bool(call.arguments)))
    return 0


def _for_agents(call: Call, streams: Streams) -> int:
    if call.arguments:
        raise UsageError(f"`--for-agents` takes no arguments: unexpected argument `{call.arguments[0]}`")
    from promptlint.agents.instructions import as_json, as_text

    streams.out.write(as_json() if call.flag("json") else as_text())
    return 0


def _chosen(name: str) -> tuple[Rule, ...]:
    """The rule of this code or name, else those whose code begins with it."""
    for rule in RULES:
        if name.upper() == rule.code or name.lower() == rule.name:
            return (rule,)
    rules = tuple(rule for rule in RULES if rule.code.startswith(name.upper()))
    if rules and name:
        return rules
    from promptlint.midjourney.tables import vocabulary
    from promptlint.text.did_you_mean import hint

    parameter = name.lower().lstrip("-")
    if parameter in vocabulary().names:
        raise ConfigError(f"unknown rule `{name}`: for the parameter, run `promptlint parameter {parameter}`")
    names = [each for rule in RULES for each in (rule.code, rule.name)]
    raise ConfigError(f"unknown rule `{name}`{hint(name, names, 'run `promptlint rule` to list all')}")


def _meaning(rule: Rule) -> str:
    """One line about a rule: the first sentence of its page, or its name if Python stripped the page (`-OO`)."""
    from promptlint.rules.support.pages import rule_text

    return " ".join(rule_text(rule).partition("\n\n")[0].split()) or rule.name


def _described(rule: Rule, *, whole: bool = False) -> dict[str, object]:
    """A rule as JSON has it, `whole` with its page."""
    from promptlint.rules.support.pages import rule_text, rule_url

    fix = {"S": "safe", "U": "unsafe"}.get(rule.fix)
    told: dict[str, object] = {
        "code": rule.code,
        "name": rule.name,
        "meaning": _meaning(rule),
        "severity": rule.severity,
        "fix": fix,
        "default": rule.default,
    }
    return {**told, "text": rule_text(rule), "url": rule_url(rule.name)} if whole else told


def _list(rules: tuple[Rule, ...], paint: Paint, *, meanings: bool) -> str:
    width = max(len(rule.name) for rule in rules)
    if meanings:
        rows = [f"{paint(rule.code, 'place')}  {rule.name:<{width}}  {_meaning(rule)}" for rule in rules]
        return "\n".join([*rows, "", "Run `promptlint rule CODE` for an explanation."]) + "\n"
    rows = []
    for rule in rules:
        notes = ", ".join(note for note in (rule.severity, _FIXES[rule.fix], "" if rule.default else "off by default") if note)
        rows.append(f"{paint(rule.code, 'place')}  {rule.name:<{width}}  {notes}".rstrip())
    return "\n".join([*rows, "", "Run `promptlint rule CODE` for an explanation."]) + "\n"


def _page(rule: Rule, paint: Paint, columns: int) -> str:
    from promptlint.rules.support.pages import rule_text, rule_url

    facts = [f"Severity: {rule.severity}", f"Fix: {_FIX_OPTIONS[rule.fix]}", f"Default: {'on' if rule.default else 'off'}"]
    title = paint(f"{rule.code} {rule.name}", "place")
    return "\n".join([title, *facts, "", *_reflowed(rule_text(rule), columns), "", f"More: {rule_url(rule.name)}"]) + "\n"


def _reflowed(text: str, columns: int) -> list[str]:
    """Return the paragraphs of a rule's page, wrapped. Each example keeps its line, as it would be copied."""
    lines: list[str] = []
    paragraph: list[str] = []
    for line in [*text.replace("``", "`").split("\n"), ""]:
        if paragraph and (not line or line.startswith(_LABELS)):
            lines += wrapped(" ".join(paragraph), columns)
            paragraph = []
        if not line or line.startswith(_EXAMPLES):
            lines.append(line)
        else:
            paragraph.append(line)
    return lines[:-1]
