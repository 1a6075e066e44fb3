"""The triggers of a prompt, which decide what rules run: too many cost time, too few lose findings.

`triggers.txt` has a line for each prompt: a JSON array of the prompt and its options, then the triggers. After an intended change,
`PROMPTLINT_UPDATE=1 pytest tests/rules/test_triggers.py` writes them again, and the difference is what to review.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from promptlint import linter

from .test_cases import report, text

GOLDEN = Path(__file__).parent / "triggers.txt"
LINES = dict(line.rsplit("] ", 1) for line in GOLDEN.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("line", LINES)
def test_a_prompt_has_these_triggers(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    prompt, options = json.loads(line + "]")
    made = []

    def recorded(*given: object) -> set[str]:
        made.append(" ".join(sorted(real(*given) - {"prompt"})))
        return real(*given)

    real = linter.triggers
    monkeypatch.setattr(linter, "triggers", recorded)
    case = {"select": ["ALL"], "options": {"now": len(line), **options}}
    report(case, text(prompt))
    if os.environ.get("PROMPTLINT_UPDATE"):
        LINES[line] = made[0]
        GOLDEN.write_text("".join(f"{each}] {found}\n" for each, found in LINES.items()), encoding="utf-8", newline="\n")
    assert made == [LINES[line]]
