"""Mutation testing: change one thing in the package, run the tests that run that line, and list the changes that none notices.

    pip install cosmic-ray                                            # on Python 3.12 or later
    python tools/mutants.py --sample 500                              # drawn from the whole package
    python tools/mutants.py promptlint/parsing/flags.py               # every mutant of a module
    python tools/mutants.py --sample 500 --but promptlint/parsing     # of all the rest
    python tools/mutants.py --again DIRECTORY --most 100              # those that an earlier run's tests did not notice

Cosmic Ray makes the mutants. One run of the suite shows which tests run which line (`touched.py`); a mutant is tested by those,
case by case, the most specific first, in a copy of the checkout where the module is changed, so that processes which a test
starts run it, too. pytest collects the tests once. Each mutant gets a fork of that process, in which its function has the
changed code; if importing runs the code, tests that pass in the fork are run in a new process. Mutants of annotations and
docstrings are left out: nothing runs them. By hand only, as a survivor is a question to a person: is a test missing, or is it
the same program?
"""

from __future__ import annotations

import argparse
import ast
import gc
import glob
import inspect
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType
from typing import Any, NamedTuple, TextIO

import touched

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_SWAPS = (
    ("Eq", "NotEq"), ("Lt", "LtE"), ("LtE", "Lt"), ("Gt", "GtE"), ("GtE", "Gt"), ("Lt", "Gt"), ("Gt", "Lt"), ("NotEq", "Eq"),
    ("Is", "IsNot"), ("IsNot", "Is"), ("In", "NotIn"), ("NotIn", "In"), ("Add", "Sub"), ("Sub", "Add"), ("Mul", "Div"), ("Div", "Mul"),
    ("BitAnd", "BitOr"), ("RShift", "LShift"), ("LShift", "RShift"),
)  # fmt: skip
"""Of the replacements of an operator, only its opposite and its neighbor: `==` by `is` or `<=` is mostly the same program."""

_PLAIN = ("AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
          "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop", "ReplaceUnaryOperator_USub_UAdd",
          "ReplaceUnaryOperator_Delete_Not")  # fmt: skip

_OPERATORS = {f"core/{name}" for name in _PLAIN} | {
    f"core/Replace{kind}Operator_{a}_{b}" for kind in ("Comparison", "Binary") for a, b in _SWAPS
}

_GENERATED = {"promptlint/midjourney/compiled.py", "promptlint/links/host_data.py"}  # tests compare them, as texts, with their tables
_CONTROL = 25  # after so many mutants the tests of the last one are run on the unchanged module
_FIRST = 60  # tests that are tried before the others: what is specific to a line mostly notices
_CACHED = type(cache(len))
_ENDLESS = 4.0  # seconds of CPU time beyond what a test should take, after which the mutant is taken for endless
_PATIENCE = 30.0  # the same for all tests of a mutant, and for each process that a test starts
_STALLED = 8  # times as much of the clock: a mutant that waits forever uses no CPU, and a busy machine is slow
_PLAINLY = ["-x", "-q", "-s", "-W", "ignore", "-p", "no:cacheprovider", "-p", "no:xdist", "--assert=plain", "-o", "filterwarnings="]


class Place(NamedTuple):
    """The position of a mutant: the module, Cosmic Ray's operator, which of its occurrences, the line."""

    module: str
    operator: str
    occurrence: int
    line: int


class Outcome(NamedTuple):
    """The outcome of a mutant: `killed`, `lives`, or `unreached` if no test runs the line. `was` and `now` are its line."""

    module: str
    line: int
    operator: str
    verdict: str
    was: str
    now: str


