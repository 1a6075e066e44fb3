"""The claims of the README: its links, its test command, its table of messages. (Its examples: test_examples.)"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

import promptlint

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINKS = re.findall(r"\]\((?!https?:)([^)#]+)", README)
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in README.partition("\n## Errors that TTAPI reports\n")[2].splitlines()
    if re.match(r"\| `", line)
]
CODES = re.compile(r"MJ(\d{3})(?:–MJ(\d{3}))?")


@pytest.mark.parametrize("link", LINKS)
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:30])
def test_the_table_of_messages_agrees_with_explain(row: list[str]) -> None:
    first, _, foreseen = row
    ranges = [(int(first_code), int(last or first_code)) for first_code, last in CODES.findall(foreseen)]
    for message in re.findall(r"`([^`]+)`", first):
        failure = promptlint.explain(message)
        assert failure.known, message
        assert failure.counts_as_illegal is first.endswith("*")
        numbers = {int(code[2:]) for code in failure.rules}
        assert all(any(low <= number <= high for low, high in ranges) for number in numbers), "a rule is left out"
        assert {end for both in ranges for end in both} <= numbers, "a rule is named that does not foresee it"
        assert bool(numbers) is ("cannot be foreseen" not in foreseen)


def test_the_table_has_every_message_of_ttapi() -> None:
    assert len(ROWS) == 9


def test_the_continuous_integration_runs_the_test_command() -> None:
    script = ROOT / ".ci/run"
    assert os.stat(script).st_mode & stat.S_IXUSR
    block = re.search(r"^## Test\n.*?^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert block is not None
    assert block[1].strip().endswith("&& python -m pytest -n auto"), "one command sets up and tests"
    assert "/^## Test$/" in script.read_text(encoding="utf-8"), "it reads the command from the README"
