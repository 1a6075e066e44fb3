"""All that is read of small files: each prompt and its mapping to the file, each unread place, each prompt that is cut off.

`reads/HOST.txt` has the files and the results. After an intended change, `python tests/sources/test_reads.py` writes the results
again, and the difference is what to review. The files are the shortest, of those in other tests and of changes of them, that
together take each branch of the readers. A line of a file begins with `|`, or with `/` if no line break ends it, or with `\\` if
it is a literal of Python.
"""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterator
from itertools import takewhile
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
    said += [f"ignores {each.codes} of {each.line}:{each.column}-{each.end_column}" for each in prompt.ignores]
    yield f"{prompt.form} {prompt.text!r} in {prompt.block} {' '.join(said)}".rstrip()
    for each in prompt.mappings:
        start, end = prompt.host.position(each.host), prompt.host.position(each.host_end)
        yield f"  {each.start} at {start.line}:{start.column}-{end.line}:{end.column} {each.kind} {each.escape}".rstrip()


class Entry(NamedTuple):
    """A file of a list: how the list writes it, what that means, and what is read of it."""

    written: str
    name: str
    text: str
    settings: ReadOptions
    result: str


def entries(path: Path) -> Iterator[Entry]:
    """The files of a list."""
    for entry in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, *rest = entry.rstrip("\n").split("\n")
        lines = list(takewhile(lambda line: line[:1] in ("|", "\\", "/"), rest))
        name, _, given = head.partition(" with ")
        settings = ReadOptions(**{"toml": True, **ast.literal_eval(given or "{}")})
        result = "".join(f"{line}\n" for line in rest[len(lines) :])
        yield Entry("\n".join([f"== {head}", *lines]), name, "".join(map(_line, lines)), settings, result)


def _line(written: str) -> str:
    mark, text = written[0], written[2:]
    if mark == "|":
        return f"{text}\n"
    return ast.literal_eval(text) if mark == "\\" else text


LISTS = {path.stem: list(entries(path)) for path in sorted(READS.glob("*.txt"))}
FILES = [pytest.param(entry, id=f"{host}-{number}") for host, every in LISTS.items() for number, entry in enumerate(every)]


def test_no_file_is_there_twice() -> None:
    assert [len({entry.written for entry in every}) for every in LISTS.values()] == [len(every) for every in LISTS.values()]
    assert len(LISTS) > 8


@pytest.mark.parametrize("entry", FILES)
def test_what_is_read_of_each_file(entry: Entry) -> None:
    assert described(entry.name, entry.text, entry.settings) == entry.result


@pytest.mark.parametrize("entry", [each for each in FILES if " plain " in each.values[0].result])
def test_an_edit_in_each_piece_is_where_the_piece_is(entry: Entry) -> None:
    """The letters at both ends of each piece are those of the file, and are replaced there; between pieces nothing is."""
    file = entry.text.removeprefix("\ufeff")
    with contextlib.suppress(SourceError):
        for prompt in find(entry.name, entry.text.encode("utf-8", "surrogatepass"), entry.settings):
            stops = [*(each.start for each in prompt.mappings[1:]), len(prompt.text)]
            for number, (each, stop) in enumerate(zip(prompt.mappings, stops, strict=True)):
                if each.kind == "plain" and (number == 0 or prompt.mappings[number - 1].kind in ("cell", "join")):
                    first = prompt.host.offset + each.host
                    assert prompt.host_edits((Edit(each.start, each.start, "q"),)) in ((Edit(first, first, "q"),), None)
                if each.kind == "plain" and (stop == len(prompt.text) or prompt.mappings[number + 1].kind in ("cell", "join")):
                    last = prompt.host.offset + each.host_end
                    assert prompt.host_edits((Edit(stop, stop, "q"),)) in ((Edit(last, last, "q"),), None)
                    assert (prompt.host_edits((Edit(stop, stop, "q"),)) is None) is (not each.escape)
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


if __name__ == "__main__":
    for host, every in LISTS.items():
        made = "\n".join(f"{each.written}\n{described(each.name, each.text, each.settings)}" for each in every)
        (READS / f"{host}.txt").write_text(made, encoding="utf-8", newline="\n")