def main(argv: list[str]) -> int:
    """Test a sample of the mutants; print the rates and the survivors. Always 0: it is a report."""
    options = argparse.ArgumentParser(description="Mutation testing.")
    options.add_argument("modules", nargs="*", default=["promptlint"], help="files or folders; the whole package where none is named")
    options.add_argument("--but", nargs="*", default=[], help="files or folders that are left out")
    options.add_argument("--sample", type=int, default=1_000_000, help="how many mutants, drawn at random")
    options.add_argument("--seconds", type=float, default=1e9, help="stop after this time")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--jobs", type=int, default=1)
    options.add_argument("--most", type=float, default=24.0, help="seconds of tests for a mutant that nothing notices")
    options.add_argument("--again", default="", help="directory of earlier results, whose unnoticed mutants are tested again")
    options.add_argument("--numbers", action="store_true", help="with mutants of numbers, too")
    options.add_argument("--map", default="", help="directory that keeps which tests run which line; measured anew if it is empty")
    options.add_argument("--results", default="", help="directory that gets each outcome at once, as a line of JSON")
    given = options.parse_args(argv)
    os.chdir(_ROOT)
    with tempfile.TemporaryDirectory() as scratch:
        copies = [_copy(os.path.join(scratch, str(number), "main")) for number in range(given.jobs)]
        known = touched.measure(copies[0], given.map or os.path.join(scratch, "map"))
        places = list(_places(_modules(given.modules, given.but), numbers=given.numbers))
        random.Random(given.seed).shuffle(places)
        if given.again:
            places = _unnoticed(places, [*_outcomes(glob.glob(os.path.join(given.again, "*.jsonl")))])  # noqa: PTH207
        end = time.monotonic() + given.seconds
        results = [os.path.join(given.results or scratch, f"{number}.jsonl") for number in range(given.jobs)]
        mine = [places[number :: given.jobs] for number in range(given.jobs)]
        quota = [len(range(number, given.sample, given.jobs)) for number in range(given.jobs)]
        lanes = [_fork(_lane, *each, known, given.most, end) for each in zip(copies, mine, quota, results, strict=True)]
        for lane in lanes:
            os.waitpid(lane, 0)
        _report([*_outcomes(results)], len(places))
    return 0


def _outcomes(paths: list[str]) -> Iterator[Outcome]:
    for path in paths:
        with open(path, encoding="utf-8") as file:
            yield from (Outcome(*json.loads(line)) for line in file)


def _unnoticed(places: list[Place], outcomes: list[Outcome]) -> list[Place]:
    """The mutants that nothing noticed, by what they make of their line: its number may have changed."""
    left = {(each.module, f"core/{each.operator}", each.was, each.now) for each in outcomes if each.verdict != "killed"}
    lines = {each[:3] for each in left}
    found = []
    for place in places:
        with open(place.module, encoding="utf-8") as file:
            source = file.read()
        if (place.module, place.operator, source.splitlines()[place.line - 1].strip()) in lines:
            mutated = _mutated(place, source)
            if mutated is not None and (place.module, place.operator, *_difference(source, mutated, place.line)) in left:
                found.append(place)
    return found


def _modules(chosen: list[str], left_out: list[str]) -> Iterator[str]:
    for module in subprocess.run(["git", "ls-files", "*.py"], capture_output=True, text=True, check=True).stdout.split():
        inside = [module == each or module.startswith(each.rstrip("/") + "/") for each in chosen]
        outside = [module == each or module.startswith(each.rstrip("/") + "/") for each in left_out]
        if any(inside) and not any(outside) and module not in _GENERATED:
            yield module


def _copy(folder: str) -> str:
    """A clone with what is not committed yet, so that a change can be tested before it is; what lies beside the checkout, too."""
    subprocess.run(["git", "clone", "--quiet", _ROOT, folder], check=True)
    edited = subprocess.run(["git", "ls-files", "-z", "-m", "-o", "--exclude-standard"], capture_output=True, text=True, check=True)
    for path in filter(None, edited.stdout.split("\0")):
        os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
        shutil.copy2(path, os.path.join(folder, path))
    beside = os.path.join(os.path.dirname(_ROOT), "shared")
    if os.path.isdir(beside):
        os.symlink(beside, os.path.join(os.path.dirname(folder), "shared"))  # noqa: PTH211
    return folder


