"""What a run lints: files, standard input, prompts of the command line; and the prompts in each."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TextIO

from .sources import Found, SourceSettings, find
from .sources.place import HostText, PromptText, Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .config import Config
    from .settings import Discovery

__all__ = ["Unit", "prompts_of", "single", "units_of"]


class Unit(NamedTuple):
    """One thing to lint. `path` is how it is printed: `-` for standard input, `<prompt N>` for the N-th `-p`.

    `name` is the file whose format, folder and settings count, empty where there is none. `data` is its content where it
    need not be read from `name`; `text` is the prompt of the command line.
    """

    path: str
    name: str = ""
    data: bytes | None = None
    text: str | None = None


def prompts_of(unit: Unit, config: Config) -> Found:
    """The prompts of a unit, and the suppressions in its comments.

    Raises OSError or SourceError for one that cannot be read, now or while iterating.
    """
    if unit.text is not None:
        return Found(iter((single(unit.text),)))
    settings = SourceSettings(
        prompt_keys=tuple(config.prompt_keys),
        prompt_columns=tuple(config.prompt_columns),
        python=config.python,
        toml=config.toml,
        blocks=config.blocks,
    )
    if unit.data is not None:
        return find(unit.name, unit.data, settings)
    file = open(unit.name, "rb")  # noqa: SIM115 (it is read while its prompts are asked for)
    try:
        found = find(unit.name, file, settings)
    except BaseException:
        file.close()
        raise
    return Found(_closing(found, file), found.ignores, found.problems)


def _closing(prompts: Iterator[PromptText], file: BinaryIO) -> Iterator[PromptText]:
    """The prompts; the file they stream from is closed behind the last, or when nobody wants more."""
    with file:
        yield from prompts


def single(text: str) -> PromptText:
    """A prompt of the command line, which is a host of its own."""
    return PromptText(text, "argument", HostText(text), (Segment(0, 0, len(text), "plain", "line"),), (0, len(text)))


def units_of(arguments: Iterable[str], discovery: Discovery, stdin: TextIO, stdin_name: str) -> Iterator[Unit | str]:
    """The units that paths and `-` stand for, in order and none twice; a line of text for one that is not there."""
    seen: set[str] = set()
    for argument in arguments:
        if argument == "-":
            yield Unit("-", stdin_name or "-", data=_read(stdin))
            continue
        for found in _of_path(argument, discovery):
            if isinstance(found, Unit):
                key = os.path.realpath(found.name)
                if key in seen:
                    continue
                seen.add(key)
            yield found


def _of_path(path: str, discovery: Discovery) -> Iterator[Unit | str]:
    if not os.path.isdir(path):
        yield Unit(path, path)
        return


def _read(stdin: TextIO) -> bytes:
    """Standard input as bytes, so that its encoding is judged like a file's."""
    binary = getattr(stdin, "buffer", None)
    if binary is not None:
        data: bytes = binary.read()
        return data
    return stdin.read().encode("utf-8", "surrogateescape")
