"""Expand paths to files: a file is itself, a directory is the files in it that are named like files of prompts.

Default names come from a census of public repositories (2026-11-22): `MIDJOURNEY_PROMPTS.md` and its spellings lead by far,
`midjourney.txt` and `midjourney.json` follow. `midjourney.md` is not included: it is more often a guide than a list of prompts.
Thousands of projects have a `prompts.txt`, hardly any for Midjourney, so its lines decide.
"""

from __future__ import annotations

import os
import re

from promptlint.errors import reason
from promptlint.settings_file.steering import SteeringFileError, read_steering_file
from promptlint.text.globs import matches
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.repository import repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

__all__ = [
    "DEFAULT_NAMES",
    "LOOKED_FOR",
    "FileFilter",
    "OutsideLinkError",
    "discover",
    "is_binary",
    "is_excluded",
    "is_wanted",
    "would_find",
]

DEFAULT_NAMES = re.compile(
    r"(midjourney|mj)[-_]?prompts?.*\.(txt|md|json|jsonl|csv|ya?ml|py|[cm]?[jt]s|[jt]sx)$"
    r"|^midjourney\.(txt|json|jsonl|csv|ya?ml)$"
    r"|\.prompt$|\.mj$",
    re.IGNORECASE,
)
LOOKED_FOR = (
    "*midjourney-prompts*", "*mj-prompts*", "midjourney.{txt,json,jsonl,csv,yaml}", "*.prompt", "*.mj", "prompts.txt", "prompts/*.txt",
)  # fmt: skip
"""The default names, shortened to globs for messages."""
# Directories of tools; the authors of the prompts did not write their content.
SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv", ".tox", ".nox"})
# Like git: a zero byte among the first 8000 makes a file binary.
HEAD_BYTES = 8000
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")

# Bytes of a `prompts.txt` that are read to decide whether it contains prompts for Midjourney.
_SAMPLE_BYTES = 64 << 10

_SCRIPTS = 3  # the high bytes of UTF-16 text in one script and ASCII

_MAX_IGNORE_SIZE = 256 << 10
_MAX_PATTERNS = 5000
_MAX_STARS = 3
"""Stars in one segment of a `.gitignore` pattern, and segments `**`: each more takes a name's length times as long to match."""
_MAX_COSTLY = 50
"""Patterns of a `.gitignore` with more than one of them: for a name of 250 characters, one takes up to 20 ms."""


class OutsideLinkError(OSError):
    """A link in a directory to a file outside: it is neither read nor written unless it is named."""

    def __init__(self, message: str, path: str) -> None:
        """Store the reason and the path of the link."""
        super().__init__(message)
        self.strerror, self.filename = message, path