def _places(modules: Iterator[str], *, numbers: bool) -> Iterator[Place]:
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator, operator_names

    names = [name for name in operator_names() if name in _OPERATORS or (numbers and name == "core/NumberReplacer")]
    operators = {name: get_operator(name)() for name in names}
    for module in modules:
        with open(module, encoding="utf-8") as file:
            nodes = list(ast_nodes(get_ast(file.read())))
        for name, operator in operators.items():
            found = (start for node in nodes for start, _ in operator.mutation_positions(node))
            yield from (Place(module, name, occurrence, line) for occurrence, (line, _) in enumerate(found))


def _mutated(place: Place, source: str) -> str | None:
    """The whole module with the change, or None if it is the same program, or not Python (`not x := y`)."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    mutated = mutate_code(source, get_operator(place.operator)(), place.occurrence)
    return None if mutated is None or _program(mutated) in {"", _program(source)} else str(mutated)


@cache
def _program(source: str) -> str:
    """The executed part of a module: its tree without annotations, docstrings and code for type checkers only. Empty if it has errors."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.test, node.body = ast.Constant(0), [ast.Pass()]
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "TYPE_CHECKING":
            node.value = ast.Constant(None)
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
        if isinstance(node, ast.arg):
            node.annotation = None
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        if isinstance(node, ast.arguments):  # a `*` or `/` among the parameters
            node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
            node.defaults = [*node.defaults, *(each for each in node.kw_defaults if each is not None)]
            node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value = ast.Constant(None)
    return ast.dump(tree)


def _fork(function: object, *arguments: object) -> int:
    child = os.fork()
    if child == 0:
        try:
            function(*arguments)  # type: ignore[operator]
        except BaseException:
            import traceback

            traceback.print_exc()
        os._exit(1)
    return child


def _lane(copy: str, places: list[Place], quota: int, results: str, known: touched.Touched, most: float, end: float) -> None:
    """Test mutants in one copy until the quota is met; a line of JSON each. Does not return."""
    import pytest

    os.chdir(copy)
    os.environ["PYTHONPATH"] = copy
    sys.path[:0] = [copy, os.path.join(copy, "tests")]
    ignored = [f"--ignore=tests/{name}" for name in touched.LEFT_OUT]
    with open(results, "w", encoding="utf-8") as out:
        pytest.main([*_PLAINLY, *ignored, "tests"], plugins=[_Lane(places, quota, out, known, most, end)])
    os._exit(0)


