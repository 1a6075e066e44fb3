"""Expand paths to files: a file is itself, a directory is the files in it that are named like files of prompts.

Default names come from a census of public repositories (2026-11-22): `MIDJOURNEY_PROMPTS.md` and its spellings lead by far,
`midjourney.txt` and `midjourney.json` follow. `midjourney.md` is not included: it is more often a guide than a list of prompts.
Thousands of projects have a `prompts.txt`, hardly any for Midjourney, so its lines decide.
"""

from __future__ import annotations

import os
import re

from promptlint.text.globs import matches
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.opening import open_at_once
from promptlint.text.real_paths import RealPaths, inside
from promptlint.text.regex_compat import lazy_pattern

from .binary import is_binary
from .gitignore import GitIgnore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = [
    "DEFAULT_NAMES",
    "LOOKED_FOR",
    "FileFilter",
    "SkippedError",
    "discover",
    "is_excluded",
    "is_wanted",
    "would_find",
]

DEFAULT_NAMES = lazy_pattern(
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
_OUTSIDE = "this link leads out of the directory and is not followed: pass the {} itself"
_BINARY = "this file is binary, so it is not read"
_NO_FILE = "this is not a file, nor a link to one, so it is not read"
# Bytes of a `prompts.txt` that are read to decide whether it contains prompts for Midjourney.
_SAMPLE_BYTES = 64 << 10


class SkippedError(OSError):
    """An entry of a directory that is neither read nor written: a link out of the directory, or what is not a text file.

    It is `harmless` if there may be no prompts in it: a link to a directory, a broken link, a pipe, a binary file.
    """

    def __init__(self, path: str, why: str, *, harmless: bool) -> None:
        """Store the path, and why it is skipped."""
        super().__init__(why)
        self.strerror, self.filename, self.harmless = why, path, harmless


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
    cannot be listed, an invalid `.gitignore` (a SteeringFileError) and what is not read (a SkippedError) go to `on_error`; without it, the
    first is raised and the others are ignored.
    """
    settings = settings or FileFilter()
    seen: set[str] = set()
    real_paths = RealPaths()
    for path in paths:
        found: Iterable[tuple[str, bool]] = [(path, True)]
        if os.path.isdir(path):
            found = _walk(path, settings, on_error)
        elif settings.force_exclude and is_excluded(path, settings):
            continue
        for each, may_be_link in found:
            real = real_paths.of(each) if may_be_link else real_paths.of_file(each)
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
        with open_at_once(path) as file:
            sample = file.read(_SAMPLE_BYTES)
    except OSError:
        return True
    lines = [line.strip() for line in sample.decode(encoding_of(sample)[0], "replace").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    whole = [line for line in lines if complete(line)]
    return bool(whole) and (len(whole) * 2 >= len(lines) or any(next(telling_parameters(line), None) is not None for line in whole))


def is_excluded(path: str, settings: FileFilter) -> bool:
    """Return whether the settings leave a path out, by itself or by a directory above it."""
    return bool(settings.exclude) and any(matches(path, glob, settings.root) for glob in settings.exclude)


def would_find(path: str, top: str, settings: FileFilter) -> bool:
    """Return whether `discover` would yield the file `path`, which need not exist, for the directory `top`."""
    try:
        relative = os.path.relpath(os.path.realpath(path), os.path.realpath(top))
    except ValueError:  # another drive, on Windows
        return False
    *folders, name = relative.replace(os.sep, "/").split("/")
    if folders[:1] == [os.pardir]:
        return False
    ignores = GitIgnore(top) if settings.gitignore else None
    at = top
    for each in folders:
        at = os.path.join(at, each)
        if not _is_taken(at, settings, ignores, folder=True):
            return False
    return _is_taken(os.path.join(at, name), settings, ignores, folder=False)


def _walk(top: str, settings: FileFilter, on_error: Callable[[OSError], None] | None) -> Iterator[tuple[str, bool]]:
    """The files under a directory, and whether each is a link. Links to directories are not followed, so a loop of links ends nowhere."""
    ignores = GitIgnore(top, on_error) if settings.gitignore else None
    report = on_error or _ignored
    stack: list[tuple[str, str]] = [(top, "folder")]
    while stack:
        path, kind = stack.pop()
        if kind != "folder":
            if _is_linted(path, top, settings, report, kind):
                yield path, kind == "link"
            continue
        try:
            with os.scandir(path) as entries:
                children = sorted(((entry.name, _kind(entry)) for entry in entries), reverse=True)
        except OSError as error:
            if on_error is None:
                raise
            on_error(error)
            continue
        for name, kind in children:
            child = name if path == "." and top != "." else os.path.join(path, name)
            if kind == "link" and os.path.isdir(child):
                if _is_taken(child, settings, ignores, folder=True) and not inside(child, top):
                    report(SkippedError(child, _OUTSIDE.format("directory"), harmless=True))
            elif _is_taken(child, settings, ignores, folder=kind == "folder"):
                stack.append((child, kind))


def _kind(entry: os.DirEntry[str]) -> str:
    """Return what an entry of a directory is, which the directory itself says: no file is looked at for it."""
    if entry.is_symlink():
        return "link"
    return "folder" if entry.is_dir(follow_symlinks=False) else "file" if entry.is_file(follow_symlinks=False) else "other"


def _ignored(_error: OSError) -> None:
    """Report nothing."""


def _is_linted(path: str, top: str, settings: FileFilter, report: Callable[[OSError], None], kind: str) -> bool:
    """Return whether an entry with a wanted name is linted. What cannot be, and a link out of the directory, is reported."""
    doubtful = not settings.include and not DEFAULT_NAMES.search(os.path.basename(path))
    skipped: SkippedError | None = None
    if kind == "other" or (kind == "link" and not os.path.isfile(path)):
        skipped = SkippedError(path, _NO_FILE, harmless=True)
    elif kind == "link" and not inside(path, top):
        skipped = SkippedError(path, _OUTSIDE.format("file"), harmless=False)
    elif is_binary(path):
        skipped = SkippedError(path, _BINARY, harmless=True)
    if skipped:
        if not doubtful:  # deciding would require reading it
            report(skipped)
        return False
    return not doubtful or _reads_as_prompts(path)


def _is_taken(path: str, settings: FileFilter, ignores: GitIgnore | None, *, folder: bool) -> bool:
    """Return whether an entry of a directory is looked into or linted."""
    if is_excluded(path, settings):
        return False
    if os.path.basename(path) in SKIPPED_FOLDERS if folder else not is_wanted(path, settings):
        return False
    return ignores is None or not ignores.hides(path, folder=folder)
