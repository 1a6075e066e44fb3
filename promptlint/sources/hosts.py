"""Find the prompts of a file and map each character back to it. One host format a module; this is the face of all."""

from __future__ import annotations

from functools import cache

from promptlint.errors import SourceError
from promptlint.text.namedtuple import NamedTuple

from .source_map import Directive, Position, PromptText, SourceText
from .unread import CutOff, Unread, with_unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType
    from typing import BinaryIO

    from .keyed import Family
    from .source_map import Suppression
    from .unread import Item

__all__ = [
    "HOSTS",
    "CutOff",
    "Directive",
    "Found",
    "Host",
    "Position",
    "PromptText",
    "ReadOptions",
    "SourceError",
    "Unread",
    "extension",
    "find",
    "looked_for",
    "module_of",
    "stream_of",
]


class Host(NamedTuple):
    """A format: its reader module, and the extensions of its files.

    A `streamed` host reads a binary file and keeps one line or row of it in memory, the others its text. One with a `switch` is
    read only if the setting of this name is on. `comment` is a comment to promptlint above a prompt, with `{}` for its words;
    empty if not every reader accepts comments. There, `ignores` is where a suppression goes instead: a `key` or a `column` next
    to the prompt.
    """

    module: str
    extensions: tuple[str, ...]
    comment: str = ""
    ignores: str = ""
    streamed: bool = False
    switch: str = ""


_ALL = (
    Host("txt", ("", "txt", "text", "prompt", "prompts", "mj"), "# {}"),
    Host("markdown", ("md", "mdx", "markdown"), "<!-- {} -->"),
    Host("jsonc", ("json", "jsonc", "json5"), ignores="key"),
    Host("jsonlines", ("jsonl", "ndjson"), ignores="key", streamed=True),
    Host("delimited", ("csv", "tsv", "tab"), ignores="column", streamed=True),
    Host("yaml_file", ("yaml", "yml"), "# {}"),
    Host("python_file", ("py",), "# {}", switch="python"),
    Host("javascript_file", ("js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"), "// {}"),
    Host("toml_file", ("toml",), "# {}", switch="toml"),
    Host("parquet", ("parquet",), streamed=True),
)
HOSTS = {extension: host for host in _ALL for extension in host.extensions}
"""The formats by extension. A new one is a module in this package, and a row above."""


class ReadOptions(NamedTuple):
    """Settings of reading files.

    `prompt_keys` are the keys of prompts, as names (`prompt`) or paths from the root (`items.*.prompt`), and `prompt_columns` the
    columns; if empty, the built-in names (`names.PROMPT_NAMES`) apply. `python` and `toml` enable these hosts. With `blocks`,
    blank lines separate the prompts of a text file instead of line ends. `encoding` applies if a file has no byte order mark.
    `families` are the keys that the first lines of a JSON Lines file teach, if it is a part of another: `None` learns them.
    """

    prompt_keys: tuple[str, ...] = ()
    prompt_columns: tuple[str, ...] = ()
    python: bool = True
    toml: bool = False
    blocks: bool = False
    encoding: str = "utf-8"
    families: frozenset[Family] | None = None


class Found:
    """The prompts of one file, an iterator.

    `ignores` are the suppressions in its comments, each of which is also on the prompts that it covers; one after the last prompt
    is only here. (Those in a column or key `promptlint-ignore` are only on their prompts.) `problems` are invalid comments.
    `unread` and `cut_off` grow during iteration: the locations with parameters outside prompts, and the prompts that the file's
    syntax cuts off. `looked_for` names the keys or columns that were looked for, empty for a host without any. Iterating raises
    SourceError if the rest of the file cannot be read; the prompts so far stay valid.
    """

    def __init__(
        self,
        items: Iterator[Item],
        ignores: tuple[Suppression, ...] = (),
        problems: tuple[SourceError, ...] = (),
        looked_for: str = "",
    ) -> None:
        """Wrap the result of a host module."""
        self.items = items
        self.ignores = ignores
        self.problems = problems
        self.looked_for = looked_for
        self.unread: list[Unread] = []
        self.cut_off: list[CutOff] = []

    def __iter__(self) -> Iterator[PromptText]:
        """The prompts, once."""
        return self

    def __next__(self) -> PromptText:
        """The next prompt."""
        for item in self.items:
            if isinstance(item, PromptText):
                return item
            if isinstance(item, Unread):
                self.unread.append(item)
            else:
                self.cut_off.append(item)
        raise StopIteration


