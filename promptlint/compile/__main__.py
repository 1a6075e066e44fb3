"""`python -m promptlint.compile` writes the generated modules; with `--check` it exits 1 where one of them is stale."""

from __future__ import annotations

import os
import sys

from promptlint.links import host_rows
from promptlint.midjourney import tables

from . import hosts, module
from .shape import parse, refuse, shape_problems

__all__ = ["main"]

_MADE = (
    (os.path.join(os.path.dirname(tables.__file__), "compiled.py"), module.render),
    (os.path.join(os.path.dirname(host_rows.__file__), "host_data.py"), hosts.render),
)
"""Each generated module, and what makes its text."""

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_READ_AS_THEY_ARE = {
    "failures": os.path.join(_PACKAGE, "failures.toml"),
    "migrate": os.path.join(_PACKAGE, "rewrite", "migrate.toml"),
    "questions": os.path.join(_PACKAGE, "midjourney", "questions.toml"),
}
"""The small tables, which the one command that needs them reads; of them only the shape is checked."""


def main(argv: list[str]) -> int:
    """Write the modules, or check that they are current. Returns the exit status."""
    for name, path in _READ_AS_THEY_ARE.items():
        with open(path, encoding="utf-8") as file:
            refuse(shape_problems(name, parse(file.read())))
    stale = 0
    for path, render in _MADE:
        text = render()
        if "--check" not in argv:
            _write(path, text)
        elif not _is(path, text):
            print(f"{os.path.relpath(path)} is stale: run `python -m promptlint.compile`", file=sys.stderr)  # noqa: T201
            stale = 1
    return stale


def _is(path: str, text: str) -> bool:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read() == text
    except FileNotFoundError:
        return False


def _write(path: str, text: str) -> None:
    """Write a new file and rename it, so that an interrupted run keeps the old module."""
    beside = path + ".new"
    with open(beside, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.replace(beside, path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
