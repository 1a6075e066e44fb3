"""The documentation site: built strictly, complete, and without requests to other hosts."""

import html
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from promptlint.rules.registry import RULES

pytest.importorskip("mkdocs", reason="MkDocs, which builds the site, is not installed: the dependency group `docs`")
pytest.importorskip("material", reason="the theme of the site is not installed: the dependency group `docs`")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


class Reader(HTMLParser):
    """The resources and links of a page, and its text outside of code."""

    def __init__(self):
        super().__init__()
        self.loads, self.links, self.text, self.inside = [], [], [], 0

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in ("script", "img", "iframe", "source") and attributes.get("src"):
            self.loads.append(attributes["src"])
        if tag == "link" and attributes.get("rel") in ("stylesheet", "preconnect", "preload", "icon"):
            self.loads.append(attributes["href"])
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        self.inside += tag in ("code", "script", "style")

    def handle_endtag(self, tag):
        self.inside -= tag in ("code", "script", "style")

    def handle_data(self, data):
        if not self.inside:
            self.text.append(data)


def read(page):
    reader = Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader


def pages(site):
    return sorted(site.rglob("index.html"))


def test_every_page_is_there(site):
    wanted = {"", "hook", "library", "requests", "default-model", "parameters", "options", "language", "policy", "security"}
    wanted |= {"changelog", "contributing", "testing", "rules", *(f"rules/{rule.name}" for rule in RULES)}
    wanted |= {page.stem for page in (ROOT / "docs").glob("*.md") if page.stem != "index"}
    there = {path.parent.relative_to(site).as_posix().removeprefix(".") for path in pages(site)}
    assert wanted <= there


def test_every_page_of_docs_is_in_the_menu():
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert [page.name for page in (ROOT / "docs").glob("*.md") if page.name not in menu] == []


def test_nothing_is_loaded_from_elsewhere(site):
    loaded = {load for page in pages(site) for load in read(page).loads}
    assert loaded
    assert [load for load in loaded if re.match(r"(?:https?:)?//", load)] == []
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", styles)
    assert "@font-face" not in styles


def test_links_lead_somewhere(site):
    broken = []
    for page in pages(site):
        for link in read(page).links:
            path, _, anchor = html.unescape(link).partition("#")
            if re.match(r"[a-z]+:|//", path):
                continue
            target = (page.parent / path).resolve()
            target = target / "index.html" if target.is_dir() else target
            named = not anchor or target.suffix != ".html" or (target.is_file() and f'id="{anchor}"' in target.read_text(encoding="utf-8"))
            if not target.is_file() or not named:
                broken.append((page.parent.name, link))
    assert broken == []


def test_links_into_the_repository_name_files_that_are_there(site):
    start = "https://github.com/promptlint/midjourney-promptlint/blob/main/"
    named = {link.removeprefix(start) for page in pages(site) for link in read(page).links if link.startswith(start)}
    assert named
    assert [path for path in named if not (ROOT / path.split("#")[0]).exists()] == []


def test_no_markup_shows_through(site):
    for page in pages(site):
        text = " ".join(read(page).text)
        assert "```" not in text, page
        assert not re.search(r"\]\([\w./#-]+\)|^\|.*\|$", text, re.MULTILINE), page


def test_rules_are_found_by_their_code(site):
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    titles = {document["title"] for document in index["docs"]}
    assert {f"{rule.code} {rule.name}" for rule in RULES} <= titles


def test_each_rule_is_in_the_menu_under_its_group(site):
    menu = (site / "rules" / "glued-value" / "index.html").read_text(encoding="utf-8")
    assert "MJ0 Writing" in menu
    assert re.search(r"MJ005 glued-value", menu)
    assert re.search(r"MJ006 single-dash", menu)
