"""Mutation testing: change one thing in a module, run its tests, and list the changes that no test notices.

    pip install cosmic-ray
    python tools/mutants.py promptlint/parsing/flags.py tests/test_parser.py tests/rules/test_text.py --sample 200 --seconds 900

Cosmic Ray makes the mutants; each is tested in a fork of this process, which has pytest and its plugins in memory, so that
one costs what its tests cost. Mutants of annotations and docstrings are left out: nothing runs them. By hand only, as a
survivor is a question to a person: is a test missing, or is the mutant the same program?
"""

from __future__ import annotations

import argparse
import ast
import importlib.machinery
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_SWAPS = (
    ("Eq", "NotEq"), ("Lt", "LtE"), ("LtE", "Lt"), ("Gt", "GtE"), ("GtE", "Gt"), ("Lt", "Gt"), ("Gt", "Lt"), ("NotEq", "Eq"),
    ("Is", "IsNot"), ("IsNot", "Is"), ("In", "NotIn"), ("NotIn", "In"), ("Add", "Sub"), ("Sub", "Add"), ("Mul", "Div"), ("Div", "Mul"),
    ("BitAnd", "BitOr"), ("RShift", "LShift"), ("LShift", "RShift"),
)  # fmt: skip
"""Of the replacements of an operator only its opposite and its neighbour: `==` by `is` or `<=` is mostly the same program."""

_PLAIN = ("AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
          "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop", "ReplaceUnaryOperator_USub_UAdd",
          "ReplaceUnaryOperator_Delete_Not")  # fmt: skip

_OPERATORS = {f"core/{name}" for name in _PLAIN} | {
    f"core/Replace{kind}Operator_{a}_{b}" for kind in ("Comparison", "Binary") for a, b in _SWAPS
}


class Mutant(NamedTuple):
    """One change: the operator that makes it, the line it is on, the whole module with it."""

    operator: str
    line: int
    source: str


def main(argv: list[str]) -> int:
    """Test a sample of the mutants of a module; print the rate and the survivors. Always 0: it is a report."""
    options = argparse.ArgumentParser(description="Mutation testing of one module.")
    options.add_argument("module", help="such as promptlint/parsing/flags.py")
    options.add_argument("tests", nargs="+")
    options.add_argument("--sample", type=int, default=1_000_000, help="how many mutants, drawn at random")
    options.add_argument("--seconds", type=float, default=1e9, help="stop after this time")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--numbers", action="store_true", help="with mutants of numbers, too")
    given = options.parse_args(argv)
    os.chdir(_ROOT)
    sys.path[:0] = [_ROOT, os.path.join(_ROOT, "tests")]
    with open(given.module, encoding="utf-8") as file:
        source = file.read()
    every = list(_mutants(source, numbers=given.numbers))
    random.Random(given.seed).shuffle(every)
    _warm()
    end = time.monotonic() + given.seconds
    tested, survivors = 0, []
    if not _noticed(given.module, source, given.tests):
        for mutant in every[: given.sample]:
            if time.monotonic() > end:
                break
            tested += 1
            if not _noticed(given.module, mutant.source, given.tests):
                survivors.append(mutant)
        _report(given.module, source, tested, len(every), survivors)
        return 0
    sys.stderr.write("the tests fail without any mutant\n")
    return 2


def _mutants(source: str, *, numbers: bool) -> Iterator[Mutant]:
    """Every mutant that is another program."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    plain = _program(source)
    tree = get_ast(source)
    for name in operator_names():
        if name not in _OPERATORS and not (numbers and name == "core/NumberReplacer"):
            continue
        operator = get_operator(name)()
        places = [start for node in ast_nodes(tree) for start, _ in operator.mutation_positions(node)]
        for occurrence, (line, _) in enumerate(places):
            mutated = mutate_code(source, operator, occurrence)
            if mutated is not None and _program(mutated) != plain:
                yield Mutant(name, line, mutated)


def _program(source: str) -> str:
    """What of a module runs: its tree without annotations, docstrings and what is for type checkers only."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.test, node.body = ast.Constant(0), [ast.Pass()]
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
        if isinstance(node, ast.arg):
            node.annotation = None
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        if isinstance(node, ast.arguments):  # a `*` or `/` among the parameters
            node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
            node.posonlyargs, node.kwonlyargs = [], []
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value = ast.Constant(None)
    return ast.dump(tree)


def _warm() -> None:
    """Import once what every fork needs; nothing of the package itself."""
    import hypothesis.extra.lark
    import hypothesis.strategies
    import lark
    import pytest

    assert not any(name.split(".")[0] == "promptlint" for name in sys.modules)
    assert all((hypothesis, lark, pytest))


def _noticed(module: str, source: str, tests: list[str]) -> bool:
    """Whether a test fails with this source in the module's place. A test that does not end notices too."""
    child = os.fork()
    if child == 0:
        _test(module, source, tests)
    for _ in range(1200):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status != 0
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _test(module: str, source: str, tests: list[str]) -> None:
    """In the fork: put the source in place and run the tests. Does not return."""
    import pytest

    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.dup2(null, 2)
    path = os.path.abspath(module)
    original = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> object:
        if os.path.abspath(self.path) == path:
            return compile(source, path, "exec")
        return original(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
    status = 1
    try:
        status = int(
            pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--assert=plain", "-o", "filterwarnings=", *tests])
        )
    finally:
        os._exit(min(status, 100))


def _report(module: str, source: str, tested: int, every: int, survivors: list[Mutant]) -> None:
    killed = tested - len(survivors)
    sys.stdout.write(f"{module}: {killed} of {tested} killed ({100 * killed / max(1, tested):.1f} %), of {every} mutants\n")
    lines = source.splitlines()
    for mutant in sorted(survivors, key=lambda each: each.line):
        changed = mutant.source.splitlines()
        now = next((new for old, new in zip(lines, changed, strict=False) if old != new), "")
        sys.stdout.write(
            f"  {mutant.line}: {mutant.operator.partition('/')[2]}\n    - {lines[mutant.line - 1].strip()}\n    + {now.strip()}\n"
        )
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
