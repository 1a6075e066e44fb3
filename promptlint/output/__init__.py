"""How findings are written: one format a module, listed in `FORMATS`.

A format module has one public function::

    def render(findings: Iterator[Finding], totals: Callable[[], Totals], out: TextIO, options: RenderOptions) -> None

It takes the findings one by one (the run goes on while they are taken, so a format that can print as it goes does) and
may call `totals` once they are used up. It writes exactly one document to `out`, also where there is no finding, and
nothing else. Text that comes from a prompt or a path is untrusted: control and bidi characters never reach `out` raw.
"""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Protocol, TextIO

    from promptlint.findings import Finding, Totals

    class Renderer(Protocol):
        """What a format module's `render` is."""

        def __call__(self, findings: Iterator[Finding], totals: Callable[[], Totals], out: TextIO, options: RenderOptions, /) -> None:
            """Write one document."""


__all__ = ["FORMATS", "Format", "RenderOptions", "renderer"]


class Format(NamedTuple):
    """A row of the table: `module` in this package, whether programs read it (`machine`), one plain line for the help.

    `fixed` tells whether it shows the prompts with their safe fixes.
    """

    module: str
    machine: bool
    help: str
    fixed: bool = False


class RenderOptions(NamedTuple):
    """What a format may want to know beside the findings.

    `color`: use terminal colours. `width`: cells of the terminal, 0 where lines may be of any length. `directory`: the
    absolute folder that relative paths of findings start from.
    """

    color: bool = False
    width: int = 0
    directory: str = ""


FORMATS = {
    "full": Format("full", machine=False, help="the line of the file with the place marked, the reason, what to write instead"),
    "concise": Format("concise", machine=False, help="one line for each finding"),
    "json": Format("json", machine=True, help="one JSON document: findings, the prompts that have some, counts", fixed=True),
    "jsonl": Format("jsonl", machine=True, help="one JSON object a line for each finding"),
    "sarif": Format("sarif", machine=True, help="SARIF 2.1.0, for GitHub code scanning, Azure DevOps and editors"),
    "github": Format("github", machine=True, help="workflow commands, which GitHub Actions shows at the lines of a pull request"),
    "gitlab": Format("gitlab", machine=True, help="GitLab's Code Quality report"),
    "junit": Format("junit", machine=True, help="JUnit XML, for the test pages of CI systems"),
    "rdjson": Format("rdjson", machine=True, help="the diagnostic format of reviewdog"),
}


def renderer(name: str) -> Renderer:
    """The `render` function of the format `name`, one of `FORMATS` (KeyError otherwise); its module is imported now."""
    from importlib import import_module

    module = import_module(f"{__name__}.{FORMATS[name].module}")
    render: Renderer = module.render
    return render
