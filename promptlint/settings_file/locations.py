"""Locations of settings files."""

from __future__ import annotations

import os

__all__ = ["user_file"]


def user_file() -> str:
    """The path of the user's own settings, whether or not the file exists."""
    home = os.path.expanduser("~")  # noqa: PTH111 (pathlib is 16 ms)
    if os.name == "nt":
        base = os.environ.get("APPDATA") or os.path.join(home, "AppData", "Roaming")
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    return os.path.join(base, "promptlint", "config.toml")
