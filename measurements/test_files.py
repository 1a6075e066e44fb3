"""The labelled files of public repositories: what is found, and what it costs in false finds."""

from __future__ import annotations

import hashlib
import json
import re

from material import CORPUS

from promptlint.sources.hosts import find


def test_labelled_files() -> None:
    hits = exact = missed = false = 0
    with open(f"{CORPUS}/files.labels.jsonl", encoding="utf-8") as labels:
        for line in labels:
            label = json.loads(line)
            with open(f"{CORPUS}/files/{label['file']}", "rb") as file:
                found = list(find(label["file"], file.read()))
            unused = {index: (prompt.line, prompt.end_line, fingerprint(prompt.shown)) for index, prompt in enumerate(found)}
            for prompt in label["prompts"]:
                over = [index for index, (first, last, _) in unused.items() if first <= prompt["end"] and last >= prompt["start"]]
                if not over:
                    missed += not prompt.get("ambiguous")
                    continue
                best = next((index for index in over if unused[index][2] == prompt["sha12"]), over[0])
                exact += unused.pop(best)[2] == prompt["sha12"]
                hits += 1
            false += len(unused)
    assert hits / (hits + false) >= 0.97
    assert hits / (hits + missed) >= 0.95
    assert exact / hits >= 0.98


def fingerprint(text: str) -> str:
    return hashlib.sha256(re.sub(r"\s+", " ", text).strip().encode()).hexdigest()[:12]
