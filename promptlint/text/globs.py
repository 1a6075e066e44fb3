"""Whether a path matches a glob of the settings."""

from __future__ import annotations

import os

__all__ = ["matches"]


def matches(path: str, glob: str, root: str) -> bool:
    """Whether the file `path` matches `glob`, which is relative to the folder `root`.

    A glob without a slash matches the file's name in any folder, `**/` also no folder, and a folder's name everything in
    it. `*` crosses folders.
    """
    from fnmatch import fnmatchcase  # only settings with globs pay for it

    relative = os.path.relpath(path, root or None).replace(os.sep, "/")
    glob = glob.replace(os.sep, "/").removeprefix("./").rstrip("/")
    if "/" not in glob:
        return any(fnmatchcase(part, glob) for part in relative.split("/"))
    globs = (glob, glob.removeprefix("**/"), glob.replace("/**/", "/"), glob + "/*")
    return any(fnmatchcase(relative, each) for each in globs)