class _Lane:
    """A pytest plugin that, instead of running the tests, tests mutants by them."""

    def __init__(self, places: list[Place], quota: int, out: TextIO, known: touched.Touched, most: float, end: float) -> None:
        self._places, self._quota, self._out, self._known, self._most, self._end = places, quota, out, known, most, end
        self._items: dict[str, Any] = {}
        self._functions: dict[tuple[str, str, int], list[FunctionType]] = {}
        self._cached: dict[str, list[Any]] = {}

    def pytest_runtestloop(self, session: Any) -> bool:
        self._items = {item.nodeid: item for item in session.items}
        self._functions = _functions()
        self._cached = _cached()
        gc.freeze()  # what is here stays, and the forks share its pages
        done = 0
        for place in self._places:
            if done >= self._quota or time.monotonic() > self._end:
                break
            outcome = self._try(place)
            if outcome is None:
                continue
            self._out.write(json.dumps(outcome) + "\n")
            self._out.flush()
            done += 1
            sys.stderr.write(f"{outcome.verdict:9} {outcome.module}:{outcome.line} {outcome.operator}\n")
            if done % _CONTROL == 0 and self._fails(tests := self._chosen(place), place, {}):
                sys.stderr.write(f"some of these fail without any mutant: {' '.join(tests)}\n")
        return True

    def _try(self, place: Place) -> Outcome | None:
        with open(place.module, encoding="utf-8") as file:
            source = file.read()
        mutated = _mutated(place, source)
        if mutated is None:
            return None
        was, now = _difference(source, mutated, place.line)
        tests = self._chosen(place)
        _write(place.module, mutated)
        try:
            verdict = "unreached" if not tests else "killed" if self._noticed(tests, place, source, mutated) else "lives"
        finally:
            _write(place.module, source)
        return Outcome(place.module, place.line, place.operator.partition("/")[2], verdict, was, now)

    def _chosen(self, place: Place) -> list[str]:
        """The most specific tests of a line; the quickest, for half of the time; the others by turns, one of each function."""
        tests = [test for test in _tests(place, self._known) if test in self._items]
        chosen: dict[str, float] = {}
        seconds = 0.0
        for order, most in (
            (sorted(tests[:_FIRST], key=self._seconds), self._most),
            (sorted(tests, key=self._seconds), self._most / 2),
            (_by_turns(tests, self._seconds), self._most),
        ):
            for test in (each for each in order if each not in chosen):
                if seconds + self._seconds(test) <= most or not chosen:
                    seconds += self._seconds(test)
                    chosen[test] = seconds
        return [*chosen]

    def _seconds(self, test: str) -> float:
        return self._known.seconds.get(test, 0.0)

    def _noticed(self, tests: list[str], place: Place, source: str, mutated: str) -> bool:
        changed = _changed_functions(compile(source, place.module, "exec"), compile(mutated, place.module, "exec"))
        if changed is not None and self._fails(tests, place, changed):
            return True
        imported = changed is None or self._known.at_import(place.module, range(place.line, place.line + 1))
        return imported and self._fails_anew(tests)

    def _fails(self, tests: list[str], place: Place, changed: dict[tuple[str, int], CodeType]) -> bool:
        """Return whether one of the tests fails in a fork of this process, with the code of these functions changed."""
        seconds = self._limit(tests)
        child = os.fork()
        if child == 0:
            status = 1
            try:
                _confine(seconds)
                for (name, line), code in changed.items():
                    for function in self._functions.get((os.path.abspath(place.module), name, line), ()):
                        function.__code__ = code
                for cached in self._cached.get(os.path.abspath(place.module), ()):
                    cached.cache_clear()  # what it knows from collecting, the unchanged code has computed
                status = self._run(tests)
            finally:
                os._exit(status)
        return _ends_badly(child, seconds)

    def _run(self, tests: list[str]) -> int:
        items = [self._items[test] for test in tests]
        for test, item, following in zip(tests, items, [*items[1:], None], strict=True):
            signal.setitimer(signal.ITIMER_PROF, 3 * self._seconds(test) + _ENDLESS)  # its signal ends the process
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if item.session.testsfailed:
                return 1
        return 0

    def _fails_anew(self, tests: list[str]) -> bool:
        """The same in a new process, which imports the changed module."""
        seconds = self._limit(tests)
        command = [sys.executable, "-m", "pytest", *_PLAINLY, *tests]
        child = os.fork()
        if child == 0:
            try:
                _confine(seconds)
                os.execv(sys.executable, command)
            finally:
                os._exit(1)
        return _ends_badly(child, seconds)

    def _limit(self, tests: list[str]) -> float:
        return 3 * sum(map(self._seconds, tests)) + _PATIENCE


def _changed_functions(old: CodeType, new: CodeType) -> dict[tuple[str, int], CodeType] | None:
    """The functions whose code differs, by qualified name and line; `None` if code outside of functions differs, too."""
    before, after = ([each for each in code.co_consts if isinstance(each, CodeType)] for code in (old, new))
    plain = [[each for each in code.co_consts if not isinstance(each, CodeType)] for code in (old, new)]
    if len(before) != len(after) or plain[0] != plain[1] or old.co_code != new.co_code or old.co_names != new.co_names:
        return None
    found: dict[tuple[str, int], CodeType] = {}
    for one, other in zip(before, after, strict=True):
        if one == other:
            continue
        function = one.co_flags & inspect.CO_OPTIMIZED
        inside = {(one.co_qualname, one.co_firstlineno): other} if function else _changed_functions(one, other)
        if inside is None or one.co_freevars != other.co_freevars:
            return None
        found |= inside
    return found


