"""`promptlint rule`: the list of all rules, or the page of one."""

from __future__ import annotations

from promptlint.cli.options import UsageError
from promptlint.errors import ConfigError
from promptlint.output.terminal import Paint, colored
from promptlint.rules.registry import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.cli.options import Call
    from promptlint.cli.streams import Streams
    from promptlint.rules.registry import Rule

__all__ = ["run"]

_FIXES = {"S": "fixed by --fix", "U": "fixed by --unsafe-fixes", "": ""}


def run(call: Call, streams: Streams) -> int:
    """Print the list, or the documentation of the rule that is named by code or name."""
    if call.flag("for-agents"):
        return _for_agents(call, streams)
    if call.flag("json"):
        raise UsageError("`--json` is the form of `--for-agents`; add that, or leave it out")
    paint = Paint(colored(call.text("color"), streams.out))
    if not call.arguments:
        streams.out.write(_list(paint))
        return 0
    streams.out.write(_page(_named(call.arguments[0]), paint))
    return 0


def _for_agents(call: Call, streams: Streams) -> int:
    if call.arguments:
        raise UsageError(f"`--for-agents` is about all parameters; leave out `{call.arguments[0]}`")
    from promptlint.agents.instructions import as_json, as_text

    streams.out.write(as_json() if call.flag("json") else as_text())
    return 0


def _named(name: str) -> Rule:
    for rule in RULES:
        if name.upper() == rule.code or name.lower() == rule.name:
            return rule
    from promptlint.text.did_you_mean import hint

    raise ConfigError(f"there is no rule `{name}`{hint(name, [each for rule in RULES for each in (rule.code, rule.name)])}")


def _list(paint: Paint) -> str:
    width = max(len(rule.name) for rule in RULES)
    rows = []
    for rule in RULES:
        notes = ", ".join(note for note in (rule.severity, _FIXES[rule.fix], "" if rule.default else "off by default") if note)
        rows.append(f"{paint(rule.code, 'place')}  {rule.name:<{width}}  {notes}".rstrip())
    return "\n".join([*rows, "", "`promptlint rule CODE` explains one."]) + "\n"


def _page(rule: Rule, paint: Paint) -> str:
    from promptlint.rules.support.pages import rule_text, rule_url

    facts = [f"Severity: {rule.severity}", f"Fix: {_FIXES[rule.fix] or 'none'}", f"Default: {'on' if rule.default else 'off'}"]
    title = paint(f"{rule.code} {rule.name}", "place")
    return "\n".join([title, *facts, "", rule_text(rule), "", f"More: {rule_url(rule.name)}"]) + "\n"
