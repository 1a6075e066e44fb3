"""One direction of imports: packages in the order of docs/architecture.md, no circles, few importers of heavy libraries."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "promptlint"

LAYERS = (
    ("cli",),
    ("lsp", "agents"),
    ("project",),
    ("api", "arrow", "failures", "highlight", "settings_file"),
    ("requests",),
    ("rewrite",),
    ("output",),
    ("links.online",),
    ("linter",),
    ("cache",),
    ("rules",),
    ("bodies",),
    ("sources",),
    ("links",),
    ("semantics",),
    ("parsing",),
    ("midjourney",),
    ("model", "diagnostics", "findings", "config", "errors", "version"),
    ("text",),
)
"""From the top; each imports only from those below it. `compile` is beside them: it may import all, nothing imports it."""

PLAIN_DATA = len(LAYERS) - 2
"""The one layer of which a module may import another."""

UPWARD = {("config", "settings_file.reading")}
"""The one upward import: `Config.load` reads a file."""

TOP_MODULES = 16

WAYS_OF_RECORDS = {("dataclasses",), ("dataclasses", "dataclass"), ("typing", "NamedTuple"), ("collections", "namedtuple")}
"""Imports for records that `text.namedtuple` replaces."""


class Import(NamedTuple):
    """An import of one of our modules, or of a library. `typing` means that only type checkers follow it."""

    importer: str
    imported: str
    names: tuple[str, ...]
    typing: bool
    line: int


@cache
def modules() -> dict[str, Path]:
    """Module name without `promptlint.` → its file; a package goes by its own name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def layer(module: str) -> int:
    """The position of a module in the order, 0 being the top."""
    for number, members in enumerate(LAYERS):
        for member in members:
            if member == module or (module.startswith(f"{member}.") and not (member == "links" and module.startswith("links.online"))):
                return number
    raise AssertionError(f"promptlint.{module} is in no layer of docs/architecture.md")


def package(module: str) -> str:
    """The package that a module belongs to, `links.online` being one of its own."""
    return "links.online" if module.startswith("links.online") else module.partition(".")[0]


@cache
def imports() -> tuple[Import, ...]:
    """All imports, those inside functions and of `import_module` with a literal too."""
    return tuple(each for name, path in modules().items() for each in imports_of(name, path))


