"""Match a path with a glob of the settings, and read such globs as people write them."""

from __future__ import annotations

import os
from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["matches", "normalized"]

_MAX_ALTERNATIVES = 64


def matches(path: str, glob: str, root: str) -> bool:
    """Return whether the file `path` matches `glob`, which is relative to the directory `root` unless it is absolute.

    A glob without a slash matches the file's name in any directory, `**/` also no directory, and a directory's name
    everything in it. `*` crosses directories.
    """
    from fnmatch import fnmatchcase  # only settings with globs pay for it

    relative = os.path.abspath(path) if _is_absolute(glob) else os.path.relpath(path, root or None)
    relative = relative.replace(os.sep, "/")
    glob = glob.replace(os.sep, "/").removeprefix("./").rstrip("/")
    if "/" not in glob:
        return any(fnmatchcase(part, glob) for part in relative.split("/"))
    globs = (glob, glob.removeprefix("**/"), glob.replace("/**/", "/"), glob + "/*")
    return any(fnmatchcase(relative, each) for each in globs)


def _is_absolute(glob: str) -> bool:
    return glob.startswith("/") or glob[1:3] == ":/"  # of a drive, on Windows


def normalized(glob: str, root: str) -> tuple[str, ...]:
    """Return the globs for `matches` that a written one expands to: `/a` as in `.gitignore`, `{a,b}` as in a shell.

    `root` is the directory of the settings. Raises ValueError, with the end of a sentence, for one that could never match.
    """
    if glob.startswith("!"):
        raise ValueError("patterns cannot be negated: list the files to match")
    if glob.startswith("~"):
        raise ValueError("`~` is not expanded: write a pattern relative to the directory of the settings file")
    if "\0" in glob or "\n" in glob:
        raise ValueError("file names cannot contain this character")
    written = list(islice(_alternatives(glob.replace("\\", "/")), _MAX_ALTERNATIVES + 1))
    if len(written) > _MAX_ALTERNATIVES:
        raise ValueError(f"it stands for more than {_MAX_ALTERNATIVES} patterns")
    return tuple(dict.fromkeys(_clean(each, root) for each in written))


def _clean(glob: str, root: str) -> str:
    """Return a pattern without empty and dotted parts, absolute where it begins with a slash."""
    from posixpath import normpath

    if not glob.strip("/"):
        raise ValueError("it matches no file: write `**` for all")
    top = root.replace(os.sep, "/").rstrip("/")
    anchored = glob.startswith("/")
    clean = normpath(glob.lstrip("/"))
    if clean == ".":
        raise ValueError("it matches no file: write `**` for all")
    if clean == ".." or clean.startswith("../"):
        raise ValueError("it leads out of the directory of the settings file, which applies only to files in it")
    if not anchored:
        return clean
    return f"/{clean}" if f"/{clean}/".startswith(f"{top}/") else f"{top}/{clean}"


def _alternatives(glob: str) -> Iterator[str]:
    """Yield the patterns that braces expand to, from left to right; braces without a comma are part of a name."""
    front = ""
    for part in glob.split("}")[:-1]:
        name, _, inside = part.partition("{")
        if "," in inside:
            break
        front += part + "}"
    else:
        yield glob
        return
    if "{" in inside:
        raise ValueError("nested braces are not supported")
    if glob.count("{") > 4:
        raise ValueError("it has more than four pairs of braces")
    for each in inside.split(","):
        for tail in _alternatives(glob[len(front) + len(part) + 1 :]):
            yield front + name + each + tail
