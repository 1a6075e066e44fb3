"""Which tests touch which line: one run of the test suite under coverage, so that a mutant is tested by what can notice it.

Coverage's contexts are the tests' ids. A process that a test starts is measured too: pytest tells it the test's id in
`PYTEST_CURRENT_TEST`, and coverage starts in every Python process where `COVERAGE_PROCESS_START` is set.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import NamedTuple

_SETTINGS = """
[run]
source = promptlint
parallel = true
data_file = {folder}/data
context = ${{PYTEST_CURRENT_TEST-}}
patch = _exit
concurrency = multiprocessing,thread
"""


class Touched(NamedTuple):
    """`lines` is file → line → the tests that run it, `files` file → lines that each test runs, `seconds` the time of a test."""

    lines: dict[str, dict[int, list[str]]]
    breadth: dict[str, int]
    seconds: dict[str, float]

    def tests(self, file: str, lines: range) -> list[str]:
        """The tests that run one of the lines, the most specific first. All of the file's where only its import runs them."""
        known = self.lines.get(file, {})
        found = {test for line in lines for test in known.get(line, ())}
        if found == {""}:
            found = {test for tests in known.values() for test in tests}
        return sorted(found - {""}, key=lambda test: (self.breadth[test], test))


def measure(root: str, folder: str) -> Touched:
    """Run the tests of a checkout under coverage, or read the results of an earlier run in the directory."""
    kept = os.path.join(folder, "touched.json")
    if not os.path.exists(kept):
        os.makedirs(folder, exist_ok=True)
        settings = os.path.join(folder, "coverage.ini")
        with open(settings, "w", encoding="utf-8") as file:
            file.write(_SETTINGS.format(folder=folder))
        environment = {**os.environ, "PYTHONPATH": root, "COVERAGE_PROCESS_START": settings}
        subprocess.run([sys.executable, os.path.abspath(__file__), root, folder], cwd=root, env=environment, check=True)
    with open(kept, encoding="utf-8") as file:
        lines, breadth, seconds = json.load(file)
    return Touched({name: {int(line): tests for line, tests in each.items()} for name, each in lines.items()}, breadth, seconds)


class _Contexts:
    """A pytest plugin: what runs is the test's, with its fixtures; the time it takes; and what fails, which can notice nothing.

    A few tests count what is imported or how long something takes, and fail under coverage.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        import coverage

        current = coverage.Coverage.current()
        if current is not None:
            current.switch_context(_function(nodeid))

    def pytest_runtest_logreport(self, report: object) -> None:
        name = _function(getattr(report, "nodeid"))  # noqa: B009  # pytest's class is imported by pytest alone
        for each in (name, name.partition("::")[0]):
            self.seconds[each] = self.seconds.get(each, 0.0) + getattr(report, "duration")  # noqa: B009
        if getattr(report, "failed"):  # noqa: B009
            self.failed.add(name)


def _function(context: str) -> str:
    """The test function of a test's id, of `PYTEST_CURRENT_TEST` too: `tests/test_a.py::test_b[case] (call)`.

    What a test's preparation starts may serve the others of its file as well.
    """
    return context.partition("::")[0] if context.endswith("(setup)") else context.partition("[")[0].partition(" ")[0]


def _measure(root: str, folder: str) -> None:
    """In a process of its own, which coverage has started with: run the tests and write down what they touched."""
    import coverage
    import pytest

    sys.path[:0] = [root, os.path.join(root, "tests")]
    contexts = _Contexts()
    pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "filterwarnings=", "--no-header", "tests"], plugins=[contexts])
    current = coverage.Coverage.current()
    assert current is not None, "coverage did not start: COVERAGE_PROCESS_START needs coverage 7.10"
    current.stop()
    current.save()
    every = coverage.Coverage(data_file=os.path.join(folder, "data"))
    every.combine([folder], keep=True)
    data = every.get_data()
    lines: dict[str, dict[int, list[str]]] = {}
    breadth: dict[str, int] = {}
    for path in sorted(data.measured_files()):
        if not path.startswith(os.path.join(root, "promptlint")):  # a wheel that a test installed
            continue
        by_line = data.contexts_by_lineno(path)
        found = {line: sorted({_function(each) for each in tests} - contexts.failed) for line, tests in by_line.items()}
        lines[os.path.relpath(path, root)] = found
        for tests in found.values():
            for test in tests:
                breadth[test] = breadth.get(test, 0) + 1
    with open(os.path.join(folder, "touched.json"), "w", encoding="utf-8") as file:
        json.dump((lines, breadth, contexts.seconds), file)


if __name__ == "__main__":
    _measure(*sys.argv[1:])
