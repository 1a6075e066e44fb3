"""Between the page and the package: one prompt in, everything the page shows out, as JSON.

Runs in the browser under Pyodide. JavaScript counts UTF-16 units, the package counts code points; here is the edge
where one becomes the other.
"""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from importlib import import_module
from itertools import groupby, repeat
from typing import TYPE_CHECKING, Any

from promptlint import __version__, lint, parse, syntax_tree
from promptlint.diagnostics import SEVERITIES, merged
from promptlint.midjourney.tables import vocabulary
from promptlint.output.syntax_tree import nodes_of
from promptlint.rules.registry import RULES
from promptlint.rules.support.pages import rule_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from promptlint import Diagnostic
    from promptlint.model import Parameter, Prompt
    from promptlint.parsing.syntax_tree import SyntaxNode

__all__ = ["judge", "parts_of", "version", "warm_up"]

LONG = 200
"""Words between the first and the last change from which on words that occur often are not compared."""

MOST = 2_000
"""Characters of the longest prompt whose tree is shown: writing that of a longer one takes longer than linting it."""

_WORD = re.compile(r"\s++|\S++\s*+")


def judge(prompt: str, models: str, target: str) -> str:
    """Return what is wrong with a prompt, as JSON.

    `models` is a comma-separated list of the account's default models, empty where none is known.
    A finding holds under its `models`, or under all where that is empty. `parts` is how the prompt is read: spans with a
    kind and a name, and `tree` the grammar's tree. `pieces` is the corrected prompt, each piece with whether it is new.
    An empty prompt, which nobody
    submits, has no findings. Raises ConfigError for an unknown model or target.
    """
    names = tuple(filter(None, models.split(",")))
    reports = [lint(prompt, model=name, target=target) for name in names or (None,)]
    found = merged(reports, names or ("",)) if prompt.strip() else ()
    units = _Units(prompt)
    first = reports[0]
    return json.dumps(
        {
            "findings": [_finding(each, units) for each in found],
            "counts": {severity: sum(each.severity == severity for each in found) for severity in SEVERITIES},
            "fixed": first.fixed,
            "pieces": list(_pieces(prompt, first.fixed)),
            "parts": [{**part, "start": units.at(part["start"]), "end": units.at(part["end"])} for part in parts_of(prompt)],
            "tree": _tree(prompt) if len(prompt) <= MOST else "",
            "parameters": list(dict.fromkeys(parameter.name for parameter in first.prompt.parameters)),
            "models": list(dict.fromkeys(report.model for report in reports)),
            "named": first.model_from == "prompt",
        }
    )


def parts_of(prompt: str) -> list[dict[str, Any]]:
    """Return how a prompt is read: adjacent spans in code points, each with its kind and a name for people.

    They are the terminals of the tree that `promptlint parse` prints, with the names of the parameters they belong to.
    """
    return list(_runs(_painted(parse(prompt), syntax_tree(prompt))))


def _painted(prompt: Prompt, tree: SyntaxNode) -> list[tuple[str, str]]:
    """Kind and name of each character; a misspelled parameter is painted over the text that the grammar takes it for."""
    painted = [("", "")] * len(prompt.source)

    def paint(start: int, end: int, kind: str, name: str) -> None:
        painted[start:end] = [(kind, name)] * (end - start)

    images = {image.start for image in prompt.images}
    jobs = {permutation.start: permutation.jobs for permutation in prompt.permutations}
    parameters = (parameter for parameter in prompt.parameters if not parameter.branch)
    for node in tree.children:
        if node.kind == "parameter":
            _paint_parameter(node, next(parameters, None), paint)
        elif node.kind == "permutation":
            paint(node.start, node.end, "permutation", f"Permutation: {jobs.get(node.start, 1)} jobs")
        elif node.kind == "LINK" and node.start in images:
            paint(node.start, node.end, "image", "Image prompt")
        else:
            paint(node.start, node.end, *_NAMES.get(node.kind, _TEXT))
    for slip in prompt.anomalies:
        if slip.name and painted[slip.start][0] not in ("flag", "value"):
            paint(slip.start, slip.end, "flag", f"{_title(slip.name)}, misspelled")
    return painted


_TEXT = ("text", "Text to draw")
_NAMES = {
    "COMMAND": ("command", "Discord command"),
    "WEIGHT": ("weight", "Weight of the text before it"),
    "SLOT": ("permutation", "Slot of a template"),
}
"""Terminals of the grammar outside parameters that are not text: kind and name."""


def _paint_parameter(node: SyntaxNode, parameter: Parameter | None, paint: Callable[[int, int, str, str], None]) -> None:
    if parameter is None:
        paint(node.start, node.end, *_TEXT)
        return
    name = _title(parameter.name)
    paint(node.start, node.end, "value", name)
    paint(node.start, parameter.start, "", "")  # the space before it, and what encloses it
    paint(parameter.start, parameter.name_end, "flag", name)
    paint(max(parameter.end, parameter.name_end), node.end, "", "")


def _tree(prompt: str) -> str:
    """The tree that `promptlint parse` prints."""
    return "".join(map(_tree_line, *zip(*nodes_of(prompt), strict=True), repeat(prompt)))


def _tree_line(depth: int, node: SyntaxNode, marks: list[str], prompt: str) -> str:
    text = "" if node.children or node.start == node.end else f" {prompt[node.start : node.end]!r}"
    return f"{'  ' * min(depth, 40)}{node.kind}{text}{'  <- ' * bool(marks)}{', '.join(marks)}\n"


def _runs(painted: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    start = 0
    for (kind, name), characters in groupby(painted):
        end = start + sum(1 for _ in characters)
        if kind:
            yield {"start": start, "end": end, "kind": kind, "name": name}
        start = end


def _title(name: str) -> str:
    definition = vocabulary().definition(name)
    return definition.title if definition is not None else f"Unknown parameter --{name}"


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


def _pieces(before: str, after: str) -> Iterator[tuple[str, bool]]:
    """Yield the new text in pieces, each with whether it is not in the old one."""
    old, new = _words(before), _words(after)
    # Most of a prompt stays as it is; comparing that word by word would take longer than linting it.
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    yield "".join(new[:head]), False
    yield from _changed(old[head : len(old) - tail], new[head : len(new) - tail])
    yield "".join(new[len(new) - tail :]), False


def _alike(one: list[str], other: list[str]) -> int:
    """Count the words that both lists begin with."""
    shorter = min(len(one), len(other))
    return next((index for index in range(shorter) if one[index] != other[index]), shorter)


def _changed(old: list[str], new: list[str]) -> Iterator[tuple[str, bool]]:
    for kind, _, _, start, end in SequenceMatcher(None, old, new, autojunk=len(old) > LONG).get_opcodes():
        text = "".join(new[start:end])
        word = text.rstrip()
        yield word, kind != "equal"
        yield text[len(word) :], False


def _words(text: str) -> list[str]:
    """Split a text into words, each with the spaces after it."""
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
