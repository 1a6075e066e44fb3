"""The git repository of a directory."""

from __future__ import annotations

import os

__all__ = ["repository"]


def repository(directory: str) -> str:
    """Return the top of the git repository that holds a directory, or the directory itself if there is none.

    It is the nearest directory upward with a `.git` in it, which is a file in a worktree.
    """
    at = directory
    while not os.path.exists(os.path.join(at, ".git")):
        parent = os.path.dirname(at)
        if parent == at:
            return directory
        at = parent
    return at