class FileFilter(NamedTuple):
    """Settings of the search in directories.

    `include` are globs of the files to lint, by default the default names; `exclude` are globs of files and directories to skip.
    Both are relative to the directory `root`. `force_exclude` applies `exclude` also to files that are passed by name, as
    pre-commit does. `gitignore` skips what git ignores, which is nothing that it tracks.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    root: str = ""
    gitignore: bool = True


def discover(
    paths: Iterable[str],
    settings: FileFilter | None = None,
    on_error: Callable[[OSError], None] | None = None,
) -> Iterator[str]:
    """The files that paths stand for, in the order of the paths, directories in sorted order, without duplicates.

    A path that is not a directory is returned unchanged, even if it does not exist: reading it reports that. A directory that
    cannot be listed and an invalid `.gitignore` (a SteeringFileError) go to `on_error`; without it, the former is raised and the
    latter ignored.
    """
    settings = settings or FileFilter()
    seen: set[str] = set()
    for path in paths:
        found: Iterable[str] = [path]
        if os.path.isdir(path):
            found = _walk(path, settings, on_error)
        elif settings.force_exclude and is_excluded(path, settings):
            continue
        for each in found:
            real = os.path.realpath(each)
            if real not in seen:
                seen.add(real)
                yield each


def is_wanted(path: str, settings: FileFilter) -> bool:
    """Return whether a file in a directory is one to lint, by its name. Of a `prompts.txt` and its like the lines decide then."""
    if settings.include:
        return any(matches(path, glob, settings.root) for glob in settings.include)
    return bool(DEFAULT_NAMES.search(os.path.basename(path))) or _is_of_any_tool(path)


def _is_of_any_tool(path: str) -> bool:
    """Return whether a file is named like prompts, but not for which service: `prompts.txt`, `prompts/*.txt`."""
    name = os.path.basename(path).lower()
    return name.endswith(".txt") and (
        name == "prompts.txt" or os.path.basename(os.path.dirname(os.path.abspath(path))).lower() == "prompts"
    )


def _reads_as_prompts(path: str) -> bool:
    """Return whether the first lines of a text file are prompts for Midjourney; True for an unreadable file, so that it is reported."""
    from promptlint.sources.decoding import encoding_of
    from promptlint.sources.heuristics import complete, telling_parameters

    try:
        with open(path, "rb") as file:
            sample = file.read(_SAMPLE_BYTES)
    except OSError:
        return True
    lines = [line.strip() for line in sample.decode(encoding_of(sample)[0], "replace").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    whole = [line for line in lines if complete(line)]
    return bool(whole) and (len(whole) * 2 >= len(lines) or any(next(telling_parameters(line), None) is not None for line in whole))


def is_excluded(path: str, settings: FileFilter) -> bool:
    """Return whether the settings leave a path out, by itself or by a directory above it."""
    return any(matches(path, glob, settings.root) for glob in settings.exclude)


def would_find(path: str, top: str, settings: FileFilter) -> bool:
    """Return whether `discover` would yield the file `path`, which need not exist, for the directory `top`."""
    try:
        relative = os.path.relpath(os.path.realpath(path), os.path.realpath(top))
    except ValueError:  # another drive, on Windows
        return False
    *folders, name = relative.replace(os.sep, "/").split("/")
    if folders[:1] == [os.pardir]:
        return False
    ignores = _Ignores(top) if settings.gitignore else None
    at = top
    for each in folders:
        at = os.path.join(at, each)
        if not _is_taken(at, settings, ignores, folder=True):
            return False
    return _is_taken(os.path.join(at, name), settings, ignores, folder=False)


def is_binary(path: str) -> bool:
    """Return whether a file's first bytes are binary; False for a file that cannot be opened."""
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        return False
    return b"\0" in head and not head.startswith((*_WIDE_MARKS, b"PAR1")) and not _is_wide_text(head)


def _is_wide_text(head: bytes) -> bool:
    """Return whether bytes are text in UTF-16 or UTF-32 without a byte order mark: it is not passed over but reported as unreadable."""
    if len(head) < 8:
        return False
    low, high = sorted((head[::2], head[1::2]), key=lambda half: half.count(0))
    if len(set(high)) <= _SCRIPTS and 0 in high and 0 not in low:
        return True
    return any("\0" not in text for text in _decoded(head[: len(head) & ~3], "utf-32-le", "utf-32-be"))


def _decoded(data: bytes, *encodings: str) -> Iterator[str]:
    """The text of bytes in each encoding in which they are valid."""
    for encoding in encodings:
        try:
            yield data.decode(encoding)
        except UnicodeDecodeError:
            continue