def imports_of(name: str, path: Path) -> list[Import]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {id(child) for node in ast.walk(tree) if is_guard(node) for child in ast.walk(node)}
    found: list[Import] = []
    for node in ast.walk(tree):
        only = id(node) in guarded
        if isinstance(node, ast.Import):
            found += [Import(name, alias.name, (), only, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                here = ["promptlint", *name.split(".")] if path.name == "__init__.py" else ["promptlint", *name.split(".")][:-1]
                base = ".".join([*[part for part in here if part][: len(here) - node.level + 1], *([base] if base else [])])
            found += [Import(name, module_in(base, alias.name), (alias.name,), only, node.lineno) for alias in node.names]
        elif isinstance(node, ast.Call) and called(node.func) in {"import_module", "__import__"} and node.args:
            argument = node.args[0]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                found.append(Import(name, argument.value, (), only, node.lineno))
    return [ours(each) for each in found]


def module_in(base: str, name: str) -> str:
    """The module that `from base import name` loads last."""
    inner = f"{base}.{name}".removeprefix("promptlint.")
    return f"{base}.{name}" if base.startswith("promptlint") and inner in modules() else base


def ours(each: Import) -> Import:
    """The import with the prefix of our own package taken off, and a mark where it is a library's."""
    if each.imported == "promptlint":
        return each._replace(imported="")
    if each.imported.startswith("promptlint."):
        return each._replace(imported=each.imported.removeprefix("promptlint."))
    return each._replace(imported="library:" + each.imported)


def is_guard(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and called(node.test) == "TYPE_CHECKING"


def called(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def exempt(module: str) -> bool:
    """`__init__` and `__main__` hand on what others define."""
    return not module or modules()[module].name in {"__init__.py", "__main__.py"}


def internal() -> list[Import]:
    return [
        each
        for each in imports()
        if not each.imported.startswith("library:") and package(each.importer) != "compile" and not exempt(each.importer)
    ]


def test_imports_go_down() -> None:
    wrong = [
        f"{each.importer}:{each.line} imports {each.imported}"
        for each in internal()
        if each.imported
        and not each.typing
        and package(each.imported) != package(each.importer)
        and layer(each.imported) <= layer(each.importer)
        and not layer(each.imported) == layer(each.importer) == PLAIN_DATA
        and (each.importer, each.imported) not in UPWARD
    ]
    assert not wrong, "\n".join(wrong)


def test_the_upward_import_is_still_there() -> None:
    assert {(each.importer, each.imported) for each in internal()} >= UPWARD


def test_there_are_no_circles() -> None:
    """Between modules, with the imports that only type checkers follow."""
    arrows: dict[str, set[str]] = {}
    for each in internal():
        if each.imported and (each.importer, each.imported) not in UPWARD and not exempt(each.imported):
            arrows.setdefault(each.importer, set()).add(each.imported)
    assert not circles(arrows)


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules that reach each other (Tarjan's strongly connected components of more than one)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for other in sorted(arrows.get(module, ())):
            if other not in index:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], index[other])
        if low[module] == index[module]:
            group = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(group) > 1:
                found.append(sorted(group))

    for module in sorted(arrows):
        if module not in index:
            visit(module)
    return found


@pytest.mark.parametrize(
    ("library", "importers"),
    [
        ("lark", {"compile"}),
        ("httpx", {"links.online", "requests.guard"}),
        ("httpcore", {"links.online"}),
        ("requests", {"requests.session"}),
    ],
)
def test_heavy_libraries_have_few_importers(library: str, importers: set[str]) -> None:
    found = {
        each.importer
        for each in imports()
        if not each.typing and (each.imported == f"library:{library}" or each.imported.startswith(f"library:{library}."))
    }
    assert {each for each in found if each not in importers and package(each) not in importers} == set()


def test_nothing_imports_the_compiler() -> None:
    assert [each for each in imports() if package(each.imported) == "compile" and package(each.importer) != "compile"] == []


def test_no_package_imports_the_private_names_of_another() -> None:
    wrong = [
        f"{each.importer}:{each.line} imports {each.imported} {name}"
        for each in internal()
        if each.imported and package(each.imported) != package(each.importer)
        for name in (*each.names, *each.imported.split("."))
        if name.startswith("_") and not name.startswith("__")
    ]
    assert not wrong, "\n".join(wrong)


def test_only_the_registry_knows_the_codes_of_rules() -> None:
    """Knowledge about a rule is an attribute in the registry; rules and help texts name others in their words."""
    found = [
        f"{name}:{node.lineno} {node.value}"
        for name, path in modules().items()
        if package(name) not in {"rules", "compile"}
        for tree in [ast.parse(path.read_text(encoding="utf-8"))]
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"MJ\d*", node.value)
    ]
    assert not found


def test_diagnostics_are_built_in_one_place() -> None:
    builders = {
        name
        for name, path in modules().items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Diagnostic"
    }
    assert builders == {"rules.running"}


def test_records_are_made_in_one_way() -> None:
    """A frozen record is a `NamedTuple` of `text.namedtuple`, which is quick to import and to make."""
    others = [
        f"{each.importer}:{each.line} imports {each.imported}"
        for each in imports()
        if not each.typing and (each.imported.removeprefix("library:"), *each.names[:1]) in WAYS_OF_RECORDS
    ]
    assert not others


# What a pattern of one's own would look for to find a flag, a command, a link, a slot or a weight.
OF_THE_GRAMMAR = re.compile(r"--\(?\[\^?[A-Za-z\\]|imagine|https\?|\\\{\\\{(?!\|)|\\\$\\\{|(?<!\?)::")
READERS = ("sources", "rewrite", "highlight.py", "semantics", "lsp/complete.py", "parsing")
PATTERN_CALLS = {"compile", "compile_pattern", "lazy_pattern", "search", "match", "fullmatch", "finditer", "findall", "sub", "split"}


def test_only_the_grammar_says_what_a_flag_a_command_a_link_and_a_slot_are() -> None:
    own = []
    for path in (
        path for name in READERS for path in ([PACKAGE / name] if name.endswith(".py") else sorted((PACKAGE / name).rglob("*.py")))
    ):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and getattr(node.func, "attr", getattr(node.func, "id", "")) in PATTERN_CALLS:
                texts = [each.value for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant)]
                own += [f"{path.name}: {text}" for text in texts if isinstance(text, str) and OF_THE_GRAMMAR.search(text)]
    assert own == []


ODD_DASHES = "‐‑‒–—―−─⸺⸻﹘﹣－"
ESCAPED_DASH = re.compile(r"\\[ux]\{?(?:201[0-5]|2212|2500|2E3[AB]|FE58|FE63|FF0D)", re.IGNORECASE)
RULE_CHARACTERS = "[-=*_~─━–—]{3,}+"  # a line of them, which is no dash


def test_only_the_grammar_lists_the_dashes() -> None:
    own = [
        f"{name}: {node.value}"
        for name, path in modules().items()
        if package(name) != "compile" and not name.endswith("compiled")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value != RULE_CHARACTERS
        if len(set(node.value) & set(ODD_DASHES)) > 2 or ESCAPED_DASH.search(node.value)
    ]
    assert own == []


def test_few_modules_are_at_the_top() -> None:
    top = [path.name for path in PACKAGE.glob("*.py")]
    assert len(top) <= TOP_MODULES, sorted(top)


def test_every_package_says_its_purpose() -> None:
    silent = [str(path) for path in PACKAGE.rglob("__init__.py") if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert not silent


def test_the_page_has_the_order() -> None:
    """docs/architecture.md lists the layers from the top in this order."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    written = [[name.strip("` /").replace("/", ".") for name in row.split("|")[1].split(",")] for row in rows]
    assert written[: len(LAYERS)] == [list(names) for names in LAYERS]
