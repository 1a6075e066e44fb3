"""Lint a directory of prompts with two versions and list what changed, rule by rule: for the review of every rule and fact.

    python tools/ecosystem.py OLD NEW ../shared/corpus          # checkouts, commits of this repository, or wheels
    python tools/ecosystem.py HEAD~20 . ../shared/corpus --show 3

Reads `*.jsonl` (one object with `prompt`, and perhaps `model`, per line) and every other file as `promptlint lint` would. Exit
status: 0, or 2 if a version cannot be run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from typing import Any, NamedTuple

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

_LINTER = """
import json, os, sys
import promptlint
from promptlint.sources import SourceError, find
found = []
def judge(where, text, model):
    try:
        diagnostics = promptlint.lint(text, model=model, config=promptlint.Config(now=0)).diagnostics
    except ValueError:
        diagnostics = promptlint.lint(text, config=promptlint.Config(now=0)).diagnostics
    for each in diagnostics:
        found.append([where, text, each.code, each.name, each.severity, each.start, each.end, each.message])
prompts = 0
for folder, _, names in sorted(os.walk(sys.argv[1])):
    for name in sorted(names):
        path = os.path.join(folder, name)
        where = os.path.relpath(path, sys.argv[1])
        if name.endswith(".jsonl"):
            with open(path, encoding="utf-8") as lines:
                rows = [json.loads(line) for line in lines if line.strip()]
            for number, row in enumerate(rows, 1):
                if isinstance(row, dict) and isinstance(row.get("prompt"), str):
                    prompts += 1
                    judge(f"{where}:{number}", row["prompt"], row.get("model"))
            continue
        try:
            with open(path, "rb") as file:
                for prompt in find(path, file.read()):
                    prompts += 1
                    judge(f"{where}:{prompt.line}", prompt.text, None)
        except SourceError as error:
            found.append([where, "", "source", error.message, "error", 0, 0, ""])
json.dump({"prompts": prompts, "found": found}, sys.stdout)
"""


class Found(NamedTuple):
    """A finding, by what makes it the same one in another version."""

    where: str
    text: str
    code: str
    name: str
    severity: str
    start: int
    end: int


def main(argv: list[str]) -> int:
    """Compare two versions and print the differences."""
    options = argparse.ArgumentParser(description="What two versions say of the same prompts.")
    options.add_argument("old")
    options.add_argument("new")
    options.add_argument("folder")
    options.add_argument("--show", type=int, default=2, help="examples of each change")
    given = options.parse_args(argv)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            prompts, old, messages = _found(_place(given.old, scratch, "old"), given.folder)
            again, new, more = _found(_place(given.new, scratch, "new"), given.folder)
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"{given.old} or {given.new} cannot be run: {(error.stderr or '').strip()[-300:]}\n")
        return 2
    sys.stdout.write(f"{given.old}: {prompts} prompts, {len(old)} findings. {given.new}: {again} prompts, {len(new)} findings.\n")
    _print(set(old) - set(new), set(new) - set(old), messages | more, given.show)
    return 0


def _place(version: str, scratch: str, name: str) -> str:
    """A directory to import the version from: a checkout as it is, a commit or a wheel unpacked."""
    if os.path.isdir(os.path.join(version, "promptlint")):
        return os.path.abspath(version)
    folder = os.path.join(scratch, name)
    os.makedirs(folder)
    if version.endswith(".whl"):
        subprocess.run([sys.executable, "-m", "zipfile", "-e", version, folder], check=True, capture_output=True, text=True)
        return folder
    archive = subprocess.run(["git", "-C", _ROOT, "archive", "--end-of-options", version], check=True, capture_output=True)
    subprocess.run(["tar", "x", "-C", folder], input=archive.stdout, check=True, capture_output=True)
    return folder


def _found(place: str, folder: str) -> tuple[int, list[Found], dict[Found, str]]:
    """The number of prompts, the findings of one version, and their messages."""
    environment = {**os.environ, "PYTHONPATH": place, "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-c", _LINTER, folder]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, encoding="utf-8")
    answer: dict[str, Any] = json.loads(done.stdout)
    rows = answer["found"]
    return answer["prompts"], [Found(*row[:7]) for row in rows], {Found(*row[:7]): row[7] for row in rows}


def _print(gone: set[Found], come: set[Found], messages: dict[Found, str], show: int) -> None:
    """The changes by rule: removed, added and changed findings."""
    other = (
        {each: before for each in come for before in gone if before._replace(severity=each.severity) == each} if len(gone) < 2000 else {}
    )
    gone, come = gone - set(other.values()), come - set(other)
    for code in sorted({each.code for each in (*gone, *come, *other)}):
        for title, group in (("gone", gone), ("new", come), ("other severity", set(other))):
            mine = sorted(each for each in group if each.code == code)
            if not mine:
                continue
            severities = ", ".join(f"{count} {severity}" for severity, count in Counter(each.severity for each in mine).most_common())
            sys.stdout.write(f"\n{code} {mine[0].name}: {title} {len(mine)} ({severities})\n")
            for each in mine[:show]:
                sys.stdout.write(f"  {each.where} {each.text[each.start : each.end][:80]!r}: {messages[each][:160]}\n")
    if not (gone or come or other):
        sys.stdout.write("Nothing changed.\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
