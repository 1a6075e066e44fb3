"""Additions to MkDocs: pages outside of docs/, links to files that are not pages, the menu of rules.

A hook of MkDocs (`hooks:` in mkdocs.yml). So that the same Markdown works on the site and in the repository, links and the names
of files are written for the repository and its tests, and converted here for the site.
"""

from __future__ import annotations

import posixpath
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from pages.rules import GROUPS  # noqa: E402 (the checkout comes before an installed promptlint)

from promptlint.rules.registry import RULES  # noqa: E402
from promptlint.rules.support.pages import HOME  # noqa: E402

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

OUTSIDE = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "grammar/README.md": "language.md",
}
"""Pages that lie outside of docs/, and where the site has them."""

_LINK = re.compile(r"(?<=\]\()(?![a-z]++:|[#/])([^)#\s]++)")
_TITLE = re.compile(r"^( *+```\w++ title=)([^\s\"]++)$", re.MULTILINE)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the page of each rule into the menu, under the title of its group."""
    assert config.nav is not None
    for entry in config.nav:
        if "Rules" in entry:
            for start, title in GROUPS.items():
                pages = [{f"{rule.code} {rule.name}": f"rules/{rule.name}.md"} for rule in RULES if rule.code.startswith(start)]
                entry["Rules"].append({f"{start} {title}": pages})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that lie outside of docs/."""
    from mkdocs.structure.files import File

    for path, page in OUTSIDE.items():
        files.append(File.generated(config, page, content=(ROOT / path).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, *, page: Page, **_: object) -> str:
    """Turn links that are right in the repository into links that are right on the site, and quote the titles of files."""
    here = page.file.src_uri
    home = next((path for path, name in OUTSIDE.items() if name == here), f"docs/{here}")
    return _TITLE.sub(r'\1"\2"', _LINK.sub(lambda match: linked(match[1], home, here), markdown))


def linked(link: str, home: str, page: str) -> str:
    """The target on the site of `link` in the file `home`, on the page `page`."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(home), link))
    inside = OUTSIDE.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else None)
    if inside is None:
        return f"{HOME}/blob/main/{path}"
    return posixpath.relpath(inside, posixpath.dirname(page) or ".")