def _walk(top: str, settings: FileFilter, on_error: Callable[[OSError], None] | None) -> Iterator[str]:
    """The files under a directory. Links to directories are not followed, so a loop of links ends nowhere."""
    ignores = _Ignores(top, on_error) if settings.gitignore else None
    stack: list[tuple[str, bool]] = [(top, True)]
    while stack:
        path, is_folder = stack.pop()
        if not is_folder:
            if not is_wanted(path, settings) or not os.path.isfile(path):
                continue
            doubtful = not settings.include and not DEFAULT_NAMES.search(os.path.basename(path))
            if os.path.islink(path) and not _is_within(path, top):  # noqa: PTH114 (pathlib is 16 ms)
                if doubtful:  # deciding would require reading it
                    continue
                if on_error is not None:
                    on_error(OutsideLinkError("this link leads out of the directory and is not followed: pass the file itself", path))
            elif not is_binary(path) and (not doubtful or _reads_as_prompts(path)):
                yield path
            continue
        try:
            with os.scandir(path) as entries:
                children = sorted(((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries), reverse=True)
        except OSError as error:
            if on_error is None:
                raise
            on_error(error)
            continue
        for name, folder in children:
            child = name if path == "." and top != "." else os.path.join(path, name)
            if _is_taken(child, settings, ignores, folder=folder):
                stack.append((child, folder))


def _is_within(path: str, top: str) -> bool:
    """Return whether the target of a link is in a directory."""
    real, root = os.path.realpath(path), os.path.realpath(top)
    return real.startswith(root.rstrip(os.sep) + os.sep)


def _is_taken(path: str, settings: FileFilter, ignores: _Ignores | None, *, folder: bool) -> bool:
    """Return whether an entry of a directory is looked into or linted."""
    if is_excluded(path, settings):
        return False
    if os.path.basename(path) in SKIPPED_FOLDERS if folder else not is_wanted(path, settings):
        return False
    return ignores is None or not ignores.hides(path, folder=folder)


class _Ignores:
    """The rules of the `.gitignore` files between the top of the repository and a file; pathspec matches the patterns.

    As in git, they do not apply to tracked files.
    """

    def __init__(self, start: str, on_error: Callable[[OSError], None] | None = None) -> None:
        self._top = repository(os.path.realpath(start))
        self._on_error = on_error
        self._specs: dict[str, Any] = {}
        self._tracked: frozenset[str] | None = None

    def hides(self, path: str, *, folder: bool) -> bool:
        """Return whether git would ignore a path; the file nearest to it decides."""
        real = os.path.join(os.path.realpath(os.path.dirname(path) or "."), os.path.basename(path))
        at = os.path.dirname(real)
        while True:
            told = self._told(at, os.path.relpath(real, at).replace(os.sep, "/") + ("/" if folder else ""))
            if told is not None:
                return told and not self._is_tracked(real)
            parent = os.path.dirname(at)
            if at in (self._top, parent):
                return False
            at = parent

    def _is_tracked(self, real: str) -> bool:
        """Return whether git tracks a file, or one in a directory."""
        if self._tracked is None:
            from .tracked import tracked

            self._tracked = tracked(self._top)
        return os.path.relpath(real, self._top).replace(os.sep, "/") in self._tracked

    def _told(self, folder: str, relative: str) -> bool | None:
        spec = self._spec(folder)
        told: bool | None = None if spec is None else spec.check_file(relative).include
        return told

    def _spec(self, folder: str) -> Any:
        if folder not in self._specs:
            self._specs[folder] = self._read(folder)
        return self._specs[folder]

    def _read(self, folder: str) -> Any:
        """The patterns of a directory's `.gitignore` and, at the top of a repository, of `.git/info/exclude`; None if there are none."""
        patterns: list[Any] = []
        for name in (os.path.join(".git", "info", "exclude"), ".gitignore"):
            try:
                patterns += self._usable(os.path.join(folder, name))
            except SteeringFileError as error:
                self._report(error)
            except OSError as error:
                if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
                    self._report(SteeringFileError(f"cannot read it: {reason(error)}", os.path.join(folder, name)))
        if not patterns:
            return None
        from pathspec import GitIgnoreSpec

        return GitIgnoreSpec(patterns)

    def _usable(self, path: str) -> Iterator[Any]:
        """The patterns of an ignore file without those that are invalid or would take long to match. Raises OSError."""
        if os.path.basename(path) == ".gitignore" and os.path.islink(path):  # noqa: PTH114
            raise SteeringFileError("it is a link, and git does not follow it either", path)
        data = read_steering_file(path, _MAX_IGNORE_SIZE)
        lines = data.decode("utf-8", "surrogateescape").splitlines()
        if len(lines) > _MAX_PATTERNS:
            raise SteeringFileError(f"it has more than {_MAX_PATTERNS:,} lines", path)
        costly = 0
        for number, line in enumerate(lines, 1):
            stars = _stars(line)
            costly += stars > 1
            try:
                if stars > _MAX_STARS:
                    raise ValueError(f"`{line[:40]}` has more than {_MAX_STARS} `*` in one part, or `**` parts")
                if stars > 1 and costly > _MAX_COSTLY:
                    raise ValueError(f"more than {_MAX_COSTLY} lines have several `*` in one part, or `**` parts")
                yield from _patterns(line)
            except ValueError as error:
                self._report(SteeringFileError(f"line {number} is ignored: {error}", path))

    def _report(self, error: SteeringFileError) -> None:
        if self._on_error is not None:
            self._on_error(error)


def _patterns(line: str) -> Sequence[Any]:
    """The patterns of a line in pathspec: one, or none for an empty line. Raises ValueError, with the end of a sentence."""
    import warnings

    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class such as `[[:alpha:]]` in somebody's file
        try:
            return tuple(GitIgnoreSpec.from_lines([line]).patterns)
        except (ValueError, re.error):
            raise ValueError(f"`{line[:40]}` is not a valid pattern") from None


def _stars(pattern: str) -> int:
    """The most `*` in one part of a pattern, or `**` parts: to match a name, a regular expression tries that many loops in each other."""
    if "*" not in pattern or pattern.startswith("#"):
        return 0
    parts = pattern.strip().strip("/").split("/")
    return max(parts.count("**"), *(len(re.findall(r"\*+", part)) for part in parts))
