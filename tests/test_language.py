"""Help, messages, pages, comments and docstrings are written in plain English: no phrase that only this project would use."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from promptlint.cli.help import command_help, program_help
from promptlint.cli.options import COMMANDS
from promptlint.links.options import LinkOptions
from promptlint.output import FORMATS
from promptlint.settings_file.keys import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "grammar/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
MODULES = [path for path in sorted((ROOT / "promptlint").rglob("*.py")) if path.name != "compiled.py"]
# Each is a phrase with a better one in its place, and none occurs in good prose about prompts.
PHRASES = re.compile(
    r"\b(?:mend(?:s|ed|ing)?|nought|twice over|at all events|in its stead|is too much|what holds|parted by|"
    r"stands? (?:behind|in front)|(?:names|knows|holds) no|(?<!there )is no "
    r"(?:ratio|parameter|link|number|address|model|key|file|JSON|prompt)|"
    r"lacks its|is without its|gets its own|gets on with|leaves? it standing|twice told|"
    r"links? (?:is|are) asked|ask(?:s|ing)? (?:the )?(?:image )?links|one a (?:line|file|module)|a line a|folders?)\b"
)
# In comments and docstrings also words that have another meaning in a message or an option.
DIALECT = re.compile(
    r"\b(?:behind|in force|at hand|(?:is|are|was|were) told|tells? (?:that|whether|which|where|how)|to tell whether|"
    r"none twice|for ever|the house(?! rule)|those of the house|what somebody meant|was meant|were meant|who(?:ever)? asked|"
    r"condemn(?:s|ed)?|judged? under|judges what|neighbours?|is a slip|slips of|where it stands|as it stands there|None where)\b"
)
GOOD = re.compile(r"folders? (?:of|in) \$?fpath|so may a folder")  # words of zsh and of Midjourney
QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|(?m:^(?:Bad|Good).*$)")  # code, and what people write in prompts


def phrases(text: str) -> list[str]:
    return [match[0] for match in PHRASES.finditer(GOOD.sub("", " ".join(text.split())))]


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each comment and docstring of a module with its line."""
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        for child in getattr(node, "body", ()) if isinstance(getattr(node, "body", ()), list) else ():
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant) and isinstance(child.value.value, str):
                yield child.lineno, child.value.value
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@pytest.mark.parametrize("text", [program_help(), *(command_help(command.name) for command in COMMANDS)], ids=lambda text: text[:30])
def test_help_is_plain(text: str) -> None:
    assert phrases(text) == []


def test_settings_and_formats_are_described_plainly() -> None:
    texts = [LinkOptions.__doc__ or "", *(key.help for key in KEYS), *(row.help for row in FORMATS.values())]
    assert phrases("\n".join(texts)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_are_plain(page: Path) -> None:
    assert phrases(page.read_text(encoding="utf-8")) == []


def test_comments_and_docstrings_are_plain() -> None:
    found = {}
    for path in MODULES:
        for line, text in prose(path):
            own = " ".join(QUOTED.sub("", text).split())
            if match := PHRASES.search(own) or DIALECT.search(own):
                found[f"{path.relative_to(ROOT)}:{line}"] = match[0]
    assert found == {}


def test_docstrings_of_functions_begin_with_a_verb_or_a_noun() -> None:
    """`Return whether …` and `The …` rather than `What …` and `Whether …`."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        if (ast.get_docstring(node) or "").startswith(("What ", "Whether "))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("--fix can mend\n2 of them", ["mend"]),
        ("the files in this folder hold no prompt", ["folder"]),
        ("several, parted by commas", ["parted by"]),
        ("`--model` is without its MODEL, and in a directory, recommended without its page", ["is without its"]),
        ("`--ar` is not a ratio; it does not name a model, and comes after the text", []),
    ],
)
def test_the_search_finds_what_it_should(text: str, found: list[str]) -> None:
    assert phrases(text) == found
