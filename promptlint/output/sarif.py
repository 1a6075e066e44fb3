"""SARIF 2.1.0, for GitHub code scanning, Azure DevOps, editors: one log with one run.

Written as it goes: the results come first and the rules they name last, so that a run of any size needs little memory
and each rule is listed once. (The order of keys means nothing in JSON.)
"""

from __future__ import annotations

import json

from promptlint.rules.support.pages import HOME, finding_url, rule_text
from promptlint.text.namedtuple import NamedTuple
from promptlint.version import __version__

from .fingerprints import Fingerprints
from .places import Places
from .replacements import replacements
from .wording import described, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TextIO

    from promptlint.findings import Finding, Totals
    from promptlint.rules.registry import Rule

    from . import RenderOptions

__all__ = ["render"]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


class _Used(NamedTuple):
    """A rule with a result: its index in the list of rules, and its name."""

    number: int
    name: str


def render(findings: Iterator[Finding], _totals: Callable[[], Totals], out: TextIO, options: RenderOptions) -> None:
    """Write one SARIF log."""
    places, fingerprints = Places(options.directory), Fingerprints()
    used: dict[str, _Used] = {}
    out.write(f'{{"$schema":{_json(SCHEMA)},"version":"2.1.0","runs":[{{"columnKind":"unicodeCodePoints","results":[')
    for number, finding in enumerate(findings):
        rule = used.setdefault(finding.diagnostic.code, _Used(len(used), finding.diagnostic.name))
        out.write("\n" if number == 0 else ",\n")
        out.write(_json(_result(finding, rule.number, places, fingerprints)))
    rest = {
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "tool": {"driver": _driver(used)},
    }
    out.write(f"],\n{_json(rest)[1:-1]}}}]}}\n")


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _result(finding: Finding, rule_index: int, places: Places, fingerprints: Fingerprints) -> dict[str, Any]:
    diagnostic = finding.diagnostic
    artifact = _artifact(finding.path, places)
    fingerprint = fingerprints.of(finding, places.path(finding.path))
    result = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule_index,
        "level": LEVELS[diagnostic.severity],
        "message": {"text": described(diagnostic)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": _region(finding)}}],
        # The first is the one that GitHub matches alerts by; it would make its own, from the line, where it is missing.
        "partialFingerprints": {
            "primaryLocationLineHash": f"{fingerprint.digest}:{fingerprint.occurrence}",
            "promptlint/v1": fingerprint.digest,
        },
    }
    made = replacements(finding)
    if made:
        result["fixes"] = [
            {
                "description": {"text": visible(diagnostic.help) or "Apply the fix."},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": [_replacement(*one) for one in made]}],
            }
        ]
    if diagnostic.pointer is not None:
        result["properties"] = {"pointer": visible(diagnostic.pointer)}
    return result


def _artifact(path: str, places: Places) -> dict[str, str]:
    uri, relative = places.uri(path)
    return {"uri": uri, "uriBaseId": ROOT} if relative else {"uri": uri}


def _region(finding: Finding) -> dict[str, int]:
    return _span((finding.line, finding.column), (finding.end_line, finding.end_column))


def _span(start: tuple[int, int], end: tuple[int, int]) -> dict[str, int]:
    return {"startLine": start[0], "startColumn": start[1], "endLine": end[0], "endColumn": end[1]}


def _replacement(start: tuple[int, int], end: tuple[int, int], text: str) -> dict[str, Any]:
    return {"deletedRegion": _span(start, end), "insertedContent": {"text": text}}


def _driver(used: dict[str, _Used]) -> dict[str, Any]:
    from promptlint.rules.registry import RULES

    registered = {rule.code: rule for rule in RULES}
    return {
        "name": "promptlint",
        "informationUri": HOME,
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(code, seen.name, registered.get(code)) for code, seen in used.items()],
    }


def _rule(code: str, name: str, rule: Rule | None) -> dict[str, Any]:
    text = (rule_text(rule) if rule else "") or name
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": text.partition("\n")[0]},
        "fullDescription": {"text": text.partition("\n\n")[0]},
        "helpUri": finding_url(code, name),
        "help": {"text": text, "markdown": text},
    }
