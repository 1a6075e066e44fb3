"""Output formats: one per module, listed in `FORMATS`.

A format module has one public function::

    def render(findings: Iterator[Finding], totals: Callable[[], Totals], out: TextIO, options: RenderOptions) -> None

It consumes the findings one by one (the run continues meanwhile, so a format can print as it goes) and may call `totals` after the
last one. It writes exactly one document to `out`, even without findings, and nothing else. Text from a prompt or a path is untrusted:
control and bidi characters never reach `out` raw.
"""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Protocol, TextIO

    from promptlint.findings import Finding, Totals

    class Renderer(Protocol):
        """The type of a format module's `render`."""

        def __call__(self, findings: Iterator[Finding], totals: Callable[[], Totals], out: TextIO, options: RenderOptions, /) -> None:
            """Write one document."""


__all__ = ["FORMATS", "Format", "RenderOptions", "renderer"]


class Format(NamedTuple):
    """A row of the table: `module` in this package, whether programs read it (`machine`), one line for the help.

    `fixes` is whether it shows the fix of a finding, `fixed` whether it shows the prompts with their safe fixes.
    """

    module: str
    machine: bool
    help: str
    fixes: bool = False
    fixed: bool = False


class RenderOptions(NamedTuple):
    """Options of a format.

    `color`: use terminal colors. `width`: cells of the terminal, 0 for lines of any length. `directory`: the absolute directory
    that relative paths of findings are relative to.
    """

    color: bool = False
    width: int = 0
    directory: str = ""


FORMATS = {
    "full": Format("full", machine=False, help="each finding with its line, the reason and the fix", fixes=True),
    "concise": Format("concise", machine=False, help="one line per finding"),
    "json": Format("json", machine=True, help="one JSON document: findings, the prompts they are in, and counts", fixes=True, fixed=True),
    "jsonl": Format("jsonl", machine=True, help="one JSON object per line and finding", fixes=True),
    "sarif": Format("sarif", machine=True, help="SARIF 2.1.0, for GitHub code scanning, Azure DevOps and editors", fixes=True),
    "github": Format("github", machine=True, help="annotations of a pull request, for GitHub Actions"),
    "gitlab": Format("gitlab", machine=True, help="GitLab's Code Quality report"),
    "junit": Format("junit", machine=True, help="JUnit XML, for the test reports of CI systems"),
    "rdjson": Format("rdjson", machine=True, help="the diagnostic format of reviewdog", fixes=True),
}


def renderer(name: str) -> Renderer:
    """The `render` function of the format `name`, one of `FORMATS` (KeyError otherwise); its module is imported now."""
    from importlib import import_module

    module = import_module(f"{__name__}.{FORMATS[name].module}")
    render: Renderer = module.render
    return render
