"""Help and pages are written in plain English: no phrase that only this project would use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from promptlint.cli.help import command_help, program_help
from promptlint.cli.options import COMMANDS
from promptlint.links.options import LinkOptions
from promptlint.output import FORMATS
from promptlint.settings_file.keys import KEYS

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / "README.md",
    *(ROOT / "docs" / f"{name}.md" for name in ("index", "hook", "living-with-it", "default-model", "library", "policy", "links")),
]
# Each is a phrase with a better one in its place, and none occurs in good prose about prompts.
PHRASES = re.compile(
    r"\b(?:mend(?:s|ed|ing)?|nought|twice over|at all events|in its stead|is too much|what holds|parted by|"
    r"stands? (?:behind|in front)|(?:names|knows|holds) no|is no (?:ratio|parameter|link|number|address)|"
    r"lacks its|without its|gets its own|gets on with|leaves? it standing|twice told|"
    r"links? (?:is|are) asked|ask(?:s|ing)? (?:the )?(?:image )?links|one a (?:line|file)|a line a|folders?)\b"
)
GOOD = re.compile(r"folders? (?:of|in) \$?fpath|so may a folder")  # words of zsh and of Midjourney


def phrases(text: str) -> list[str]:
    return [match[0] for match in PHRASES.finditer(GOOD.sub("", " ".join(text.split())))]


@pytest.mark.parametrize("text", [program_help(), *(command_help(command.name) for command in COMMANDS)], ids=lambda text: text[:30])
def test_help_is_plain(text: str) -> None:
    assert phrases(text) == []


def test_settings_and_formats_are_described_plainly() -> None:
    texts = [LinkOptions.__doc__ or "", *(key.help for key in KEYS), *(row.help for row in FORMATS.values())]
    assert phrases("\n".join(texts)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_are_plain(page: Path) -> None:
    assert phrases(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("--fix can mend\n2 of them", ["mend"]),
        ("the files in this folder hold no prompt", ["folder"]),
        ("several, parted by commas", ["parted by"]),
        ("a recommendation without its own page, in a directory, is recommended", ["without its"]),
        ("`--ar` is not a ratio; it does not name a model, and comes after the text", []),
    ],
)
def test_the_search_finds_what_it_should(text: str, found: list[str]) -> None:
    assert phrases(text) == found
