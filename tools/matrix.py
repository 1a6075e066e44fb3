"""Test the wheel on every interpreter of the machine: installed from the file, the source away, warnings as errors, dev mode.

    python tools/matrix.py                      # all that pyenv, uv and the PATH have, as far as `requires-python` allows them
    python tools/matrix.py --quick              # no test suite: the checks of this file only

For each interpreter a new environment gets the wheel and what the tests need, and in a directory that holds only `tests` and the
data files run: the whole suite, an import and a lint under `-W error -X dev -X warn_default_encoding`, threads that lint at
once, and an import in a subinterpreter where the version offers them. Status 1 if anything fails.
"""

from __future__ import annotations

import argparse
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_NAME = re.compile(r"python3?(?:\.\d+)?t?")
"""The name of an interpreter: not `python3-config`."""

_ALL = (
    "tests", "docs", "examples", "grammar", "tools", "README.md", "SECURITY.md", "action.yml", ".pre-commit-hooks.yaml", "fuzz",
    "pyproject.toml",
)  # fmt: skip

_OF_THE_CHECKOUT = (
    "lsp", "mcp", "test_action.py", "test_agents.py", "test_architecture.py", "test_completion.py", "test_editors.py",
    "test_generated.py", "test_grammar.py", "test_hook.py", "test_language.py", "test_playground.py",
    "test_readme.py", "test_release.py", "test_site.py", "test_wheel.py",
)  # fmt: skip
"""Tests of what only a checkout has: tools, generated pages, the site, releases, and what needs further packages."""

_STRICT = """
import promptlint, promptlint.cli, io
report = promptlint.lint("a heron --ar16:9 --sref https://img.mysite.net/a.png")
assert report.fixed.startswith("a heron --ar 16:9"), report
assert promptlint.__file__.startswith(PREFIX), promptlint.__file__
for argv in (["lint", "--offline", "-p", "a --v6"], ["rule"], ["config"], ["explain", "Job Timeout"], ["config", "--facts"]):
    assert promptlint.cli.main(argv, io.StringIO(), io.StringIO(), io.StringIO()) in (0, 1), argv
"""

_THREADS = """
from concurrent.futures import ThreadPoolExecutor
import promptlint
texts = [f"a heron number {n} --ar{n % 7 + 1}:9 --s {n * 9} --v {('6', '7', '8.2')[n % 3]}" for n in range(2000)]
with ThreadPoolExecutor(8) as pool:
    many = [report.diagnostics for report in pool.map(promptlint.lint, texts)]
assert many == [promptlint.lint(text).diagnostics for text in texts]
"""

_SUBINTERPRETER = """
try:
    import _interpreters as interpreters
except ImportError:
    try:
        import _xxsubinterpreters as interpreters
    except ImportError:
        raise SystemExit(77)
import sys
code = f"import sys; sys.path[:0] = {sys.path!r}; import promptlint; assert promptlint.lint('a --ar16:9').fixed == 'a --ar 16:9'"
for _ in range(2):
    one = interpreters.create()
    failed = (getattr(interpreters, "exec", None) or interpreters.run_string)(one, code)
    assert not failed, failed
    interpreters.destroy(one)
"""


def main(argv: list[str]) -> int:
    """Test every interpreter; 1 if one failed."""
    options = argparse.ArgumentParser(description="Test the wheel on every interpreter.")
    options.add_argument("--quick", action="store_true", help="without the test suite")
    options.add_argument("interpreters", nargs="*", help="paths of interpreters; all that are found where none is given")
    given = options.parse_args(argv)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores Ctrl-C, which tests send
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        wheel = _wheel(scratch)
        for python in given.interpreters or _interpreters():
            failed = not _tested(python, wheel, scratch, quick=given.quick) or failed
    return int(failed)


def _interpreters() -> list[str]:
    """One interpreter for each version that `requires-python` allows, free-threaded ones too."""
    places = [
        "~/.pyenv/versions/*/bin/python",
        "~/.local/share/uv/python/*/bin/python3",
        *(f"{folder}/python3*" for folder in os.get_exec_path() if folder.startswith("/")),
    ]
    found: dict[str, str] = {}
    oldest = _oldest()
    for place in places:
        for path in sorted(glob.glob(place.replace("~", os.environ["HOME"]))):  # noqa: PTH207 (a pattern with a directory)
            version = _version(path) if _NAME.fullmatch(os.path.basename(path)) else ""
            if version and tuple(map(int, version.partition("+")[0].split("."))) >= oldest:
                found.setdefault(version, path)
    return [found[version] for version in sorted(found, key=lambda each: [int(part) for part in each.split("+")[0].split(".")])]


def _oldest() -> tuple[int, ...]:
    """The oldest version that `requires-python` allows."""
    with open(os.path.join(_ROOT, "pyproject.toml"), "rb") as file:
        return tuple(map(int, tomllib.load(file)["project"]["requires-python"].removeprefix(">=").split(".")))


def _version(python: str) -> str:
    """Its version, with `+t` where it runs without the global lock; empty where it does not start."""
    code = (
        "import sys, sysconfig; print('.'.join(map(str, sys.version_info[:3])) + '+t' * bool(sysconfig.get_config_var('Py_GIL_DISABLED')))"
    )
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _wheel(folder: str) -> str:
    """Build the wheel of this checkout. The interpreter that runs this needs `build` and `hatchling`."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, _ROOT]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".whl"))


def _test_group() -> list[str]:
    """Return what the tests need, as pyproject.toml lists it."""
    with open(os.path.join(_ROOT, "pyproject.toml"), "rb") as file:
        needs: list[str] = tomllib.load(file)["dependency-groups"]["test"]
    return needs


def _tested(python: str, wheel: str, scratch: str, *, quick: bool) -> bool:
    """Return whether everything holds on one interpreter; what does not is printed."""
    version = _version(python)
    home = os.path.join(scratch, version)
    subprocess.run([python, "-m", "venv", home], check=True)
    own = os.path.join(home, "bin", "python")
    needs = [] if quick else _test_group()
    subprocess.run([own, "-m", "pip", "install", "-q", "--disable-pip-version-check", wheel, *needs], check=True, stderr=subprocess.DEVNULL)
    away = os.path.join(home, "away")
    os.makedirs(away)
    strict = [own, "-W", "error", "-X", "dev", "-X", "warn_default_encoding", "-c"]
    steps = {
        "strict": [*strict, f"PREFIX = {home!r}\n{_STRICT}"],
        "threads": [own, "-c", _THREADS],
        "subinterpreter": [own, "-c", _SUBINTERPRETER],
    }
    if not quick:
        for name in _ALL:
            source = os.path.join(_ROOT, name)
            if os.path.isdir(source):
                shutil.copytree(source, os.path.join(away, name))
            elif os.path.exists(source):
                shutil.copy(source, away)
        ignored = [f"--ignore=tests/{name}" for name in _OF_THE_CHECKOUT]
        steps["tests"] = [own, "-X", "dev", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *ignored, "tests"]
    ok = True
    for name, command in steps.items():
        done = subprocess.run(command, cwd=away, capture_output=True, text=True, check=False)
        passed = done.returncode == 0
        said = "passed" if passed else "not offered" if done.returncode == 77 else "FAILED"
        sys.stdout.write(f"{version:10} {name:15} {said}\n")
        if said == "FAILED":
            sys.stdout.write((done.stdout + done.stderr)[-1500:] + "\n")
            ok = False
        sys.stdout.flush()
    return ok


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
