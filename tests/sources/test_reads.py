"""All that is read of small files: each prompt and its mapping to the file, each unread place, each prompt that is cut off.

`reads/HOST.txt` has the files and the results. After an intended change, `PROMPTLINT_UPDATE=1 pytest tests/sources/test_reads.py`
writes the results again, and the difference is what to review. The files are the shortest, of those in other tests and of changes
of them, that together take each branch of the readers. A line of a file begins with `|`, or with `/` if no
line break ends it, or with `\\` if it is a literal of Python.
"""

from __future__ import annotations

import ast
import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from promptlint.diagnostics import Edit
from promptlint.errors import SourceError
from promptlint.sources.hosts import PromptText, ReadOptions, find, looked_for

READS = Path(__file__).parent / "reads"


def described(name: str, text: str, settings: ReadOptions) -> str:
    """Everything that is read of a file, one thing a line."""
    lines = []
    try:
        found = find(name, text.encode("utf-8", "surrogatepass"), settings)
        lines += [f"! {each.line}:{each.column} {each.message}" for each in found.problems]
        lines += [f"ignore {each.codes} {each.scope} {each.line}:{each.column}-{each.end_column} {each.reason!r}" for each in found.ignores]
        for prompt in found:
            lines += _prompt(prompt)
        lines += [f"unread {each.line}:{each.column}-{each.end_line} {each.reason}: {each.text!r}" for each in found.unread]
        lines += [
            f"cut off {each.line}:{each.column}-{each.end_line}:{each.end_column} {each.kind}: {each.text!r}" for each in found.cut_off
        ]
    except SourceError as error:
        message = error.message
        if message.startswith(("Invalid YAML", "Invalid TOML", "Invalid Python")):
            message = message.partition(":")[0]  # the parser's own words follow, which depend on its version
        lines.append(f"error {error.line}:{error.column} {message}")
    return "".join(f"{line}\n" for line in lines)


def _prompt(prompt: PromptText) -> Iterator[str]:
    said = [f"own {prompt.own[0]}:{prompt.own[1]}"] if prompt.own != (0, len(prompt.text)) else []
    said += [word for word, holds in (("template", prompt.template), ("wrapped", prompt.wrapped)) if holds]
    said += [f"{word} {value}" for word, value in (("model", prompt.model), ("target", prompt.target)) if value]
    said += [f"ignores {each.codes} of {each.line}:{each.column}" for each in prompt.ignores]
    yield f"{prompt.form} {prompt.text!r} in {prompt.block} {' '.join(said)}".rstrip()
    for each in prompt.mappings:
        start, end = prompt.host.position(each.host), prompt.host.position(each.host_end)
        yield f"  {each.start} at {start.line}:{start.column}-{end.line}:{end.column} {each.kind} {each.escape}".rstrip()


class Entry(NamedTuple):
    """A file of a list: how the list writes it, and what that means."""

    written: str
    name: str
    text: str
    settings: ReadOptions


def entries(path: Path) -> Iterator[Entry]:
    """The files of a list, without their results."""
    for entry in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, *lines = [line for at, line in enumerate(entry.split("\n")) if not at or line[:1] in ("|", "\\", "/")]
        name, _, given = head.partition(" with ")
        settings = ReadOptions(**{"toml": True, **ast.literal_eval(given or "{}")})
        yield Entry("\n".join([f"== {head}", *lines]), name, "".join(map(_line, lines)), settings)


def _line(written: str) -> str:
    mark, text = written[0], written[2:]
    if mark == "|":
        return f"{text}\n"
    return ast.literal_eval(text) if mark == "\\" else text


def test_no_file_is_there_twice() -> None:
    lists = [[entry.written for entry in entries(path)] for path in sorted(READS.glob("*.txt"))]
    assert [len(set(each)) for each in lists] == [len(each) for each in lists]
    assert len(lists) > 8


@pytest.mark.parametrize("host", sorted(path.stem for path in READS.glob("*.txt")))
def test_what_is_read_of_each_file(host: str) -> None:
    path = READS / f"{host}.txt"
    made = "\n".join(f"{each.written}\n{described(each.name, each.text, each.settings)}" for each in entries(path))
    if os.environ.get("PROMPTLINT_UPDATE"):
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("host", sorted(path.stem for path in READS.glob("*.txt")))
def test_an_edit_in_each_piece_is_where_the_piece_is(host: str) -> None:
    """The letters at both ends of each piece are those of the file, and are replaced there; between pieces nothing is."""
    for name, text, settings in (each[1:] for each in entries(READS / f"{host}.txt")):
        with contextlib.suppress(SourceError):
            file = text.removeprefix("\ufeff")
            for prompt in find(name, text.encode("utf-8", "surrogatepass"), settings):
                stops = [*(each.start for each in prompt.mappings[1:]), len(prompt.text)]
                for each, stop in zip(prompt.mappings, stops, strict=True):
                    for at in {each.start, stop - 1} if each.kind == "plain" else ():
                        start = prompt.host.offset + each.host + at - each.start
                        assert file[start : start + 1] == prompt.text[at : at + 1]
                        assert prompt.host_edits((Edit(at, at + 1, "q"),)) in ((Edit(start, start + 1, "q"),), None)
                        assert prompt.editable or prompt.host_edits((Edit(at, at + 1, "q"),)) is None
                    if each.kind in ("cell", "join"):
                        assert prompt.host_edits((Edit(each.start, stop, "q"),)) is None
                        assert prompt.is_between_cells(each.start) is (each.kind == "cell")


@pytest.mark.parametrize(
    ("name", "settings", "words"),
    [
        ("a.txt", ReadOptions(), ""),
        ("a.md", ReadOptions(prompt_keys=("x",)), ""),
        ("a.json", ReadOptions(prompt_columns=("y",)), "keys named like `prompt`, "),
        ("a.json", ReadOptions(prompt_keys=("x", "y.z")), "keys `x`, `y.z` (`prompt-keys` in the settings)"),
        ("a.csv", ReadOptions(prompt_keys=("x",)), "columns named like `prompt`, "),
        ("a.csv", ReadOptions(prompt_columns=("y",)), "columns `y` (`prompt-columns` in the settings)"),
    ],
)
def test_what_is_looked_for(name: str, settings: ReadOptions, words: str) -> None:
    assert looked_for(name, settings).startswith(words)
    assert bool(looked_for(name, settings)) is bool(words)
    assert find(name, b"", settings).looked_for == looked_for(name, settings)
