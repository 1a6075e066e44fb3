"""The complete result of the parser for each mistake: parameters with values and spans, anomalies with their fixes.

`parses.txt` has the results. After an intended change, `PROMPTLINT_UPDATE=1 pytest tests/test_parses.py` writes them again, and
the difference is what to review. (Two in five mutants of the parser survived while only rules were tested; see docs/testing.md.)
The last prompts are generated: the shortest that together take each branch of the parser.
"""

from __future__ import annotations

import os
from pathlib import Path

import promptlint
from promptlint.model import ImageLink, Permutation, Prompt, TextPart, Value, Weight

HERE = Path(__file__).parent
PROMPTS = (HERE / "parses.prompts").read_text(encoding="utf-8").splitlines()
GOLDEN = HERE / "parses.txt"


def described(prompt: Prompt) -> str:
    """Everything of a parsed prompt that rules see, one thing a line."""
    begin = f"from {prompt.text_start} " if prompt.text_start else ""
    lines = [repr(prompt.source), f"  text {begin}to {prompt.text_end}, command {prompt.command!r}"]
    lines += [f"  {_part(part)}" for part in prompt.parts]
    lines += [f"  in braces: {_part(image)}" for image in prompt.images if image not in prompt.parts]
    for each in prompt.parameters:
        known = "" if each.known else " unknown"
        branch = f" branch {each.branch}" if each.branch else ""
        lines.append(f"  --{each.name} {each.spelling!r} {each.start}:{each.name_end}:{each.end}{known}{branch}")
        lines += [f"    {_value(value)}" for value in each.values]
    lines += [
        f"  alternatives {each.start}:{each.end} {[(option.start, option.end) for option in each.options]}, {each.jobs} jobs"
        for each in prompt.permutations
    ]
    lines += [
        f"  ! {each.kind} {each.start}:{each.end} {each.written!r} -> {each.replacement!r}"
        + f" {each.name} {'after' if each.after_parameter else ''} {each.detail}".rstrip()
        + (f" by {each.edit[0]}:{each.edit[1]} {each.edit[2]!r}" if each.edit else "")
        for each in prompt.anomalies
    ]
    return "\n".join(lines)


def _part(part: object) -> str:
    if isinstance(part, ImageLink):
        place = f"{part.start}:{part.end} {part.text!r} written {part.written!r} at {part.written_start}"
        return f"link {place} slot {part.slot!r} {_weight(part.weight)}".rstrip()
    if isinstance(part, TextPart):
        return f"text {part.start}:{part.end}"
    if isinstance(part, Weight):
        return _weight(part)
    assert isinstance(part, Permutation)
    return f"braces {part.start}:{part.end}"


def _value(value: Value) -> str:
    members = f" of {[_value(member) for member in value.members]}" if value.members else ""
    return f"{value.text!r} {value.start}:{value.end} {value.kind} {_weight(value.weight)}".rstrip() + members


def _weight(weight: Weight | None) -> str:
    return "" if weight is None else f"weight {weight.start}:{weight.end} {weight.number!r}"


def test_what_the_parser_makes_of_each_prompt() -> None:
    texts = [line.encode().decode("unicode_escape") if "\\" in line else line for line in PROMPTS]
    made = "\n\n".join(described(promptlint.parse(text)) for text in texts) + "\n"
    if os.environ.get("PROMPTLINT_UPDATE"):
        GOLDEN.write_text(made, encoding="utf-8", newline="\n")
    assert made == GOLDEN.read_text(encoding="utf-8")


def test_the_prompts_are_many_and_different() -> None:
    assert len(PROMPTS) == len(set(PROMPTS)) > 200
