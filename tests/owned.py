"""A file with an owner and an attribute, which whoever writes it must keep."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def owned_file(name: str, text: str) -> Path:
    """Write a file that belongs to somebody else, where that can be, and that has an extended attribute."""
    path = Path(name)
    path.write_text(text)
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 1000, 1000)
    try:
        os.setxattr(path, "user.note", b"mine")
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")
    return path