def _functions() -> dict[tuple[str, str, int], list[FunctionType]]:
    """The functions of the package in memory, by file, name and line. What is not imported yet will be imported with the change."""
    found: dict[tuple[str, str, int], list[FunctionType]] = {}
    package = os.path.join(os.getcwd(), "promptlint") + os.sep
    for each in gc.get_objects():
        if isinstance(each, FunctionType):
            path = os.path.abspath(each.__code__.co_filename)
            if path.startswith(package):
                found.setdefault((path, each.__code__.co_qualname, each.__code__.co_firstlineno), []).append(each)
    return found


def _cached() -> dict[str, list[Any]]:
    """The functions in memory whose results are cached, by file."""
    found: dict[str, list[Any]] = {}
    for each in gc.get_objects():
        code = getattr(inspect.unwrap(each), "__code__", None) if isinstance(each, _CACHED) else None
        if code is not None:
            found.setdefault(os.path.abspath(code.co_filename), []).append(each)
    return found


def _confine(seconds: float) -> None:
    """In a child: no more than so much CPU time, no terminal, and a process group, so that processes of a test end with it."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 5))
    os.setpgid(0, 0)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(null, stream)


def _ends_badly(child: int, seconds: float) -> bool:
    """Return whether a child fails or does not end."""
    last = time.monotonic() + _STALLED * seconds
    while time.monotonic() < last:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status != 0
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _tests(place: Place, known: touched.Touched) -> list[str]:
    """The tests that run the statement; if coverage lost its trace after a call, those that run the function."""
    with open(place.module, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    return known.tests(place.module, _statement(tree, place.line)) or known.tests(place.module, _function(tree, place.line))


def _by_turns(tests: list[str], seconds: Callable[[str], float]) -> list[str]:
    """One case of each function, the quickest functions first, then another of each: many cases of one function notice the same."""
    cases: dict[str, list[str]] = {}
    for test in tests:
        cases.setdefault(test.partition("[")[0], []).append(test)
    turn = {test: number for function in cases.values() for number, test in enumerate(function)}
    return sorted(tests, key=lambda test: (turn[test], seconds(test)))


def _function(tree: ast.Module, line: int) -> range:
    """The lines of the innermost function around a line."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    around = (range(node.body[0].lineno, (node.end_lineno or line) + 1) for node in functions)
    return min((span for span in around if line in span), key=len, default=range(0))


def _statement(tree: ast.Module, line: int) -> range:
    """The lines of the statement that a line belongs to, of a compound one those of its head."""
    best = range(line, line + 1)
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt) or node.end_lineno is None:
            continue
        body = getattr(node, "body", None)
        last = body[0].lineno - 1 if body else node.end_lineno
        span = range(node.lineno, max(last, node.lineno) + 1)
        if line in span and (len(span) <= len(best) or len(best) == 1):
            best = span
    return best


def _difference(source: str, mutated: str, line: int) -> tuple[str, str]:
    now = next((new for old, new in zip(source.splitlines(), mutated.splitlines(), strict=False) if old != new), "")
    return source.splitlines()[line - 1].strip(), now.strip()


def _write(module: str, source: str) -> None:
    """Put a source in place. What Python compiled of it goes: within a second and of one size it would be taken for the new one."""
    with open(module, "w", encoding="utf-8") as file:
        file.write(source)
    folder, name = os.path.split(module)
    cached = os.path.join(folder, "__pycache__")
    for each in os.listdir(cached) if os.path.isdir(cached) else ():
        if each.startswith(name[:-3] + "."):
            os.remove(os.path.join(cached, each))


def _report(outcomes: list[Outcome], possible: int) -> None:
    killed = sum(each.verdict == "killed" for each in outcomes)
    sys.stdout.write(f"{killed} of {len(outcomes)} killed ({100 * killed / max(1, len(outcomes)):.1f} %), of {possible} places\n")
    for module in sorted({each.module for each in outcomes}):
        mine = [each for each in outcomes if each.module == module]
        sys.stdout.write(f"{module}: {sum(each.verdict == 'killed' for each in mine)} of {len(mine)}\n")
        for each in sorted(mine, key=lambda each: each.line):
            if each.verdict != "killed":
                sys.stdout.write(f"  {each.line}: {each.operator}, {each.verdict}\n    - {each.was}\n    + {each.now}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