def extension(path: str) -> str:
    """The extension that determines how a file is read, in lower case and without its dot, or empty."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def find(path: str, data: bytes | str | BinaryIO, settings: ReadOptions | None = None) -> Found:
    """The prompts of a file, in its order. The name decides how it is read; `-` is a text file.

    Raises SourceError at once where the kind of file is not read, while iterating where its content is wrong.
    """
    settings = settings or ReadOptions()
    host = _host(path, settings)
    module = module_of(host)
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    if host.streamed:
        return Found(module.find(stream_of(data), name, settings), looked_for=_looked_for(module, settings))
    if isinstance(data, str) and not hasattr(module, "declared_encoding"):
        return find_in_text(SourceText(data), name, module, settings)
    from .decoding import decode

    data = stream_of(data).read()
    declared = module.declared_encoding(data) if hasattr(module, "declared_encoding") else ""
    found = find_in_text(SourceText(decode(data, declared or settings.encoding)), name, module, settings)
    if declared not in ("", "utf-8"):
        found.items = (each.locked if isinstance(each, PromptText) else each for each in found.items)  # files are written in UTF-8
    return found


def find_in_text(host: SourceText, name: str, module: ModuleType, settings: ReadOptions) -> Found:
    """The prompts of a text that is there as a whole, read by a host module, with the directives of its comments."""
    found, parameters = module.find(host, name, settings), getattr(module, "unread", None)
    items = with_unread(host, found, lambda: module.reasons(host, name), parameters, ours=lambda: _is_ours(host.text, name))
    looked_for = _looked_for(module, settings)
    if "promptlint:" not in host.text:
        return Found(items, looked_for=looked_for)
    from .comments import Attacher, read_directives

    remarks = read_directives(host, module.comments(host, name))
    attacher = Attacher(remarks)
    return Found(
        (attacher.attach(item) if isinstance(item, PromptText) else item for item in items),
        tuple(each for remark in remarks for each in remark.suppressions),
        tuple(remark.problem for remark in remarks if remark.problem),
        looked_for,
    )


def _is_ours(text: str, name: str) -> bool:
    """Return whether a file is about Midjourney: it says so, or has a parameter that no other program has."""
    from .heuristics import about_midjourney, holds_command, telling_parameters

    says = about_midjourney(name.replace("_", " ")) or about_midjourney(text) or holds_command(text)
    return says or next(telling_parameters(text), None) is not None


def looked_for(path: str, settings: ReadOptions) -> str:
    """The keys or columns that are looked for in a file of this name, in words; empty for other files."""
    return _looked_for(module_of(_host(path, settings)), settings)


def _looked_for(module: ModuleType, settings: ReadOptions) -> str:
    """The names that were looked for in a file with keys or columns, in words; empty for other files."""
    kind = getattr(module, "KIND", "")
    if not kind:
        return ""
    wanted = settings.prompt_columns if kind == "column" else settings.prompt_keys
    if wanted:
        return f"{kind}s {', '.join(f'`{name}`' for name in wanted)} (`prompt-{kind}s` in the settings)"
    named = f"{kind}s named like `prompt`, `image_prompt` or `Prompt 1`, or with texts that end in parameters"
    return f"{named} (set `prompt-{kind}s` to name others)"


def stream_of(data: bytes | str | BinaryIO) -> BinaryIO:
    """The content of a file to be read as one."""
    if not isinstance(data, (bytes, str)):
        return data
    from io import BytesIO

    from .decoding import encoded

    return BytesIO(encoded(data) if isinstance(data, str) else data)


def _host(path: str, settings: ReadOptions) -> Host:
    """The format of files of this name. Raises SourceError if it is not read."""
    ending = extension(path)
    host = HOSTS.get(ending)
    name = path.replace("\\", "/").rpartition("/")[2]
    from .names import PROGRAM_FILES

    if host is None or name.lower() in PROGRAM_FILES:
        known = ", ".join(f".{each}" for each in HOSTS if each)
        raise SourceError(
            f"Files {f'with the extension .{ending}' if ending else f'named {name}'} are not supported; promptlint reads {known}"
        )
    if host.switch and not getattr(settings, host.switch):
        raise SourceError(f"Files with the extension .{ending} are read only with `{host.switch} = true` in the settings")
    return host


@cache
def module_of(host: Host) -> ModuleType:
    """The module that reads a format."""
    from importlib import import_module

    return import_module(f"promptlint.sources.{host.module}")
