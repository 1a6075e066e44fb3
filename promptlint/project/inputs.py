"""The inputs of a run: files, standard input, prompts of the command line; and the prompts in each."""

from __future__ import annotations

import os
import stat

from promptlint.errors import ConfigError, SourceError, reason
from promptlint.settings_file.steering import SteeringFileError
from promptlint.sources.hosts import Found, ReadOptions, find
from promptlint.sources.source_map import Mapping, PromptText, SourceText
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.opening import open_at_once
from promptlint.text.shortening import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO, TextIO, TypeAlias

    from promptlint.config import Config
    from promptlint.settings_file.reading import Discovery
    from promptlint.sources.unread import Item

    _Expanded: TypeAlias = "LintInput | Excluded | Note | str"

__all__ = [
    "ALL_EXCLUDED",
    "Excluded",
    "LintInput",
    "Note",
    "expand_paths",
    "expand_requests",
    "open_input",
    "prompts_of",
    "read_options",
    "single",
]


class LintInput(NamedTuple):
    """One input. `path` is its printed name: `-` for standard input without a name, `<prompt N>` for the N-th `-p`.

    `name` is the file that determines format, directory and settings, empty if there is none. `data` is its content unless it is
    read from `name`; `text` is the prompt of the command line; `folder` is the directory that was passed instead of the file.
    `request` means that it contains request bodies instead of prompts.
    """

    path: str
    name: str = ""
    data: bytes | None = None
    text: str | None = None
    folder: str = ""
    request: bool = False

    @property
    def is_file(self) -> bool:
        """Return whether it is read from a file, which can be written."""
        return self.text is None and self.data is None

    @property
    def size(self) -> int:
        """Size in bytes; 0 if unknown."""
        if self.data is not None:
            return len(self.data)
        try:
            return os.path.getsize(self.name) if self.name else 0
        except OSError:
            return 0


class Excluded(NamedTuple):
    """A path whose files are all excluded by the settings, which is not an error."""

    path: str


class Note(NamedTuple):
    """A message about a part of a directory that is not looked into, which is not an error."""

    text: str


ALL_EXCLUDED = "all files are excluded by the settings, so nothing was checked"


def prompts_of(unit: LintInput, config: Config) -> Found:
    """The prompts of a unit, and the suppressions in its comments.

    Raises OSError or SourceError for one that cannot be read, now or while iterating.
    """
    if unit.text is not None:
        return Found(iter((single(unit.text),)))
    options = read_options(config)
    if unit.data is not None:
        return find(unit.name, unit.data, options)
    file = open_input(unit.name)  # it is read while its prompts are consumed
    try:
        found = find(unit.name, file, options)
    except BaseException:
        file.close()
        raise
    return Found(_closing(found.items, file), found.ignores, found.problems, found.looked_for)


def read_options(config: Config) -> ReadOptions:
    """The settings that the readers of files depend on."""
    return ReadOptions(
        prompt_keys=tuple(config.prompt_keys),
        prompt_columns=tuple(config.prompt_columns),
        python=config.python,
        toml=config.toml,
        blocks=config.blocks,
    )


def open_input(path: str) -> BinaryIO:
    """Open a file that is to be linted.

    A pipe of the shell (`<(…)`, `/dev/stdin`) is read; one with a name and a device may never end, so they are SourceErrors.
    """
    mode = os.stat(path).st_mode
    if stat.S_ISFIFO(mode) and not os.path.exists(os.path.realpath(path)):
        return open(path, "rb")
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        file = open_at_once(path)
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # it may have been exchanged since
            return file
        file.close()
    raise SourceError("This is not a regular file; pipe its text to `promptlint lint -`")


def _closing(items: Iterator[Item], file: BinaryIO) -> Iterator[Item]:
    """The items; the file they stream from is closed after the last one, or when iteration stops."""
    with file:
        yield from items


def single(text: str) -> PromptText:
    """A prompt of the command line, which is a host of its own."""
    return PromptText(text, "argument", SourceText(text), (Mapping(0, 0, len(text), "plain", "line"),), (0, len(text)))


def expand_paths(arguments: Sequence[str], discovery: Discovery, stdin: TextIO, stdin_name: str) -> Iterator[_Expanded]:
    """The inputs for paths and `-`, in order and without duplicates; a message for each path that cannot be read."""
    from promptlint.text.real_paths import RealPaths

    seen: set[str] = set()
    real_paths = RealPaths()
    for argument in arguments:
        for found in _of_stdin(stdin, stdin_name, discovery) if argument == "-" else _of_path(argument, discovery):
            if len(arguments) > 1 and isinstance(found, LintInput):
                key = "-" if argument == "-" else real_paths.of(found.name)
                if key in seen:
                    continue
                seen.add(key)
            yield found


def expand_requests(paths: Iterable[str], stdin: TextIO) -> Iterator[LintInput]:
    """The files with requests; `-` is standard input."""
    for path in dict.fromkeys(paths):
        yield LintInput("-", "-", data=_read(stdin), request=True) if path == "-" else LintInput(_printed(path), path, request=True)


def _of_stdin(stdin: TextIO, name: str, discovery: Discovery) -> Iterator[_Expanded]:
    data = _read(stdin)
    if not name:
        yield LintInput("-", "-", data=data)
        return
    for found in _of_path(name, discovery):  # the settings may exclude the file whose name it has
        yield LintInput(_printed(name), name, data=data) if isinstance(found, LintInput) else found


def _of_path(path: str, discovery: Discovery) -> Iterator[_Expanded]:
    """The files that a path stands for, by the settings that apply there."""
    folder = os.path.isdir(path)
    try:
        settings = discovery.of(path)
    except ConfigError as error:
        yield str(error)
        return
    config = settings.config
    if not folder and not (config.force_exclude and config.exclude):
        yield LintInput(_printed(path), path)
        return
    from .discovery import LOOKED_FOR, FileFilter, SkippedError, discover

    errors: list[OSError] = []
    rules = FileFilter(tuple(config.include), tuple(config.exclude), config.force_exclude, settings.root)
    found = 0
    for name in discover([path], rules, errors.append):
        found += 1
        yield LintInput(_printed(name), name, folder=path if folder else "")
    failed = False
    for problem in errors:
        if isinstance(problem, SkippedError) and problem.harmless:
            yield Note(f"{problem.filename}: {reason(problem)}")
            continue
        failed = True
        known = isinstance(problem, (SkippedError, SteeringFileError))
        yield f"{problem.filename}: {'' if known else 'cannot list the directory: '}{reason(problem)}"
    if found or failed:
        return
    if not folder or any(True for _ in discover([path], rules._replace(exclude=()), lambda _: None)):
        yield Excluded(path)
    else:
        globs = shortened(", ".join(f"`{glob}`" for glob in config.include or LOOKED_FOR), 400)
        yield (f"{path}: no prompt files found in this directory; looked for {globs}: pass a file, or set `include` in the settings")


def _printed(path: str) -> str:
    """Return the path of a file as it is printed: without a leading `./`, except where it keeps a name apart from an option."""
    short = path
    while short.startswith("./"):
        short = short[2:].lstrip("/")
    return path if not short or short.startswith(("-", "<")) else short


def _read(stdin: TextIO) -> bytes:
    """Standard input as bytes, so that its encoding is detected like a file's."""
    binary = getattr(stdin, "buffer", None)
    if binary is not None:
        data: bytes = binary.read()
        return data
    return stdin.read().encode("utf-8", "surrogateescape")
