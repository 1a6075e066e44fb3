"""The wheel: built from the sdist, installed elsewhere, run in `/`, on each Python that is here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
DATA = {
    "promptlint/_grammar/midjourney.lark": "grammar/midjourney.lark",
    "promptlint/_grammar/parameters.toml": "grammar/parameters.toml",
    "promptlint/midjourney/targets.toml": "promptlint/midjourney/targets.toml",
    "promptlint/failures.toml": "promptlint/failures.toml",
    "promptlint/links/hosts.toml": "promptlint/links/hosts.toml",
    "promptlint/midjourney/compiled.py": "promptlint/midjourney/compiled.py",
    "promptlint/py.typed": "promptlint/py.typed",
}


def run(*command: str, cwd: Path | str = ROOT, **environment: str) -> str:
    """The standard output of a command that succeeds, in an environment that knows nothing of the checkout."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PROMPTLINT", "GITHUB_"))}
    done = subprocess.run(command, cwd=cwd, env=clean | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built without network: the backend is in the environment of the tests."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory into which pip installed it, without its dependencies: linting a prompt needs none of them."""
    folder = tmp_path_factory.mktemp("site")
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder), str(wheel))
    return folder


def python(version: str) -> str | None:
    """An interpreter of this version, by its name on the path or where pyenv keeps it."""
    if sys.version_info[:2] == tuple(int(part) for part in version.split(".")):
        return sys.executable
    for folder in sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin")):
        return str(folder / "python")
    return shutil.which(f"python{version}")


def test_data_files_are_byte_equal(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name, source in DATA.items():
            assert archive.read(name) == (ROOT / source).read_bytes(), name


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"promptlint", "midjourney_promptlint"}
    here = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("promptlint/**/*") if path.suffix in {".py", ".toml"}}
    assert here <= set(names), "a module is missing"
    assert not [name for name in names if name.endswith((".pyc", ".md"))]


def test_metadata(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = archive.read(name).decode()
    assert re.search(r"^Name: midjourney-promptlint$", metadata, re.MULTILINE)
    assert re.search(r"^Requires-Python: >=3.11$", metadata, re.MULTILINE)
    assert "# promptlint" in metadata, "the README is the description"
    assert wheel.name.endswith("-py3-none-any.whl"), "pure Python: no compiler is needed"


@pytest.mark.parametrize("version", PYTHONS)
def test_it_runs_anywhere(installed: Path, version: str) -> None:
    interpreter = python(version)
    if interpreter is None:
        pytest.skip(f"Python {version} is not on this machine")
    code = (
        "import promptlint, promptlint.cli, sys, os\n"
        "assert promptlint.__file__.startswith(sys.argv[1]), promptlint.__file__\n"
        "assert promptlint.fix('a castle --ar16:9') == 'a castle --ar 16:9'\n"
        "assert not set(sys.modules) & {'lark', 'httpx'}\n"
        "status = promptlint.cli.main(['lint', '--offline', '--isolated', '--output-format', 'json', '-p', 'a castle --ar16:9'],"
        " sys.stdin, sys.stdout, sys.stderr)\n"
        "assert status == 1\n"
        "assert promptlint.explain('[Invalid link]').known\n"
    )
    printed = run(interpreter, "-B", "-S", "-c", code, str(installed), cwd="/", PYTHONPATH=str(installed))
    assert '"MJ005"' in printed


def test_the_command_is_installed(installed: Path) -> None:
    program = installed / "bin" / "promptlint"
    assert run(str(program), "--version", cwd="/", PYTHONPATH=str(installed)).startswith("promptlint 0.")


def test_the_grammar_is_read_from_the_wheel(installed: Path) -> None:
    code = "from promptlint.midjourney import tables; print(tables.source_text('midjourney.lark'), end='')"
    printed = run(sys.executable, "-B", "-P", "-c", code, cwd="/", PYTHONPATH=str(installed))
    assert printed == (ROOT / "grammar/midjourney.lark").read_text(encoding="utf-8")
