"""Which tests run which line: one run of the test suite, so that a mutant is tested by what can notice it.

`sys.monitoring` (Python 3.12) reports each line once for each test, so that the run takes hardly longer than without. A process
that a test starts is measured, too: `sitecustomize` imports this module there, and pytest names the test in `PYTEST_CURRENT_TEST`.
"""

from __future__ import annotations

import atexit
import glob
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from types import CodeType
from typing import NamedTuple

_FOLDER, _ROOT = "TOUCHED_FOLDER", "TOUCHED_ROOT"
"""Environment variables: where each process writes what it ran, and the checkout."""

LEFT_OUT = (
    "test_performance_shape.py", "test_time_over_files.py", "test_playground.py", "test_site.py", "test_editors.py", "test_release.py",
    "test_wheel.py",
)  # fmt: skip
"""Tests that measure time, which a busy machine fails, and those that take minutes to build what others test in place."""

Lines = dict[str, dict[str, int]]
"""Test → file → the lines it runs, line n as bit n: thousands of tests run thousands of lines each."""


class Touched(NamedTuple):
    """The lines of each test, with `""` for what importing runs, how many they are, and the seconds that each takes.

    A test is one case of a function.
    """

    lines: Lines
    sizes: dict[str, int]
    seconds: dict[str, float]

    def tests(self, file: str, lines: range) -> list[str]:
        """The tests that run one of the lines, the most specific first; then, if importing runs them, all others of the file."""
        running = [test for test in self.lines if test and self._runs(test, file, lines)]
        others = [test for test in self.lines if test and file in self.lines[test]] if self._runs("", file, lines) else []
        return [*self._specific_first(running), *self._specific_first(set(others) - set(running))]

    def at_import(self, file: str, lines: range) -> bool:
        """Return whether importing the package and the tests runs one of the lines."""
        return self._runs("", file, lines)

    def _runs(self, test: str, file: str, lines: range) -> bool:
        return bool(self.lines.get(test, {}).get(file, 0) & _mask(lines))

    def _specific_first(self, tests: list[str] | set[str]) -> list[str]:
        return sorted(tests, key=lambda test: (self.sizes[test], test))


def _mask(lines: Iterable[int]) -> int:
    mask = 0
    for line in lines:
        mask |= 1 << line
    return mask


def measure(root: str, folder: str) -> Touched:
    """Run the tests of a checkout and record their lines, or read the results of an earlier run in the directory."""
    kept = os.path.join(folder, "touched.json")
    if not os.path.exists(kept):
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(root, "sitecustomize.py"), "w", encoding="utf-8") as file:
            file.write(f"import sys\nsys.path.append({os.path.dirname(os.path.abspath(__file__))!r})\nimport touched\ntouched.start()\n")
        paths = os.pathsep.join((root, os.path.join(root, "tests")))
        environment = {**os.environ, "PYTHONPATH": paths, _FOLDER: folder, _ROOT: root}
        subprocess.run([sys.executable, os.path.abspath(__file__), kept], cwd=root, env=environment, check=True)
    with open(kept, encoding="utf-8") as file:
        rows, seconds = json.load(file)
    lines = {test: {name: int(mask, 16) for name, mask in files.items()} for test, files in rows.items()}
    return Touched(lines, {test: sum(map(int.bit_count, files.values())) for test, files in lines.items()}, seconds)


class _Recorder:
    """The lines of the package that this process runs, for the current test."""

    def __init__(self, root: str, folder: str, test: str) -> None:
        self._folder = folder
        self._package = os.path.join(root, "promptlint") + os.sep
        self._cut = len(root) + 1
        self._test = test
        self._found: dict[str, dict[str, set[int]]] = {}
        monitoring = sys.monitoring
        monitoring.use_tool_id(monitoring.COVERAGE_ID, "touched")
        monitoring.register_callback(monitoring.COVERAGE_ID, monitoring.events.LINE, self._line)
        monitoring.set_events(monitoring.COVERAGE_ID, monitoring.events.LINE)

    def _line(self, code: CodeType, line: int) -> object:
        if code.co_filename.startswith(self._package):
            self._found.setdefault(self._test, {}).setdefault(code.co_filename[self._cut :], set()).add(line)
        return sys.monitoring.DISABLE

    def switch(self, test: str) -> None:
        """Record what runs from now on for another test."""
        if test != self._test:
            self.write()
            self._test = test
            sys.monitoring.restart_events()

    def write(self) -> None:
        """Write what was found to a file of this process."""
        ran, self._found = self._found, {}
        found = {test: {file: f"{_mask(lines):x}" for file, lines in files.items()} for test, files in ran.items()}
        with open(os.path.join(self._folder, f"{os.getpid()}.lines"), "a", encoding="utf-8") as file:
            file.write(json.dumps(found) + "\n")


_recorder: _Recorder | None = None


def start() -> None:
    """Record in this process, if it belongs to a measurement; what it ran is written when it ends, also by `os._exit`."""
    global _recorder  # noqa: PLW0603
    folder = os.environ.get(_FOLDER)
    if folder is None or _recorder is not None or sys.version_info < (3, 12):
        return
    _recorder = _Recorder(os.environ[_ROOT], folder, os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0])
    end, write = os._exit, _recorder.write

    def leave(status: int) -> None:
        write()
        end(status)

    os._exit = leave  # type: ignore[assignment]
    atexit.register(write)


class _Plugin:
    """A pytest plugin that names the test to the recorder, and keeps its time and whether it fails: then it can notice nothing."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        assert _recorder is not None
        _recorder.switch(nodeid)

    def pytest_runtest_logreport(self, report: object) -> None:
        name = getattr(report, "nodeid")  # noqa: B009  # pytest's class is imported by pytest alone
        self.seconds[name] = self.seconds.get(name, 0.0) + getattr(report, "duration")  # noqa: B009
        if getattr(report, "failed"):  # noqa: B009
            self.failed.add(name)


def _measure(kept: str) -> None:
    """In a process of its own, which records: run the tests, and put together what it and the processes of the tests ran."""
    import pytest

    plugin = _Plugin()
    ignored = [f"--ignore=tests/{name}" for name in LEFT_OUT]
    plainly = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--assert=plain", "-o", "filterwarnings=", "--no-header"]
    pytest.main([*plainly, *ignored, "tests"], plugins=[plugin])
    assert _recorder is not None, "nothing was recorded: it needs Python 3.12"
    _recorder.write()
    lines: Lines = {}
    for path in glob.glob(os.path.join(os.path.dirname(kept), "*.lines")):  # noqa: PTH207
        with open(path, encoding="utf-8") as file:
            for row in filter(_is_whole, file):
                for test, files in json.loads(row).items():
                    known = lines.setdefault(test, {})
                    for name, mask in files.items():
                        known[name] = known.get(name, 0) | int(mask, 16)
    for shared in [test for test in lines if test.endswith(".py")]:  # a server that runs for every test of a file
        for test in plugin.seconds:
            if test.startswith(f"{shared}::"):
                for name, mask in lines[shared].items():
                    lines.setdefault(test, {})[name] = lines[test].get(name, 0) | mask
    steady = {test: {name: f"{mask:x}" for name, mask in files.items()} for test, files in lines.items() if test not in plugin.failed}
    with open(kept, "w", encoding="utf-8") as file:
        json.dump((steady, plugin.seconds), file)


def _is_whole(row: str) -> bool:
    """Return whether a row was written to its end: a test may kill its process before."""
    return row.endswith("\n")


if __name__ == "__main__":
    import touched  # `sitecustomize` has imported it, and its recorder runs

    touched._measure(sys.argv[1])
