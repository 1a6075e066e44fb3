"""Build the playground: one static page with Python, the package and nothing else beside it.

    python playground/build.py [FOLDER]     into playground/dist, or the folder

Needs npm (it fetches Pyodide, as package-lock.json pins it) and the dependency group `test` (it builds the wheel).
Any server of static files shows the result: `python -m http.server --directory playground/dist`.
"""

from __future__ import annotations

import html
import importlib.util
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

    from promptlint.midjourney.vocabulary import Definition, Model

OWN = ("style.css", "app.js", "worker.js", "bridge.py")
INSTALL = "npm ci --prefix playground"
# What Pyodide loads when no package is installed into it.
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json", "package.json")


class BuildError(Exception):
    """What the build lacks, and the command that gets it."""


def build(folder: Path) -> None:
    """Write the page into `folder`, which is emptied first. Raises BuildError where something is missing or fails."""
    pyodide = fetched()
    if importlib.util.find_spec("build") is None:
        raise BuildError("the Python package `build` is missing: run `pip install --group test`")
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "pyodide").mkdir(parents=True)
    for name in OWN:
        shutil.copyfile(HERE / name, folder / name)
    for name in PYODIDE:
        shutil.copyfile(pyodide / name, folder / "pyodide" / name)
    with tempfile.TemporaryDirectory() as made:
        run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", made, str(ROOT)], "the wheel could not be built")
        (wheel,) = Path(made).glob("*.whl")
        shutil.copyfile(wheel, folder / "promptlint.whl")
    (folder / "index.html").write_text(page(), encoding="utf-8")


def fetched() -> Path:
    """Return the directory of Pyodide, fetched from the npm registry unless the pinned version is there."""
    folder = HERE / "node_modules" / "pyodide"
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]["pyodide"]
    there = folder / "package.json"
    if not there.is_file() or json.loads(there.read_text(encoding="utf-8"))["version"] != wanted:
        npm = shutil.which("npm")
        if npm is None:
            raise BuildError(f"the npm package `pyodide` {wanted} is missing and npm is not installed: install npm, then run `{INSTALL}`")
        run([npm, *INSTALL.split()[1:3], str(HERE)], f"the npm package `pyodide` {wanted} is missing and `{INSTALL}` failed")
    return folder


def run(command: list[str], failed: str) -> None:
    """Run a command. Raises BuildError with `failed` and what the command wrote."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{failed}:\n{(done.stdout + done.stderr).strip()}")


def page() -> str:
    """The page, with the models and targets of the vocabulary in its form."""
    template = Template((HERE / "index.html").read_text(encoding="utf-8"))
    return template.substitute(
        models="\n".join(models("live")),
        older="\n".join(models("legacy", "withdrawn")),
        targets="\n".join(targets()),
        matrix="\n".join(matrix()),
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


GROUPS = {
    "image": "Image", "reference": "References", "personal": "Personal", "job": "Job", "video": "Video", "model": "Models",
    "undocumented": "Undocumented", "dialog": "Discord dialogs", "legacy": "Earlier",
}  # fmt: skip
FAMILIES = {"v": 0, "niji": 1}
SAID = {"supported": "yes", "rejected": "refused", "unsupported": "no", "ignored": "ignored", "unknown": "unknown"}


def matrix() -> Iterator[str]:
    """Yield the table of parameters and models, as HTML: the newest model first, older ones in columns of class `old`."""
    vocabulary = tables.vocabulary()
    columns = [*_newest(live=True), *_newest(live=False)]
    old = {model.name: "" if model.status == "live" else " old" for model in columns}
    heads = "".join(f'<th scope="col" class="model{old[each.name]}" data-model="{each.name}">{_short(each.name)}</th>' for each in columns)
    yield f'<thead><tr><th scope="col">Parameter</th>{heads}</tr></thead>'
    rows = [each for each in vocabulary.definitions if each.kind != "model" and each.name not in vocabulary.model_flags]
    for group in sorted({each.group for each in rows}, key=list(GROUPS).index):
        title = GROUPS.get(group, group.capitalize())
        yield f'<tbody><tr class="group"><th scope="rowgroup" colspan="{len(columns) + 1}">{title}</th></tr>'
        for each in rows:
            if each.group == group:
                cells = "".join(_cell(each, model, old[model.name]) for model in columns)
                head = f"<code>{html.escape(vocabulary.spelling(each.name))}</code> <small>{html.escape(each.title)}</small>"
                yield f'<tr data-parameter="{each.name}"><th scope="row">{head}</th>{cells}</tr>'
        yield "</tbody>"


def _newest(*, live: bool) -> list[Model]:
    chosen = [model for model in reversed(tables.vocabulary().models.values()) if (model.status == "live") is live]
    return sorted(chosen, key=lambda model: FAMILIES.get(model.family, 2))


def _short(name: str) -> str:
    return html.escape(name).replace(" ", "<br>")


def _cell(parameter: Definition, model: Model, old: str) -> str:
    vocabulary = tables.vocabulary()
    support = vocabulary.support(parameter.name, model.name)
    limits = vocabulary.limits(parameter.name, model.name) if support.status == "supported" else None
    said = SAID[support.status]
    told = f"{said}, {limits.allowed}" if limits is not None and limits.allowed else said
    title = html.escape(f"{vocabulary.spelling(parameter.name)} on {model.name}: {told}")
    return f'<td class="{support.status}{old}" title="{title}"><span class="unseen">{said}</span></td>'


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "dist"
    try:
        build(chosen)
    except BuildError as error:
        sys.exit(f"playground/build.py: {error}")
    size = sum(path.stat().st_size for path in chosen.rglob("*") if path.is_file())
    sys.stdout.write(f"{chosen}: {size / 1e6:.0f} MB\n")
