"""Hovers in full, and what is offered where there is none or a value, in `offers.txt`: `^` is where the editor asks.

After an intended change, `PROMPTLINT_UPDATE=1 pytest tests/lsp/test_offers.py` writes them again, and the difference is what to
review.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from promptlint.config import Config
from promptlint.linter import lint
from promptlint.lsp.complete import completions
from promptlint.lsp.hover import hover

GOLDEN = Path(__file__).parent / "offers.txt"
BLOCKS = {
    asked: told.strip("\n")
    for asked, _, told in (each.partition("\n") for each in GOLDEN.read_text(encoding="utf-8").removeprefix("? ").split("\n\n? "))
}


def block(asked: str) -> Iterator[str]:
    """The hover, then what is offered: `!` marks what the model does not support, `+` what has values to offer after it."""
    model, _, marked = asked.partition(": ")
    at = marked.index("^")
    text = marked.replace("^", "")
    report = lint(text, config=Config(model=model))
    found = hover(report, at)
    if found is not None:
        yield f"hover {found.start}:{found.end}"
        yield from (f"  {line}".rstrip() or "  ~" for line in found.text.split("\n"))
    for each in completions(report.prompt, at, report.model):
        if found is not None and each.kind == "parameter":
            continue
        mark = ("" if each.good else "!") + ("+" if each.again else "")
        about = f" | {each.documentation!r}" if each.documentation and found is None else ""
        yield f"{each.start}:{each.end} {each.kind}{mark} {each.label!r} {each.text!r} {each.detail}{about}"


@pytest.mark.parametrize("asked", BLOCKS)
def test_what_an_editor_is_told(asked: str) -> None:
    told = "\n".join(block(asked))
    if os.environ.get("PROMPTLINT_UPDATE"):
        BLOCKS[asked] = told
        GOLDEN.write_text("\n".join(f"? {name}\n{text}\n" for name, text in BLOCKS.items()), encoding="utf-8", newline="\n")
    assert told == BLOCKS[asked]
