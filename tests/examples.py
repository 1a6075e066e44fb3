"""The examples in the rules' docstrings, as data: `Bad (--model 7):  a cat --ar16:9`.

`(300 times)` means that the text is repeated that often, because nobody wants to read it.
"""

from __future__ import annotations

import importlib
import re
from typing import NamedTuple

from promptlint.rules.registry import RULES, Rule

LINE = re.compile(r"^(Bad|Good)(?: \(([^)]*)\))?:\s+(.*)$", re.MULTILINE)
OPTIONS = re.compile(r"--(model|target|plan|now|select|spelling|min-severity|words)\s+(\S+)")

TIMES = re.compile(r"(\d+) times")


class Example(NamedTuple):
    rule: Rule
    good: bool
    options: dict[str, str]
    text: str

    def __str__(self) -> str:
        return f"{self.rule.code}-{'good' if self.good else 'bad'}-{self.text[:40]}"


def examples(prefixes: tuple[str, ...]) -> list[Example]:
    """Every example of the rules whose code begins with one of the prefixes."""
    found = []
    for rule in RULES:
        if rule.code.startswith(prefixes):
            doc = importlib.import_module(rule.module).__doc__ or ""
            for kind, options, text in LINE.findall(doc):
                times = TIMES.search(options)
                written = _unescape(text) * (int(times[1]) if times else 1)
                found.append(Example(rule, kind == "Good", dict(OPTIONS.findall(options)), written))
    return found


def _unescape(text: str) -> str:
    return re.sub(r"\\(?:u([0-9a-fA-F]{4})|n)", lambda match: chr(int(match[1], 16)) if match[1] else "\n", text)
