"""Build the playground: one static page with Python, the package and nothing else beside it.

    python playground/build.py [FOLDER]     into playground/dist, or the folder

Needs npm (it fetches Pyodide, as package-lock.json pins it) and the dependency group `test` (it builds the wheel).
Any server of static files shows the result: `python -m http.server --directory playground/dist`.
"""

from __future__ import annotations

import html
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from promptlint.midjourney import tables  # noqa: E402 (the checkout comes before an installed promptlint)

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN = ("style.css", "app.js", "worker.js", "bridge.py")
# What Pyodide loads when no package is installed into it.
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json", "package.json")


def build(folder: Path) -> None:
    """Write the page into `folder`, which is emptied first. Raises CalledProcessError where npm or the build fails."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "pyodide").mkdir(parents=True)
    for name in OWN:
        shutil.copyfile(HERE / name, folder / name)
    for name in PYODIDE:
        shutil.copyfile(fetched() / name, folder / "pyodide" / name)
    with tempfile.TemporaryDirectory() as made:
        run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", made, str(ROOT)])
        (wheel,) = Path(made).glob("*.whl")
        shutil.copyfile(wheel, folder / "promptlint.whl")
    (folder / "index.html").write_text(page(), encoding="utf-8")


def fetched() -> Path:
    """The folder of Pyodide, fetched from the npm registry unless the pinned version is there."""
    folder = HERE / "node_modules" / "pyodide"
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]["pyodide"]
    there = folder / "package.json"
    if not there.is_file() or json.loads(there.read_text(encoding="utf-8"))["version"] != wanted:
        run(["npm", "ci", "--no-audit", "--no-fund", "--prefix", str(HERE)])
    return folder


def run(command: list[str]) -> None:
    """Run a command and show what it says only where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        done.check_returncode()


def page() -> str:
    """The page, with the models and targets of the vocabulary in its form."""
    template = Template((HERE / "index.html").read_text(encoding="utf-8"))
    return template.substitute(
        models="\n".join(models("live")), older="\n".join(models("legacy", "withdrawn")), targets="\n".join(targets())
    )


def models(*statuses: str) -> Iterator[str]:
    """A checkbox for each model of these statuses that is chosen as an account's default, the newest first."""
    vocabulary = tables.vocabulary()
    for name, model in reversed(vocabulary.models.items()):
        if model.status in statuses and model.family in ("v", "niji"):
            said = f"today's default; came {model.since}" if name == vocabulary.default_model else f"came {model.since}"
            yield f'<label title="{said}"><input type="checkbox" name="model" value="{html.escape(name)}"> {html.escape(name)}</label>'


def targets() -> Iterator[str]:
    """An option for each place prompts are sent to."""
    known = tables.targets()
    for name in known.names:
        yield f'<option value="{html.escape(name)}">{html.escape(known.named(name).title)}</option>'


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "dist"
    build(chosen)
    size = sum(path.stat().st_size for path in chosen.rglob("*") if path.is_file())
    sys.stdout.write(f"{chosen}: {size / 1e6:.0f} MB\n")
