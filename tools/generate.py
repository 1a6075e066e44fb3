"""Write the pages that are generated from the program, or with `--check` list those that are stale.

    python tools/generate.py            write them
    python tools/generate.py --check    exit with 1 and list what differs, what is missing, what should not exist

Generated are docs/rules/ (from the rules' docstrings and the vocabulary), docs/options.md (from the tables of options and
settings), docs/parameters.md (from the vocabulary) and docs/schemas/ (from the tables of settings).
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pages import options, parameters, rules, schemas  # noqa: E402 (the checkout comes before an installed promptlint)

# Folders that hold nothing but made pages, so that the page of a rule that is gone is stale too.
OWNED = ("docs/rules", "docs/schemas")


def pages() -> dict[str, str]:
    """The path of each page below the repository, and its text."""
    return rules.pages() | schemas.pages() | {"docs/options.md": options.page(), "docs/parameters.md": parameters.page()}


def stale(made: dict[str, str]) -> list[str]:
    """The paths that differ from what is made, sorted."""
    there = {str(path.relative_to(ROOT).as_posix()) for folder in OWNED for path in (ROOT / folder).glob("*")}
    changed = {path for path, text in made.items() if not (ROOT / path).is_file() or (ROOT / path).read_bytes() != text.encode()}
    return sorted(changed | (there - made.keys()))


def main(arguments: list[str]) -> int:
    """Write or check; the exit status is 1 where a check finds something stale."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python tools/generate.py [--check]\n")
        return 2
    made = pages()
    differing = stale(made)
    for path in differing:
        if arguments:
            sys.stderr.write(f"{path} is stale\n")
        elif path in made:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_bytes(made[path].encode())
        else:
            (ROOT / path).unlink()
    if arguments and differing:
        sys.stderr.write("write them anew: python tools/generate.py\n")
    return int(bool(arguments and differing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
