"""Check that a tag, the version and the changelog agree, and print the release notes.

    python tools/release.py v1.2.3     the notes of the release; exits with 1 and the reason if something does not agree

The version is defined in promptlint/version.py; a test compares the extension for VS Code with it. A release is headed `## 1.2.3
(2026-12-01)` and comes first.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_VERSION = re.compile(r'^__version__ = "([^"]++)"$', re.MULTILINE)
_HEADING = re.compile(r"^## (\S++) \(([^)]++)\)$", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class ReleaseError(ValueError):
    """A disagreement; the message says what to change."""


def notes(tag: str, version_file: str, changelog: str) -> str:
    """The text of the changelog's first section. Raises ReleaseError if it, the version and the tag do not agree."""
    version = _VERSION.search(version_file)
    if version is None:
        raise ReleaseError('promptlint/version.py has no line __version__ = "…"')
    if tag != f"v{version[1]}":
        raise ReleaseError(f"the tag is {tag} and the version {version[1]}: tag v{version[1]}, or change promptlint/version.py")
    headings = list(_HEADING.finditer(changelog))
    if not headings or headings[0][1] != version[1]:
        raise ReleaseError(f"CHANGELOG.md does not begin with a section ## {version[1]} (the day)")
    if not _DAY.fullmatch(headings[0][2]):
        raise ReleaseError(f"CHANGELOG.md says {headings[0][2]} of {version[1]}: write the day of the release, as in (2026-12-01)")
    end = headings[1].start() if len(headings) > 1 else len(changelog)
    text = changelog[headings[0].end() : end].strip()
    if not text:
        raise ReleaseError(f"CHANGELOG.md says nothing of {version[1]}")
    return text + "\n"


def main(arguments: list[str]) -> int:
    """Check the release of the tag that is named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python tools/release.py TAG\n")
        return 2
    read = [(ROOT / path).read_text(encoding="utf-8") for path in ("promptlint/version.py", "CHANGELOG.md")]
    try:
        sys.stdout.write(notes(arguments[0], *read))
    except ReleaseError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
